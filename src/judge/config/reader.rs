//! Values of a TOML text with their places and errors. It does not know what they mean.
use super::limits;
use crate::rule::settings::Fault;
use crate::rule::{Severity, one_of};
use crate::text::json::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The tables of a configuration and their keys; those of `rules` are names of rules. `schemas/connsmith.schema.json` has the
/// same, which a test holds together.
pub const SECTIONS: [(&str, &[&str]); 9] = [
    (
        "",
        &[
            "root",
            "exclude",
            "include",
            "publisher",
            "profile",
            "indent",
            "baseline",
            "known-words",
            "restricted-hosts",
            "rules",
            "overrides",
            "ignore",
            "rule",
            "solution",
        ],
    ),
    ("overrides", &["paths", "publisher", "profile", "rules"]),
    ("ignore", &["rule", "at", "reason", "until"]),
    ("rule", &["id", "message", "help", "severity", "file", "given", "then", "fix"]),
    ("then", &["field", "pattern", "casing", "length", "enumeration", "defined", "undefined", "schema"]),
    ("length", &["min", "max"]),
    ("fix", &["rename", "set", "safe"]),
    ("solution", &["name", "display-name", "publisher"]),
    ("solution.publisher", &["name", "display-name", "prefix", "option-prefix"]),
];
/// Those of a baseline.
const OF_BASELINES: [(&str, &[&str]); 2] = [("baseline", &["ignore"]), ("entry", &["rule", "at", "count"])];

/// A setting and its place.
#[derive(Clone, Debug, Default)]
pub struct Set<T> {
    pub value: T,
    pub span: Span,
}

/// A table of the file.
pub(crate) type Table<'a, 't> = &'a DeTable<'t>;

/// Reads values and notes errors.
#[derive(Default)]
pub(crate) struct Reader {
    pub faults: Vec<Fault>,
}

/// Bytes of the text.
pub(crate) fn span<T>(value: &Spanned<T>) -> Span {
    Span { start: value.span().start as u32, end: value.span().end as u32 }
}

