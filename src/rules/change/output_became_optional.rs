use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let property = change.outputs().filter(|_| change.kind == FieldKind::Property);
    if property.is_some_and(|(old, new)| old.required && !new.required) {
        report
            .changed(change.spot_with("required"), format!("{} was always present and may now be missing", change.display()))
            .help("make sure that flows work without it");
    }
}
