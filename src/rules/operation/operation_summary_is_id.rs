use crate::connector::Operation;
use crate::rule::Report;

/// Shorter words with a capital inside may be names: `OneDrive`, `DocuSign`.
const LONG: usize = 12;

pub fn check(operation: Operation, report: &mut Report) {
    if operation.is_internal() {
        return;
    }
    let Some(summary) = operation.get("summary") else { return };
    let text = summary.str().unwrap_or_default();
    let text = text.trim();
    if text.contains(char::is_whitespace) || !reads_like_code(text) {
        return;
    }
    if text.len() > LONG || operation.id().is_some_and(|id| id == text) {
        report
            .at(summary, format!("summary `{text}` is written like an identifier"))
            .help("write separate words, such as \"List items\"");
    }
}

/// Whether a word has an underscore or a capital letter after a lowercase one.
fn reads_like_code(word: &str) -> bool {
    let pairs = || word.bytes().zip(word.bytes().skip(1));
    word.contains('_') || pairs().any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase())
}
