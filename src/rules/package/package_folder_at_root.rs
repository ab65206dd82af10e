use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    // Of a solution it is said that it is none of a package.
    if !package.is_certification() || package.is_bare_solution() {
        return;
    }
    for folder in package.inside(None).folders_in("").into_iter().filter(|folder| *folder != "__MACOSX") {
        let message = format!("the package has the folder `{folder}`; it must have none");
        report.in_file(File::Folder, Span::default(), message).help("zip the files, not the folder that contains them");
    }
}
