use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    if !entry.member.key.key_is("x-ms-name-for-model") {
        return;
    }
    let Some(name) = entry.member.value.str() else { return };
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return;
    }
    report
        .at(entry.member.value, format!("`{name}` cannot be a name for language models"))
        .help("write a name of letters, digits and `_`, such as `team_id`");
}
