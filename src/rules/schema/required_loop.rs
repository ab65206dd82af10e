use crate::connector::{Connector, Definition};
use crate::rule::Report;
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHashSet};

/// A definition on the current path: what it requires, and how much of that has been followed.
struct Step<'a> {
    definition: Node<'a>,
    requires: Vec<(Node<'a>, Node<'a>)>,
    next: usize,
}

pub fn check(api: Definition, report: &mut Report) {
    // The position of a definition on the path; None if it is done. Each is entered once.
    let mut seen: FxHashMap<u32, Option<usize>> = FxHashMap::default();
    let mut way: Vec<Step> = Vec::new();
    for member in api.get("definitions").into_iter().flat_map(Node::members) {
        let mut enter = Some(member.value).filter(|definition| !seen.contains_key(&definition.id));
        loop {
            if let Some(definition) = enter.take() {
                seen.insert(definition.id, Some(way.len()));
                way.push(Step { definition, requires: requires(api.connector, definition), next: 0 });
            }
            let Some(step) = way.last_mut() else { break };
            let Some(&(reference, target)) = step.requires.get(step.next) else {
                seen.insert(step.definition.id, None);
                way.pop();
                continue;
            };
            step.next += 1;
            match seen.get(&target.id) {
                None => enter = Some(target),
                Some(Some(place)) => looped(way.get(place + 1..).unwrap_or_default(), reference, target, report),
                Some(None) => {}
            }
        }
    }
}

fn looped(between: &[Step], reference: Node, target: Node, report: &mut Report) {
    let name = |node: Node| format!("`{}`", node.name().unwrap_or_default());
    let between: Vec<_> = between.iter().take(5).map(|step| name(step.definition)).collect();
    let by = if between.is_empty() { String::new() } else { format!(" through {}", between.join(", ")) };
    report
        .at(reference, format!("{} requires itself{by}", name(target)))
        .help("remove one of the names from `required`, or make it a list");
}

/// The definitions that an object of this one must contain, each with the reference to it.
fn requires<'a>(connector: &'a Connector, definition: Node<'a>) -> Vec<(Node<'a>, Node<'a>)> {
    let (mut found, mut open) = (Vec::new(), vec![definition]);
    while let Some(schema) = open.pop() {
        if let Some(reference) = schema.get("$ref") {
            // Another rule reports a definition that is only a reference.
            let target = reference.str().filter(|_| schema != definition).and_then(|text| connector.definition_node(&text));
            found.extend(target.map(|target| (reference, target)));
            continue;
        }
        open.extend(schema.get("allOf").into_iter().flat_map(Node::items));
        let (Some(required), Some(properties)) = (schema.get("required"), schema.get("properties")) else { continue };
        let names: FxHashSet<_> = required.items().filter_map(Node::str).collect();
        open.extend(properties.members().filter(|member| names.contains(&member.name())).map(|member| member.value));
    }
    found
}
