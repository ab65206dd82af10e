use crate::connector::Schema;
use crate::rule::Report;

const BOUNDS: [(&str, &str, Option<&str>); 4] = [
    ("minimum", "maximum", Some("MinimumShouldBeLessThanOrEqualToMaximum")),
    ("minLength", "maxLength", Some("MinLengthShouldBeLessThanOrEqualToMaxLength")),
    ("minItems", "maxItems", Some("MinItemsShouldBeLessThanOrEqualToMaxItems")),
    // The validator has no codes for these.
    ("minProperties", "maxProperties", None),
];

pub fn check(schema: Schema, report: &mut Report) {
    for member in schema.node.members() {
        let Some((low, high, code)) = BOUNDS.iter().find(|(low, ..)| member.key.key_is(low)) else { continue };
        let Some(above) = schema.get(high) else { continue };
        let (Some(least), Some(most)) = (member.value.number(), above.number()) else { continue };
        if least <= most || schema.is_reference() {
            continue;
        }
        let (least, most) = (member.value.text(), above.text());
        let finding = report.at(member.value, format!("`{low}` {least} of {} is greater than `{high}` {most}", schema.display()));
        finding.help("swap the two numbers if that is what was meant");
        finding.code = *code;
    }
}
