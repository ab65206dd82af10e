//! The facts in `schemas/*.toml` (limits, word lists, templates), each read once, when a rule first asks for it.
//!
//! A rule keeps what it asks for in a `static … : LazyLock`, so that no look-up by name happens per finding.
use regex::{Regex, RegexSet};
use std::sync::LazyLock;
use toml::{Table, Value};

pub mod identity_providers;
pub mod policy_templates;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The whole of `schemas/<name>.toml`.
        ///
        /// # Panics
        /// When there is no such file or it is not TOML: both are part of the program, and a test reads them all.
        pub fn file(name: &str) -> &'static Table {
            match name {
                $($name => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| parse($name, include_str!(concat!("../schemas/", $name, ".toml"))));
                    &TABLE
                })*
                _ => panic!("no schemas/{name}.toml"),
            }
        }

        #[cfg(test)]
        const NAMES: &[&str] = &[$($name),*];
    };
}

files!(
    "acronyms",
    "categories",
    "collection-formats",
    "colours",
    "connection-parameter-types",
    "formats",
    "host-labels",
    "http-status",
    "identity-providers",
    "keywords",
    "known-extensions",
    "limits",
    "mime-types",
    "oauth-templates",
    "placeholder-texts",
    "policy-templates",
    "readme-sections",
    "reserved-parameters",
    "restricted-words",
    "script-namespaces",
    "secret-patterns",
    "spelling",
);

fn parse(name: &str, text: &str) -> Table {
    text.parse().unwrap_or_else(|error| panic!("schemas/{name}.toml: {error}"))
}

/// The list of strings at `table.key` of `schemas/<file>.toml`.
///
/// # Panics
/// When there is no such list.
pub fn strings(file: &str, table: &str, key: &str) -> Vec<&'static str> {
    let list = self::file(file).get(table).and_then(|table| table.get(key)).and_then(Value::as_array);
    let list = list.unwrap_or_else(|| panic!("schemas/{file}.toml has no list `{table}.{key}`"));
    list.iter().filter_map(Value::as_str).collect()
}

/// The entries of the array `key` of `schemas/<file>.toml`.
///
/// # Panics
/// When there is no such array.
pub fn entries(file: &str, key: &str) -> impl Iterator<Item = &'static Table> {
    let list = self::file(file).get(key).and_then(Value::as_array);
    list.unwrap_or_else(|| panic!("schemas/{file}.toml has no array `{key}`")).iter().filter_map(Value::as_table)
}

/// The number `value` of `[limit.<name>]` in `schemas/limits.toml`.
///
/// # Panics
/// When there is no such limit.
pub fn limit(name: &str) -> usize {
    let value = file("limits")
        .get("limit")
        .and_then(|limits| limits.get(name))
        .and_then(|limit| limit.get("value"))
        .and_then(Value::as_integer);
    value.and_then(|value| usize::try_from(value).ok()).unwrap_or_else(|| panic!("schemas/limits.toml has no limit `{name}`"))
}

/// Whether a value stands for a secret or an id without being one: `[[DUMMY]]`, `<your client id>`, `YOUR_SECRET`.
pub fn is_placeholder(value: &str) -> bool {
    static PLACEHOLDERS: LazyLock<RegexSet> = LazyLock::new(|| {
        let allowed = strings("secret-patterns", "placeholders", "allow");
        let whole = allowed.iter().map(|pattern| format!("^(?:{pattern})$"));
        RegexSet::new(whole).unwrap_or_else(|error| panic!("schemas/secret-patterns.toml: {error}"))
    });
    PLACEHOLDERS.is_match(value.trim())
}

/// A pattern, without case, for the words of `[table]` in `schemas/restricted-words.toml`: whole ones, or anywhere for phrases.
///
/// # Panics
/// When there is no such table.
pub fn restricted_words(table: &str) -> Regex {
    let words: Vec<_> = strings("restricted-words", table, "words").into_iter().map(regex::escape).collect();
    let whole = file("restricted-words").get(table).and_then(|table| table.get("match")).and_then(Value::as_str) == Some("word");
    let bound = if whole { r"\b" } else { "" };
    Regex::new(&format!("(?i){bound}(?:{}){bound}", words.join("|"))).unwrap_or_else(|error| panic!("{error}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_is_toml() {
        for name in super::NAMES {
            assert!(super::file(name).contains_key("source"), "{name}");
        }
    }
}
