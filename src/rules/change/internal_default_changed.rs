use crate::connector::versions::{FieldChange, shown};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    let internal = old.is_internal() && new.is_internal();
    if let Some((before, after)) = change.redefaulted().filter(|_| internal) {
        let message = format!(
            "{}, which flows do not see, was sent as {} and is now sent as {}",
            change.display(),
            shown(before),
            shown(after)
        );
        report.changed(change.spot_of("default"), message).help(change.advice());
    }
}
