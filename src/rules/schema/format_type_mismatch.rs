use crate::connector::Schema;
use crate::connector::formats::{is_known, types_of};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("format") else { return };
    let Some(format) = member.value.str() else { return };
    let Some(kind) = schema.known_type() else { return };
    if is_known(kind, &format) || schema.is_reference() {
        return;
    }
    let Some(right) = types_of(&format).next() else { return };
    let help = match kind {
        "file" => "leave the format out: a file has none".into(),
        _ => format!("change the type to `{right}` if that is right, or leave the format out"),
    };
    report
        .at(member.value, format!("format `{format}` of {} is for type `{right}`, not `{kind}`", schema.display()))
        .help(help)
        .fix(Fix::risky("leave `format` out").remove_member(member));
}
