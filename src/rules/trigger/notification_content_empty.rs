use crate::connector::PathItem;
use crate::rule::Report;

/// Members that make a schema meaningful.
const CONTENT: [&str; 7] =
    ["properties", "additionalProperties", "allOf", "items", "$ref", "x-ms-dynamic-schema", "x-ms-dynamic-properties"];

pub fn check(item: PathItem, report: &mut Report) {
    let Some(content) = item.notification_content().filter(|content| content.is_object()) else { return };
    let path = item.path();
    const HELP: &str = "describe what the service sends: without a schema, the trigger has no outputs to pick from";
    match content.get("schema") {
        None => {
            report.missing(content, format!("the notification content of `{path}` has no `schema`")).help(HELP);
        }
        Some(schema) if schema.is_object() => {
            let scalar = schema.get("type").is_some_and(|kind| !kind.is("object"));
            if !scalar && !CONTENT.iter().any(|key| schema.has(key)) {
                report.at(schema, format!("the notification content of `{path}` has an empty schema")).help(HELP);
            }
        }
        Some(_) => {}
    }
}
