use crate::connector::facts;
use crate::connector::resolve;
use crate::connector::{Connector, Definition, Response};
use crate::rule::Report;
use crate::text::document::{Member, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("schema-depth"));

pub fn check(api: Definition, report: &mut Report) {
    let mut depths = FxHashMap::default();
    let mut seen = FxHashSet::default();
    let contents = api.path_items().filter_map(|path| path.notification_content()?.get("schema"));
    let operations = api.connector.operations().flat_map(|operation| {
        let body = operation.body().and_then(|body| body.schema());
        body.into_iter().chain(operation.responses().filter_map(Response::schema)).map(|schema| schema.node)
    });
    for root in operations.chain(contents) {
        let Some(schema) = resolve::schema(api.connector, root).filter(|schema| seen.insert(schema.id)) else { continue };
        let depth = depth(api.connector, schema, &mut depths);
        let Some(key) = schema.key().filter(|_| depth > *LIMIT) else { continue };
        let name = schema.name().unwrap_or_default();
        let what = if name == "schema" { "the schema".into() } else { format!("definition `{name}`") };
        report
            .at_key(Member { key, value: schema }, format!("{what} has {depth} levels"))
            .help("leave out the deepest fields that no flow needs, or replace them with an object without properties");
    }
}

/// A schema whose depth is being computed: its own levels, its references with their levels, and how far these are done.
struct Step<'a> {
    schema: Node<'a>,
    depth: usize,
    refers: Vec<(usize, Node<'a>)>,
}

/// How many levels a schema has. Each schema is entered once; a circular reference adds no levels.
fn depth<'a>(connector: &'a Connector, root: Node<'a>, known: &mut FxHashMap<u32, usize>) -> usize {
    let mut way = vec![step(connector, root)];
    known.insert(root.id, 0);
    while let Some(step) = way.last_mut() {
        let Some((level, target)) = step.refers.last().copied() else {
            known.insert(step.schema.id, step.depth);
            way.pop();
            continue;
        };
        match known.get(&target.id) {
            Some(below) => {
                step.refers.pop();
                step.depth = step.depth.max(level - 1 + below);
            }
            None => {
                known.insert(target.id, 0);
                way.push(self::step(connector, target));
            }
        }
    }
    known.get(&root.id).copied().unwrap_or(0)
}

fn step<'a>(connector: &'a Connector, schema: Node<'a>) -> Step<'a> {
    let (mut depth, mut refers, mut open) = (1, Vec::new(), vec![(1, schema)]);
    while let Some((level, node)) = open.pop() {
        depth = depth.max(level);
        for member in node.members() {
            match member.name().as_ref() {
                "$ref" => {
                    let target = member.value.str().and_then(|reference| connector.definition_node(&reference));
                    refers.extend(target.map(|target| (level, target)));
                }
                "allOf" => open.extend(member.value.items().map(|part| (level, part))),
                "items" | "additionalProperties" if member.value.is_object() => open.push((level + 1, member.value)),
                "properties" => open.extend(member.value.members().map(|property| (level + 1, property.value))),
                _ => {}
            }
        }
    }
    Step { schema, depth, refers }
}
