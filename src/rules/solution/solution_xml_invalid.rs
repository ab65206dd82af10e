use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for (number, fault) in &part.faults {
            let span = Span { start: fault.at, end: fault.at };
            report.in_file(File::Other(*number), span, fault.message.clone()).help("export the solution again");
        }
    }
}
