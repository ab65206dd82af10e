use crate::connector::{PathItem, path_variables};
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    for entry in path_item.parameter_lists().flat_map(|list| list.items()) {
        let shared = entry.get_str("$ref").and_then(|reference| path_item.connector.parameter_node(&reference));
        let parameter = shared.unwrap_or(entry);
        if !parameter.get("in").is_some_and(|location| location.is("path")) {
            continue;
        }
        let Some(name) = parameter.get_str("name") else { continue };
        let path = path_item.path();
        // `{id=1}` and `{*id}` are wrong as well, but not because of the parameter.
        let bare = |variable: &str| variable.split('=').next().is_some_and(|variable| variable.trim_matches('*') == name);
        if path_variables(&path).any(|variable| variable == name || bare(variable)) {
            continue;
        }
        let finding = report.at(entry, format!("path parameter `{name}` does not occur in `{path}`"));
        match path_variables(&path).find(|variable| variable.eq_ignore_ascii_case(&name)) {
            Some(variable) => finding.help(format!("write `{variable}`: upper and lower case count")),
            None => finding.help(format!("put `{{{name}}}` into the path, or remove the parameter")),
        };
    }
}
