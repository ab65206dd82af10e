use crate::rule::Report;
use crate::text::document::{Document, File};
use crate::text::json::Span;

pub fn check(document: &Document, report: &mut Report) {
    let Some(first) = document.root().members().next().filter(|_| document.file != File::Settings) else { return };
    let start = first.key.span().start;
    let Some(&line) = document.lines().iter().rev().find(|&&line| line <= start) else { return };
    let indent = Span { start: line, end: start };
    let text = document.slice(indent);
    // All on one line, or tabs, which another rule reports.
    if line == 0 || text.is_empty() || text.len() == 4 || text.contains(|c| c != ' ') {
        return;
    }
    let spaces = if text.len() == 1 { "1 space".to_owned() } else { format!("{} spaces", text.len()) };
    report.in_file(document.file, indent, format!("the file is indented with {spaces}, not 4")).help("indent with four spaces");
}
