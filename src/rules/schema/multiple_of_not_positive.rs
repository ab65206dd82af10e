use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("multipleOf") else { return };
    if member.value.number().is_none_or(|number| number > 0.0) || schema.is_reference() {
        return;
    }
    report
        .at(member.value, format!("`multipleOf` of {} is {}", schema.display(), member.value.text()))
        .help("leave it out if any number is allowed")
        .fix(Fix::safe("remove `multipleOf`").remove_member(member));
}
