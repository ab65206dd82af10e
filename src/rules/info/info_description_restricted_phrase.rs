use crate::connector::Definition;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("description-phrases"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    // One finding per description, as in the validator.
    let Some(phrase) = PHRASES.find(&text) else { return };
    report
        .within(node, phrase.range(), format!("description of the connector mentions `{}`", phrase.as_str()))
        .help("describe what the service does, not where the connector is used");
}
