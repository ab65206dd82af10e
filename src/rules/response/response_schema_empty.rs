use crate::connector::Operation;
use crate::connector::flows::says_nothing;
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity};

pub fn check(operation: Operation, report: &mut Report) {
    if operation.is_internal() {
        return;
    }
    let alone = operation.responses().nth(1).is_none();
    let several = operation.responses().filter(|response| response.schema().is_some()).nth(1).is_some();
    for response in operation.responses() {
        let Some(schema) = response.schema().filter(|schema| says_nothing(*schema)) else { continue };
        let status = response.status().unwrap_or_default();
        // No schema belongs there: `response-204-schema` and `response-only-default` report it.
        if status == "204" || (status == "default" && alone) {
            continue;
        }
        // The shared answer of an error is no output, and one place to correct for all operations at best.
        if !response.is_success() && status != "default" && response.entry.member("schema").is_none() {
            continue;
        }
        let message = format!("the schema of `{status}` of operation {} is empty", operation.display());
        let Some(member) = response.entry.member("schema") else {
            let finding = report.at(response.entry, message);
            finding.code = finding.code.filter(|_| several);
            finding.help("describe what comes back, or leave `schema` out");
            continue;
        };
        let finding = report.at_key(member, message);
        // Next to another schema, the validator counts it as one of several.
        finding.code = finding.code.filter(|_| several);
        finding.help("describe what comes back, or leave `schema` out when nothing does");
        // Reviewers have `{}` removed everywhere; an object of an error that is not described bothers nobody.
        if !response.is_success() && status != "default" && schema.node.members().next().is_some() {
            finding.severity = Severity::Info;
        }
        if !response.is_success() && schema.get("$ref").is_none() {
            finding.fix(Fix::safe("remove it").remove_member(member));
        }
    }
}
