use crate::connector::Operation;
use crate::connector::flows::offers_outputs;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(response) = operation.response("204") else { return };
    // The schema of a shared response may be meant for other statuses.
    let Some(schema) = response.entry.member("schema").filter(|_| response.entry == response.node) else { return };
    let title = "remove the schema";
    // If it is the only schema, the designer offers its fields, and flows may use them.
    let fix = if offers_outputs(response) { Fix::risky(title) } else { Fix::safe(title) };
    report
        .at_key(schema, format!("response `204` of operation {} has a schema but no content", operation.display()))
        .help("remove the schema, or use the status that the service really sends")
        .fix(fix.remove_member(schema));
}
