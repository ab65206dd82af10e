use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(revision) = operation.annotation().and_then(|annotation| annotation.get("revision")) else { return };
    let Some(number) = revision.number().filter(|number| *number >= 2.0 && number.fract() == 0.0) else { return };
    let Some(node) = operation.get("operationId") else { return };
    let Some(id) = node.str().filter(|id| !id.trim().is_empty()) else { return };
    // `GetItemsV2` is common and means the same. A deprecated one keeps the name that flows use.
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (name, version) = id.split_at(id.len() - digits);
    if operation.is_deprecated() || (name.ends_with(['v', 'V']) && version.parse() == Ok(number)) {
        return;
    }
    report
        .at(node, format!("`{id}` is revision {number} of its family but does not end with `_V{number}`"))
        .help("rename it before the first flow uses it; an operation that is in use must keep its name")
        .label(revision, "its revision");
}
