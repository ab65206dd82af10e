use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(test) = definition.test_connection().and_then(|test| test.get("operationId")) else { return };
    let Some(operation) = test.str().and_then(|id| definition.connector.operation(&id)) else { return };
    // Many tests use an action that is useful in a flow too; only one made for the test has to be hidden.
    let id = operation.id().unwrap_or_default().to_lowercase();
    if !operation.is_internal() && id.contains("test") && id.contains("connection") {
        let fix = Fix::risky("make it internal");
        report
            .missing(
                operation.node(),
                format!("operation {} only tests the connection, yet flows can use it", operation.display()),
            )
            .help("add `\"x-ms-visibility\": \"internal\"` if no flow uses it yet")
            .fix(match operation.get("x-ms-visibility") {
                Some(visibility) => fix.replace_str(visibility, "internal"),
                None => fix.add_member(operation.node(), "x-ms-visibility", "\"internal\""),
            });
    }
}
