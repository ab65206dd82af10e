use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(schema: Schema, report: &mut Report) {
    if schema.place != SchemaPlace::Property || schema.is_internal() || schema.is_reference() {
        return;
    }
    if has_text(schema.node, "title") || has_text(schema.node, "x-ms-summary") {
        return;
    }
    report
        .missing(schema.node, format!("{} has neither `title` nor `x-ms-summary`", schema.display()))
        .help("add a `title`, such as \"Due Date\"");
}

/// Whether a member is present and not blank; another rule reports one that is not a string.
pub(super) fn has_text(node: Node, key: &str) -> bool {
    node.get(key).is_some_and(|value| value.str().is_none_or(|text| !text.trim().is_empty()))
}
