use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        let inside = package.inside_of(part);
        for name in ["[Content_Types].xml", "customizations.xml", "solution.xml"] {
            if !inside.files().any(|(_, file)| file.name.eq_ignore_ascii_case(name)) {
                let help = "export the solution again, and do not change the zip";
                report.in_file(part.file(), Span::default(), format!("has no `{name}`")).help(help);
            }
        }
    }
}
