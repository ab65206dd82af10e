use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if operation.is_internal() {
        return;
    }
    let message = format!("operation {} has no `summary`", operation.display());
    let finding = match operation.get("summary") {
        None => report.missing(operation.node(), message),
        // Microsoft's validator counts an empty one as missing and points at the operation.
        Some(summary) if summary.str().is_some_and(|text| text.trim().is_empty()) => {
            report.blank(operation.node(), summary, message)
        }
        Some(_) => return,
    };
    finding.help("add a short name for the action, such as \"List items\"");
}
