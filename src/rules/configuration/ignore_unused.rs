use crate::rule::view::ConfigurationAfter;
use crate::rule::{Report, one_of};
use crate::text::document::File;

pub fn check(configuration: &ConfigurationAfter, report: &mut Report) {
    for ignored in &configuration.unused {
        let place = if ignored.has_place { " there" } else { "" };
        report
            .in_file(File::Config, ignored.span, format!("there is no finding of {}{place} to ignore", one_of(ignored.rules)))
            .help("remove the entry, or correct its `at`");
    }
}
