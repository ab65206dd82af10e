use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(responses) = operation.get("responses").filter(|responses| responses.is_object()) else { return };
    let is_empty = responses.members().all(|member| member.name().starts_with("x-"));
    if is_empty && operation.path_item().notification_content().is_none() {
        report
            .missing(responses, format!("operation {} has no responses", operation.display()))
            .help("add the response to a successful call, such as `200`");
    }
}
