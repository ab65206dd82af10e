use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let (Some(target), Some(id)) = (dynamic.target(), dynamic.node.get("operationId")) else { return };
    // What a schema looks like everybody knows.
    if !dynamic.is_list() {
        return;
    }
    let described = |response: crate::connector::Response| {
        response.is_dangling() || response.schema().is_some() || response.node.has("schema") && !response.is_default()
    };
    if target.responses().filter(|response| response.is_success() || response.is_default()).any(described) {
        return;
    }
    report
        .at(id, format!("{} does not say what it answers: its success response has no schema", target.display()))
        .help("describe its response 200 by a schema")
        .label(target.key(), "this operation");
}
