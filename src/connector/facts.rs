//! The facts in `schemas/*.toml` (limits, word lists, templates), each read once, when a rule first asks for it.
//!
//! A rule keeps what it asks for in a `static … : LazyLock`, so that no lookup by name happens per finding.
use crate::text::prose::Run;
use crate::text::word_hash;
use regex::RegexSet;
use std::sync::LazyLock;

pub mod identity_providers;
pub mod policy_templates;
mod table;

pub use table::{Table, Value};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The whole of `schemas/<name>.toml`.
        ///
        /// # Panics
        /// When there is no such file: they are part of the program, and a test reads them all.
        pub fn file(name: &str) -> &'static Table {
            match name {
                $($name => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| parse($name, include_str!(concat!(env!("OUT_DIR"), "/", $name, ".facts"))));
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
    "submission-checklist",
);

fn parse(name: &str, text: &'static str) -> Table {
    Table::parse(text).unwrap_or_else(|| panic!("schemas/{name}.toml cannot be read"))
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

/// Words or phrases to look for in a text, whatever the case of their letters.
#[derive(Debug)]
pub struct Phrases {
    words: Vec<&'static str>,
    /// The position of the first space of each, if each has one: a text has far fewer spaces than letters, so phrases are located
    /// by theirs.
    spaces: Option<Vec<usize>>,
    /// Only where no letter, digit or `_` touches them.
    whole: bool,
    /// The [hashes](word_hash::hash) of their first words.
    first_words: Vec<u64>,
}

/// Where a text has one of some [`Phrases`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Phrase<'t> {
    /// As it is written there.
    pub fn as_str(&self) -> &'t str {
        self.text
    }

    /// Its bytes in the text.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }
}

impl Phrases {
    fn new(words: Vec<&'static str>, whole: bool) -> Phrases {
        let first_word = |word: &&str| word_hash::hash(word.split(' ').next().unwrap_or_default().as_bytes());
        let mut first_words: Vec<u64> = words.iter().map(first_word).collect();
        first_words.sort_unstable();
        first_words.dedup();
        Phrases { spaces: words.iter().map(|word| word.find(' ')).collect(), words, whole, first_words }
    }

    /// Whether one of them may stand as whole words in a text of which these are the runs of letters: false is sure.
    pub fn may_begin_in(&self, runs: &[Run]) -> bool {
        runs.iter().any(|run| self.first_words.contains(&run.hash))
    }

    /// The first of them in a text; if two begin at one place, the one that is listed first.
    pub fn find<'t>(&self, text: &'t str) -> Option<Phrase<'t>> {
        let bytes = text.as_bytes();
        let Some(spaces) = &self.spaces else {
            return (0..text.len()).find_map(|start| self.words.iter().find_map(|word| self.at(text, start, word)));
        };
        (0..bytes.len()).filter(|&at| bytes[at] == b' ').find_map(|at| {
            self.words.iter().zip(spaces).find_map(|(word, &space)| {
                // The letter behind the space is usually enough to decide.
                let fits = bytes.get(at + 1)?.eq_ignore_ascii_case(word.as_bytes().get(space + 1)?);
                if fits { self.at(text, at.checked_sub(space)?, word) } else { None }
            })
        })
    }

    fn at<'t>(&self, text: &'t str, start: usize, word: &str) -> Option<Phrase<'t>> {
        let found = text.get(start..start + word.len()).filter(|found| found.eq_ignore_ascii_case(word))?;
        let touches = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let bytes = text.as_bytes();
        let whole = || !touches(start.checked_sub(1).and_then(|at| bytes.get(at))) && !touches(bytes.get(start + word.len()));
        (!self.whole || whole()).then_some(Phrase { text: found, start })
    }

    /// A text without them.
    pub fn removed_from(&self, text: &str) -> String {
        let (mut left, mut rest) = (String::new(), text);
        while let Some(found) = self.find(rest) {
            left.push_str(&rest[..found.start]);
            rest = &rest[found.range().end..];
        }
        left + rest
    }
}

/// The words of `[table]` in `schemas/restricted-words.toml`: whole ones, or anywhere for phrases.
///
/// # Panics
/// When there is no such table.
pub fn restricted_words(table: &str) -> Phrases {
    let matched = file("restricted-words").get(table).and_then(|table| table.get("match")).and_then(Value::as_str);
    Phrases::new(strings("restricted-words", table, "words"), matched == Some("word"))
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn phrases() {
        let found = |phrases: &Phrases, text: &str| phrases.find(text).map(|found| (found.range(), found.as_str().to_owned()));
        let anywhere = Phrases::new(vec!["power bi", "flow pro max"], false);
        assert_eq!(found(&anywhere, "é a Flow Pro Max, aPower BIs"), Some((5..17, "Flow Pro Max".to_owned())));
        assert_eq!(found(&anywhere, "é aPower BIs"), Some((4..12, "Power BI".to_owned())));
        assert_eq!(found(&anywhere, " bi power  bi flow pro ma"), None);
        let whole = Phrases::new(vec!["api", "apis"], true);
        assert_eq!(found(&whole, "RapidAPI API_1 2api (Apis)"), Some((21..25, "Apis".to_owned())));
        assert_eq!(found(&whole, "apiß"), Some((0..3, "api".to_owned())));
        assert_eq!(whole.removed_from("an API of apis, rapid"), "an  of , rapid");
    }

    #[test]
    fn every_file_can_be_read() {
        for name in super::NAMES {
            assert!(super::file(name).contains_key("source"), "{name}");
        }
    }
}
