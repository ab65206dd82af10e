use crate::connector::{Operation, Parameter, path_variables};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;
use rustc_hash::FxHashSet;

pub fn check(operation: Operation, report: &mut Report) {
    let path = operation.path();
    let mut seen = FxHashSet::default();
    for variable in path_variables(&path).filter(|variable| seen.insert(*variable)) {
        // What is malformed is for the rules about paths to say.
        let malformed = variable.is_empty() || variable.contains(['=', '*', '/', '{']);
        // Another spelling is said of the parameter: `path-parameter-not-in-path`. A broken `$ref` may be meant for it.
        let misspelt =
            |name: &str| name.eq_ignore_ascii_case(variable) && !path_variables(&path).any(|variable| variable == name);
        let defined = |parameter: Parameter| {
            let name = parameter.name();
            parameter.is_in("path") && (name == variable || misspelt(&name)) || parameter.node.has("$ref")
        };
        if malformed || operation.parameters().any(defined) {
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
        let message = format!("operation {} has no parameter for `{{{variable}}}` of its path", operation.display());
        report.missing(operation.node(), message).help("add a parameter with `\"in\": \"path\"` and this name").fix(fix);
    }
}
