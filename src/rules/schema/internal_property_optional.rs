use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;

/// Called with the object that has the properties, so that its `required` list is read once.
pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() {
        return;
    }
    let default = |property: Schema| property.get("default").is_some_and(|default| default.type_name() != "null");
    let internal = |property: Schema| property.is_internal() && default(property) && !property.is_reference();
    let mut internal = schema.own_properties().filter(|(_, property)| internal(*property)).peekable();
    if internal.peek().is_none() {
        return;
    }
    let required = schema.required_items();
    let idle: Vec<_> = internal.filter(|(member, _)| !required.contains_key(&member.name())).collect();
    // A schema of another type cannot have a `required` list: another rule would remove it again.
    let is_object = schema.known_type().is_none_or(|kind| kind == "object");
    for (number, (member, property)) in idle.iter().enumerate() {
        let message = format!("internal {} has a default but is not required, so it is not sent", property.display());
        let finding = report.at_key(*member, message);
        finding.help("add its name to the `required` list of its object");
        let name = quote(&member.name());
        let fix = Fix::risky(format!("require {name}"));
        match schema.get("required") {
            _ if !is_object => {}
            Some(list) if list.is_array() => drop(finding.fix(fix.add_item(list, &name))),
            // All such properties share one new list, which the fix of the first one adds.
            None if number == 0 => {
                let names: Vec<_> = idle.iter().map(|(member, _)| quote(&member.name())).collect();
                finding.fix(fix.add_member(schema.node, "required", &format!("[{}]", names.join(", "))));
            }
            _ => {}
        }
    }
}
