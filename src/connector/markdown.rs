//! Markdown as the rules about `readme.md` and `intro.md` see it: its headings.
use crate::connector::Connector;
use crate::connector::facts;
use crate::text::document::Document;
use crate::text::json::Span;
use std::cell::LazyCell;

/// A heading.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// Without marks.
    pub text: &'a str,
    /// The line without the white space around it.
    pub span: Span,
    /// 1 for a title to 6; 7 for a line that is bold as a whole.
    pub level: usize,
    /// Where the text below it begins.
    pub end: u32,
}

/// The headings of a Markdown text: `# …`, underlined lines, `<h1>`, and lines that are bold as a whole, which many use as
/// such. Code blocks and comments are left out.
pub fn headings(document: &Document) -> Vec<Heading<'_>> {
    let (mut found, mut before, mut code, mut comment) = (Vec::new(), None, false, false);
    let mut start = 0;
    for line in document.text.split_inclusive('\n') {
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let offset = start + (trimmed.as_ptr() as usize - line.as_ptr() as usize) as u32; // it is a part of the line
        start += line.len() as u32;
        let span = Span { start: offset, end: offset + trimmed.len() as u32 };
        let heading = |text, level| Heading { text, span, level, end: start };
        let this = heading(trimmed, 0);
        if comment {
            comment = !trimmed.contains("-->");
            before = None;
            continue;
        }
        comment = !code && trimmed.rsplit_once("<!--").is_some_and(|(_, rest)| !rest.contains("-->"));
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            code = !code;
        } else if code {
            continue;
        } else if trimmed.starts_with('#') {
            let level = trimmed.bytes().take_while(|&byte| byte == b'#').count();
            found.push(heading(trimmed.trim_matches(['#', ' ', '\t', '*', '_', ':']), level));
        } else if trimmed.len() >= 3 && (trimmed.bytes().all(|b| b == b'=') || trimmed.bytes().all(|b| b == b'-')) {
            let level = if trimmed.starts_with('=') { 1 } else { 2 };
            // Below a heading or an item of a list it is a rule.
            let item = |text: &str| text.starts_with(['#', '-', '*', '+', '>', '|']) && !is_bold(text);
            let underlined = before.filter(|before: &Heading| !before.text.is_empty() && !item(before.text));
            if let Some(before) = underlined {
                found.pop_if(|last| last.span == before.span); // a line in bold is no heading of its own then
                found.push(Heading { level, end: start, ..before });
            }
        } else if trimmed.starts_with("<h") || is_bold(trimmed) {
            let digit = trimmed.strip_prefix("<h").and_then(|rest| rest.chars().next()?.to_digit(10));
            found.push(heading(trimmed.trim_matches(['*', '_', ':', ' ']), digit.map_or(7, |digit| digit as usize)));
        }
        before = Some(this);
    }
    found
}

/// The first line with anything on it, for what concerns the whole text; an empty span where there is none.
pub fn first_line(document: &Document) -> Span {
    let text = document.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = (document.text.len() - text.len()) as u32;
    Span { start, end: start + text.lines().next().unwrap_or_default().trim_end().len() as u32 }
}

fn is_bold(line: &str) -> bool {
    let line = line.trim_end_matches(':');
    ["**", "__"].iter().any(|mark| {
        let inner = line.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
    })
}

/// The sections in `list` of `schemas/readme-sections.toml` for which `wanted` holds and which no heading stands for. The one
/// about credentials is not asked of a connector that needs none, and may be a sentence elsewhere, as often under
/// "Prerequisites".
pub fn missing_sections(
    connector: &Connector,
    document: &Document,
    list: &str,
    wanted: impl Fn(&facts::Table) -> bool,
) -> Vec<&'static str> {
    let open = connector.api_properties().is_some_and(|properties| properties.connection_parameters().is_empty());
    let asked = |section: &facts::Table| wanted(section) && !(open && section.contains_key("credentials"));
    let headings: Vec<String> = headings(document).iter().map(|heading| heading.text.to_lowercase()).collect();
    let text = LazyCell::new(|| document.text.to_lowercase());
    let stands_for = |section: &facts::Table| {
        let synonyms = section.get("synonyms").and_then(facts::Value::as_array).into_iter().flatten();
        let mut synonyms = synonyms.filter_map(facts::Value::as_str);
        if section.contains_key("credentials") {
            return synonyms.any(|synonym| text.contains(synonym));
        }
        synonyms.any(|synonym| headings.iter().any(|heading| heading.contains(synonym)))
    };
    let missing = facts::entries("readme-sections", list).filter(|section| asked(section) && !stands_for(section));
    missing.filter_map(|section| section.get("name")?.as_str()).collect()
}
