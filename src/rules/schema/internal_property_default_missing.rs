use crate::connector::Schema;
use crate::rule::Report;

/// Called with the object that has the properties, so that its `required` list is read once.
pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || schema.operation.is_some_and(|operation| operation.is_internal()) {
        return;
    }
    let mut empty = schema.own_properties().filter(|(_, property)| is_empty(*property)).peekable();
    if empty.peek().is_none() {
        return;
    }
    let required = schema.required_items();
    for (member, property) in empty.filter(|(member, _)| required.contains_key(&member.name())) {
        report
            .at_key(member, format!("internal {} is required but has no default", property.display()))
            .help("give it a default, or make it visible");
    }
}

/// Whether nothing gives the property a value.
fn is_empty(property: Schema) -> bool {
    let composed = || property.is_object() || property.is_type("array") || property.is_reference() || property.is_dynamic();
    let filled_in = || property.node.has("default") || property.node.has("x-ms-notification-url");
    property.is_internal() && !composed() && !filled_in()
}
