use crate::connector::Operation;
use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both().filter(|(old, new)| old.is_webhook() && new.is_webhook()) else { return };
    let says = |operation: Operation| operation.path_item().notification_content().is_some();
    if old.is_trigger() && says(old) && !says(new) {
        report
            .changed(
                change.spot_at("responses/x-ms-notification-content"),
                format!("{} no longer describes what it sends", change.display()),
            )
            .help("put `x-ms-notification-content` back beside the verb");
    }
}
