use crate::connector::Definition;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static WORDS: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("title-words"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    // One finding per title, as in the validator.
    let Some(word) = WORDS.find(&title) else { return };
    report
        .within(node, word.range(), format!("title contains the restricted word `{}`", word.as_str()))
        .help("use only the name of the service, without the words API and Connector");
}
