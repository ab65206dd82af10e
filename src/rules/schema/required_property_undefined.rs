use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use rustc_hash::FxHashSet;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(required) = schema.get("required").filter(|required| required.items().next().is_some()) else { return };
    let properties = schema.get("properties");
    let missing = missing(required, properties);
    // Another rule checks the type; a part of `allOf` may require what another part has.
    let other_type = schema.type_name().is_some_and(|kind| kind != "object");
    if missing.is_empty() || other_type || is_open(schema) || schema.place == SchemaPlace::AllOf {
        return;
    }
    for item in missing {
        let Some(name) = item.str() else { continue };
        let message = format!("{} requires `{name}`, which is not one of its properties", schema.display());
        let finding = report.at(item, message);
        // A very long list is not searched in full: there may be as many names.
        let mut near = properties.into_iter().flat_map(Node::members).take(1000);
        let known = near.find(|member| member.name().eq_ignore_ascii_case(&name));
        match known.map(|member| member.name()) {
            Some(known) => {
                let title = format!("write `{known}`");
                // Flows may have left it empty, and the default of an internal property is sent once it is required.
                let fix = if schema.direction.is_input() { Fix::risky(title) } else { Fix::safe(title) };
                finding.help(format!("the property is called `{known}`")).fix(fix.replace_str(item, &known));
            }
            None => drop(finding.help("add the property, or remove its name from `required`")),
        }
    }
}

/// The names in `required` that are not in `properties`; in linear time, whatever their number.
fn missing<'a>(required: Node<'a>, properties: Option<Node<'a>>) -> Vec<Node<'a>> {
    let names = || required.items().filter(|item| item.is_string());
    let Some(properties) = properties else { return names().collect() };
    if names().count() <= 8 {
        return names().filter(|item| item.str().is_some_and(|name| !properties.has(&name))).collect();
    }
    let known: FxHashSet<_> = properties.members().map(|member| member.name()).collect();
    names().filter(|item| item.str().is_some_and(|name| !known.contains(&name))).collect()
}

fn is_open(schema: Schema) -> bool {
    let closed = schema.get("additionalProperties").is_none_or(|more| more.bool() == Some(false));
    !closed || schema.is_reference() || schema.is_dynamic() || schema.node.has("allOf")
}
