use crate::connector::Schema;
use crate::fix::{Fix, quote};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.member().filter(|_| is_idle(schema)) else { return };
    let message = format!("internal {} has a default but is not required, so it is not sent", schema.display());
    let finding = report.at_key(member, message);
    finding.help("add its name to the `required` of the object around it");
    let Some(owner) = schema.owner() else { return };
    let name = quote(&member.name());
    let fix = Fix::risky(format!("require {name}"));
    match owner.get("required") {
        Some(required) if required.is_array() => drop(finding.fix(fix.add_item(required, &name))),
        Some(_) => {}
        // There must be one new list for all such properties, so the first one's fix adds it.
        None => {
            let idle = schema.siblings().filter(|property| is_idle(*property)).filter_map(Schema::member);
            let names: Vec<_> = idle.map(|member| quote(&member.name())).collect();
            if names.first() == Some(&name) {
                finding.fix(fix.add_member(owner, "required", &format!("[{}]", names.join(", "))));
            }
        }
    }
}

/// Whether its default would be sent if it were required.
fn is_idle(schema: Schema) -> bool {
    schema.direction.is_input()
        && schema.is_internal()
        && schema.get("default").is_some_and(|default| default.type_name() != "null")
        && schema.property_key().is_some()
        && !schema.is_reference()
        && !schema.is_required()
}
