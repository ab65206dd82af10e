use crate::document::Document;
use crate::json::FaultKind;
use crate::rule::Report;

pub fn check(document: &Document, report: &mut Report) {
    for fault in document.tree.faults.iter().filter(|fault| fault.kind == FaultKind::Comment) {
        report.fault(document, fault);
    }
}
