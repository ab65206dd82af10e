use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.is_trigger() || operation.is_internal() || operation.is_deprecated() || operation.has("x-ms-trigger-hint") {
        return;
    }
    report
        .missing(operation.node(), format!("trigger {} has no `x-ms-trigger-hint`", operation.display()))
        .help("describe how to make it fire: \"To see it work, add a task in Fabrikam.\"");
}
