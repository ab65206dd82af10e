use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static RESTRICTED: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| facts::strings("restricted-words", "summary-characters", "words"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary") else { return };
    let text = summary.str().unwrap_or_default();
    let text = text.trim_end();
    let Some(last) = text.chars().next_back().filter(|last| !last.is_alphanumeric() && *last != ')') else { return };
    let at = text.len() - last.len_utf8();
    // A question mark is not allowed anywhere: `operation-summary-restricted-character`.
    if RESTRICTED.iter().any(|bad| text.ends_with(bad)) {
        return;
    }
    let finding =
        report.within(summary, at..text.len(), format!("summary of operation {} ends with `{last}`", operation.display()));
    finding.help("end it with a letter or a digit");
    let name = text.trim_end_matches(['.', ',', ':', ';', '!', ' ']);
    if name.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
        finding.fix(Fix::safe(format!("write \"{name}\"")).replace_str(summary, name));
    }
}
