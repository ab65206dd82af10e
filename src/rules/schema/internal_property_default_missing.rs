use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || !schema.is_internal() || schema.get("default").is_some() {
        return;
    }
    let composed = schema.is_object() || schema.is_type("array") || schema.is_reference() || schema.is_dynamic();
    let filled_in = schema.node.has("x-ms-notification-url") || schema.operation.is_some_and(|operation| operation.is_internal());
    let Some(member) = schema.member().filter(|_| !composed && !filled_in && schema.is_required()) else { return };
    report
        .at_key(member, format!("internal {} is required but has no default", schema.display()))
        .help("give it a default, or make it visible");
}
