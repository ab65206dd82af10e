use crate::connector::PathItem;
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashMap;

pub fn check(path_item: PathItem, report: &mut Report) {
    let connector = path_item.connector;
    for list in path_item.parameter_lists() {
        if list.items().nth(1).is_none() {
            continue;
        }
        let mut seen = FxHashMap::default();
        for entry in list.items() {
            let shared = entry.get_str("$ref").and_then(|reference| connector.parameter_node(&reference));
            let node = shared.unwrap_or(entry);
            let (Some(name), Some(location)) = (node.get_str("name"), node.get_str("in")) else { continue };
            let Some((first, original)) = seen.insert((name, location), (entry, node)) else { continue };
            let message = format!(
                "{} parameter `{}` is listed twice",
                node.get_str("in").unwrap_or_default(),
                node.get_str("name").unwrap_or_default()
            );
            let finding = report.at(entry, message);
            finding.help("remove one of the two").label(first, "first listed here");
            let of_path_item = list.parent() == Some(path_item.node);
            if of_path_item {
                finding.code("PathParametersContainDuplicateParameter");
            }
            if original.same(node) {
                finding.fix(Fix::safe("remove the second one, which is identical").remove_item(entry));
            }
        }
    }
}
