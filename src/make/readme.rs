//! The readme of a connector: its list of operations.
use crate::connector::facts;
use crate::connector::markdown::{Heading, headings};
use crate::connector::{Connector, Folder, FolderFile, Operation};
use crate::text::document::{Document, File};

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
    operations(&Connector::new(folder), 3)
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
