use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(paths) = definition.get("paths").filter(|paths| paths.is_object()) else { return };
    if definition.connector.operations().len() == 0 {
        report.at(paths, "the definition has no operations").help("add an action or a trigger");
    }
}
