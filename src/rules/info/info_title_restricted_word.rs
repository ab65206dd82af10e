use crate::connector::Definition;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static WORDS: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("title-words"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    // One finding a title, as in the validator.
    let Some(word) = WORDS.find(&title) else { return };
    report
        .within(node, word.range(), format!("title has the restricted word `{}`", word.as_str()))
        .help("name the service only, without the words API and Connector");
}
