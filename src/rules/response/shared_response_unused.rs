use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(shared) = definition.get("responses").filter(|shared| shared.is_object()) else { return };
    let connector = definition.connector;
    let entries = connector.operations().flat_map(|operation| operation.get("responses").into_iter().flat_map(Node::members));
    let entries = entries.chain(shared.members()).map(|member| member.value);
    let used: FxHashSet<u32> = entries.filter_map(|entry| Some(connector.response_node(&entry.get_str("$ref")?)?.id)).collect();
    for member in shared.members().filter(|member| !used.contains(&member.value.id) && !member.name().starts_with("x-")) {
        report
            .at_key(member, format!("nothing uses the shared response `{}`", member.name()))
            .help("remove it, or refer to it")
            .fix(Fix::safe("remove it").remove_member(member));
    }
}
