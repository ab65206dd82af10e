use super::operation_says_deprecated::mentions;
use super::operation_summary_too_long::LIMIT;
use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary") else { return };
    let Some(text) = summary.str().filter(|text| !text.trim().is_empty()) else { return };
    if !operation.is_deprecated() || operation.is_internal() || mentions(&text) {
        return;
    }
    if operation.get_str("description").is_some_and(|description| mentions(&description)) {
        return;
    }
    let marked = format!("{} (deprecated)", text.trim());
    let fits = marked.chars().count() <= *LIMIT;
    let finding =
        report.at(summary, format!("deprecated operation {} does not say so in its summary or description", operation.display()));
    finding.help("add \"(deprecated)\" to the summary, or name the replacement in the description");
    if fits {
        finding.fix(Fix::safe("add \"(deprecated)\" to the summary").replace_str(summary, &marked));
    }
}
