use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    let key = entry.member.key;
    if entry.kind != Kind::Settings || !(key.key_is("connectorId") || key.key_is("environment")) {
        return;
    }
    let Some(value) = entry.member.value.str() else { return };
    // IDs are long and have digits; placeholders are short or in brackets.
    if value.len() < 16 || !value.bytes().any(|byte| byte.is_ascii_digit()) || value.contains(['<', '[', '{', ' ']) {
        return;
    }
    if value.strip_prefix("Default-").unwrap_or(&value).bytes().any(|byte| byte.is_ascii_uppercase()) {
        return; // not an ID, which another rule reports
    }
    report
        .at(entry.member.value, format!("`{}` is your own ID, which means nothing to others", entry.member.name()))
        .help("leave `settings.json` out of what you submit");
}
