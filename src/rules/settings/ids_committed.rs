use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    let key = entry.member.key;
    if entry.kind != Kind::Settings || !(key.key_is("connectorId") || key.key_is("environment")) {
        return;
    }
    let Some(value) = entry.member.value.str() else { return };
    // Ids are long and have digits; what stands for one is short or in brackets.
    if value.len() < 16 || !value.bytes().any(|byte| byte.is_ascii_digit()) || value.contains(['<', '[', '{', ' ']) {
        return;
    }
    if value.strip_prefix("Default-").unwrap_or(&value).bytes().any(|byte| byte.is_ascii_uppercase()) {
        return; // no id, which is said elsewhere
    }
    report
        .at(entry.member.value, format!("`{}` names a thing of your own that means nothing to others", entry.member.name()))
        .help("leave `settings.json` out of what you submit");
}
