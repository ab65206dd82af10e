use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let connector = properties.connector;
    let Some(definition) = connector.definition.as_ref().filter(|_| !connector.is_openapi3()) else { return };
    // A part that could not be read may contain the operation.
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
            None => "write the `operationId` of an operation, or remove the name".to_owned(),
        };
        report.at(item, format!("`scriptOperations` lists `{id}`, which does not exist")).help(help);
    }
}
