use super::format_type_mismatch::{is_known, types_of};
use crate::connector::Schema;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("format") else { return };
    let Some(format) = member.value.str() else { return };
    let Some(kind) = schema.known_type() else { return };
    if is_known(kind, &format) || types_of(&format).next().is_some() || schema.is_reference() {
        return;
    }
    let fix = replacement(member, kind, &format);
    let message = match format.is_empty() {
        true => format!("`format` of {} is empty", schema.display()),
        false => format!("format `{format}` of {} is not known", schema.display()),
    };
    report.at(member.value, message).help(fix.title.clone()).fix(fix);
}

/// What to write instead: as `schemas/formats.toml` says, else the same in lower case, else nothing.
fn replacement(member: Member, kind: &str, format: &str) -> Fix {
    let text = |entry: &toml::Table, key: &str| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let entry = facts::entries("formats", "replacements").find(|entry| {
        text(entry, "type").as_deref() == Some(kind) && text(entry, "from").is_some_and(|from| from.eq_ignore_ascii_case(format))
    });
    let lower = format.to_lowercase();
    let to = entry.and_then(|entry| text(entry, "to")).or_else(|| is_known(kind, &lower).then_some(lower));
    let harmless = entry.and_then(|entry| entry.get("safe")).and_then(toml::Value::as_bool).unwrap_or(false);
    match to {
        Some(to) if harmless => Fix::safe(format!("write `{to}`")).replace_str(member.value, &to),
        // The platform acts on it: what it ignored before may be sent or read differently.
        Some(to) => Fix::risky(format!("write `{to}`")).replace_str(member.value, &to),
        None => Fix::safe("leave `format` out").remove_member(member),
    }
}
