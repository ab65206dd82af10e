use crate::connector::Connector;
use crate::connector::facts;
use crate::connector::markdown;
use crate::rule::Report;
use crate::text::document::File;
use std::sync::LazyLock;

static LISTS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("readme-sections", "intro-operations", "headings"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(document) = &connector.intro else { return };
    for heading in markdown::headings(document) {
        if LISTS.iter().any(|list| heading.text.eq_ignore_ascii_case(list)) {
            report
                .in_file(File::Intro, heading.span, "the introduction lists operations")
                .help("remove the list: the documentation page has one, generated from the definition");
        }
    }
}
