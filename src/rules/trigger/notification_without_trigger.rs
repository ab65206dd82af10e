use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(member) = operation.node().member("x-ms-notification").filter(|member| member.value.is_object()) else { return };
    if operation.is_trigger() || operation.is_webhook() {
        return;
    }
    report
        .at_key(member, format!("`x-ms-notification` is on {}, which is not a trigger", operation.display()))
        .help("it names the webhook that announces new data for a polling trigger: add `x-ms-trigger`, or remove it");
}
