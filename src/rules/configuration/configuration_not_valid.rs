use crate::rule::Report;
use crate::rule::view::ConfigurationAfter;
use crate::text::document::File;

pub fn check(configuration: &ConfigurationAfter, report: &mut Report) {
    for fault in configuration.faults {
        let finding = report.in_file(File::Config, fault.span, &fault.message);
        if let Some(help) = &fault.help {
            finding.help(help);
        }
    }
}
