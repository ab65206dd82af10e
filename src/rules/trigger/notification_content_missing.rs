use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    // Content that stands in the operation is there, but in the wrong place: that is a rule of its own.
    if operation.path_item().notification_content().is_some() || operation.has("x-ms-notification-content") {
        return;
    }
    let Some(url) = operation.notification_urls().into_iter().next() else { return };
    let message =
        format!("webhook {} does not say what it sends: its path has no `x-ms-notification-content`", operation.display());
    report
        .missing(operation.node(), message)
        .help("add `x-ms-notification-content` with a `schema` beside the verb, in the path item")
        .label(url, "takes the notification URL");
}
