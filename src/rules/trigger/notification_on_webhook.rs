use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(member) = operation.node().member("x-ms-notification").filter(|member| member.value.is_object()) else { return };
    if operation.notification_urls().is_empty() {
        return;
    }
    report
        .at_key(member, format!("`x-ms-notification` is on {}, which is itself a webhook", operation.display()))
        .help("remove it: only a polling trigger names the webhook that announces new data")
        .fix(Fix::risky("remove `x-ms-notification`").remove_member(member));
}
