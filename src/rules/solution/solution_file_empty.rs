use crate::connector::package::{Package, PackageContent};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for (number, file) in package.inside_of(part).files_in("Connector/") {
            let is_empty = match &file.content {
                PackageContent::Text(document) => document.text.trim_start_matches('\u{feff}').trim().is_empty(),
                PackageContent::Bytes(bytes) => bytes.is_empty(),
                _ => false,
            };
            if is_empty {
                let help = "check that the export is complete, and export the solution again";
                report.in_file(File::Other(number), Span::default(), "is empty and counts as absent".to_owned()).help(help);
            }
        }
    }
}
