use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary").filter(|_| !operation.is_internal()) else { return };
    let Some(text) = summary.str() else { return };
    // The characters that the validator rejects have their own rule.
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '(' | ')' | '/' | '\\' | '<' | '>' | '*' | '%' | '&' | '?');
    // The end of a summary is checked by another rule.
    let body = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some((at, other)) = body.char_indices().find(|&(_, c)| !plain(c)) else { return };
    let message = format!("`{other}` in the summary of operation {} is neither a letter nor a digit", operation.display());
    report.within(summary, at..at + other.len_utf8(), message).help("use only letters, digits, spaces and parentheses");
}
