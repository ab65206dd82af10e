use crate::connector::Operation;
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(description) = operation.get("description").filter(|_| !operation.is_internal()) else { return };
    let text = description.str().unwrap_or_default();
    let text = text.trim_end();
    // A full stop behind an address would become a part of it.
    let ends_in_link = text.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://"));
    // One word is not a sentence, by Microsoft's guidelines.
    if ends_in_link || !text.ends_with(char::is_alphanumeric) || !text.contains(char::is_whitespace) {
        return;
    }
    let end = description.part(text.len()..text.len());
    report
        .at(description, format!("description of operation {} does not end like a sentence", operation.display()))
        .help("add a full stop")
        .fix(Fix::safe("add a full stop").text(description, end, "."));
}
