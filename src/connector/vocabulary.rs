//! The words of a definition: what its API calls things, and all words that stand in it.
use super::Connector;
use crate::text::document::{Document, Node};
use crate::text::json::Kind;
use crate::text::slips;
use rustc_hash::FxHashSet;

#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Words of names: properties, parameters, operations, values of enumerations, the connector itself and its host.
    names: FxHashSet<String>,
    /// All words of four letters and more, wherever they stand.
    words: FxHashSet<String>,
}

impl Connector {
    /// Whether a word is part of what the API calls something.
    pub(crate) fn is_a_name(&self, word: &str) -> bool {
        self.vocabulary().names.contains(&word.to_lowercase())
    }

    /// A word of the definition, other than these, that is one letter away from a word.
    pub(crate) fn word_near(&self, word: &str, but: &[&str]) -> Option<&str> {
        let wanted = word.to_lowercase();
        let near =
            |known: &&String| known.len().abs_diff(wanted.len()) <= 1 && **known != wanted && slips::between(known, &wanted) == 1;
        let words = self.vocabulary().words.iter().filter(near).map(String::as_str);
        words.filter(|known| !but.contains(known)).min()
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| self.definition.as_ref().map(Vocabulary::of).unwrap_or_default())
    }
}

impl Vocabulary {
    fn of(document: &Document) -> Vocabulary {
        let mut all = Vocabulary::default();
        for word in document.text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= 4) {
            // Mixed case is a name; its parts are taken from names.
            if !word[1..].bytes().any(|byte| byte.is_ascii_uppercase()) && !all.words.contains(word) {
                all.words.insert(word.to_ascii_lowercase());
            }
        }
        for node in (0..document.tree.nodes.len() as u32).map(|id| document.node(id)).filter(|node| is_name(*node)) {
            all.names.extend(name_words(&name_of(node)));
        }
        all
    }
}

fn name_of(node: Node) -> String {
    let text = if node.kind() == Kind::Key { node.doc.node(node.id + 1).name() } else { node.str() };
    text.unwrap_or_default().into_owned()
}

/// Whether a key or string is what the API, or its owner, calls something.
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
