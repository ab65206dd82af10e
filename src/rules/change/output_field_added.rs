use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.is_output && change.added().is_some() {
        report.changed(change.spot(), format!("{} was added", change.display())).help("nothing to do: flows are not affected");
    }
}
