use super::schema_ref_not_local::definition_name;
use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    if schema.place != SchemaPlace::Definition {
        return;
    }
    let Some(reference) = schema.get("$ref") else { return };
    let Some(text) = reference.str() else { return };
    let (Ok(name), Some(mut target)) = (definition_name(&text), schema.connector.definition_node(&text)) else { return };
    // A chain that has not come back after this many steps leads to something else.
    let mut loops = target == schema.node;
    for _ in 0..64 {
        let next = target.get_str("$ref").and_then(|reference| schema.connector.definition_node(&reference));
        let Some(next) = next.filter(|_| !loops) else { break };
        loops = next == schema.node;
        target = next;
    }
    let message = match loops {
        true => format!("{} leads back to itself", schema.display()),
        false => format!("{} is only a reference to `{name}`", schema.display()),
    };
    report.at(reference, message).help("refer to the other definition where this one is used, or wrap the reference in `allOf`");
}
