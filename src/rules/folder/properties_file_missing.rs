use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some((usual, near)) = connector.lacks(File::Properties) else { return };
    let (message, help) = match near {
        Some(name) => (format!("there is no `{usual}`, only `{name}`"), format!("rename `{name}` to `{usual}`")),
        None => (format!("there is no `{usual}`"), "add it to the folder".to_owned()),
    };
    report.in_file(File::Properties, Span { start: 0, end: 0 }, message).help(help);
}
