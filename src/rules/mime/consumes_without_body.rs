use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(consumes) = operation.node().member("consumes") else { return };
    // Webhooks and the like may get a body from a policy, so only verbs that never have one are checked.
    let verb = operation.verb();
    if !matches!(verb.as_ref(), "get" | "head") || operation.sends_content() {
        return;
    }
    report
        .at_key(consumes, format!("operation {} has `consumes` but sends no body", operation.display()))
        .help("remove it")
        .fix(Fix::safe("remove `consumes`").remove_member(consumes));
}
