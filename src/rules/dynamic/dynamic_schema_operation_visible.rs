use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use crate::text::json::Kind;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let (connector, root) = (definition.connector, definition.node);
    // Many places may get their schema from one operation, which is reported once.
    let mut seen = FxHashSet::default();
    let nodes = (root.id..root.after()).map(|id| root.doc.node(id));
    let asks = nodes
        .filter(|key| key.kind() == Kind::Key && (key.key_is("x-ms-dynamic-schema") || key.key_is("x-ms-dynamic-properties")));
    for asks in asks {
        let Some(id) = root.doc.node(asks.id + 1).get_str("operationId") else { continue };
        let Some(target) = connector.operation(&id).filter(|target| !target.is_internal()) else { continue };
        let (key, node) = (target.key(), target.node());
        if !seen.insert(node.id) {
            continue;
        }
        let fix = Fix::risky("make it internal");
        let fix = match node.get("x-ms-visibility") {
            Some(visibility) => fix.replace_str(visibility, "internal"),
            None => fix.add_member(node, "x-ms-visibility", "\"internal\""),
        };
        let message = format!("{}, which returns a schema to the designer, is shown as an action", target.display());
        report
            .at_key(Member { key, value: node }, message)
            .help("add `\"x-ms-visibility\": \"internal\"`")
            .label(asks, "requests the schema")
            .fix(fix);
    }
}
