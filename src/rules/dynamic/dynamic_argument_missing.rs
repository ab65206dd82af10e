use crate::connector::{Dynamic, Input, Parameter};
use crate::rule::Report;

/// Only this many parameters are checked for missing ones, because there may be as many lookups.
const MOST_PARAMETERS: usize = 256;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target() else { return };
    let arguments = dynamic.node.get("parameters");
    if arguments.is_some_and(|arguments| !arguments.is_object()) {
        return;
    }
    let passed = |name: &str| arguments.is_some_and(|arguments| arguments.has(name));
    for parameter in
        target.parameters().take(MOST_PARAMETERS).filter(|parameter| parameter.is_required() && !parameter.node.has("default"))
    {
        let name = parameter.name();
        let body = parameter.is_in("body");
        if name.is_empty() || passed(&name) || (body && is_passed_in_parts(dynamic, parameter)) {
            continue;
        }
        let anchor = arguments.unwrap_or(dynamic.node);
        report
            .missing(anchor, format!("{} requires `{name}`, which `{}` does not pass", target.display(), dynamic.name()))
            .help("pass a fixed value, or refer to what the user has filled in")
            .label(parameter.entry, "required here");
    }
}

/// Whether a body requires nothing, or an argument names something in it.
fn is_passed_in_parts(dynamic: Dynamic, body: Parameter) -> bool {
    let Some(schema) = body.schema().and_then(|schema| schema.resolve()) else { return true };
    let needed = schema.properties().into_iter().any(|(member, property)| {
        schema.requires(&member.name()) && property.resolve().is_some_and(|property| !property.node.has("default"))
    });
    let names =
        |name: &str| body.operation.is_some_and(|target| matches!(target.input(name), Input::Property(_) | Input::Unknown));
    !needed || dynamic.node.get("parameters").into_iter().flat_map(|list| list.members()).any(|argument| names(&argument.name()))
}
