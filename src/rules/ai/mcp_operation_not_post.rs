use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.has("x-ms-agentic-protocol") || operation.key().key_is("post") {
        return;
    }
    report
        .missing(operation.node(), format!("{} is an MCP server, which takes `post` only", operation.display()))
        .help("write `post`; the protocol sends every message that way");
}
