use crate::connector::Connector;
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    for (file, name, why) in &connector.unreadable {
        let name = name.rsplit('/').next().unwrap_or(name);
        report
            .in_file(*file, Span { start: 0, end: 0 }, format!("`{name}` cannot be read: {why}"))
            .help("make it a plain file in the repository that may be read, then check again");
    }
}
