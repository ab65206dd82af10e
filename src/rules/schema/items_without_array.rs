use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(items) = schema.node.member("items").filter(|items| items.value.is_object()) else { return };
    let Some(kind) = schema.known_type().filter(|kind| *kind != "array") else { return };
    // If `items` is empty, nothing is lost.
    if schema.is_reference() || items.value.members().next().is_none() {
        return;
    }
    report
        .at_key(items, format!("{} has `items`, but is of type `{kind}`", schema.display()))
        .help("write `\"type\": \"array\"` if it is a list; otherwise describe its fields in `properties`");
}
