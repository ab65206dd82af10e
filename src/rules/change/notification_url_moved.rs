use crate::connector::versions::{FieldChange, Side};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let takes = |side: Side| side.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true));
    if change.inputs().is_some_and(|(old, new)| takes(old) && !takes(new)) {
        report
            .changed(
                change.spot_of("x-ms-notification-url"),
                format!("{} no longer holds the URL of the webhook", change.display()),
            )
            .help(change.advice());
    }
}
