use crate::connector::{Operation, Parameter};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    if operation.consumes().is_some() || !operation.sends_content() {
        return;
    }
    let name = natural_type(operation);
    let fix = Fix::risky(format!("add `\"consumes\": [\"{name}\"]`"));
    report
        .missing(operation.node(), format!("operation {} sends a body, but does not declare its MIME type", operation.display()))
        .help(format!("add `\"consumes\": [\"{name}\"]` here or at the top of the definition"))
        .fix(fix.add_member(operation.node(), "consumes", &format!("[\"{name}\"]")));
}

/// What the parameters of an operation are usually sent as.
pub(super) fn natural_type(operation: Operation) -> &'static str {
    match operation.body() {
        Some(_) => "application/json",
        None if operation.parameters().any(is_file) => "multipart/form-data",
        None => "application/x-www-form-urlencoded",
    }
}

/// Whether a parameter of a form is a file.
pub(super) fn is_file(parameter: Parameter) -> bool {
    let is = |key: &str, value: &str| parameter.get(key).is_some_and(|node| node.is(value));
    parameter.is_in("formData") && (is("type", "file") || (is("type", "string") && is("format", "binary")))
}
