use crate::connector::Operation;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(operation: Operation, report: &mut Report) {
    for member in operation.get("responses").into_iter().flat_map(Node::members) {
        let name = member.name();
        let is_code = name.len() == 3 && name.parse().is_ok_and(|code: u16| (100..600).contains(&code));
        if !is_code && name != "default" && !name.starts_with("x-") {
            report
                .at_key(member, format!("`{name}` is not an HTTP status code"))
                .help("write three digits from 100 to 599, or `default`");
        }
    }
}
