use crate::connector::Schema;
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || schema.get("readOnly").and_then(|flag| flag.bool()) != Some(true) {
        return;
    }
    let Some(member) = schema.member().filter(|_| schema.is_required() && !schema.is_reference()) else { return };
    let name = member.name();
    let finding = report.at_key(member, format!("input {} is read-only and required", schema.display()));
    finding.help("take it out of `required`, or let it be written");
    let Some(list) = schema.owner().and_then(|owner| owner.member("required")) else { return };
    let Some(item) = list.value.items().find(|item| item.is(&name)) else { return };
    let fix = Fix::risky("do not require it");
    let alone = list.value.items().count() == 1;
    finding.fix(if alone { fix.remove_member(list) } else { fix.remove_item(item) });
}
