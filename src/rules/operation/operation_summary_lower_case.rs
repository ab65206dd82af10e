use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary").filter(|_| !operation.is_internal()) else { return };
    let text = summary.str().unwrap_or_default();
    let text = text.trim();
    let first_word = text.split_whitespace().next().unwrap_or_default();
    // With a capital letter further on it is a name such as `eSign`, or an identifier.
    if !first_word.starts_with(char::is_lowercase) || first_word.contains(char::is_uppercase) || first_word.contains('_') {
        return;
    }
    let mut letters = text.chars();
    let right: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    report
        .at(summary, format!("summary of operation {} starts with a lowercase letter", operation.display()))
        .help(format!("write \"{right}\""))
        .fix(Fix::safe(format!("write \"{right}\"")).replace_str(summary, &right));
}
