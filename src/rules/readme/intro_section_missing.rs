use crate::connector::Connector;
use crate::connector::markdown;
use crate::rule::{Report, all_of};
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(document) = &connector.intro else { return };
    let missing = markdown::missing_sections(connector, document, "intro-sections", |_| true);
    if missing.is_empty() {
        return;
    }
    let sections = if missing.len() == 1 { "section" } else { "sections" };
    let message = format!("the introduction lacks the {sections} {}", all_of(&missing));
    report.in_file(File::Intro, markdown::first_line(document), message).help("add each under its own heading");
}
