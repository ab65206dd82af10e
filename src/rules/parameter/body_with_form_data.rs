use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(body) = operation.body() else { return };
    let Some(form) = operation.parameters().find(|parameter| parameter.is_in("formData")) else { return };
    let of_path_item = |entry: crate::Node| entry.parent() != operation.get("parameters");
    // A fault in the path item alone is reported once, with its first operation.
    let first = operation.path_item().verbs().next().is_some_and(|verb| verb.value == operation.node());
    if of_path_item(body.entry) && of_path_item(form.entry) && !first {
        return;
    }
    let message = format!("form parameter `{}` is used together with the body parameter `{}`", form.name(), body.name());
    report.at(form.entry, message).help("send everything either as form data or in the body").label(body.entry, "the body");
}
