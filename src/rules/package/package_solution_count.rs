use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    let Some(inner) = package.inner() else { return };
    let (wanted, what) = match package.has_plugin() {
        true => (3, "the connector, a flow that uses it, and a plug-in"),
        false => (2, "the connector and a flow that uses it"),
    };
    let inside = package.inside(Some(inner));
    let folders = inside.folders_in("");
    let Some(folder) = folders.iter().find(|folder| **folder != "__MACOSX") else { return };
    let count = inside.zips_in(&format!("{folder}/")).count();
    if count != wanted {
        let are = if count == 1 { "is 1 solution" } else { &format!("are {count} solutions") };
        let message = format!("there {are} in `{folder}`; there must be {wanted}: {what}");
        report.in_file(File::Other(inner), Span::default(), message).help("export each as a separate solution");
    }
}
