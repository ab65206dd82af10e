use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(replacement) = operation.annotation().and_then(|annotation| annotation.get("replacement")) else { return };
    if operation.is_deprecated() {
        return;
    }
    // The designer hides deprecated operations, so the author must decide this.
    let fix = Fix::risky("mark the operation as `deprecated`");
    let fix = match operation.get("deprecated") {
        Some(value) => fix.replace(value, "true"),
        None => fix.add_member(operation.node(), "deprecated", "true"),
    };
    report
        .at(replacement, format!("operation {} has a `replacement` but is not `deprecated`", operation.display()))
        .help("add `\"deprecated\": true` to the operation, or remove the `replacement`")
        .fix(fix);
}
