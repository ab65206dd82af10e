use crate::rule::Report;
use crate::text::document::Document;
use crate::text::json::FaultKind;

pub fn check(document: &Document, report: &mut Report) {
    // These have pages of their own.
    let others = [FaultKind::Bom, FaultKind::Comment, FaultKind::TrailingComma];
    for fault in document.tree.faults.iter().filter(|fault| !others.contains(&fault.kind)) {
        report.fault(document, fault);
    }
}
