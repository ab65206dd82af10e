use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.has("x-ms-agentic-protocol") || operation.key().key_is("post") {
        return;
    }
    report
        .missing(operation.node(), format!("{} is an MCP server, which accepts only `post`", operation.display()))
        .help("write `post`: the protocol sends every message as a POST");
}
