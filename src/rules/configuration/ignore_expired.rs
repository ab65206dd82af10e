use crate::rule::view::ConfigurationAfter;
use crate::rule::{Report, all_of};
use crate::text::document::File;

pub fn check(configuration: &ConfigurationAfter, report: &mut Report) {
    for ignored in &configuration.past {
        let Some(until) = &ignored.until else { continue };
        report
            .in_file(File::Config, ignored.span, format!("{} was ignored only until {until}", all_of(ignored.rules)))
            .help("fix what it hid, or extend `until`: its findings count again");
    }
}
