use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(shared) = definition.get("parameters").filter(|shared| shared.is_object()) else { return };
    let lists = definition.path_items().flat_map(|path_item| path_item.parameter_lists().collect::<Vec<_>>());
    let entries = lists.flat_map(Node::items).chain(shared.members().map(|member| member.value));
    let used: FxHashSet<u32> =
        entries.filter_map(|entry| Some(definition.connector.parameter_node(&entry.get_str("$ref")?)?.id)).collect();
    for member in shared.members().filter(|member| !used.contains(&member.value.id) && !member.name().starts_with("x-")) {
        report
            .at_key(member, format!("shared parameter `{}` is not used", member.name()))
            .help("remove it or refer to it")
            .fix(Fix::safe("remove it").remove_member(member));
    }
}
