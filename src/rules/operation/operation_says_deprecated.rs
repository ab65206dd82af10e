use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary") else { return };
    if operation.is_internal() || operation.is_deprecated() || !mentions(&summary.str().unwrap_or_default()) {
        return;
    }
    let fix = Fix::risky("set `\"deprecated\": true`");
    let fix = match operation.get("deprecated") {
        Some(flag) => fix.replace(flag, "true"),
        None => fix.add_member(operation.node(), "deprecated", "true"),
    };
    report
        .at(summary, format!("operation {} says it is deprecated, but `deprecated` is not set", operation.display()))
        .help("set `\"deprecated\": true`")
        .fix(fix);
}

/// Whether a text contains "deprecated".
pub(super) fn mentions(text: &str) -> bool {
    const WORD: &[u8] = b"deprecated";
    text.as_bytes().windows(WORD.len()).any(|part| part.eq_ignore_ascii_case(WORD))
}
