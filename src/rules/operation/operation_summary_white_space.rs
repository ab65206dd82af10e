use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary") else { return };
    let Some(text) = summary.str().filter(|text| !text.trim().is_empty()) else { return };
    if text.trim().len() == text.len() && !text.contains("  ") && !text.contains(['\t', '\n', '\r']) {
        return;
    }
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    report
        .at(summary, format!("summary of operation {} has stray whitespace", operation.display()))
        .help(format!("write \"{tidy}\""))
        .fix(Fix::safe(format!("write \"{tidy}\"")).replace_str(summary, &tidy));
}
