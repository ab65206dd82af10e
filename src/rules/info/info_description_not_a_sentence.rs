use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    let (Some(first), Some(last)) = (text.split_whitespace().next(), text.split_whitespace().next_back()) else { return };
    let start = text.len() - text.trim_start().len();
    let letter = first.chars().next().filter(|letter| letter.is_lowercase());
    if let Some(letter) = letter.filter(|_| !is_name(first, definition)) {
        report
            .within(node, start..start + letter.len_utf8(), "description of the connector starts with a lowercase letter")
            .help("start it with a capital letter");
    }
    // A zero-width space is invisible, and a quotation ends like a sentence if the quoted text does.
    let ended = last.trim_end_matches(['\u{200b}', '"', '\'', '”', '’']).ends_with(['.', '!', '?', ')', '…', '。']);
    let is_url = last.contains("://") || last.starts_with("www.");
    if let Some(letter) = last.chars().next_back().filter(|_| !ended && !is_url) {
        let end = text.trim_end().len();
        let finding = report
            .within(node, end - letter.len_utf8()..end, "description of the connector does not end like a sentence")
            .help("end it with a period");
        if letter.is_alphanumeric() {
            finding.fix(Fix::safe("add a period").replace_str(node, &format!("{}.", text.trim_end())));
        }
    }
}

/// Whether the first word of a description is a name that keeps its lowercase letter: `monday.com`, `iAuditor`, or the first
/// word of the title.
fn is_name(word: &str, definition: Definition) -> bool {
    let title = definition.info_str("title").and_then(|title| title.str()).unwrap_or_default();
    let name = title.split_whitespace().next().unwrap_or_default();
    let looks_like_one = |c: char| c == '.' || c.is_uppercase() || c.is_ascii_digit();
    word.trim_end_matches('.').contains(looks_like_one) || word.eq_ignore_ascii_case(name)
}
