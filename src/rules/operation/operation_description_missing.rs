use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if operation.is_internal() {
        return;
    }
    let description = operation.get("description");
    if description.is_some_and(|text| text.str().is_none_or(|text| !text.trim().is_empty())) {
        return;
    }
    let message = format!("operation {} has no `description`", operation.display());
    let finding = match description {
        None => report.missing(operation.node(), message),
        Some(text) => report.blank(operation.node(), text, message),
    };
    finding.help("describe in a sentence what it does");
}
