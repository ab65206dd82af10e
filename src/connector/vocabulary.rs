//! The words of a definition: the names of its API, and all words in it.
use super::Connector;
use crate::text::document::{Document, Node};
use crate::text::json::Kind;
use crate::text::{prose, slips, word_hash};
use aho_corasick::packed::Searcher;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

/// What a definition says about a word that looks misspelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It is part of a name of the API.
    Name,
    /// It is not. With the words that are one letter away from it, in lower case and in alphabetical order, without repetitions.
    Near(Vec<String>),
}

/// Both sets are built on demand, because most definitions have no word that looks misspelled, and few have many.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Words that were looked for one by one: a misspelling is often made more than once.
    known: Mutex<FxHashMap<String, Known>>,
    /// Words of names: properties, parameters, operations, values of enumerations, the connector itself and its host.
    names: OnceLock<FxHashSet<String>>,
    /// All words of four letters and more, wherever they stand.
    words: OnceLock<Words>,
}

/// So many words are looked for one by one; for more of them it costs less to collect all names and words.
const MOST_ASKED: usize = 32;

/// The letters of ASCII.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    letters
};

impl Connector {
    /// What the definition says about a word of four ASCII letters or more.
    pub(crate) fn known(&self, word: &str) -> Known {
        let Some(document) = &self.definition else { return Known::Near(Vec::new()) };
        let word = word.to_ascii_lowercase();
        let mut all = self.vocabulary.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(&word) {
            return known.clone();
        }
        let one_by_one = if all.len() < MOST_ASKED { look_for(document, &word) } else { None };
        let known = one_by_one.unwrap_or_else(|| {
            if self.vocabulary.names.get_or_init(|| names(document)).contains(&word) {
                return Known::Name;
            }
            Known::Near(self.vocabulary.words.get_or_init(|| Words::of(document)).near(&word))
        });
        all.insert(word, known.clone());
        known
    }
}

/// Looks for a word in lower case, and for those that are one letter away from it, in one pass over the text. None on a processor that
/// cannot look for several beginnings at once, and for a word of fewer than three letters. A word that a name writes with an escape is not
/// found in it.
///
/// One slip leaves the first or the second half of a word as it is, unless it swaps the two letters in the middle. So the words that
/// begin with the one or end with the other are all that need a look, with the word in which those two are swapped.
fn look_for(document: &Document, wanted: &str) -> Option<Known> {
    let text = document.text.as_bytes();
    let half = wanted.len().div_ceil(2);
    let (head, tail) = wanted.split_at_checked(half).filter(|(head, tail)| head.len() >= 2 && !tail.is_empty())?;
    let mut letters: Vec<char> = wanted.chars().collect();
    letters.swap(half - 1, half);
    let swapped = String::from_iter(letters);
    // In words, only the first letter may be a capital; names are written in capitals, too.
    let (capital_head, capital_swapped, upper_head) =
        (prose::capitalized(head), prose::capitalized(&swapped), head.to_ascii_uppercase());
    let spellings = [wanted, &prose::capitalized(wanted), &wanted.to_ascii_uppercase()];
    let search = Searcher::new([head, &capital_head, &upper_head, tail, &swapped, &capital_swapped])?;
    let is_letter = |at: usize| text.get(at).is_some_and(|&byte| LETTERS[usize::from(byte)]);
    let is_start = |start: usize| start.checked_sub(1).is_none_or(|before| !is_letter(before));
    let (mut near, mut from, mut lower) = (BTreeSet::new(), 0, String::new());
    // The last text that was looked at, as a name: it may have the word in it many times as a part of others.
    let mut looked_at = None;
    while let Some(found) = search.find_in(text, (from..text.len()).into()) {
        let at = found.start();
        // The next may begin within this one.
        from = at + 1;
        if spellings.iter().any(|word| text[at..].starts_with(word.as_bytes())) {
            // The last node that begins before the word is the string or key in which it stands, if it is one.
            let behind = document.tree.nodes.partition_point(|node| node.start as usize <= at);
            let node = behind.checked_sub(1).map(|id| document.node(id as u32));
            let node = node.filter(|node| node.span().end as usize >= at + wanted.len() && looked_at != Some(node.id));
            if let Some(node) = node {
                looked_at = Some(node.id);
                if is_name(node) && name_words(&name_of(node)).iter().any(|known| known == wanted) {
                    return Some(Known::Name);
                }
            }
        }
        // One letter more than the longest word will do to see that it is none.
        let end = Some(at + tail.len()).filter(|&end| text[at..].starts_with(tail.as_bytes()) && !is_letter(end));
        let of_end = |end: usize| (end.saturating_sub(wanted.len() + 2)..end).rev().take_while(|&at| is_letter(at)).last();
        for start in [Some(at), end.and_then(of_end)].into_iter().flatten().filter(|&start| is_start(start)) {
            let length = (start..text.len()).take(wanted.len() + 2).take_while(|&at| is_letter(at)).count();
            let word = &document.text[start..start + length];
            if length < SHORTEST || length.abs_diff(wanted.len()) > 1 || !is_of_one_case(word) {
                continue;
            }
            lower.clear();
            lower.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
            if slips::is_one(&lower, wanted) && !near.contains(&lower) {
                near.insert(lower.clone());
            }
        }
    }
    Some(Known::Near(near.into_iter().collect()))
}

