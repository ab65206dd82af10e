//! The words of a definition: the names of its API, and all words in it.
use super::Connector;
use crate::text::document::{Document, Node};
use crate::text::json::Kind;
use crate::text::{prose, slips};
use aho_corasick::packed::Searcher;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Both sets are built on demand, because most definitions have no word that looks misspelled.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Words that were looked for in names one by one.
    asked: Mutex<FxHashMap<String, bool>>,
    /// Words of names: properties, parameters, operations, values of enumerations, the connector itself and its host.
    names: OnceLock<FxHashSet<String>>,
    /// What [`Connector::word_near`] found for words that were looked at one by one: a misspelling is often made more than once.
    near: Mutex<FxHashMap<String, Option<String>>>,
    /// All words of four letters and more, wherever they stand: in lower case, a line each.
    words: OnceLock<String>,
}

/// So many words are looked for one by one; for more of them it costs less to collect all names.
const MOST_ASKED: usize = 32;

/// The same for words that are compared with all words of the text.
const MOST_COMPARED: usize = 16;

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
    /// Whether a word is part of a name of the API.
    pub(crate) fn is_a_name(&self, word: &str) -> bool {
        let Some(document) = &self.definition else { return false };
        let word = word.to_lowercase();
        let mut asked = self.vocabulary.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = asked.get(&word) {
            return known;
        }
        let one_by_one = if asked.len() < MOST_ASKED { stands_in_a_name(document, &word) } else { None };
        let found = one_by_one.unwrap_or_else(|| self.vocabulary.names.get_or_init(|| names(document)).contains(&word));
        asked.insert(word, found);
        found
    }

    /// A word of the definition, other than these, that is one letter away from a word in ASCII. `but` has to be the same each time
    /// that it is called with the same word.
    pub(crate) fn word_near(&self, word: &str, but: &[&str]) -> Option<String> {
        let (document, wanted) = (self.definition.as_ref()?, word.to_ascii_lowercase());
        let mut known = self.vocabulary.near.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(near) = known.get(&wanted) {
            return near.clone();
        }
        let one_by_one = if known.len() < MOST_COMPARED { nearest(document, &wanted, but) } else { None };
        let Some(near) = one_by_one else {
            let all = self.vocabulary.words.get_or_init(|| words(document));
            return all.lines().filter(|known| slips::is_one(known, &wanted) && !but.contains(known)).min().map(str::to_owned);
        };
        known.insert(wanted, near.clone());
        near
    }
}

/// Where any of these begins in a text, found in one pass. None on a processor that cannot look for several at once.
fn beginnings<'t>(text: &'t str, of: &[&str]) -> Option<impl Iterator<Item = usize> + use<'t>> {
    let (search, mut from) = (Searcher::new(of)?, 0);
    Some(std::iter::from_fn(move || {
        let found = search.find_in(text, (from..text.len()).into())?.start();
        // The next may begin within this one.
        from = found + 1;
        Some(found)
    }))
}

/// The first in the alphabet of the words of a text, other than these, that are one letter away from a word in lower case. None as for
/// [`beginnings`].
///
/// One slip leaves the first or the second half of a word as it is, unless it swaps the two letters in the middle. So the words that
/// begin with the one or end with the other are all that need a look, with the word in which those two are swapped.
fn nearest(document: &Document, wanted: &str, but: &[&str]) -> Option<Option<String>> {
    let text = document.text.as_bytes();
    let half = wanted.len().div_ceil(2);
    let (head, tail) = wanted.split_at_checked(half).filter(|(head, tail)| head.len() >= 2 && !tail.is_empty())?;
    let mut letters: Vec<char> = wanted.chars().collect();
    letters.swap(half - 1, half);
    let swapped = String::from_iter(letters);
    // Only the first letter may be a capital.
    let (capital_head, capital_swapped) = (prose::capitalized(head), prose::capitalized(&swapped));
    let places = beginnings(&document.text, &[head, &capital_head, tail, &swapped, &capital_swapped])?;
    let is_letter = |at: usize| text.get(at).is_some_and(|&byte| LETTERS[usize::from(byte)]);
    let starts = places.flat_map(|at| {
        // One letter more than the longest word will do to see that it is none.
        let end = Some(at + tail.len()).filter(|&end| text[at..].starts_with(tail.as_bytes()) && !is_letter(end));
        let of_end = |end: usize| (end.saturating_sub(wanted.len() + 2)..end).rev().take_while(|&at| is_letter(at)).last();
        [Some(at), end.and_then(of_end)].into_iter().flatten()
    });
    let (mut nearest, mut lower) = (None::<String>, String::new());
    for start in starts.filter(|start| start.checked_sub(1).is_none_or(|before| !is_letter(before))) {
        let length = (start..text.len()).take(wanted.len() + 2).take_while(|&at| is_letter(at)).count();
        if length < SHORTEST || length.abs_diff(wanted.len()) > 1 || !is_of_one_case(&document.text[start..start + length]) {
            continue;
        }
        lower.clear();
        lower.push_str(&document.text[start..start + length]);
        lower.make_ascii_lowercase();
        if slips::is_one(&lower, wanted) && !but.contains(&&*lower) && nearest.as_ref().is_none_or(|known| lower < *known) {
            nearest = Some(lower.clone());
        }
    }
    Some(nearest)
}

