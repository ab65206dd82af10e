//! The readme of a connector: its list of operations.
use crate::connector::facts;
use crate::connector::markdown::{Heading, headings};
use crate::connector::publisher::Publisher;
use crate::connector::{Connector, Folder, FolderFile, Operation};
use crate::text::document::{Document, File};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Whether users see an operation in the designer of a new flow.
fn is_listed(operation: &Operation) -> bool {
    !operation.is_internal() && !operation.is_deprecated()
}

/// What an operation is called in a readme.
fn name_of(operation: &Operation) -> String {
    let summary = operation.get_str("summary").map(|text| one_line(&text)).filter(|text| !text.is_empty());
    summary.or_else(|| operation.id().map(|id| one_line(&id))).unwrap_or_else(|| operation.display())
}

fn description_of(operation: &Operation) -> Option<String> {
    operation.get_str("description").map(|text| one_line(&text)).filter(|text| !text.is_empty())
}

/// An operation below a heading.
fn entry(operation: &Operation, heading: &str) -> String {
    match description_of(operation) {
        Some(description) => format!("{heading}\n\n{description}\n"),
        None => format!("{heading}\n"),
    }
}

/// The operations that users see, in document order, triggers first; each with its number among all of the definition.
fn listed<'c>(connector: &'c Connector) -> Vec<(usize, Operation<'c>)> {
    let seen = connector.operations().enumerate().filter(|(_, operation)| is_listed(operation));
    let (triggers, actions): (Vec<_>, Vec<_>) = seen.partition(|(_, operation)| operation.is_trigger());
    triggers.into_iter().chain(actions).collect()
}

/// The list of operations for a readme: those that users see, in document order, triggers first, each under a heading of this
/// level.
pub fn operations(connector: &Connector, level: usize) -> String {
    let marks = "#".repeat(level.min(6));
    let entry = |operation: &Operation| entry(operation, &format!("{marks} {}", name_of(operation)));
    listed(connector).iter().map(|(_, operation)| entry(operation)).collect::<Vec<_>>().join("\n")
}

/// The section in which operations are listed, as schemas/readme-sections.toml names it.
const OPERATIONS: &str = "Supported Operations";

/// A level that stands for a line that is bold as a whole.
const BOLD: usize = 7;

/// A readme and the operations of a definition, brought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    /// Headings in the list that name no operation of the definition; they stay, unless they were to be pruned.
    pub unknown: Vec<String>,
}

/// The text of a readme with the operations added that its list lacks. See [`merge`].
pub fn renewed(connector: &Connector, document: &Document) -> String {
    merge(connector, document, false).text
}

/// Merges the operations of a definition into a readme, heading by heading. An operation that has no heading in the list gets one,
/// with its description, beside its neighbors; a heading with nothing below it gets the description. Everything else stays as people
/// wrote it. A readme without such a list gets one at its end.
///
/// With `prune` headings that name no operation of the definition go, with what is written below them.
pub fn merge(connector: &Connector, document: &Document, prune: bool) -> Merged {
    let text = &document.text;
    let operations = listed(connector);
    let found = headings(document);
    let Some((at, section)) = operations_section(&found) else {
        if operations.is_empty() {
            return Merged { text: text.clone(), unknown: Vec::new() };
        }
        let newline = document.newline();
        let before = text.trim_end();
        let gap = if before.is_empty() { String::new() } else { newline.repeat(2) };
        let list = self::operations(connector, 3).trim_end().replace('\n', newline);
        let text = format!("{before}{gap}## {OPERATIONS}{newline}{newline}{list}{newline}");
        return Merged { text, unknown: Vec::new() };
    };
    let level = section.level.min(6);
    let behind = found[at + 1..].iter().position(|heading| heading.level <= level).map(|next| at + 1 + next);
    let end = behind.map_or(text.len(), |next| found[next].span.start as usize);
    let list = List::of(connector, document, section, &found[at + 1..behind.unwrap_or(found.len())], end);
    list.merged(&operations, prune)
}

