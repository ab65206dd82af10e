use crate::connector::PathItem;
use crate::connector::resolve;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    for entry in path_item.parameter_lists().flat_map(|list| list.items()) {
        let Some(value) = entry.get("$ref") else { continue };
        let Some(reference) = value.str() else { continue };
        // Other forms are reported by `parameter-ref-not-local`.
        let Some(name) = reference.strip_prefix("#/parameters/").filter(|name| !name.is_empty() && !name.contains('/')) else {
            continue;
        };
        if path_item.connector.parameter_node(&reference).is_none() {
            report
                .dangling(value, format!("there is no shared parameter `{}`", resolve::pointer_token(name)))
                .help("correct the name, or add the parameter to the definition's `parameters`");
        }
    }
}
