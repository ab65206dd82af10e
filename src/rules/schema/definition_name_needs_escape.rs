use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    if schema.place != SchemaPlace::Definition {
        return;
    }
    let Some(member) = schema.member() else { return };
    let name = member.name();
    // The characters that RFC 3986 allows in a fragment, without `~`, which is the pointer's own escape.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._!$&'()*+,;=:@?".contains(c);
    let Some(odd) = name.chars().find(|c| !plain(*c)) else { return };
    report
        .at_key(member, format!("name of {} contains {odd:?}, which must be escaped in a `$ref`", schema.display()))
        .help("use letters, digits, `.`, `-` and `_`");
}
