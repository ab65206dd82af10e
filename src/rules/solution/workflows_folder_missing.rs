use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in package.solutions.iter().filter(|part| !part.workflows().is_empty()) {
        if !package.inside_of(part).folders_in("").contains("Workflows") {
            let message = "names flows, but has no folder `Workflows`";
            report.in_file(part.file(), Span::default(), message).help("export the solution again");
        }
    }
}
