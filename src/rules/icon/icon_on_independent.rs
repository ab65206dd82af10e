use crate::connector::Connector;
use crate::connector::icon;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    for name in connector.listing.iter().filter(|name| icon::is_icon(name)) {
        report
            .in_file(
                File::Icon,
                Span { start: 0, end: 0 },
                format!("independent connectors must not have their own icon: `{name}`"),
            )
            .help("delete the file");
    }
}
