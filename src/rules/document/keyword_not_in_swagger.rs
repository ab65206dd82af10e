use crate::connector::facts;
use crate::connector::facts::{Table, Value};
use crate::connector::grammar::{self, Kind};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::text::document::File;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static KEYWORDS: LazyLock<FxHashMap<&str, &Table>> = LazyLock::new(|| {
    facts::entries("keywords", "foreign").filter_map(|entry| Some((entry.get("name")?.as_str()?, entry))).collect()
});

pub fn check(entry: &Entry, report: &mut Report) {
    let doc = entry.object.doc;
    if !matches!(entry.meaning, grammar::Member::Unknown) || doc.file != File::Definition || !doc.is_whole() {
        return;
    }
    let name = entry.member.name();
    let Some(keyword) = KEYWORDS.get(&*name) else { return };
    if entry.object.has("$ref") && entry.kind.general().object().property("$ref").is_some() {
        return; // anything beside a `$ref` has its own rule
    }
    let text = |key: &str| keyword.get(key).and_then(Value::as_str).unwrap_or_default();
    let (of, instead) = (text("of"), text("instead"));
    let places = keyword.get("places").and_then(Value::as_array);
    let here = places.is_some_and(|places| places.iter().any(|at| at.as_str() == Some(place(entry.kind))));
    let finding = report.at_key(entry.member, format!("`{name}` is a keyword of {of}, not of Swagger 2.0"));
    finding.help(if here { instead } else { "remove it" });
    if name == "nullable" {
        finding.fix(Fix::safe("remove `nullable`").remove_member(entry.member));
    }
}

fn place(kind: Kind) -> &'static str {
    match kind.general() {
        Kind::Swagger => "document",
        Kind::PathItem => "path",
        Kind::Operation => "operation",
        Kind::Parameter | Kind::Items => "parameter",
        Kind::Response => "response",
        Kind::Header => "header",
        Kind::Schema => "schema",
        _ => "",
    }
}
