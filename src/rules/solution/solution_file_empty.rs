use crate::connector::package::{Package, PackageContent};
use crate::connector::solution::is_blank;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for (number, file) in package.inside_of(part).files_in("Connector/") {
            let is_empty = match &file.content {
                PackageContent::Text(document) => is_blank(document.text.as_bytes()),
                PackageContent::Bytes(bytes) => is_blank(bytes),
                _ => false,
            };
            if is_empty {
                let help = "check that the export is complete, and export the solution again";
                report.in_file(File::Other(number), Span::default(), "is empty and counts as absent".to_owned()).help(help);
            }
        }
    }
}
