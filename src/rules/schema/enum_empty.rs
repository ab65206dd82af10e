use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("enum") else { return };
    if !member.value.is_array() || member.value.items().next().is_some() || schema.is_reference() {
        return;
    }
    report
        .at(member.value, format!("`enum` of {} is empty", schema.display()))
        .help("list the allowed values, or leave `enum` out")
        .fix(Fix::safe("remove `enum`").remove_member(member));
}
