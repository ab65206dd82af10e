use crate::connector::{Schema, SchemaPlace};
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("default") else { return };
    let value = member.value;
    let expression = value.str().is_some_and(|text| text.starts_with("@environmentVariables("));
    if schema.takes(value) || expression || schema.is_reference() {
        return;
    }
    let kind = schema.type_name().unwrap_or_default();
    let shown = match value.type_name() {
        "object" | "array" => "default".to_owned(),
        _ => format!("default `{}`", value.text()),
    };
    let is = if value.type_name() == "null" { "nothing".into() } else { article(value.type_name()) };
    let message = format!("{shown} of {} is {is}, not {}", schema.display(), article(&kind));
    let finding = report.at(value, message);
    finding.help(format!("write a value of type `{kind}`, or leave the default out"));
    // Outside of bodies every value becomes text, and a visible default is only offered to whoever edits a flow.
    let safe = schema.place == SchemaPlace::Parameter || !schema.is_internal();
    let fix = |title: String| if safe { Fix::safe(title) } else { Fix::risky(title) };
    if value.type_name() == "null" {
        finding.fix(fix("remove `default`".into()).remove_member(member));
    } else if let Some(json) = schema.converted(value) {
        finding.fix(fix(format!("write `{json}`")).replace(value, json));
    }
}

fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {kind}")
}
