use crate::connector::Operation;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("description-phrases"));

pub fn check(operation: Operation, report: &mut Report) {
    for key in ["summary", "description"] {
        let Some(node) = operation.get(key) else { continue };
        let text = node.str().unwrap_or_default();
        let Some(phrase) = PHRASES.find(&text) else { continue };
        let message = format!("`{}` is not allowed in the {key} of operation {}", phrase.as_str(), operation.display());
        report
            .within(node, phrase.range(), message)
            .help("describe what it does without naming the product that uses the connector");
    }
}
