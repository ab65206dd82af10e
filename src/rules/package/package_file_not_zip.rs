use crate::document::File;
use crate::json::Span;
use crate::package::Package;
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    if !package.name.to_ascii_lowercase().ends_with(".zip") {
        report.in_file(File::Folder, Span::default(), "is not called `….zip`").help("give it a name that ends in `.zip`");
    }
}
