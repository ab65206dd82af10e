use crate::connector::package::{Package, Role};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    let Some(inner) = package.inner().filter(|_| package.lacks(Role::Connector, 2)) else { return };
    report
        .in_file(File::Other(inner), Span::default(), "no solution holds the connector and nothing else")
        .help("export the connector without a flow as a separate solution");
}
