use crate::connector::{Operation, path_variables};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;
use rustc_hash::FxHashSet;

pub fn check(operation: Operation, report: &mut Report) {
    let path = operation.path();
    if path_variables(&path).next().is_none() {
        return;
    }
    let variables: FxHashSet<&str> = path_variables(&path).collect();
    let (mut defined, mut misspelt) = (FxHashSet::default(), FxHashSet::default());
    for parameter in operation.parameters() {
        if parameter.node.has("$ref") {
            return; // a broken one may be meant for any of them
        }
        let name = parameter.name();
        // A different spelling is reported for the parameter: `path-parameter-not-in-path`.
        if parameter.is_in("path") && !variables.contains(&*name) {
            misspelt.insert(name.to_ascii_lowercase());
        } else if parameter.is_in("path") {
            defined.insert(name);
        }
    }
    let mut seen = FxHashSet::default();
    for variable in path_variables(&path).filter(|variable| seen.insert(*variable)) {
        // Malformed variables are reported by the rules about paths.
        let malformed = variable.is_empty() || variable.contains(['=', '*', '/', '{']);
        if malformed || defined.contains(variable) || misspelt.contains(&variable.to_ascii_lowercase()) {
            continue;
        }
        let text = format!(
            "{{ \"name\": {}, \"in\": \"path\", \"required\": true, \"type\": \"string\", \"x-ms-url-encoding\": \"single\" }}",
            quote(variable)
        );
        let fix = Fix::risky(format!("add a parameter `{variable}`"));
        let fix = match operation.get("parameters") {
            Some(list) if list.is_array() => fix.add_item(list, &text),
            Some(_) => continue,
            None => fix.add_member(operation.node(), "parameters", &format!("[{text}]")),
        };
        let message = format!("operation {} has no parameter for `{{{variable}}}` in its path", operation.display());
        report.missing(operation.node(), message).help("add a parameter with `\"in\": \"path\"` and this name").fix(fix);
    }
}
