use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(body) = operation.body() else { return };
    let Some(form) = operation.parameters().find(|parameter| parameter.is_in("formData")) else { return };
    let of_path_item = |entry: crate::Node| entry.parent() != operation.get("parameters");
    // What a path item has wrong all by itself is said once, with its first operation.
    let first = operation.path_item().verbs().next().is_some_and(|verb| verb.value == operation.node());
    if of_path_item(body.entry) && of_path_item(form.entry) && !first {
        return;
    }
    let message = format!("form parameter `{}` beside the body parameter `{}`", form.name(), body.name());
    report.at(form.entry, message).help("send everything as form data, or everything in the body").label(body.entry, "the body");
}
