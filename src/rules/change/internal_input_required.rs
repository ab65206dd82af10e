use crate::connector::versions::{FieldChange, shown};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some(new) = change.new.filter(|new| !change.is_output && new.required && new.fills_itself()) else { return };
    let before = change.old.is_some_and(|old| old.required);
    if !before {
        let message = format!("{} is now sent with every call, as {}", change.display(), shown(new.get("default")));
        report.changed(change.spot(), message).help("make sure that the service still does what flows expect");
    }
}
