use crate::connector::Definition;
use crate::connector::publisher::Publisher;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::ops::Range;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    if title.trim().is_empty() {
        return;
    }
    // Certification rejects a space at the end: info-title-bad-ending.
    let last = if report.settings.publisher == Publisher::Custom { title.len() } else { title.trim_end().len() };
    let Some(spaces) = untidy(&title[..last]) else { return };
    let message = match title[spaces.clone()].contains(['\t', '\r', '\n']) {
        _ if spaces.start == 0 => "title starts with whitespace",
        _ if spaces.end == title.len() => "title ends with whitespace",
        true => "title has a tab or a line break",
        false => "title has several spaces in a row",
    };
    let tidy = title.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    report
        .within(node, spaces, message)
        .help("use one space between words and none around the title")
        .fix(Fix::safe(format!("set `{tidy}`")).replace_str(node, &tidy));
}

/// The first whitespace that is not a single space between two words.
fn untidy(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if end > at && (at == 0 || end == bytes.len() || end - at > 1 || bytes[at] != b' ') {
            return Some(at..end);
        }
        at = end + 1;
    }
    None
}
