use crate::connector::Operation;
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(response) = operation.response("204") else { return };
    // One of a shared response may be meant for other statuses.
    let Some(schema) = response.entry.member("schema").filter(|_| response.entry == response.node) else { return };
    report
        .at_key(schema, format!("response `204` of operation {} has no content, but a schema", operation.display()))
        .help("remove the schema, or use the status with which the service really answers")
        .fix(Fix::safe("remove the schema").remove_member(schema));
}
