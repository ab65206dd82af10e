use crate::connector::Definition;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static WORDS: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("description-api"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    let Some(word) = WORDS.find(&text) else { return };
    report
        .within(node, word.range(), format!("description of the connector contains the word `{}`", word.as_str()))
        .help("describe the service; users know that there is an API behind it");
}
