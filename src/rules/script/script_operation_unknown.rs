use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let connector = properties.connector;
    let Some(definition) = connector.definition.as_ref().filter(|_| !connector.is_openapi3()) else { return };
    // What could not be read may hold the operation.
    if !definition.is_whole() || connector.operations().len() == 0 {
        return;
    }
    for item in properties.script_operations() {
        let id = item.str().unwrap_or_default();
        if connector.operation(&id).is_some() {
            continue;
        }
        let help = match connector.nearest_operation(&id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the `operationId` of an operation, or take the name out".to_owned(),
        };
        report.at(item, format!("`scriptOperations` names `{id}`, but no operation has this id")).help(help);
    }
}
