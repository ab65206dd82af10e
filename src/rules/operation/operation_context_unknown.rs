use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let simulate = operation.get("x-ms-operation-context").and_then(|context| context.get("simulate"));
    let Some(id) = simulate.and_then(|simulate| simulate.get("operationId")) else { return };
    let Some(name) = id.str().filter(|name| operation.connector.operation(name).is_none()) else { return };
    report
        .dangling(id, format!("`simulate` of operation {} names `{name}`, which is not an operation", operation.display()))
        .help("name an `operationId` of this definition");
}
