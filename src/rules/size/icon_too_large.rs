use crate::connector::Connector;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("icon-file"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some((_, bytes)) = connector.icon.as_ref().filter(|(_, bytes)| bytes.len() >= *LIMIT) else { return };
    let message = format!("the icon has {} bytes; it must have fewer than {}", bytes.len(), *LIMIT);
    report.in_file(File::Icon, Span::default(), message).help("save it as a PNG of 230 by 230 pixels");
}
