use crate::Connector;
use crate::connector::place::Place;
use crate::connector::versions::{Comparison, Spot};
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let (Some(_), Some(script)) = (&comparison.old.script, &comparison.new.script) else {
        return operations(comparison, report);
    };
    let tokens = |connector: &Connector| -> Vec<String> {
        let text = connector.script.as_ref().map_or("", |script| script.text.as_str());
        let tokens = &crate::connector::script::Code::new(text).tokens;
        tokens.iter().map(|token| text[token.span.start as usize..token.span.end as usize].to_owned()).collect()
    };
    if tokens(comparison.old) != tokens(comparison.new) {
        let end = script.text.find(char::is_whitespace).unwrap_or(script.text.len()) as u32;
        let at = Place { file: script.file, span: Span { start: 0, end }, pointer: String::new() };
        report.changed(Spot { at, label: None }, "the script changed").help("try it with a flow that was made before");
    }
    operations(comparison, report);
}

/// For which operations it runs.
fn operations(comparison: &Comparison, report: &mut Report) {
    let change = comparison.property("scriptOperations");
    if change.changed().is_some_and(|(old, new)| !crate::connector::versions::same_list(old, new)) {
        report.changed(change.spot(), "the script runs for other operations").help("try these with a flow that was made before");
    }
}
