use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let operations = || definition.connector.operations();
    let mut webhooks =
        operations().filter(|operation| operation.is_trigger() && !operation.key().key_is("get") && operation.is_webhook());
    let Some(first) = webhooks.next() else { return };
    if operations().any(|operation| operation.key().key_is("delete")) {
        return;
    }
    let message = match webhooks.count() {
        0 => format!("webhook {} has no `delete` operation to unsubscribe with", first.display()),
        more => format!("webhook {} and {more} more have no `delete` operation to unsubscribe with", first.display()),
    };
    report
        .missing(first.node(), message)
        .help("add an internal `delete` operation for the URL that the service returns in the `Location` header");
}
