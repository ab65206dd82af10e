use crate::connector::{Dynamic, Input, Operation};
use crate::rule::Report;
use crate::text::document::Node;
use std::borrow::Cow;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(older) = dynamic.twin().filter(|_| !dynamic.is_old()) else { return };
    // The file picker has no operation of its own.
    let (Some(id), Some(older_id)) = (dynamic.node.get("operationId"), older.node.get("operationId")) else { return };
    let what = |at: Node, what: &str, report: &mut Report| {
        report
            .at(at, format!("`{}` and `{}` {what}", dynamic.name(), older.name()))
            .help("make them agree: both describe the same lookup")
            .label(older.key, "the older one");
    };
    if id.str() != older_id.str() {
        return what(id, "call different operations", report);
    }
    let Some(target) = dynamic.target() else { return };
    let text = |path: Option<Node>| path.and_then(Node::str).map(Cow::into_owned).unwrap_or_default();
    if text(dynamic.collection()) != text(older.collection()) {
        what(dynamic.collection().unwrap_or(dynamic.node), "find the list in different places", report);
    }
    if dynamic.is_list() && text(dynamic.value()) != text(older.value()) {
        what(dynamic.value().unwrap_or(dynamic.node), "take the value from different places", report);
    }
    if names(dynamic, target) != names(older, target) {
        let at = dynamic.node.get("parameters").unwrap_or(dynamic.node);
        what(at, "pass different parameters", report);
    }
}

/// The passed values, by the node of the parameter or property of the target, without names that lead nowhere.
fn names(dynamic: Dynamic, target: Operation) -> Vec<u32> {
    let node = |name: &str| match target.input(name) {
        Input::Parameter(parameter) => Some(parameter.node.id),
        Input::Property(property) => Some(property.written.node.id),
        Input::Unknown | Input::Nothing => None,
    };
    let mut names: Vec<_> = dynamic.arguments().filter_map(|(argument, _)| node(&argument.name())).collect();
    names.sort_unstable();
    names
}
