use crate::connector::{Definition, Operation};
use crate::rule::Report;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

pub fn check(definition: Definition, report: &mut Report) {
    // By a hash: nearly every summary is met once, and need not be kept.
    let mut seen: FxHashMap<u64, Operation> = FxHashMap::default();
    let (mut words, mut known_words) = (String::new(), String::new());
    for operation in definition.connector.operations() {
        let Some(summary) = operation.get("summary") else { continue };
        let Some(text) = summary.str().filter(|text| !text.trim().is_empty()) else { continue };
        if operation.is_internal() || operation.is_deprecated() {
            continue;
        }
        spell(&text, &mut words);
        let mut hasher = FxHasher::default();
        hasher.write(words.as_bytes());
        hasher.write_u8(operation.is_trigger().into());
        let first = *seen.entry(hasher.finish()).or_insert(operation);
        let Some(known) = first.get("summary").filter(|_| first != operation) else { continue };
        spell(&known.str().unwrap_or_default(), &mut known_words);
        if known_words != words || first.is_trigger() != operation.is_trigger() {
            continue;
        }
        report
            .at(summary, format!("operation {} has the same summary as {}", operation.display(), first.display()))
            .help("make the summaries different")
            .label(known, "first used here");
    }
}

/// Writes the words of a summary in small letters, which take the place of what was in `words`.
fn spell(summary: &str, words: &mut String) {
    words.clear();
    for word in summary.split_whitespace() {
        words.push(' ');
        if word.is_ascii() {
            words.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            words.push_str(&word.to_lowercase());
        }
    }
}
