use super::next_link_name_not_supported::NAMES;
use crate::connector::{Operation, Schema};
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(name) = operation.get("x-ms-pageable").and_then(|pageable| pageable.get("nextLinkName")) else { return };
    let Some(text) = name.str().filter(|text| NAMES.contains(&text.as_ref())) else { return };
    let Some(schema) = operation.success_schema().and_then(Schema::resolve) else { return };
    if schema.property(&text).is_none() && !schema.is_open() {
        report
            .at(name, format!("response of operation {} has no property `{text}`", operation.display()))
            .help("declare it in the schema of the response");
    }
}
