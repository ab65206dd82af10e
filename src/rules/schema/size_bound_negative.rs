use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

const SIZES: [(&str, &str); 6] = [
    ("maxLength", "MaxLengthMustBeGreaterThanOrEqualToZero"),
    ("minLength", "MinLengthMustBeGreaterThanOrEqualToZero"),
    ("maxItems", "MaxItemsMustBeGreaterThanOrEqualToZero"),
    ("minItems", "MinItemsMustBeGreaterThanOrEqualToZero"),
    ("maxProperties", "MaxPropertiesMustBeGreaterThanOrEqualToZero"),
    ("minProperties", "MinPropertiesMustBeGreaterThanOrEqualToZero"),
];

pub fn check(schema: Schema, report: &mut Report) {
    for member in schema.node.members() {
        let Some((name, code)) = SIZES.iter().find(|(name, _)| member.key.key_is(name)) else { continue };
        let negative = member.value.is_integer() && member.value.number().is_some_and(|number| number < 0.0);
        if !negative || schema.is_reference() {
            continue;
        }
        report
            .at(member.value, format!("`{name}` of {} is {}", schema.display(), member.value.text()))
            .help("leave it out if there is no limit")
            .fix(Fix::safe(format!("remove `{name}`")).remove_member(member))
            .code(code);
    }
}
