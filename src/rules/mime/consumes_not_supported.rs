use super::mime_type_not_valid::{is_mime_type, without_parameters};
use crate::connector::facts;
use crate::connector::grammar::Kind;
use crate::connector::{Operation, Parameter, Schema};
use crate::rule::Report;
use crate::rule::view::Entry;
use crate::text::document::Node;
use std::sync::LazyLock;

static SUPPORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("mime-types", "documented", "types"));

pub fn check(entry: &Entry, report: &mut Report) {
    let Some(types) = consumes(*entry) else { return };
    let mut named = types.items().filter(|item| item.str().is_some_and(|name| is_mime_type(&name))).peekable();
    if named.peek().is_none() || types.items().any(is_supported) || !is_used(entry) {
        return;
    }
    let body = entry.operation.and_then(Operation::body).and_then(Parameter::schema).and_then(Schema::resolve);
    if body.is_some_and(|schema| schema.is_type("string")) {
        return; // passed on as it is
    }
    let names: Vec<String> = named.map(|item| format!("`{}`", item.str().unwrap_or_default())).collect();
    report
        .at(types, format!("none of {} in `consumes` is a supported MIME type", names.join(", ")))
        .help(format!("add one of {}", SUPPORTED.join(", ")));
}

/// The list, when the member is a `consumes`.
pub(super) fn consumes(entry: Entry<'_>) -> Option<Node<'_>> {
    let of_kind = matches!(entry.kind, Kind::Swagger | Kind::Operation) && entry.member.key.key_is("consumes");
    (of_kind && entry.member.value.is_array()).then_some(entry.member.value)
}

/// Whether a type is one that the validator's page names.
pub(super) fn is_supported(item: Node) -> bool {
    item.str().is_some_and(|name| SUPPORTED.iter().any(|known| known.eq_ignore_ascii_case(without_parameters(&name))))
}

/// Whether the list applies to an operation that sends something.
pub(super) fn is_used(entry: &Entry) -> bool {
    match entry.operation {
        Some(operation) => operation.sends_content(),
        None => entry.connector.operations().any(|operation| !operation.has("consumes") && Operation::sends_content(operation)),
    }
}
