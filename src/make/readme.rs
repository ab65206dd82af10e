//! Markdown as the rules about `readme.md` and `intro.md` see it: its headings.
use crate::connector::facts;
use crate::connector::{Connector, Folder, FolderFile, Operation};
use crate::judge::profile::{Because, Publisher};
use crate::text::document::{Document, File};
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
/// such. Code blocks are left out.
pub fn headings(document: &Document) -> Vec<Heading<'_>> {
    let (mut found, mut before, mut code) = (Vec::new(), None, false);
    let mut start = 0;
    for line in document.text.split_inclusive('\n') {
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let offset = start + (trimmed.as_ptr() as usize - line.as_ptr() as usize) as u32; // it is a part of the line
        start += line.len() as u32;
        let span = Span { start: offset, end: offset + trimmed.len() as u32 };
        let heading = |text, level| Heading { text, span, level, end: start };
        let this = heading(trimmed, 0);
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            code = !code;
        } else if code {
            continue;
        } else if trimmed.starts_with('#') {
            let level = trimmed.bytes().take_while(|&byte| byte == b'#').count();
            found.push(heading(trimmed.trim_matches(['#', ' ', '\t', '*', '_', ':']), level));
        } else if trimmed.len() >= 3 && (trimmed.bytes().all(|b| b == b'=') || trimmed.bytes().all(|b| b == b'-')) {
            let level = if trimmed.starts_with('=') { 1 } else { 2 };
            let underlined = before.filter(|before: &Heading| !before.text.is_empty());
            found.extend(underlined.map(|before| Heading { level, end: start, ..before }));
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
    wanted: impl Fn(&toml::Table) -> bool,
) -> Vec<&'static str> {
    let open = connector.api_properties().is_some_and(|properties| properties.connection_parameters().is_empty());
    let asked = |section: &toml::Table| wanted(section) && !(open && section.contains_key("credentials"));
    let headings: Vec<String> = headings(document).iter().map(|heading| heading.text.to_lowercase()).collect();
    let text = LazyCell::new(|| document.text.to_lowercase());
    let stands_for = |section: &toml::Table| {
        let synonyms = section.get("synonyms").and_then(toml::Value::as_array).into_iter().flatten();
        let mut synonyms = synonyms.filter_map(toml::Value::as_str);
        if section.contains_key("credentials") {
            return synonyms.any(|synonym| text.contains(synonym));
        }
        synonyms.any(|synonym| headings.iter().any(|heading| heading.contains(synonym)))
    };
    let missing = facts::entries("readme-sections", list).filter(|section| asked(section) && !stands_for(section));
    missing.filter_map(|section| section.get("name")?.as_str()).collect()
}

/// The list of operations for a readme: those that users see, in document order, triggers first, each under a heading of this
/// level.
pub fn operations(connector: &Connector, level: usize) -> String {
    let seen = |operation: &Operation| !operation.is_internal() && !operation.is_deprecated();
    let (triggers, actions): (Vec<_>, Vec<_>) = connector.operations().filter(seen).partition(|operation| operation.is_trigger());
    let marks = "#".repeat(level.min(6));
    let entry = |operation: Operation| {
        let text = |key: &str| operation.get_str(key).map(|text| one_line(&text)).filter(|text| !text.is_empty());
        let name = text("summary").or_else(|| operation.id().map(|id| one_line(&id))).unwrap_or_else(|| operation.display());
        match text("description") {
            Some(description) => format!("{marks} {name}\n\n{description}\n"),
            None => format!("{marks} {name}\n"),
        }
    };
    triggers.into_iter().chain(actions).map(entry).collect::<Vec<_>>().join("\n")
}

/// The section in which operations are listed, as schemas/readme-sections.toml names it.
const OPERATIONS: &str = "Supported Operations";

/// The text of the readme with its list of operations made anew: what stands between the heading of that section and the next
/// one that is not below it. Without such a section one is added at the end. Everything else stays.
pub fn renewed(connector: &Connector, document: &Document) -> String {
    let (text, newline) = (&document.text, document.newline());
    let found = headings(document);
    let list = |level: usize| operations(connector, level).trim_end().replace('\n', newline);
    let Some((at, section)) = operations_section(&found) else {
        let gap = if text.trim().is_empty() { "" } else { newline };
        let before = text.trim_end();
        let end = if before.is_empty() { "" } else { newline };
        return format!("{before}{end}{gap}## {OPERATIONS}{newline}{newline}{}{newline}", list(3));
    };
    let level = section.level.min(6);
    let next = found[at + 1..].iter().find(|heading| heading.level <= level).map(|next| next.span.start as usize);
    let (before, behind) = (&text[..section.end as usize], next.map_or("", |next| &text[next..]));
    let end = if before.ends_with('\n') { "" } else { newline };
    let gap = if behind.is_empty() { "" } else { newline };
    format!("{before}{end}{newline}{}{newline}{gap}{behind}", list(level + 1))
}

/// The heading of the list of operations, with its number: one of exactly that name, else one that counts as it. A title does not.
fn operations_section<'a>(found: &[Heading<'a>]) -> Option<(usize, Heading<'a>)> {
    let of_name = facts::entries("readme-sections", "sections")
        .find(|section| section.get("name").and_then(toml::Value::as_str) == Some(OPERATIONS));
    let synonyms = of_name?.get("synonyms")?.as_array()?;
    let title = found.iter().position(|heading| heading.level == 1).filter(|&at| at == 0);
    let mut candidates = found.iter().copied().enumerate().filter(|(at, heading)| Some(*at) != title && heading.level <= 6);
    let exact = candidates.clone().find(|(_, heading)| heading.text.eq_ignore_ascii_case(OPERATIONS));
    exact.or_else(|| {
        candidates.find(|(_, heading)| {
            let text = heading.text.to_lowercase();
            synonyms.iter().filter_map(toml::Value::as_str).any(|synonym| text.contains(synonym))
        })
    })
}

/// The list of operations of a definition's text, for a section of the second level.
pub fn operations_of(definition: &str) -> String {
    let file = FolderFile {
        file: File::Definition,
        name: "apiDefinition.swagger.json".to_owned(),
        bytes: definition.as_bytes().to_vec(),
    };
    let folder = Folder { files: vec![file], ..Folder::default() };
    operations(&Connector::new(folder, Publisher::default(), Because::Default), 3)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::text::document::{Document, File};

    #[test]
    fn headings_of_all_kinds() {
        let text =
            "\u{feff}# One\n text # no\r\nTwo\r\n===\r\n```\n# no\n```\n**Three:**\n**no** but **bold**\n## Four ##\n\n---\n";
        let document = Document::plain(File::Readme, "readme.md", text.as_bytes().to_vec());
        let texts: Vec<_> = super::headings(&document).iter().map(|heading| heading.text).collect();
        assert_eq!(texts, ["One", "Two", "Three", "Four"]);
        let spans: Vec<_> = super::headings(&document).iter().map(|heading| document.slice(heading.span)).collect();
        assert_eq!(spans, ["# One", "Two", "**Three:**", "## Four ##"]);
    }
}
