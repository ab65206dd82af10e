use crate::rule::Report;
use crate::text::document::Document;
use crate::text::json::FaultKind;

pub fn check(document: &Document, report: &mut Report) {
    for fault in document.tree.faults.iter().filter(|fault| fault.kind == FaultKind::TrailingComma) {
        report.fault(document, fault);
    }
}
