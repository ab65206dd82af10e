//! What is known about `format`: which types allow which formats, and what to write instead of others.
use super::facts;
use crate::connector::facts::Value;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Each type with its formats.
static FORMATS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let entry = |entry: &'static crate::connector::facts::Table| {
        let kind = entry.get("type").and_then(Value::as_str)?;
        let formats = entry.get("formats").and_then(Value::as_array)?;
        Some((kind, formats.iter().filter_map(Value::as_str).collect()))
    };
    facts::entries("formats", "types").filter_map(entry).collect()
});

/// Whether a type takes this format.
pub fn is_known(kind: &str, format: &str) -> bool {
    types_of(format).any(|known| known == kind)
}

/// The types that take this format.
pub fn types_of(format: &str) -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(move |(_, formats)| formats.contains(&format)).map(|(kind, _)| *kind)
}

/// What to write instead of a format that is not known, and whether the platform treats the two alike: as
/// `schemas/formats.toml` says, else the same in lower case. None: leave the format out.
pub fn replacement(kind: &str, format: &str) -> Option<(Cow<'static, str>, bool)> {
    let text = |entry: &'static crate::connector::facts::Table, key: &str| entry.get(key).and_then(Value::as_str);
    let entry = facts::entries("formats", "replacements").find(|entry| {
        text(entry, "type") == Some(kind) && text(entry, "from").is_some_and(|from| from.eq_ignore_ascii_case(format))
    });
    if let Some((entry, to)) = entry.and_then(|entry| Some((entry, text(entry, "to")?))) {
        return Some((to.into(), entry.get("safe").and_then(Value::as_bool).unwrap_or(false)));
    }
    let lower = format.to_lowercase();
    is_known(kind, &lower).then(|| (lower.into(), false))
}
