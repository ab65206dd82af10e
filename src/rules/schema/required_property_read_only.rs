use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

/// Called with the object that has the properties, so that its `required` list is read once.
pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || !schema.node.has("required") {
        return;
    }
    let is_read_only = |property: Schema| property.get("readOnly").and_then(|flag| flag.bool()) == Some(true);
    let mut fixed =
        schema.own_properties().filter(|(_, property)| is_read_only(*property) && !property.is_reference()).peekable();
    if fixed.peek().is_none() {
        return;
    }
    let required = schema.required_items();
    for (member, property) in fixed {
        let Some(item) = required.get(&member.name()) else { continue };
        let list = item.parent().and_then(|list| Some(crate::text::document::Member { key: list.key()?, value: list }));
        let fix = Fix::risky("do not require it");
        let fix = match list.filter(|list| list.value.items().nth(1).is_none()) {
            Some(list) => fix.remove_member(list),
            None => fix.remove_item(*item),
        };
        report
            .at_key(member, format!("input {} is read-only and required", property.display()))
            .help("remove it from `required`, or remove `readOnly`")
            .fix(fix);
    }
}
