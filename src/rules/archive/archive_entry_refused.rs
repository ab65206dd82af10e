use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::archive::FaultKind;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    use FaultKind::{Duplicate, Encrypted, NameRefused, NameUnsafe, SymbolicLink};
    for (number, fault) in &package.faults {
        if matches!(fault.kind, NameUnsafe | NameRefused(_) | SymbolicLink | Duplicate | Encrypted) {
            let file = number.map_or(File::Folder, File::Other);
            let help = "create the archive again from plain files, each of them once";
            report.in_file(file, Span::default(), fault.kind.to_string()).help(help);
        }
    }
}
