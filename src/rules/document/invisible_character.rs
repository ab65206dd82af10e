use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Document;
use crate::text::json::{Kind, Span};

/// Strings that only people read: taking an invisible character out of them cannot change a call.
const TEXTS: [&str; 6] = ["description", "summary", "title", "x-ms-summary", "displayName", "tooltip"];

pub fn check(document: &Document, report: &mut Report) {
    let (text, nodes) = (&document.text, &document.tree.nodes);
    if text.is_ascii() {
        return;
    }
    let mut done = 0;
    // The first bytes of the characters below in UTF-8.
    for at in memchr::memchr3_iter(0xc2, 0xe2, 0xef, text.as_bytes()) {
        let Some(found) = text[at..].chars().next().filter(|&c| is_invisible(c)) else { continue };
        let before = text[..at].chars().next_back();
        let after = text[at + found.len_utf8()..].chars().next();
        if at < done || (is_joiner(found) && (before.is_some_and(joins) || after.is_some_and(joins))) {
            continue;
        }
        let id = nodes.partition_point(|node| node.start as usize <= at).saturating_sub(1);
        let node = document.node(id as u32);
        if !matches!(node.kind(), Kind::String | Kind::Key) || node.span().end as usize <= at {
            continue; // between the tokens: a fault of the syntax
        }
        done = node.span().end as usize;
        let span = Span { start: at as u32, end: (at + found.len_utf8()) as u32 };
        let count = node.text().chars().filter(|&c| is_invisible(c)).count();
        let name = node.name().or_else(|| node.parent()?.name()).unwrap_or_default();
        let place = if node.kind() == Kind::Key { "a key".to_owned() } else { format!("the text of `{name}`") };
        let more = if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
        let pointer = node.pointer();
        let finding = report.in_file(document.file, span, format!("{} (U+{:04X}) in {place}{more}", called(found), found as u32));
        finding.at.pointer = pointer;
        finding.help("replace it with a plain space, or remove it");
        if node.kind() == Kind::String {
            let clean: String = node.text().chars().filter_map(replaced).collect();
            let title = "replace the invisible characters";
            let fix = if TEXTS.contains(&&*name) { Fix::safe(title) } else { Fix::risky(title) };
            finding.fix(fix.text(node, node.span(), clean));
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Scripts and emoji need these two between their own characters.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn joins(c: char) -> bool {
    c >= '\u{2000}' || c.is_alphabetic() && c >= '\u{590}'
}

fn replaced(c: char) -> Option<char> {
    match c {
        '\u{a0}' => Some(' '),
        c if is_invisible(c) => None,
        c => Some(c),
    }
}

fn called(c: char) -> &'static str {
    match c {
        '\u{a0}' => "a no-break space",
        '\u{200b}' => "a zero-width space",
        '\u{feff}' => "a byte order mark",
        _ => "an invisible character",
    }
}
