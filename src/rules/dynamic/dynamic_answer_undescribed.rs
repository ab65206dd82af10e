use crate::connector::{Dynamic, Schema};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let (Some(target), Some(id)) = (dynamic.target(), dynamic.node.get("operationId")) else { return };
    let answer = dynamic.answer();
    let dangling = || target.responses().any(|response| response.is_success() && response.is_dangling());
    if answer.is_some_and(|answer| answer.resolve().is_none()) || dangling() {
        return; // another rule reports a `$ref` that leads nowhere
    }
    let (path, what, code) = match dynamic.is_list() {
        true => (dynamic.collection(), "a list", "InvokedOperationShouldProduceArray"),
        false => (dynamic.value(), "a property", "InvokedOperationShouldProduceProperty"),
    };
    let text = path.and_then(|path| path.str()).unwrap_or_default();
    if !answer.is_none_or(|answer| is_unknown(answer, &text)) {
        return;
    }
    // Without a path the whole response is the schema, and any response is valid.
    if !dynamic.is_list() && text.is_empty() {
        return;
    }
    let how = match answer {
        None => "its success response has no schema",
        Some(_) => "the schema of its success response describes no content",
    };
    let message = match text.is_empty() {
        true => format!("{} does not describe {what} in its response: {how}", target.display()),
        false => format!("{} does not describe {what} `{text}` in its response: {how}", target.display()),
    };
    report
        .at(path.unwrap_or(id), message)
        .help("describe what the path leads to in its response 200")
        .label(target.key(), "this operation")
        .code(code);
}

/// Whether a path leads into something described only as an object.
fn is_unknown(answer: Schema, path: &str) -> bool {
    let Ok(Some(mut schema)) = answer.resolve().map(Some).ok_or(()) else { return false };
    for step in path.split('/').filter(|step| !step.is_empty()) {
        if let Some(items) = schema.items() {
            let Some(items) = items.resolve() else { return false };
            schema = items;
        }
        match schema.property(step).map(Schema::resolve) {
            Some(Some(property)) => schema = property,
            Some(None) => return false,
            None => return says_nothing(schema),
        }
    }
    // The root of a list: an object cannot be one.
    path.is_empty() && says_nothing(schema)
}

/// Whether it is an object whose content is not described, not even at run time.
fn says_nothing(schema: Schema) -> bool {
    let says = ["properties", "additionalProperties", "allOf", "items", "enum"];
    !schema.is_dynamic()
        && (schema.is_type("object") || schema.type_name().is_none())
        && !says.iter().any(|key| schema.get(key).is_some_and(|value| !value.is_object() || value.members().next().is_some()))
}
