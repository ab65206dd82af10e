use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(test) = definition.test_connection() else { return };
    let Some(operation) = test.get_str("operationId").and_then(|id| definition.connector.operation(&id)) else { return };
    let arguments = test.get("parameters");
    for parameter in operation.parameters().filter(|parameter| parameter.is_required()) {
        let name = parameter.name();
        let given = arguments.is_some_and(|arguments| arguments.has(&name));
        // A body may be passed leaf by leaf, and a default is sent without being passed.
        if given || name.is_empty() || parameter.is_in("body") || parameter.get("default").is_some() {
            continue;
        }
        report
            .missing(
                arguments.unwrap_or(test),
                format!("`testConnection` passes no `{name}`, which {} requires", operation.display()),
            )
            .help(format!("add `{name}` with a fixed value to its `parameters`, or call an operation that requires none"))
            .label(parameter.node, "required here");
    }
}
