use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in package.solutions.iter().filter(|part| !part.connectors().is_empty()) {
        if !package.inside_of(part).folders_in("").contains("Connector") {
            let message = "names a connector, but has no folder `Connector`";
            report.in_file(part.file(), Span::default(), message).help("export the solution again");
        }
    }
}
