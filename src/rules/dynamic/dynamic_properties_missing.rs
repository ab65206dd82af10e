use crate::connector::Dynamic;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(path) = dynamic.value().filter(|_| dynamic.is_of_properties() && dynamic.twin().is_none()) else { return };
    // If a reference already requires the newer extension, the finding is there.
    if dynamic.references().any(|(_, reference)| dynamic.is_nested(reference) || dynamic.is_ambiguous(reference)) {
        return;
    }
    let text = path.str().unwrap_or_default();
    let finding =
        report.at(path, format!("`{text}` leads to the properties of a schema, but there is no `x-ms-dynamic-properties`"));
    finding.help("add `x-ms-dynamic-properties` with the path to the schema itself");
    if let Some(fix) = Fix::twin(dynamic) {
        finding.fix(fix);
    }
}
