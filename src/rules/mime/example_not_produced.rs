use super::mime_type_not_valid::without_parameters;
use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use rustc_hash::FxHashSet;

pub fn check(operation: Operation, report: &mut Report) {
    let produces = operation.produces();
    if produces.is_some_and(|types| !types.is_array()) {
        return;
    }
    let plain = |name: &str| without_parameters(name).to_ascii_lowercase();
    let types: FxHashSet<String> =
        produces.into_iter().flat_map(Node::items).filter_map(Node::str).map(|name| plain(&name)).collect();
    // A shared response may fit one operation and not another, so only the operation's own responses are checked.
    for response in operation.responses().filter(|response| response.entry == response.node) {
        for example in response.get("examples").into_iter().flat_map(Node::members) {
            let name = example.name();
            if types.contains(&plain(&name)) {
                continue;
            }
            report
                .at_key(
                    example,
                    format!("example `{name}` has a MIME type that operation {} does not produce", operation.display()),
                )
                .help("remove it, or add the type to `produces`")
                .fix(Fix::safe("remove the example").remove_member(example));
        }
    }
}
