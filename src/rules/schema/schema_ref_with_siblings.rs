use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use crate::text::json::Span;

/// Members that only people read.
const WORDS: [&str; 5] = ["title", "description", "x-ms-summary", "example", "externalDocs"];

pub fn check(schema: Schema, report: &mut Report) {
    let Some(reference) = schema.node.member("$ref") else { return };
    let siblings = || schema.node.members().filter(|member| !member.key.key_is("$ref"));
    let (Some(first), Some(last)) = (siblings().next(), schema.node.last_member()) else { return };
    let names: Vec<String> = siblings().map(|member| format!("`{}`", member.name())).collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    let title = "remove the members next to `$ref`";
    let words = siblings().all(|member| WORDS.iter().any(|word| member.key.key_is(word)));
    let fix = if words { Fix::safe(title) } else { Fix::risky(title) };
    let message = format!("{} of {} next to `$ref` {are} ignored", names.join(", "), schema.display());
    report
        .at_key(first, message)
        .help("move it into the referenced definition, or leave it out")
        .fix(fix.replace(schema.node, only(schema, reference, last)));
}

/// The text of the object with only the reference; its brackets and whitespace stay as they are.
fn only(schema: Schema, reference: Member, last: Member) -> String {
    let (doc, whole) = (schema.node.doc, schema.node.span());
    let first = schema.node.members().next().map_or(whole.start, |member| member.key.span().start);
    let open = doc.slice(Span { start: whole.start, end: first });
    let close = doc.slice(Span { start: last.value.span().end, end: whole.end });
    let member = doc.slice(Span { start: reference.key.span().start, end: reference.value.span().end });
    format!("{open}{member}{close}")
}
