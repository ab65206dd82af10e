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
        let same = |known: &str| known.eq_ignore_ascii_case(&id) || strsim::damerau_levenshtein(known, &id) <= 2;
        let near = connector.operations().filter_map(|operation| operation.id()).find(|known| same(known));
        report.at(node, format!("`{name}` calls the operation `{id}`, which does not exist")).help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give the `operationId` of an operation of this definition".to_owned(),
        });
    }
}