/// A heading of the list with what is written below it.
struct Entry<'d> {
    heading: Heading<'d>,
    /// Where the next heading of its level or a higher one begins.
    end: usize,
    /// Where the text before that ends, without the white space.
    behind: usize,
    /// The number of the operation that it names, among all of the definition.
    names: Option<usize>,
}

/// The list of operations as a readme has it.
struct List<'d, 'c> {
    document: &'d Document,
    /// All of the definition.
    all: Vec<Operation<'c>>,
    names: Names,
    /// The first entry of each of them.
    entry_of: Vec<Option<usize>>,
    level: usize,
    /// Where what is below the heading of the list begins and ends.
    start: usize,
    end: usize,
    entries: Vec<Entry<'d>>,
}

impl<'d, 'c> List<'d, 'c> {
    fn of(
        connector: &'c Connector,
        document: &'d Document,
        section: Heading<'d>,
        headings: &[Heading<'d>],
        end: usize,
    ) -> List<'d, 'c> {
        let all: Vec<Operation> = connector.operations().collect();
        let mut names = Names::of(&all);
        let mut entry_of = vec![None; all.len()];
        let mut entries = Vec::new();
        for heading in headings {
            let named = names.take(&Spelled::of(heading.text), |at| entry_of[at].is_none());
            // A bold line may be anything.
            if heading.level >= BOLD && named.is_none() {
                continue;
            }
            if let Some(at) = named {
                entry_of[at].get_or_insert(entries.len());
            }
            entries.push(Entry { heading: *heading, end, behind: end, names: named });
        }
        for at in 0..entries.len() {
            let level = entries[at].heading.level;
            let next = entries[at + 1..].iter().find(|next| next.heading.level <= level);
            entries[at].end = next.map_or(end, |next| next.heading.span.start as usize);
        }
        let mut list =
            List { document, all, names, entry_of, level: section.level.min(6), start: section.end as usize, end, entries };
        for at in 0..list.entries.len() {
            list.entries[at].behind = list.trimmed(list.entries[at].end);
        }
        list
    }

    /// Whether a heading has others below it.
    fn is_group(&self, at: usize) -> bool {
        self.entries.get(at + 1).is_some_and(|next| (next.heading.span.start as usize) < self.entries[at].end)
    }

    /// Which operations stand in the list without a heading of their own: as an item, in a table, in bold.
    fn mentioned(&self) -> Vec<bool> {
        let marks = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-*+|>_`.)[".contains(c);
        let lines = self.document.text[self.start..self.end].lines();
        let parts = lines.flat_map(|line| line.split('|')).map(|part| part.trim_start_matches(marks));
        let (mut mentioned, mut seen) = (vec![false; self.all.len()], FxHashSet::default());
        for part in parts.filter(|part| !part.is_empty()) {
            for group in self.names.groups_of(&Spelled::of(part)).into_iter().filter(|group| seen.insert(*group)) {
                self.names.groups[group].operations.iter().for_each(|&at| mentioned[at] = true);
            }
        }
        mentioned
    }

    fn merged(&self, operations: &[(usize, Operation)], prune: bool) -> Merged {
        let (text, newline) = (&self.document.text, self.document.newline());
        // What is put in and taken out, each with its place in the text.
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        let plain = |name: &str| ["actions", "triggers", "operations", "methods"].contains(&normal(name).as_str());
        // What goes, in order, and where what belongs there is put instead.
        let (mut unknown, mut pruned) = (Vec::new(), Vec::<(usize, usize, usize)>::new());
        for at in 0..self.entries.len() {
            let entry = &self.entries[at];
            let body = &text[entry.heading.end as usize..entry.end];
            match entry.names {
                Some(operation) if body.trim().is_empty() => {
                    if let Some(description) = description_of(&self.all[operation]) {
                        let place = self.trimmed(entry.heading.end as usize);
                        edits.push((place, place, format!("{newline}{newline}{description}")));
                    }
                }
                Some(_) => {}
                None if self.is_group(at) || plain(entry.heading.text) => {}
                None => {
                    unknown.push(shown(entry.heading.text));
                    if prune {
                        let start = entry.heading.span.start as usize;
                        let place = self.trimmed(start);
                        let before = pruned.last().filter(|(start, end, _)| (*start..*end).contains(&place));
                        pruned.push((start, entry.end, before.map_or(place, |(.., place)| *place)));
                    }
                }
            }
        }
        let is_missing = |number: usize| self.entry_of[number].is_none();
        let any_missing = operations.iter().any(|(number, _)| is_missing(*number));
        let (mentioned, places) = if any_missing { (self.mentioned(), self.places(operations)) } else { Default::default() };
        for (at, (number, operation)) in operations.iter().enumerate() {
            if !is_missing(*number) || mentioned[*number] {
                continue;
            }
            let (mut place, level, before) = places[at];
            // Nothing is put into what goes.
            let near = pruned.partition_point(|(start, ..)| *start <= place);
            if let Some((_, end, instead)) = near.checked_sub(1).map(|near| pruned[near]).filter(|_| !before)
                && place < end
            {
                place = instead;
            }
            let name = name_of(operation);
            let heading = if level >= BOLD { format!("**{name}**") } else { format!("{} {name}", "#".repeat(level)) };
            let entry = entry(operation, &heading).trim_end().replace('\n', newline);
            let new = if before { format!("{entry}{newline}{newline}") } else { format!("{newline}{newline}{entry}") };
            edits.push((place, place, new));
        }
        edits.extend(pruned.into_iter().map(|(start, end, _)| (start, end, String::new())));
        edits.sort_by_key(|(start, ..)| *start); // stable: what is put in at one place keeps its order
        let (mut merged, mut done) = (String::with_capacity(text.len()), 0);
        let mut is_new = false;
        for (start, end, new) in edits {
            let kept = text.get(done..start).unwrap_or_default();
            separate(&mut merged, kept, is_new, newline);
            merged.push_str(kept);
            is_new = !new.is_empty() || is_new && kept.trim().is_empty();
            merged.push_str(&new);
            done = end.max(done);
        }
        separate(&mut merged, &text[done..], is_new, newline);
        merged.push_str(&text[done..]);
        if merged != *text && !merged.ends_with('\n') && self.end == text.len() {
            merged.push_str(newline);
        }
        Merged { text: merged, unknown }
    }

    /// Where the text before a place ends, without the white space.
    fn trimmed(&self, place: usize) -> usize {
        self.document.text[..place].trim_end().len()
    }

    /// Where each operation belongs if it is not in the list: the place, the level of its heading, and whether it comes before what
    /// stands there.
    fn places(&self, operations: &[(usize, Operation)]) -> Vec<(usize, usize, bool)> {
        let entry = |at: usize| self.entry_of[operations[at].0].map(|entry| &self.entries[entry]);
        let triggers = operations.iter().filter(|(_, operation)| operation.is_trigger()).count();
        // The next operation that has an entry.
        let mut later = vec![None; operations.len()];
        for at in (1..operations.len()).rev() {
            later[at - 1] = if entry(at).is_some() { Some(at) } else { later[at] };
        }
        let last = (self.trimmed(self.end).max(self.trimmed(self.start)), (self.level + 1).min(6), false);
        let mut earlier = None;
        let places = (0..operations.len()).map(|at| {
            let alike = |other: &usize| (*other < triggers) == (at < triggers);
            let behind = |other: usize| entry(other).map(|entry| (entry.behind, entry.heading.level, false));
            let before = |other: usize| entry(other).map(|entry| (entry.heading.span.start as usize, entry.heading.level, true));
            let place = earlier.filter(alike).and_then(behind).or_else(|| later[at].filter(alike).and_then(before));
            let place = place.or_else(|| earlier.and_then(behind)).or_else(|| later[at].and_then(before));
            if entry(at).is_some() {
                earlier = Some(at);
            }
            place.unwrap_or(last)
        });
        places.collect()
    }
}

/// Ends a paragraph that was put in, so that a heading behind it stays a heading.
fn separate(merged: &mut String, rest: &str, is_new: bool, newline: &str) {
    let next = rest.trim_start();
    if !is_new || next.is_empty() {
        return;
    }
    let breaks = |text: &str| text.matches('\n').count();
    let end = merged.trim_end().len();
    let there = breaks(&merged[end..]) + breaks(&rest[..rest.len() - next.len()]);
    (there..2).for_each(|_| merged.push_str(newline));
}

/// A heading as people read it: of a link the text.
fn shown(heading: &str) -> String {
    let (mut out, mut rest) = (String::new(), heading);
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(text, behind)| Some((text, behind.split_once(')')?.1)));
        // Where there is no link, there is none behind it either.
        let Some((text, behind)) = link else { break };
        out.extend([before, text]);
        rest = behind;
    }
    out + rest
}

/// A name by its letters and digits, without a mark such as `[ACTION]:` before it.
fn letters(text: &str) -> String {
    let text = shown(text);
    let marked = text.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(_, rest)| rest.to_owned());
    let text = marked.filter(|rest| rest.contains(char::is_alphanumeric)).unwrap_or(text);
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A name, or a line that may be one, in the two forms that are compared.
#[derive(Clone, Debug)]
struct Spelled {
    /// Without decoration ([`normal`]).
    plain: String,
    /// By its letters and digits ([`letters`]).
    letters: String,
}

impl Spelled {
    fn of(text: &str) -> Spelled {
        Spelled { plain: normal(text), letters: letters(text) }
    }

    /// The names of an operation in a readme: its summary and its id.
    fn names(operation: &Operation) -> Vec<Spelled> {
        let id = operation.id();
        std::iter::once(name_of(operation)).chain(id.map(|id| id.into_owned())).map(|name| Spelled::of(&name)).collect()
    }
}

/// The names of operations, for finding those that a line has.
#[derive(Default)]
struct Names {
    groups: Vec<Group>,
    /// The groups by their names in either form.
    by_letters: FxHashMap<String, usize>,
    by_plain: FxHashMap<String, usize>,
    /// The lengths of the plain names, each once.
    lengths: BTreeSet<usize>,
}

/// The operations with one name, by their numbers, in order.
#[derive(Default)]
struct Group {
    operations: Vec<usize>,
    /// How many of them, from the first one, have a heading.
    taken: usize,
}

impl Names {
    fn of(operations: &[Operation]) -> Names {
        let mut names = Names::default();
        for (at, operation) in operations.iter().enumerate() {
            for Spelled { plain, letters } in Spelled::names(operation) {
                names.lengths.insert(plain.len());
                for (name, groups) in [(plain, &mut names.by_plain), (letters, &mut names.by_letters)] {
                    if name.is_empty() {
                        continue;
                    }
                    let group = *groups.entry(name).or_insert_with(|| {
                        names.groups.push(Group::default());
                        names.groups.len() - 1
                    });
                    names.groups[group].operations.push(at);
                }
            }
        }
        names
    }

    /// The groups with a name that a line is: alone, with something behind that is no word, or with other punctuation.
    fn groups_of(&self, line: &Spelled) -> Vec<usize> {
        let mut groups: Vec<usize> = self.by_letters.get(&line.letters).copied().into_iter().collect();
        for &length in self.lengths.range(..=line.plain.len()) {
            let Some((name, rest)) = line.plain.split_at_checked(length) else { continue };
            if !rest.trim_start().starts_with(char::is_alphanumeric) {
                groups.extend(self.by_plain.get(name));
            }
        }
        groups
    }

    /// The first operation that a line names, if possible one that is free: of two operations with one name each takes a heading.
    fn take(&mut self, line: &Spelled, is_free: impl Fn(usize) -> bool) -> Option<usize> {
        let (mut free, mut first) = (None, None);
        let least = |one: Option<usize>, other: Option<usize>| one.into_iter().chain(other).min();
        for at in self.groups_of(line) {
            let group = &mut self.groups[at];
            group.taken += group.operations[group.taken..].iter().take_while(|at| !is_free(**at)).count();
            free = least(free, group.operations.get(group.taken).copied());
            first = least(first, group.operations.first().copied());
        }
        free.or(first)
    }
}

/// A name without what people decorate it with.
fn normal(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !"*_`\\".contains(*c)).collect();
    let numbered = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    let plain = match numbered.strip_prefix(['.', ')']) {
        Some(rest) if numbered.len() < plain.len() => rest.to_owned(),
        _ => plain,
    };
    one_line(&plain.to_lowercase())
}

/// The heading of the list of operations, with its number: one of exactly that name, else one that counts as it. A title does not.
fn operations_section<'a>(found: &[Heading<'a>]) -> Option<(usize, Heading<'a>)> {
    let of_name = facts::entries("readme-sections", "sections")
        .find(|section| section.get("name").and_then(facts::Value::as_str) == Some(OPERATIONS));
    let synonyms = of_name?.get("synonyms")?.as_array()?;
    let title = found.iter().position(|heading| heading.level == 1).filter(|&at| at == 0);
    let mut candidates = found.iter().copied().enumerate().filter(|(at, heading)| Some(*at) != title && heading.level <= 6);
    let exact = candidates.clone().find(|(_, heading)| heading.text.eq_ignore_ascii_case(OPERATIONS));
    exact.or_else(|| {
        candidates.find(|(_, heading)| {
            let text = heading.text.to_lowercase();
            synonyms.iter().filter_map(facts::Value::as_str).any(|synonym| text.contains(synonym))
        })
    })
}

