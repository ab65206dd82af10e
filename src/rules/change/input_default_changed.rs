use crate::connector::versions::{FieldChange, shown};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    let internal = old.is_internal() && new.is_internal();
    // A required input could not be left empty.
    let given = old.required && !old.is_internal() && !old.hidden;
    if let Some((before, after)) = change.redefaulted().filter(|_| !internal && !given) {
        let message = format!("the default of {} changed from {} to {}", change.display(), shown(before), shown(after));
        report.changed(change.spot_of("default"), message).help("make sure that flows that left it empty still work the same");
    }
}
