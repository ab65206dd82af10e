use crate::configured::Judged;
use crate::document::File;
use crate::rule::Report;

pub fn check(judged: &Judged, report: &mut Report) {
    for fault in judged.faults {
        let finding = report.in_file(File::Config, fault.span, &fault.message);
        if let Some(help) = &fault.help {
            finding.help(help);
        }
    }
}
