use crate::connector::Definition;
use crate::connector::publisher::Publisher;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(info) = definition.info() else { return };
    let message = "`info` has no `description`";
    let finding = match info.get("description") {
        None => report.missing(info, message),
        // Certification counts an empty one as missing, an import does not.
        Some(text) if report.settings.publisher != Publisher::Custom && text.str().is_some_and(|text| text.trim().is_empty()) => {
            report.blank(info, text, message)
        }
        Some(_) => return,
    };
    finding.help("describe in a sentence or two what the service is and what the connector does with it");
}
