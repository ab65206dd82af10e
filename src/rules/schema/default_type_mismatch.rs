use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("default") else { return };
    let value = member.value;
    let expression = value.str().is_some_and(|text| text.starts_with("@environmentVariables("));
    if schema.takes(value) || expression || schema.is_reference() {
        return;
    }
    let kind = schema.type_name().unwrap_or_default();
    let what = match value.type_name() {
        "object" | "array" => "default".to_owned(),
        _ => format!("default `{}`", value.text()),
    };
    let is = if value.type_name() == "null" { "null".into() } else { article(value.type_name()) };
    let message = format!("{what} of {} is {is}, not {}", schema.display(), article(&kind));
    let finding = report.at(value, message);
    finding.help(format!("write a value of type `{kind}`, or leave the default out"));
    // A visible default is only offered to the maker who edits a flow. Outside bodies, every value becomes text.
    let shown = !schema.is_internal() && !schema.operation.is_some_and(|operation| operation.is_internal());
    let fix = |title: String, same: bool| if shown || same { Fix::safe(title) } else { Fix::risky(title) };
    if value.type_name() == "null" {
        finding.fix(fix("remove `default`".into(), false).remove_member(member));
    } else if let Some(json) = schema.converted(value) {
        let same = schema.place == SchemaPlace::Parameter && json.trim_matches('"') == value.text().trim_matches('"');
        finding.fix(fix(format!("write `{json}`"), same).replace(value, json));
    }
}

fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {kind}")
}
