use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    // Another rule reports content that is in the operation, the wrong place.
    if operation.path_item().notification_content().is_some() || operation.has("x-ms-notification-content") {
        return;
    }
    let Some(url) = operation.notification_urls().into_iter().next() else { return };
    let message = format!(
        "webhook {} does not describe its notifications: its path has no `x-ms-notification-content`",
        operation.display()
    );
    report
        .missing(operation.node(), message)
        .help("add `x-ms-notification-content` with a `schema` to the path item, next to the verb")
        .label(url, "takes the notification URL");
}
