use crate::rule::Report;
use crate::rule::view::ConfigurationAfter;
use crate::text::document::File;

pub fn check(configuration: &ConfigurationAfter, report: &mut Report) {
    for entry in &configuration.stale {
        let message = match entry.found {
            0 => format!("`{}` is not found here any more", entry.rule),
            found => format!("`{}` is found here {found}×, not {}×", entry.rule, entry.count),
        };
        report.in_file(File::Config, entry.span, message).help("write the baseline again, so that it cannot come back unseen");
    }
}
