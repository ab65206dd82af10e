use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("required") else { return };
    if member.value.items().next().is_none() || schema.is_reference() {
        return;
    }
    let Some(kind) = schema.known_type().filter(|kind| *kind != "object") else { return };
    report
        .at(member.value, format!("{} is of type `{kind}` and cannot have required properties", schema.display()))
        .help("move the names to the object that has these properties, or remove them")
        .fix(Fix::safe("remove `required`").remove_member(member));
}
