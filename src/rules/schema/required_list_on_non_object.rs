use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("required") else { return };
    if member.value.items().next().is_none() || schema.is_reference() {
        return;
    }
    let Some(kind) = schema.known_type().filter(|kind| *kind != "object") else { return };
    let finding =
        report.at(member.value, format!("{} is of type `{kind}` and cannot have required properties", schema.display()));
    finding.help("move the names to the object that has these properties, or remove them");
    // Names of properties of the items are meant for the items.
    if let Some(items) = schema.node.get("items").filter(|items| kind == "array" && names_properties_of(*items, member.value)) {
        finding.help("move the list into `items`");
        if !items.has("required") {
            let fix = Fix::risky("move the list into `items`").remove_member(member);
            finding.fix(fix.add_member(items, "required", member.value.text()));
        }
        return;
    }
    finding.fix(Fix::safe("remove `required`").remove_member(member));
}

/// Whether a list names a property of an array's items.
fn names_properties_of(items: Node, required: Node) -> bool {
    let Some(properties) = items.get("properties") else { return false };
    required.items().filter_map(Node::str).any(|name| properties.has(&name))
}
