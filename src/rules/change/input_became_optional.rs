use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.inputs().is_some_and(|(old, new)| old.required && !new.required) {
        report
            .changed(change.spot_with("required"), format!("{} became optional", change.display()))
            .help("nothing to do: flows keep sending it");
    }
}
