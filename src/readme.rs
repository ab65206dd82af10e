//! Markdown as the rules about `readme.md` and `intro.md` see it: its headings.
use crate::connector::{Connector, Folder, FolderFile, Operation};
use crate::document::{Document, File};
use crate::facts;
use crate::json::Span;
use crate::profile::{Because, Publisher};

/// A heading.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// Without marks.
    pub text: &'a str,
    /// The line without the white space around it.
    pub span: Span,
}

/// The headings of a Markdown text: `# …`, underlined lines, `<h1>`, and lines that are bold as a whole, which many use as
/// such. Code blocks are left out.
pub fn headings(document: &Document) -> Vec<Heading<'_>> {
    let (mut found, mut before, mut code) = (Vec::new(), None, false);
    let mut start = 0;
    for line in document.text.split_inclusive('\n') {
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let offset = start + (line.find(trimmed).unwrap_or(0)) as u32;
        start += line.len() as u32;
        let heading = |text| Heading { text, span: Span { start: offset, end: offset + trimmed.len() as u32 } };
        let this = heading(trimmed);
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            code = !code;
        } else if code {
            continue;
        } else if trimmed.starts_with('#') {
            found.push(heading(trimmed.trim_matches(['#', ' ', '\t', '*', '_', ':'])));
        } else if trimmed.len() >= 3 && (trimmed.bytes().all(|b| b == b'=') || trimmed.bytes().all(|b| b == b'-')) {
            found.extend(before.filter(|before: &Heading| !before.text.is_empty()));
        } else if trimmed.starts_with("<h") || is_bold(trimmed) {
            found.push(heading(trimmed.trim_matches(['*', '_', ':', ' '])));
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
    let text = document.text.to_lowercase();
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

/// The list of operations for a readme, as Markdown without a heading of its own: those that users see, in document order,
/// triggers first.
pub fn operations(connector: &Connector) -> String {
    let seen = |operation: &Operation| !operation.is_internal() && !operation.is_deprecated();
    let (triggers, actions): (Vec<_>, Vec<_>) = connector.operations().filter(seen).partition(|operation| operation.is_trigger());
    let entry = |operation: Operation| {
        let text = |key: &str| operation.get_str(key).map(|text| one_line(&text)).filter(|text| !text.is_empty());
        let name = text("summary").or_else(|| operation.id().map(|id| one_line(&id))).unwrap_or_else(|| operation.display());
        match text("description") {
            Some(description) => format!("### {name}\n\n{description}\n"),
            None => format!("### {name}\n"),
        }
    };
    triggers.into_iter().chain(actions).map(entry).collect::<Vec<_>>().join("\n")
}

/// The list of operations of a definition's text.
pub fn operations_of(definition: &str) -> String {
    let file = FolderFile {
        file: File::Definition,
        name: "apiDefinition.swagger.json".to_owned(),
        bytes: definition.as_bytes().to_vec(),
    };
    let folder = Folder { files: vec![file], ..Folder::default() };
    operations(&Connector::new(folder, Publisher::default(), Because::Default))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, File};

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
