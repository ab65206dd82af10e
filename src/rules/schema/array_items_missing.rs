use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.is_type("array") || schema.node.has("items") || schema.is_reference() || schema.is_dynamic() {
        return;
    }
    // Nothing reads the `items` of an object, whatever they contain.
    if is_below_items_of_another_type(schema.node) {
        return;
    }
    let fix = Fix::risky("make it an array of strings").add_member(schema.node, "items", r#"{ "type": "string" }"#);
    report
        .missing(schema.node, format!("{} is an array without `items`", schema.display()))
        .help("add `items` with the schema of one entry")
        .fix(fix);
}

fn is_below_items_of_another_type(node: Node) -> bool {
    let mut at = node;
    while let Some(parent) = at.parent() {
        let dead = |kind: Node| kind.is_string() && !kind.is("array");
        if at.key().is_some_and(|key| key.key_is("items")) && parent.get("type").is_some_and(dead) {
            return true;
        }
        at = parent;
    }
    false
}
