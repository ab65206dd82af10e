use crate::connector::{Operation, Response};
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity, all_of};

pub fn check(operation: Operation, report: &mut Report) {
    // Other rules report a schema of `default` or 204, and an empty one.
    let with_schema = |response: &Response| {
        let status = response.status().unwrap_or_default();
        status != "default" && status != "204" && response.schema().is_some_and(|schema| schema.node.members().next().is_some())
    };
    let all: Vec<Response> = operation.responses().filter(with_schema).collect();
    if all.len() < 2 {
        return;
    }
    let all = || all.iter().copied();
    let of = |status: &str| all().find(|response| response.status().is_some_and(|key| key == status));
    // The outputs come from a successful response. If it has no schema, the fields of errors are not offered either.
    if !all().any(Response::is_success) {
        return only_errors(operation, &all().collect::<Vec<_>>(), report);
    }
    let used = of("200").or_else(|| of("201")).or_else(|| all().find(|response| response.is_success()));
    let Some(used) = used else { return };
    let others = || all().filter(|response| response.entry != used.entry);
    let kept = used.status().unwrap_or_default();
    let say = |report: &mut Report, other: Response, fix: Fix| {
        let left = other.status().unwrap_or_default();
        let message = format!(
            "operation {} has several schemas: the designer uses that of `{kept}` and ignores that of `{left}`",
            operation.display()
        );
        let finding = match other.entry.member("schema") {
            Some(member) => report.at_key(member, message),
            None => report.at(other.entry, message),
        };
        finding.help("describe only the output of a successful call").label(used.entry, "the schema that is used");
        if !fix.edits.is_empty() {
            finding.fix(fix);
        }
        // The schema of an error does no harm, nor does the same one again: no reviewer asks to have it removed.
        if !other.is_success() || same(used, other) {
            finding.severity = Severity::Info;
        }
    };
    let fix = || Fix::safe("remove the schemas of errors");
    // Two findings: only one of them can be fixed automatically.
    if let Some(other) = others().find(|response| response.is_success()) {
        say(report, other, fix());
    }
    let errors = || others().filter(|response| !response.is_success());
    if let Some(error) = errors().next() {
        let schemas = errors().filter_map(|response| response.entry.member("schema"));
        say(report, error, schemas.fold(fix(), Fix::remove_member));
    }
}

/// Whether two responses describe the same, word for word.
fn same(one: Response, other: Response) -> bool {
    match (one.schema(), other.schema()) {
        (Some(one), Some(other)) => one.node.text() == other.node.text(),
        _ => false,
    }
}

fn only_errors(operation: Operation, errors: &[Response], report: &mut Report) {
    let Some(first) = errors.first() else { return };
    let statuses: Vec<_> = errors.iter().filter_map(|error| error.status()).collect();
    let message = format!(
        "operation {} describes no output: only {}, which are errors, have a schema",
        operation.display(),
        all_of(&statuses)
    );
    let finding = match first.entry.member("schema") {
        Some(member) => report.at_key(member, message),
        None => report.at(first.entry, message),
    };
    finding.help("describe what a successful call returns, or remove the schemas of the errors");
    // Where an output is missing `response-schema-missing` says so; the schemas of errors do no harm.
    finding.severity = Severity::Info;
    let schemas = errors.iter().filter_map(|error| error.entry.member("schema"));
    let fix = schemas.fold(Fix::safe("remove the schemas of errors"), Fix::remove_member);
    if !fix.edits.is_empty() {
        finding.fix(fix);
    }
}
