use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let key = if dynamic.is_old() { "value-path" } else { "itemValuePath" };
    if !dynamic.is_list() || dynamic.node.has(key) {
        return;
    }
    if dynamic.item().is_some_and(|item| !item.properties().is_empty()) {
        report
            .missing(dynamic.node, format!("`{}` has no `{key}`, but the items of the list are objects", dynamic.name()))
            .help("name the property whose value is sent");
    }
}
