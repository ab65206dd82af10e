use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    for operation in definition.connector.operations() {
        let Some(id) = operation.get("operationId") else { continue };
        let Some(name) = id.str().filter(|name| !name.trim().is_empty()) else { continue };
        let Some(first) = definition.connector.operation(&name).filter(|&first| first != operation) else { continue };
        let finding = report.at(id, format!("`operationId` `{name}` is already used"));
        finding.help("give each operation a unique name");
        if let Some(first) = first.get("operationId") {
            finding.label(first, "first used here");
        }
    }
}
