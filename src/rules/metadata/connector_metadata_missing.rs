use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Document;
use crate::text::edit::{self};
use crate::text::json::FaultKind;

pub fn check(definition: Definition, report: &mut Report) {
    if definition.node.has("x-ms-connector-metadata") || is_torn(definition.node.doc) {
        return;
    }
    let website = definition.info().and_then(|info| info.get("contact")?.get_str("url")).unwrap_or_default();
    let entry = |name: &str, value: &str| format!(r#"{{ "propertyName": "{name}", "propertyValue": {} }}"#, edit::quote(value));
    let entries = [entry("Website", &website), entry("Privacy policy", ""), entry("Categories", "")].join(", ");
    report
        .missing(definition.node, "definition has no `x-ms-connector-metadata`")
        .help("add it with the entries `Website`, `Privacy policy` and `Categories`")
        .fix(Fix::risky("add entries to be filled in").add_member(
            definition.node,
            "x-ms-connector-metadata",
            &format!("[{entries}]"),
        ));
}

/// Whether brackets do not match: what seems to be missing at the root may lie elsewhere in the file.
fn is_torn(document: &Document) -> bool {
    use FaultKind::{MissingClose, TrailingText, UnexpectedClose, UnterminatedContainer, UnterminatedString};
    let torn = [MissingClose, TrailingText, UnexpectedClose, UnterminatedContainer, UnterminatedString];
    document.tree.faults.iter().any(|fault| torn.contains(&fault.kind))
}
