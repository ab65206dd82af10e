use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::archive::FaultKind;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for (number, fault) in &package.faults {
        if matches!(fault.kind, FaultKind::NotZip(_) | FaultKind::Damaged(_)) {
            let file = number.map_or(File::Folder, File::Other);
            report.in_file(file, Span::default(), fault.kind.to_string()).help("export or create the zip again");
        }
    }
}
