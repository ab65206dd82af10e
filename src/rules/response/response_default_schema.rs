use super::response_description_meaningless::is_meaningless;
use crate::connector::Operation;
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity};

pub fn check(operation: Operation, report: &mut Report) {
    let Some(response) = operation.responses().find(|response| response.is_default()) else { return };
    let Some(schema) = response.node.member("schema").filter(|schema| schema.value.members().next().is_some()) else { return };
    let Some(key) = response.key else { return };
    // Merged three times with sixteen uses: for a shared response it is reported once, where the response is written.
    if response.entry != response.node {
        let uses = |other: Operation| other.responses().any(|other| other.is_default() && other.node == response.node);
        if operation.connector.operations().find(|other| uses(*other)) != Some(operation) {
            return;
        }
        let name = response.node.name().unwrap_or_default();
        let message = format!("shared response `{name}` is used as a `default` response and has a schema");
        let finding = report.missing(response.node, message);
        finding.help("describe the output under the success status, such as `200`");
        finding.severity = Severity::Warning;
        return;
    }
    let message = format!("the `default` response of operation {} has a schema", operation.display());
    let finding = report.missing(response.entry, message);
    finding.help("describe the output under the success status, such as `200`");
    let others = || operation.responses().filter(|other| other.is_success());
    if others().any(|other| other.schema().is_some()) {
        finding.fix(Fix::safe("remove the schema").remove_member(schema));
    } else if others().next().is_none() {
        let fix = Fix::risky("rename the response to `200`").rename(key, "200");
        // "default" is a description for `default` only.
        let vague = response.entry.get("description").filter(|text| text.str().is_some_and(|text| is_meaningless(&text, "200")));
        finding.fix(vague.into_iter().fold(fix, |fix, text| fix.replace_str(text, "OK")));
    }
}
