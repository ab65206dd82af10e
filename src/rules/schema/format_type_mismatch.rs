use crate::connector::Schema;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

/// Each type with its formats.
static FORMATS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let entry = |entry: &'static toml::Table| {
        let kind = entry.get("type").and_then(toml::Value::as_str)?;
        let formats = entry.get("formats").and_then(toml::Value::as_array)?;
        Some((kind, formats.iter().filter_map(toml::Value::as_str).collect()))
    };
    facts::entries("formats", "types").filter_map(entry).collect()
});

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
        _ => format!("make it type `{right}` if that is what it is, or leave the format out"),
    };
    report
        .at(member.value, format!("format `{format}` of {} is for type `{right}`, not `{kind}`", schema.display()))
        .help(help)
        .fix(Fix::risky("leave `format` out").remove_member(member));
}

/// Whether a type has this format.
pub(super) fn is_known(kind: &str, format: &str) -> bool {
    types_of(format).any(|known| known == kind)
}

/// The types that have this format.
pub(super) fn types_of(format: &str) -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(move |(_, formats)| formats.contains(&format)).map(|(kind, _)| *kind)
}
