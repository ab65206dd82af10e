use crate::judge::configured::Judged;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(judged: &Judged, report: &mut Report) {
    for fault in judged.faults {
        let finding = report.in_file(File::Config, fault.span, &fault.message);
        if let Some(help) = &fault.help {
            finding.help(help);
        }
    }
}
