use crate::rule::Report;
use crate::rule::view::ConfigurationAfter;
use crate::text::document::File;

pub fn check(configuration: &ConfigurationAfter, report: &mut Report) {
    for entry in &configuration.stale {
        let message = match entry.found {
            0 => format!("`{}` no longer occurs here", entry.rule),
            found => format!("`{}` occurs here {found}×, not {}×", entry.rule, entry.count),
        };
        report.in_file(File::Config, entry.span, message).help("write the baseline again, so that it cannot come back unnoticed");
    }
}
