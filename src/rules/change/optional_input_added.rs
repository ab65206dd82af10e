use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.added().is_some_and(|new| !change.is_output && !new.required) {
        report
            .changed(change.spot(), format!("optional {} was added", change.display()))
            .help("make sure that the service behaves as before without it");
    }
}
