use crate::document::File;
use crate::json::Span;
use crate::package::{Package, Role};
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    let Some(inner) = package.inner().filter(|_| package.lacks(Role::Flow, 2)) else { return };
    report
        .in_file(File::Other(inner), Span::default(), "no solution holds the connector and a flow")
        .help("add the connector and a flow that uses it to one solution, and export that");
}