/// Shorter words are not looked at.
const SHORTEST: usize = 4;

/// Whether a word has no capital behind its first letter. Mixed case is a name; its parts are taken from names.
fn is_of_one_case(word: &str) -> bool {
    !word[1..].bytes().any(|byte| byte.is_ascii_uppercase())
}

fn words(document: &Document) -> String {
    let (mut all, mut known) = (String::new(), FxHashSet::default());
    prose::each_run(&document.text, |run| {
        let word = &document.text[run.start as usize..run.end as usize];
        if word.len() >= SHORTEST && is_of_one_case(word) && known.insert(run.hash) {
            all.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
            all.push('\n');
        }
    });
    all
}

fn names(document: &Document) -> FxHashSet<String> {
    let nodes = (0..document.tree.nodes.len() as u32).map(|id| document.node(id));
    nodes.filter(|node| is_name(*node)).flat_map(|node| name_words(&name_of(node))).collect()
}

/// Whether a word in lower case is one of those of a name, found by where it stands in the text: as `word`, `Word` or `WORD`. One
/// that a name writes with an escape is not found. None as for [`beginnings`].
fn stands_in_a_name(document: &Document, word: &str) -> Option<bool> {
    let mut places = beginnings(&document.text, &[word, &prose::capitalized(word), &word.to_uppercase()])?;
    Some(places.any(|start| {
        // The last node that begins before the word is the string or key in which it stands, if it is one.
        let behind = document.tree.nodes.partition_point(|node| node.start as usize <= start);
        let Some(id) = behind.checked_sub(1) else { return false };
        let node = document.node(id as u32);
        node.span().end as usize >= start + word.len()
            && is_name(node)
            && name_words(&name_of(node)).iter().any(|known| known == word)
    }))
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
    fn the_nearest_word_is_that_of_all_words() {
        let near =
            ["lead", "leda", "Lead", "LEAD", "lEad", "leaf", "load", "leads", "ead", "lea", "xlead", "le.ad", "lade", "deal"];
        let more =
            ["recieve", "receive", "recieves", "reveice", "relieve", "Recive", "recXieve", "ecieve", "field", "filed", "fild"];
        let text = format!("lead {} {}feild", near.join(" "), more.join("/"));
        let document = Document::plain(File::Definition, "a", text.clone().into_bytes());
        let words = |text: &str| text.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
        for wanted in words(&text).iter().filter(|word| word.len() >= SHORTEST) {
            let wanted = wanted.to_ascii_lowercase();
            for but in ["", "lead", "leaf", "receive", "field"] {
                let known = words(&text).into_iter().filter(|word| word.len() >= SHORTEST && is_of_one_case(word));
                let known = known.map(|word| word.to_ascii_lowercase());
                let least = known.filter(|word| slips::is_one(word, &wanted) && word != but).min();
                assert_eq!(nearest(&document, &wanted, &[but]).unwrap_or(least.clone()), least, "{wanted} {but}");
            }
        }
    }
}