/// A readme for a connector that has none: the sections that certification asks for, with what the definition says. What it does not say
/// is a `TODO:` for the author, because an invented text would pass as the author's own.
pub fn written(connector: &Connector, publisher: Publisher) -> String {
    let info = |key: &str| Some(one_line(&connector.api()?.info()?.get_str(key)?)).filter(|text| !text.is_empty());
    let title = connector.title().map(|title| one_line(&title)).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| "TODO: the name of the connector".to_owned());
    let description =
        info("description").unwrap_or_else(|| "TODO: what the service does, and what the connector is for.".to_owned());
    let mut text = format!("# {title}\n\n{description}\n");
    let mut section = |heading: &str, body: &str| text.push_str(&format!("\n## {heading}\n\n{}\n", body.trim_end()));
    if publisher == Publisher::Independent {
        section("Publisher", "TODO: your name");
    }
    section("Prerequisites", "TODO: the account, plan or license that people need.");
    let operations = operations(connector, 3);
    if !operations.is_empty() {
        section(OPERATIONS, &operations);
    }
    if connector.api_properties().is_some_and(|properties| !properties.connection_parameters().is_empty()) {
        section("Obtaining Credentials", "TODO: where people get the credentials that the connection asks for.");
    }
    section("Getting Started", "TODO: the first flow to build, step by step.");
    section("Known Issues and Limitations", "TODO: what does not work, or write \"No issues are known.\"");
    text
}

