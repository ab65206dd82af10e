use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    let key = entry.member.key;
    if !matches!(entry.kind, Kind::Swagger | Kind::Operation) || !(key.key_is("consumes") || key.key_is("produces")) {
        return;
    }
    for item in entry.member.value.items() {
        if let Some(name) = item.str().filter(|name| !is_mime_type(name)) {
            report.at(item, format!("`{name}` is not a MIME type")).help("name one type, such as `application/json`");
        }
    }
}

/// `type/subtype`, optionally with parameters; a wildcard only before a suffix (`application/*+json`).
pub(super) fn is_mime_type(text: &str) -> bool {
    let token =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte));
    let (main, sub) = without_parameters(text).split_once('/').unwrap_or_default();
    token(main) && token(sub.strip_prefix('*').filter(|rest| rest.starts_with('+')).unwrap_or(sub))
}

/// `text/plain; charset=utf-8` without its parameters.
pub(super) fn without_parameters(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim()
}
