use crate::connector::package::{Package, Role};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    let Some(inner) = package.inner().filter(|_| package.has_plugin() && package.lacks(Role::Plugin, 3)) else { return };
    report
        .in_file(File::Other(inner), Span::default(), "no solution holds the connector and a plug-in")
        .help("export the plug-in with its connector as a separate solution, or check without `--plugin`");
}
