use super::mime_type_not_valid::without_parameters;
use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(operation: Operation, report: &mut Report) {
    let produces = operation.produces();
    if produces.is_some_and(|types| !types.is_array()) {
        return;
    }
    let types = || produces.into_iter().flat_map(Node::items).filter_map(Node::str);
    // A shared response may fit one operation and not another, so only the operation's own responses are checked.
    for response in operation.responses().filter(|response| response.entry == response.node) {
        for example in response.get("examples").into_iter().flat_map(Node::members) {
            let name = example.name();
            if types().any(|known| without_parameters(&known).eq_ignore_ascii_case(without_parameters(&name))) {
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
