use super::operation_id_not_alphanumeric::{pascal_case, rename};
use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let mut names = None;
    for id in definition.connector.operations().filter_map(|operation| operation.get("operationId")) {
        let Some(name) = id.str().filter(|name| name.starts_with(char::is_lowercase)) else { continue };
        let finding = report.at(id, format!("`operationId` `{name}` does not start with a capital letter"));
        finding.help("start each word with a capital letter, unless flows already use the operation");
        let names = names.get_or_insert_with(|| definition.connector.operation_names());
        if let Some(fix) = rename(definition.connector, names, &name, &pascal_case(&name)) {
            finding.fix(fix);
        }
    }
}
