use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(response) = operation.response("204") else { return };
    // One of a shared response may be meant for other statuses.
    let Some(schema) = response.entry.member("schema").filter(|_| response.entry == response.node) else { return };
    // Where it is the only one, the designer offers its fields, and flows may use them.
    let others = || operation.responses().filter(|other| other.is_success() && other.entry != response.entry);
    let has_fields = ["properties", "items", "$ref", "allOf"].iter().any(|key| schema.value.has(key));
    let title = "remove the schema";
    let safe = !has_fields || others().any(|other| other.schema().is_some());
    let fix = if safe { Fix::safe(title) } else { Fix::risky(title) };
    report
        .at_key(schema, format!("response `204` of operation {} has no content, but a schema", operation.display()))
        .help("remove the schema, or use the status with which the service really answers")
        .fix(fix.remove_member(schema));
}
