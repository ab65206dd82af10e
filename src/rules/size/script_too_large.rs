use crate::connector::Connector;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::json::Span;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("script-file"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.script.as_ref().filter(|script| script.size() > *LIMIT) else { return };
    let message = format!("the script has {} bytes; at most {} are allowed", script.size(), *LIMIT);
    report.in_file(script.file, Span::default(), message).help("move data and rarely used code to the service");
}
