use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let polls = operation.key().key_is("get");
    if polls || !operation.is_trigger() || operation.path_item().notification_content().is_none() {
        return;
    }
    // If the trigger gets its notifications from another webhook, that one has the URL.
    let elsewhere = operation.has("x-ms-notification");
    let unknown =
        operation.body().and_then(|body| body.schema()).is_some_and(|body| body.resolve().is_none_or(|body| body.is_dynamic()));
    if elsewhere || unknown || !operation.notification_urls().is_empty() {
        return;
    }
    let message =
        format!("webhook {} takes no notification URL: nothing in its body has `x-ms-notification-url`", operation.display());
    report
        .missing(operation.node(), message)
        .help("add `\"x-ms-notification-url\": true` to the property in which the service expects the URL to call");
}
