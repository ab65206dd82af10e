use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHashSet};

pub fn check(api: Definition, report: &mut Report) {
    let Some(definitions) = api.get("definitions").filter(|definitions| definitions.is_object()) else { return };
    let (doc, end) = (api.node.doc, api.node.after());
    let targets = |from: u32, to: u32| {
        doc.members_named("$ref", from..to).filter_map(|reference| api.connector.definition_node(&reference.str()?))
    };
    let extensions = extensions(api, definitions);
    let mut open: Vec<Node> = targets(0, definitions.id).chain(targets(definitions.after(), end)).collect();
    let mut used = FxHashSet::default();
    while let Some(definition) = open.pop() {
        if used.insert(definition.id) {
            open.extend(targets(definition.id, definition.after()));
            open.extend(extensions.get(&definition.id).into_iter().flatten());
        }
    }
    for member in definitions.members().filter(|member| !used.contains(&member.value.id)) {
        report
            .at_key(member, format!("definition `{}` is not used", member.name()))
            .help("remove it")
            .fix(Fix::safe("remove it").remove_member(member));
    }
}

/// For each definition with a discriminator, those that extend it.
fn extensions<'a>(api: Definition<'a>, definitions: Node<'a>) -> FxHashMap<u32, Vec<Node<'a>>> {
    let mut found: FxHashMap<u32, Vec<Node>> = FxHashMap::default();
    for definition in definitions.members().map(|member| member.value) {
        for reference in definition.get("allOf").into_iter().flat_map(Node::items).filter_map(|part| part.get_str("$ref")) {
            let base = api.connector.definition_node(&reference).filter(|base| base.has("discriminator"));
            if let Some(base) = base {
                found.entry(base.id).or_default().push(definition);
            }
        }
    }
    found
}
