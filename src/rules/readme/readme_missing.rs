use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    if connector.alone || connector.readme.is_some() || connector.unreadable.iter().any(|(file, ..)| *file == File::Readme) {
        return;
    }
    let near = connector.listing.iter().find(|name| {
        let name = name.to_ascii_lowercase();
        name.starts_with("readme") && !name.ends_with('/')
    });
    let (message, help) = match near {
        Some(name) => (format!("there is no `readme.md`, but `{name}`"), format!("rename `{name}` to `readme.md`")),
        None => (
            "there is no `readme.md`".to_owned(),
            "write one that says what the connector does and how to get credentials".to_owned(),
        ),
    };
    report.in_file(File::Readme, Span { start: 0, end: 0 }, message).help(help);
}
