use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static RESTRICTED: LazyLock<Vec<char>> = LazyLock::new(|| {
    facts::strings("restricted-words", "summary-characters", "words").iter().filter_map(|word| word.chars().next()).collect()
});

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary") else { return };
    let Some(text) = summary.str() else { return };
    let Some((at, bad)) = text.char_indices().find(|(_, c)| RESTRICTED.contains(c)) else { return };
    let message = format!("`{bad}` is not allowed in the summary of operation {}", operation.display());
    let mut words = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '/' | '\\' => words.push_str(" or "),
            '&' => words.push_str(" and "),
            c if RESTRICTED.contains(&c) => {}
            c => words.push(c),
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    report
        .within(summary, at..at + bad.len_utf8(), message)
        .help("use words instead: `or` for a slash, `and` for an ampersand")
        .fix(Fix::risky(format!("write \"{words}\"")).replace_str(summary, &words));
}
