use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

const PAIRS: [(&str, &str, &str); 2] = [
    ("exclusiveMaximum", "maximum", "ExclusiveMaximumRequiresMaximum"),
    ("exclusiveMinimum", "minimum", "ExclusiveMinimumRequiresMinimum"),
];

pub fn check(schema: Schema, report: &mut Report) {
    for member in schema.node.members() {
        let Some((flag, bound, code)) = PAIRS.iter().find(|(flag, ..)| member.key.key_is(flag)) else { continue };
        if member.value.bool().is_none() || schema.node.has(bound) || schema.is_reference() {
            continue;
        }
        report
            .at(member.value, format!("{} has `{flag}` but no `{bound}`", schema.display()))
            .help(format!("add `{bound}`, or remove `{flag}`"))
            .fix(Fix::safe(format!("remove `{flag}`")).remove_member(member))
            .code(code);
    }
}
