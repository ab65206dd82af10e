use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    // An operation without `responses` cannot be imported; another rule reports that.
    let Some(responses) = operation.get("responses").filter(|responses| responses.is_object()) else { return };
    if !operation.has("x-ms-agentic-protocol") || responses.has("200") {
        return;
    }
    report
        .missing(responses, format!("MCP server {} has no response `200`", operation.display()))
        .help("add `\"200\": { \"description\": \"Success\" }`");
}
