use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

/// In the order of the guide. Credentials are needed only if the connector has sign-in.
const SECTIONS: [&str; 5] =
    ["Prerequisites", "Get started with your connector", "Known issues and limitations", "Common errors and remedies", "FAQ"];

pub fn check(package: &Package, report: &mut Report) {
    let mut texts = package.inside(None).files_in("").filter(|(_, file)| file.name.to_ascii_lowercase().ends_with(".md"));
    let (Some((number, file)), None) = (texts.next(), texts.next()) else { return };
    if !package.is_certification() {
        return;
    }
    if !file.name.eq_ignore_ascii_case("intro.md") {
        report.in_file(File::Other(number), Span::default(), "is not named `intro.md`").help("rename it to `intro.md`");
    }
    let Some(document) = package.text(number) else { return };
    let headings: Vec<&str> = document
        .text
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_matches(['#', ' ', '\u{feff}', '\r']))
        .collect();
    for section in SECTIONS {
        if !headings.iter().any(|heading| heading.eq_ignore_ascii_case(section)) {
            let message = format!("has no section `{section}`");
            report.in_file(File::Other(number), Span::default(), message).help(format!("add `## {section}`"));
        }
    }
}
