use crate::connector::package::{Package, Role};
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in package.of_role(Role::Plugin) {
        let folders = package.inside_of(part).folders_in("");
        for folder in ["aiplugins", "aipluginoperations"].into_iter().filter(|folder| !folders.contains(folder)) {
            let message = format!("names a plug-in, but has no folder `{folder}`");
            report.in_file(part.file(), Span::default(), message).help("export the solution again");
        }
    }
}
