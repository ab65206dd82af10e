use crate::connector::grammar;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::text::document::{File, Node};
use rustc_hash::FxHashMap;

/// Arrays that must not contain a value twice. Others (`required`, `enum`, parameters, the definition's tags) have rules of
/// their own.
const SETS: [&str; 4] = ["schemes", "consumes", "produces", "security"];

/// Up to this many items, comparing each pair is faster than a table.
const FEW: usize = 8;

pub fn check(entry: &Entry, report: &mut Report) {
    let value = entry.member.value;
    if !value.doc.is_whole()
        || !value.is_array()
        || !matches!(entry.meaning, grammar::Member::Property(_))
        || value.doc.file != File::Definition
    {
        return;
    }
    let name = entry.member.name();
    let tags = name == "tags" && value.items().all(|tag| tag.is_string());
    if !tags && !SETS.contains(&&*name) {
        return;
    }
    if value.items().take(FEW + 1).count() <= FEW {
        for (at, item) in value.items().enumerate().skip(1) {
            if let Some(first) = value.items().take(at).find(|earlier| earlier.same(item)) {
                duplicate(&name, first, item, report);
            }
        }
        return;
    }
    let mut seen: FxHashMap<String, Node> = FxHashMap::default();
    for item in value.items() {
        let first = *seen.entry(written(item)).or_insert(item);
        if first != item {
            duplicate(&name, first, item, report);
        }
    }
}

fn duplicate(name: &str, first: Node, item: Node, report: &mut Report) {
    report
        .at(item, format!("`{name}` contains {} twice", shown(item)))
        .help("remove one of them")
        .label(first, "the other one")
        .fix(Fix::safe("remove the second one").remove_item(item));
}

/// A text that is the same for equal values, whatever their white space and their spelling of numbers and strings.
fn written(node: Node) -> String {
    match (node.number(), node.str()) {
        (Some(number), _) => number.to_string(),
        (_, Some(text)) => format!("\"{text}"),
        _ => node.text().chars().filter(|c| !c.is_whitespace()).collect(),
    }
}

fn shown(item: Node) -> String {
    match item.str() {
        Some(text) => format!("`{text}`"),
        None if item.is_object() || item.is_array() => "the same value".to_owned(),
        None => format!("`{}`", item.text()),
    }
}
