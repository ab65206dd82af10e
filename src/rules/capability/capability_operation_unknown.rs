use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let connector = definition.connector;
    let picker = definition.get("x-ms-capabilities").and_then(|capabilities| capabilities.get("file-picker"));
    let calls = [
        ("testConnection", definition.test_connection()),
        ("open", picker.and_then(|picker| picker.get("open"))),
        ("browse", picker.and_then(|picker| picker.get("browse"))),
    ];
    for (name, node) in calls.into_iter().filter_map(|(name, call)| Some((name, call?.get("operationId")?))) {
        let Some(id) = node.str().filter(|id| !id.trim().is_empty() && connector.operation(id).is_none()) else { continue };
        report.dangling(node, format!("`{name}` calls the operation `{id}`, which does not exist")).help(
            match connector.nearest_operation(&id) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the `operationId` of an operation in this definition".to_owned(),
            },
        );
    }
}
