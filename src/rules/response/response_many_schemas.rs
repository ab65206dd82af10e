use crate::connector::{Operation, Response};
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    // A schema of `default` or 204 is wrong by itself, an empty one as well: other rules say so.
    let with_schema = |response: &Response| {
        let status = response.status().unwrap_or_default();
        status != "default" && status != "204" && response.schema().is_some_and(|schema| schema.node.members().next().is_some())
    };
    let mut found = operation.responses().filter(with_schema);
    let (Some(first), Some(second)) = (found.next(), found.next()) else { return };
    let all = || operation.responses().filter(with_schema);
    let of = |status: &str| all().find(|response| response.status().is_some_and(|key| key == status));
    let used = of("200").or_else(|| of("201")).or_else(|| all().find(|response| response.is_success())).unwrap_or(first);
    let other = if used.entry == first.entry { second } else { first };
    let (kept, left) = (used.status().unwrap_or_default(), other.status().unwrap_or_default());
    let message =
        format!("the designer uses only one schema of operation {}, that of `{kept}`, not that of `{left}`", operation.display());
    let written = other.entry.member("schema");
    let finding = match written {
        Some(member) => report.at_key(member, message),
        None => report.at(other.entry, message),
    };
    finding.help("describe only the output of the call that worked").label(used.entry, "the one that is used");
    let mut fix = Fix::safe("remove the schemas of errors");
    let errors = all().filter(|response| !response.is_success() && response.entry != used.entry);
    for schema in errors.filter_map(|response| response.entry.member("schema")) {
        fix = fix.remove_member(schema);
    }
    if !fix.edits.is_empty() {
        finding.fix(fix);
    }
}
