use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    if !dynamic.is_old() || dynamic.twin().is_some() {
        return;
    }
    let (newer, code) = match dynamic.kind {
        DynamicKind::Values => ("x-ms-dynamic-list", "DynamicListExtensionRequiredForAmbiguousReferences"),
        _ => ("x-ms-dynamic-properties", "DynamicPropertiesExtensionRequiredForAmbiguousReferences"),
    };
    for (_, reference) in dynamic.references().filter(|(_, reference)| dynamic.is_ambiguous(*reference)) {
        let name = reference.str().unwrap_or_default();
        report
            .at(reference, format!("`{name}` is both a parameter and a property of the body"))
            .help(format!("add `{newer}`, in which the parameter is `{name}` and the property `body/{name}`"))
            .code(code);
    }
}
