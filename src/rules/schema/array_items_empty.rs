use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(items) = schema.get("items").filter(|items| items.is_object() && items.members().next().is_none()) else { return };
    if !schema.is_type("array") || schema.is_reference() || schema.is_dynamic() {
        return;
    }
    report
        .at(items, format!("{} is an array whose items have no type", schema.display()))
        .help("describe one entry, at least by its `type`");
}
