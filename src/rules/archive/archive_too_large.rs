use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::archive::FaultKind;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    use FaultKind::{LeftOut, NamesTooLong, TooDeep, TooLarge, TooMany};
    for (number, fault) in &package.faults {
        if matches!(fault.kind, TooLarge(_) | TooMany(_) | NamesTooLong(_) | LeftOut(_) | TooDeep(_)) {
            let file = number.map_or(File::Folder, File::Other);
            report.in_file(file, Span::default(), fault.kind.to_string()).help("leave out what certification does not ask for");
        }
    }
}
