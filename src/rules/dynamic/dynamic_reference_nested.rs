use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    if !dynamic.is_old() || dynamic.twin().is_some() {
        return;
    }
    let (newer, code) = match dynamic.kind {
        DynamicKind::Values => ("x-ms-dynamic-list", "DynamicListExtensionRequiredForNonParameterReferences"),
        _ => ("x-ms-dynamic-properties", "DynamicPropertiesExtensionRequiredForNonParameterReferences"),
    };
    let Some((_, reference)) = dynamic.references().find(|(_, reference)| dynamic.is_nested(*reference)) else { return };
    let message = format!("`{}` refers to `{}`, which is inside a body", dynamic.name(), reference.str().unwrap_or_default());
    let finding = report.at_key(Member { key: dynamic.key, value: dynamic.node }, message);
    finding
        .help(format!("add `{newer}`, which names properties of a body exactly"))
        .label(reference, "this reference")
        .code(code);
    if let Some(fix) = Fix::twin(dynamic) {
        finding.fix(fix);
    }
}