/// Shorter words are not looked at.
const SHORTEST: usize = 4;

/// Longer ones are names of something.
const LONGEST: usize = 64;

/// Whether a word has no capital behind its first letter. Mixed case is a name; its parts are taken from names.
fn is_of_one_case(word: &str) -> bool {
    !word[1..].bytes().any(|byte| byte.is_ascii_uppercase())
}

/// All words of a definition, to find those that are near another one without a look at each.
#[derive(Debug)]
struct Words {
    /// In lower case, a line each.
    text: String,
    /// The hashes of each word and of what is left of it without one of its letters, with where its line starts; in order.
    parts: Vec<(u64, u32)>,
}

impl Words {
    fn of(document: &Document) -> Words {
        let (mut text, mut parts, mut known) = (String::new(), Vec::new(), FxHashSet::default());
        prose::each_run(&document.text, |run| {
            let word = &document.text[run.start as usize..run.end as usize];
            // No misspelling in the dictionary is as long as the longest of these.
            if (SHORTEST..=LONGEST).contains(&word.len()) && is_of_one_case(word) && known.insert(run.hash) {
                let start = text.len();
                text.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
                each_part(&text[start..], |hash| parts.push((hash, start as u32)));
                text.push('\n');
            }
        });
        parts.sort_unstable();
        Words { text, parts }
    }

    /// Those that are one letter away from a word in lower case, in alphabetical order. Two words of which that is true have a part in
    /// common: one of them is the other without a letter, or without the letter that differs, or without one of those that are swapped,
    /// both are the same.
    fn near(&self, wanted: &str) -> Vec<String> {
        let mut near = BTreeSet::new();
        each_part(wanted, |hash| {
            let first = self.parts.partition_point(|&(known, _)| known < hash);
            for &(_, start) in self.parts[first..].iter().take_while(|&&(known, _)| known == hash) {
                let word = self.text[start as usize..].lines().next().unwrap_or_default();
                if slips::is_one(word, wanted) && !near.contains(word) {
                    near.insert(word.to_owned());
                }
            }
        });
        near.into_iter().collect()
    }
}

/// Calls `use_it` with the hash of a word, and of what is left of it without one of its letters, for each of them.
fn each_part(word: &str, mut use_it: impl FnMut(u64)) {
    use_it(word_hash::hash(word.as_bytes()));
    let mut part = word.as_bytes().to_vec();
    for at in (0..word.len()).rev() {
        // The letter that is left out moves from the end to the beginning.
        let left_out = part.remove(at);
        use_it(word_hash::hash(&part));
        part.insert(at, left_out);
    }
}

fn names(document: &Document) -> FxHashSet<String> {
    let nodes = (0..document.tree.nodes.len() as u32).map(|id| document.node(id));
    nodes.filter(|node| is_name(*node)).flat_map(|node| name_words(&name_of(node))).collect()
}

fn name_of(node: Node) -> String {
    let text = if node.kind() == Kind::Key { node.doc.node(node.id + 1).name() } else { node.str() };
    text.unwrap_or_default().into_owned()
}

/// Whether a key or string is a name that the API, or its owner, uses.
fn is_name(node: Node) -> bool {
    let owner = |names: &[&str]| {
        let key = node.parent().and_then(Node::key);
        key.is_some_and(|key| names.iter().any(|name| key.key_is(name)))
    };
    match node.kind() {
        Kind::Key => owner(&["properties", "definitions", "parameters", "responses", "paths", "headers"]),
        Kind::String => {
            let own = |names: &[&str]| node.key().is_some_and(|key| names.iter().any(|name| key.key_is(name)));
            own(&["name", "operationId", "host", "url", "email", "propertyValue", "value"])
                || (node.key().is_none() && owner(&["enum", "required", "tags"]))
        }
        _ => false,
    }
}

/// The words of a name in lower case: `extra` and `data` of `extraData`, `extra-data` and `EXTRA_DATA`.
fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphabetic() || (letter.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphabetic(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| word.len() >= 3);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::File;

    #[test]
    fn near_words_are_those_of_all_words() {
        let near =
            ["lead", "leda", "Lead", "LEAD", "lEad", "leaf", "load", "leads", "ead", "lea", "xlead", "le.ad", "lade", "deal"];
        let more =
            ["recieve", "receive", "recieves", "reveice", "relieve", "Recive", "recXieve", "ecieve", "field", "filed", "fild"];
        let text = format!("lead {} {}feild", near.join(" "), more.join("/"));
        let document = Document::plain(File::Definition, "a", text.clone().into_bytes());
        let words = |text: &str| text.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
        for wanted in words(&text).iter().filter(|word| word.len() >= SHORTEST) {
            let wanted = wanted.to_ascii_lowercase();
            let known = words(&text).into_iter().filter(|word| word.len() >= SHORTEST && is_of_one_case(word));
            let near: BTreeSet<_> =
                known.map(|word| word.to_ascii_lowercase()).filter(|word| slips::is_one(word, &wanted)).collect();
            let near = Known::Near(near.into_iter().collect());
            assert_eq!(look_for(&document, &wanted).unwrap_or(near.clone()), near, "{wanted}");
            assert_eq!(Known::Near(Words::of(&document).near(&wanted)), near, "{wanted}");
        }
    }
}
