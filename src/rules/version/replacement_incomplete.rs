use crate::connector::Operation;
use crate::rule::Report;

/// What a replacement must name, and the validator's code if it does not.
const NEEDED: [(&str, &str); 2] = [
    ("api", "ApiAnnotationExtensionReplacementInfoMissingApiProperty"),
    ("operationId", "ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty"),
];

pub fn check(operation: Operation, report: &mut Report) {
    let replacement = operation.annotation().and_then(|annotation| annotation.get("replacement"));
    let Some(replacement) = replacement.filter(|replacement| replacement.is_object()) else { return };
    for (name, code) in NEEDED {
        let message = || format!("`replacement` of operation {} has no `{name}`", operation.display());
        let finding = match replacement.get(name) {
            None => report.missing(replacement, message()),
            Some(value) if value.str().is_some_and(|value| value.trim().is_empty()) => {
                report.blank(replacement, value, message())
            }
            Some(_) => continue,
        };
        finding.code(code).help("name both the connector (`api`) and the operation (`operationId`) to use instead");
    }
}