/// The list of operations of a definition's text, for a section of the second level.
pub fn operations_of(definition: &str) -> String {
    let file = FolderFile {
        file: File::Definition,
        name: "apiDefinition.swagger.json".to_owned(),
        bytes: definition.as_bytes().to_vec(),
    };
    let folder = Folder { files: vec![file], ..Folder::default() };
    operations_in(&Connector::new(folder))
}

/// The same of a connector's definition.
pub fn operations_in(connector: &Connector) -> String {
    operations(connector, 3)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::connector::{Connector, Folder, FolderFile};
    use crate::text::document::{Document, File};

    #[test]
    fn headings_of_all_kinds() {
        let text = "\u{feff}# One\n---\n text # no\r\nTwo\r\n===\r\n```\n# no\n```\n**Three:**\n**no** but **bold**\n## Four ##\n\n---\n- item\n---\n";
        let document = Document::plain(File::Readme, "readme.md", text.as_bytes().to_vec());
        let texts: Vec<_> = super::headings(&document).iter().map(|heading| heading.text).collect();
        assert_eq!(texts, ["One", "Two", "Three", "Four"]);
        let spans: Vec<_> = super::headings(&document).iter().map(|heading| document.slice(heading.span)).collect();
        assert_eq!(spans, ["# One", "Two", "**Three:**", "## Four ##"]);
    }

    #[test]
    fn names_are_compared_by_their_letters() {
        for (heading, name) in [
            ("[Forward Geocoding](https://docs.example/geocoding)", "Forward geocoding"),
            ("Drugs@FDA", "DrugsFDA"),
            ("[ACTION]: Get a task", "Get a task"),
        ] {
            assert_eq!(super::letters(heading), super::letters(name));
        }
        assert_eq!(super::shown("see [a](b) and [c"), "see a and [c");
    }

    #[test]
    fn comments_hold_no_headings() {
        let text = "# One\n<!-- a -->\n<!--\n## No\n-->\n## Two\n";
        let document = Document::plain(File::Readme, "readme.md", text.as_bytes().to_vec());
        let texts: Vec<_> = super::headings(&document).iter().map(|heading| heading.text).collect();
        assert_eq!(texts, ["One", "Two"]);
    }

    #[test]
    fn each_of_two_operations_with_one_name_takes_a_heading() {
        let path = |at: usize| format!(r#""/{at}":{{"get":{{"operationId":"Id{at}","summary":"Get a thing"}}}}"#);
        let definition = format!(r#"{{"swagger":"2.0","paths":{{{},{},{}}}}}"#, path(0), path(1), path(2));
        let file = |file, name: &str, text: &str| FolderFile { file, name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let files = vec![file(File::Definition, "apiDefinition.swagger.json", &definition)];
        let connector = Connector::new(Folder { files, ..Folder::default() });
        let merged = |list: &str, prune| {
            let text = format!("# T\n\n## Supported Operations\n\n{list}");
            let document = Document::plain(File::Readme, "readme.md", text.clone().into_bytes());
            super::merge(&connector, &document, prune).text[text.find("###").unwrap_or(text.len())..].to_owned()
        };
        // The heading of the others mentions the third, too.
        let two = "### Get a thing\n\nOne.\n\n### Get a thing: (old)\n\nTwo.\n\n### Other\n\nx\n";
        assert_eq!(merged(two, false), two);
        let ids = "### Id0\n\nOne.\n\n### Id1\n\nTwo.\n\n### Other\n\nx\n";
        assert_eq!(merged(ids, false), ids.replace("### Other", "### Get a thing\n\n### Other"));
        // What is mentioned is not missing, and nothing is put into what goes.
        assert_eq!(merged("### Id2\n\n* Get a thing\n", false), "### Id2\n\n* Get a thing\n");
        assert_eq!(merged("### Gone\n\nx\n\n### Away\n\ny\n", true).matches("### Get a thing").count(), 3);
    }

    #[test]
    fn names_are_compared_without_decoration() {
        for (text, plain) in [("1. **List  tasks**", "list tasks"), ("`ListTasks`", "listtasks"), ("2 tasks", "2 tasks")] {
            assert_eq!(super::normal(text), plain);
        }
    }
}
