use crate::connector::Schema;
use crate::connector::resolve::pointer_token;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::borrow::Cow;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(reference) = schema.get("$ref") else { return };
    let Some(text) = reference.str() else { return };
    let fault = match definition_name(&text) {
        Ok(_) => return,
        Err(fault) => fault,
    };
    let meant = match (fault, text.strip_prefix("#/components/schemas/"), text.strip_prefix("#/definitions/")) {
        (Fault::Escape, ..) => None,
        (_, Some(name), _) => Some(format!("#/definitions/{name}")),
        (_, _, Some(name)) => Some(format!("#/definitions/{}", name.replace('/', "~1"))),
        _ => None,
    };
    let known = meant.filter(|meant| definition_name(meant).is_ok() && schema.connector.definition_node(meant).is_some());
    let (message, code) = match fault {
        Fault::Address => (format!("`{text}` does not name a definition"), "SchemaReferenceNotValid"),
        Fault::Escape => (format!("`{text}` is not a JSON pointer"), "JsonPointerNotValid"),
    };
    let finding = report.at(reference, message).code(code);
    match known {
        Some(meant) => {
            finding.help(format!("write `{meant}`")).fix(Fix::safe(format!("write `{meant}`")).replace_str(reference, &meant));
        }
        None => drop(finding.help("move the schema to `definitions` and write `#/definitions/` and its name")),
    }
}

/// What is wrong with a schema reference.
#[derive(Clone, Copy)]
pub(super) enum Fault {
    /// It does not lead into `definitions`, or leads deeper.
    Address,
    /// `~` is followed by neither 0 nor 1.
    Escape,
}

/// The name of the definition that a reference names, whether that exists or not.
pub(super) fn definition_name(reference: &str) -> Result<Cow<'_, str>, Fault> {
    let name = reference.strip_prefix("#/definitions/").filter(|name| !name.is_empty() && !name.contains('/'));
    let name = name.ok_or(Fault::Address)?;
    let escaped = |(at, _): (usize, &str)| name[at + 1..].starts_with(['0', '1']);
    if name.match_indices('~').all(escaped) { Ok(pointer_token(name)) } else { Err(Fault::Escape) }
}