impl Reader {
    pub fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let help = Some(help.into()).filter(|help| !help.is_empty());
        if self.is_full() {
            return;
        }
        if self.faults.len() == limits::FAULTS {
            let message = format!("more than {} errors; the others are not listed", limits::FAULTS);
            self.faults.push(Fault { span, message, help: None });
            return;
        }
        self.faults.push(Fault { span, message: message.into(), help });
    }

    /// Whether there are so many faults that no more are listed.
    pub fn is_full(&self) -> bool {
        self.faults.len() > limits::FAULTS
    }

    /// Whether a number is within a limit; if not, notes a fault.
    pub fn within(&mut self, count: usize, most: usize, what: &str, at: Span) -> bool {
        if count > most {
            self.fault(at, format!("{what} exceed the limit of {most}; the rest is ignored"), "use fewer");
        }
        count <= most
    }

    /// Reads TOML. What cannot be read is noted and left out.
    pub fn document<'t>(&mut self, text: &'t str) -> DeTable<'t> {
        if let Some(at) = too_deep(text) {
            let span = Span { start: at as u32, end: at as u32 + 1 };
            self.fault(span, format!("this is more than {} levels deep, so the file is ignored", limits::DEPTH), "");
            return DeTable::new();
        }
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().unwrap_or_default();
            // At the end of a line there may be nothing to underline.
            let end = if at.is_empty() { (at.start + 1).min(text.len()) } else { at.end };
            let span = Span { start: at.start as u32, end: end as u32 };
            let message = error.message().trim().replace('\n', ", ");
            self.fault(span, format!("this is not TOML: {message}"), "see https://toml.io for the syntax");
        }
        document.into_inner()
    }

    /// A table whose keys must be among those of a section.
    pub fn table<'a, 't>(&mut self, value: &'a Spanned<DeValue<'t>>, section: &str) -> Option<Table<'a, 't>> {
        let table = value.get_ref().as_table();
        match table {
            Some(table) => self.keys(table, section),
            None => self.wrong_type(value, &format!("`{section}`"), "a table"),
        }
        table
    }

    /// Notes the keys of a table that its section does not have.
    pub fn keys(&mut self, table: Table, section: &str) {
        let known = SECTIONS.iter().chain(&OF_BASELINES).find(|(name, _)| *name == section).map_or(&[][..], |(_, keys)| keys);
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            if self.is_full() {
                break;
            }
            let place = if section.is_empty() { String::new() } else { format!(" in `{section}`") };
            let message = format!("there is no setting `{}`{place}", key.get_ref());
            let help = match nearest(key.get_ref(), known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the settings are {}", crate::rule::all_of(known)),
            };
            self.fault(span(key), message, help);
        }
    }

    pub fn wrong_type(&mut self, value: &Spanned<DeValue>, what: &str, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault(span(value), format!("{what} is {found}"), format!("give {wanted}"));
    }

    /// A string.
    pub fn text(&mut self, table: Table, key: &str) -> Option<Set<String>> {
        let value = table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Set { value: text.to_owned(), span: span(value) }),
            None => {
                self.wrong_type(value, &format!("`{key}`"), "a string");
                None
            }
        }
    }

    /// A string with something in it, which the table must have.
    pub fn needed_text(&mut self, table: Table, whole: Span, section: &str, key: &str) -> Option<Set<String>> {
        if !table.contains_key(key) {
            self.fault(whole, format!("`{section}` has no `{key}`"), format!("add `{key} = \"…\"`"));
        }
        let text = self.text(table, key)?;
        if text.value.trim().is_empty() {
            self.fault(text.span, format!("`{key}` is empty"), "");
            return None;
        }
        Some(text)
    }

    /// Strings: a list of them, or one alone.
    pub fn texts(&mut self, table: Table, key: &str) -> Vec<Set<String>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Set { value: text.to_owned(), span: span(item) }),
                None => self.wrong_type(item, &format!("`{key}`"), "a string or a list of strings"),
            }
        }
        texts
    }

    pub fn boolean(&mut self, table: Table, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.wrong_type(value, &format!("`{key}`"), "`true` or `false`");
        }
        read
    }

    /// A whole number that is not negative.
    pub fn number(&mut self, table: Table, key: &str) -> Option<Set<u32>> {
        let value = table.get(key)?;
        let read = value.get_ref().as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        if read.is_none() {
            self.wrong_type(value, &format!("`{key}`"), "a whole number");
        }
        read.map(|number| Set { value: number, span: span(value) })
    }

    /// One of some words.
    pub fn choice<T: Copy>(&mut self, table: Table, key: &str, choices: &[(&str, T)]) -> Option<Set<T>> {
        let text = self.text(table, key)?;
        match choices.iter().find(|(word, _)| *word == text.value) {
            Some(&(_, value)) => Some(Set { value, span: text.span }),
            None => {
                let words: Vec<&str> = choices.iter().map(|(word, _)| *word).filter(|word| *word != WARN).collect();
                self.fault(text.span, format!("`{key}` cannot be `{}`", text.value), format!("write {}", one_of(&words)));
                None
            }
        }
    }

    /// The tables of an array of tables, each with what to underline when something is missing in it.
    pub fn tables<'a, 't>(&mut self, table: Table<'a, 't>, section: &str) -> Vec<(Table<'a, 't>, Span)> {
        let Some(value) = table.get(section) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, &format!("`{section}`"), &format!("tables, each below a line `[[{section}]]`"));
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.table(item, section)?, span(item)))).collect()
    }
}

/// Where a text has more than [`limits::DEPTH`] tables or lists in each other, or as many names with a dot between them. Reading
/// it would need as much of the stack.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut dots, mut quote, mut escaped) = (0_usize, 0_usize, None, false);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            // Whatever it is in, a string of one line ends with the line; those of many lines are not looked into here.
            (_, '\n') => (dots, quote, escaped) = (0, None, false),
            (Some('"'), _) if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some('#'), _) => {}
            (Some(end), letter) if end == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '#') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, '=' | ',') => dots = 0,
            (None, '.') => dots += 1,
            (None, _) => {}
        }
        if depth > limits::DEPTH || dots > limits::DEPTH {
            return Some(at);
        }
    }
    None
}

/// The word that was probably meant.
pub(crate) fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let near = known.map(|known| (strsim::jaro_winkler(known, word), known));
    near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// Levels of findings by their names.
pub(crate) const SEVERITIES: [(&str, Severity); 4] =
    [("info", Severity::Info), ("warning", Severity::Warning), ("error", Severity::Error), (WARN, Severity::Warning)];

/// Another word for `warning`, which is accepted and not offered.
pub(crate) const WARN: &str = "warn";
