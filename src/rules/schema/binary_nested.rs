use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(format) = schema.get("format").filter(|format| format.is("binary")) else { return };
    let inside = match schema.place {
        SchemaPlace::Property | SchemaPlace::Items | SchemaPlace::AdditionalProperties => true,
        SchemaPlace::Parameter => !schema.get("in").is_some_and(|location| location.is("formData")),
        _ => false,
    };
    if !inside || !schema.is_type("string") || schema.is_reference() {
        return;
    }
    report
        .at(format, format!("{} cannot be binary", schema.display()))
        .help("use format `byte`, text in Base64, if the service accepts that")
        .fix(Fix::risky("write `byte`").replace_str(format, "byte"));
}
