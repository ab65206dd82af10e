use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    for entry in path_item.parameter_lists().flat_map(|list| list.items()) {
        let Some(value) = entry.get("$ref") else { continue };
        let Some(reference) = value.str() else { continue };
        let name = reference.strip_prefix("#/parameters/");
        if name.is_none_or(|name| name.is_empty() || name.contains('/')) {
            report
                .at(value, format!("`{reference}` does not name a shared parameter"))
                .help("write `#/parameters/` and the name of an entry of the definition's `parameters`");
        }
    }
}
