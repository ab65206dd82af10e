use crate::connector::{PathItem, path_variables};
use crate::rule::Report;
use rustc_hash::FxHashSet;

/// With more variables than this, none is suggested: there may be as many parameters.
const MANY: usize = 256;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    // `{id=1}` and `{*id}` are wrong too, but not because of the parameter.
    let bare = |variable| str::split(variable, '=').next().unwrap_or_default().trim_matches('*');
    let variables: FxHashSet<&str> = path_variables(&path).flat_map(|variable| [variable, bare(variable)]).collect();
    for entry in path_item.parameter_lists().flat_map(|list| list.items()) {
        let shared = entry.get_str("$ref").and_then(|reference| path_item.connector.parameter_node(&reference));
        let parameter = shared.unwrap_or(entry);
        if !parameter.get("in").is_some_and(|location| location.is("path")) {
            continue;
        }
        let Some(name) = parameter.get_str("name") else { continue };
        if variables.contains(&*name) {
            continue;
        }
        let finding = report.at(entry, format!("path parameter `{name}` is not in `{path}`"));
        match path_variables(&path).take(MANY).find(|variable| variable.eq_ignore_ascii_case(&name)) {
            Some(variable) => finding.help(format!("rename it to `{variable}`: names are case-sensitive")),
            None => finding.help(format!("put `{{{name}}}` into the path, or remove the parameter")),
        };
    }
}
