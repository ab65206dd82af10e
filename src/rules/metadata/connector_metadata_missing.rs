use crate::connector::Definition;
use crate::rule::Report;
use crate::text::document::Document;
use crate::text::json::FaultKind;

pub fn check(definition: Definition, report: &mut Report) {
    if definition.node.has("x-ms-connector-metadata") || is_torn(definition.node.doc) {
        return;
    }
    report.missing(definition.node, "definition has no `x-ms-connector-metadata`").help(
        "add a list with the entries `Website`, `Privacy policy` and `Categories`, each a `propertyName` and a `propertyValue`",
    );
}

/// Whether brackets do not match: what seems to be missing at the root may be elsewhere in the file.
fn is_torn(document: &Document) -> bool {
    use FaultKind::{MissingClose, TrailingText, UnexpectedClose, UnterminatedContainer, UnterminatedString};
    let torn = [MissingClose, TrailingText, UnexpectedClose, UnterminatedContainer, UnterminatedString];
    document.tree.faults.iter().any(|fault| torn.contains(&fault.kind))
}
