use crate::connector::Definition;
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    let (first, last) = (text.chars().find(|c| !c.is_whitespace()), text.trim_end().chars().next_back());
    let (Some(first), Some(last)) = (first, last) else { return };
    if first.is_lowercase() && !names_the_service(definition, &text) {
        let start = text.len() - text.trim_start().len();
        report
            .within(node, start..start + first.len_utf8(), "description of the connector begins with a small letter")
            .help("begin it with a capital letter");
    }
    if !matches!(last, '.' | '!' | '?' | ')' | '。') {
        let end = text.trim_end().len();
        let finding = report
            .within(node, end - last.len_utf8()..end, "description of the connector does not end like a sentence")
            .help("end it with a full stop");
        if last.is_alphanumeric() {
            finding.fix(Fix::safe("add a full stop").replace_str(node, &format!("{}.", text.trim_end())));
        }
    }
}

/// Whether a description begins with the first word of the title: a name such as `monday.com` keeps its small letter.
fn names_the_service(definition: Definition, text: &str) -> bool {
    let title = definition.info_str("title").and_then(|title| title.str()).unwrap_or_default();
    let word = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
    word(text).is_some() && word(text) == word(&title)
}
