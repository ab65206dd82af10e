use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(member) = operation.node().member("x-ms-notification-content") else { return };
    let message = format!("`x-ms-notification-content` is in operation {} instead of its path", operation.display());
    let finding = report.at_key(member, message);
    finding.help("move it out of the operation, next to the verb");
    let item = operation.path_item();
    if item.verbs().count() != 1 || item.notification_content().is_some() {
        return;
    }
    let verb = Member { key: operation.key(), value: operation.node() };
    let fix = Fix::safe("move it into the path item").remove_member(member).add_member_after(
        verb,
        "x-ms-notification-content",
        member.value.text(),
    );
    finding.fix(fix);
}
