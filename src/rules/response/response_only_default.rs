use crate::connector::Operation;
use crate::rule::Report;
use crate::text::document::Member;

pub fn check(operation: Operation, report: &mut Report) {
    let mut responses = operation.responses();
    let (Some(response), None) = (responses.next(), responses.next()) else { return };
    let Some(key) = response.key.filter(|_| response.is_default()) else { return };
    // `response-default-schema` reports one with a schema.
    if response.schema().is_some_and(|schema| schema.node.members().next().is_some()) {
        return;
    }
    report
        .at_key(
            Member { key, value: response.entry },
            format!("operation {} has no response other than `default`", operation.display()),
        )
        .help("use the status that the service sends on success, such as `200`, and describe what comes back");
}
