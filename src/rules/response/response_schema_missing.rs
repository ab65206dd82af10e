use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let key = operation.key();
    // An MCP server answers with JSON-RPC, and Microsoft's own samples leave out the schema.
    if operation.has("x-ms-agentic-protocol") || operation.is_internal() || key.key_is("delete") || key.key_is("head") {
        return;
    }
    let mut first = None;
    for response in operation.responses() {
        let status = response.status().unwrap_or_default();
        if matches!(&*status, "200" | "201") && (response.is_dangling() || response.get("schema").is_some()) {
            return;
        }
        // A schema of `default` is meant for success: `response-default-schema`.
        if status == "default" && response.schema().is_some_and(|schema| schema.node.members().next().is_some()) {
            return;
        }
        if response.is_success() && !matches!(&*status, "202" | "204" | "205") {
            first = first.or(Some(response));
        }
    }
    // If there is no successful response, other rules report it.
    let Some(response) = first else { return };
    if operation.path_item().notification_content().is_some() || operation.is_webhook() {
        return;
    }
    report.missing(response.entry, format!("operation {} has no schema for its output", operation.display())).help(format!(
        "describe what comes back in `schema` of `{}`, or use `204` when nothing does",
        response.status().unwrap_or_default()
    ));
}
