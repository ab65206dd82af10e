use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let became_internal = change.inputs().is_some_and(|(old, new)| !old.is_internal() && new.is_internal());
    if became_internal && !change.is_notification_url() {
        report
            .changed(
                change.spot_of("x-ms-visibility"),
                format!("{} became internal: its default may replace what flows hold", change.display()),
            )
            .help("use `advanced` instead, or keep the visibility");
    }
}
