use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    if !package.name.to_ascii_lowercase().ends_with(".zip") {
        report.in_file(File::Folder, Span::default(), "is not named `….zip`").help("give it a name that ends in `.zip`");
    }
}
