use crate::document::{File, Node};
use crate::fix::Fix;
use crate::grammar;
use crate::rule::Report;
use crate::walk::Entry;
use rustc_hash::FxHashMap;

/// Arrays that must not hold anything twice. Duplicate parameters and tags have rules of their own.
const SETS: [&str; 6] = ["required", "enum", "schemes", "consumes", "produces", "security"];

pub fn check(entry: Entry, report: &mut Report) {
    let value = entry.member.value;
    if !value.is_array() || !matches!(entry.meaning, grammar::Member::Property(_)) || value.doc.file != File::Definition {
        return;
    }
    let name = entry.member.name();
    let tags = name == "tags" && value.items().all(|tag| tag.is_string());
    if !tags && !SETS.contains(&&*name) {
        return;
    }
    let mut seen: FxHashMap<String, Node> = FxHashMap::default();
    for item in value.items() {
        let Some(first) = seen.insert(written(item), item) else { continue };
        report
            .at(item, format!("`{name}` holds {} twice", shown(item)))
            .help("remove one of them")
            .label(first, "the other one")
            .fix(Fix::safe("remove the second one").remove_item(item));
        seen.insert(written(item), first);
    }
}

/// A text that is the same for equal values: white space and the spelling of numbers and strings do not count.
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
