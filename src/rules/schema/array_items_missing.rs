use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.is_type("array") || schema.node.has("items") || schema.is_reference() || schema.is_dynamic() {
        return;
    }
    let fix = Fix::risky("say that it holds strings").add_member(schema.node, "items", r#"{ "type": "string" }"#);
    report
        .missing(schema.node, format!("{} is an array without `items`", schema.display()))
        .help("add `items` with the schema of one entry")
        .fix(fix);
}
