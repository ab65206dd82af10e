use crate::Connector;
use crate::connector::place::Place;
use crate::connector::versions::{Comparison, Spot};
use crate::rule::Report;
use crate::text::json::Span;
use std::collections::BTreeSet;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let (Some(_), Some(script)) = (&comparison.old.script, &comparison.new.script) else {
        return operations(comparison, report);
    };
    let tokens = |connector: &Connector| -> Vec<String> {
        let text = connector.script.as_ref().map_or("", |script| script.text.as_str());
        let tokens = &crate::connector::script::Code::new(text).tokens;
        let tokens = tokens.iter().map(|token| text[token.span.start as usize..token.span.end as usize].to_owned());
        without_namespace(tokens.collect())
    };
    if tokens(comparison.old) != tokens(comparison.new) {
        let end = script.text.find(char::is_whitespace).unwrap_or(script.text.len()) as u32;
        let at = Place { file: script.file, span: Span { start: 0, end }, pointer: String::new() };
        report.changed(Spot { at, label: None }, "the script changed").help("try it with an existing flow");
    }
    operations(comparison, report);
}

/// The tokens of a script, without the optional `Newtonsoft.Json.` in front of a name.
fn without_namespace(tokens: Vec<String>) -> Vec<String> {
    const NAMESPACE: [&str; 4] = ["Newtonsoft", ".", "Json", "."];
    let mut rest = &tokens[..];
    let mut plain = Vec::with_capacity(tokens.len());
    while let Some((first, after)) = rest.split_first() {
        match rest.get(..4).is_some_and(|start| start.iter().eq(NAMESPACE)) {
            true => rest = &rest[4..],
            false => {
                plain.push(first.clone());
                rest = after;
            }
        }
    }
    plain
}

/// The operations for which the script runs.
fn operations(comparison: &Comparison, report: &mut Report) {
    let change = comparison.property("scriptOperations");
    // Listing an operation twice makes no difference.
    let listed =
        |node: Option<crate::Node>| node.map(|list| list.items().filter_map(|item| Some(item.str()?.into_owned())).collect());
    let (old, new): (Option<BTreeSet<String>>, Option<BTreeSet<String>>) = (listed(change.old), listed(change.new));
    if change.changed().is_some() && old != new {
        report.changed(change.spot(), "the script runs for other operations").help("try these operations with an existing flow");
    }
}
