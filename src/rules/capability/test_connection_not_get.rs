use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.test_connection().and_then(|test| test.get("operationId")) else { return };
    let operation = node.str().and_then(|id| definition.connector.operation(&id));
    let Some(operation) = operation.filter(|operation| operation.verb() != "get") else { return };
    let verb = operation.verb().to_uppercase();
    report
        .at(node, format!("`testConnection` calls {}, which is a {verb}", operation.display()))
        .help("call a GET operation: a test must not change anything")
        .label(operation.key(), "the operation");
}
