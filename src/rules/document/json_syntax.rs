use crate::document::Document;
use crate::json::FaultKind;
use crate::rule::Report;

pub fn check(document: &Document, report: &mut Report) {
    // These have pages of their own.
    let others = [FaultKind::Bom, FaultKind::Comment, FaultKind::TrailingComma];
    for fault in document.tree.faults.iter().filter(|fault| !others.contains(&fault.kind)) {
        report.fault(document, fault);
    }
}
