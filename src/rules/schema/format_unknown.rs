use crate::connector::formats::{self, is_known, types_of};
use crate::connector::{Schema, flows};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use std::borrow::Cow;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("format") else { return };
    let Some(format) = member.value.str() else { return };
    let Some(kind) = schema.known_type() else { return };
    if is_known(kind, &format) || types_of(&format).next().is_some() || schema.is_reference() {
        return;
    }
    let fix = replacement(schema, member, kind, &format);
    let message = match format.is_empty() {
        true => format!("`format` of {} is empty", schema.display()),
        false => format!("format `{format}` of {} is not known", schema.display()),
    };
    report.at(member.value, message).help(fix.title.clone()).fix(fix);
}

/// The format to write instead, if any. Safe if the platform treats both alike; in outputs Microsoft's check of updates
/// reports any changed format as a breaking change.
fn replacement(schema: Schema, member: Member, kind: &str, format: &str) -> Fix {
    let instead = formats::replacement(kind, format);
    let to = instead.as_ref().map(|(to, _)| Cow::Borrowed(&**to));
    let same = flows::input_format(Some(kind), Some(format.into())) == to && !schema.direction.is_output();
    let fix = |title: String| if same { Fix::safe(title) } else { Fix::risky(title) };
    match to {
        Some(to) => fix(format!("write `{to}`")).replace_str(member.value, &to),
        None => fix("leave `format` out".into()).remove_member(member),
    }
}
