use crate::connector::versions::{FieldChange, without};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    let message = match (old.allowed(), new.allowed()) {
        (Some(old), Some(new)) => without(new, old).map(|more| format!("{} now accepts {more}", change.display())),
        (Some(_), None) => Some(format!("{} now accepts any value", change.display())),
        _ => None,
    };
    if let Some(message) = message {
        report.changed(change.spot_of("enum"), message).help("nothing to do: the values that flows send are still valid");
    }
}
