use crate::connector::Operation;
use crate::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("restricted-words", "description-phrases", "words"));

pub fn check(operation: Operation, report: &mut Report) {
    for key in ["summary", "description"] {
        let Some(node) = operation.get(key) else { continue };
        let text = node.str().unwrap_or_default();
        let Some(at) = WORDS.iter().find_map(|word| find(&text, word)) else { continue };
        let message = format!("`{}` is not allowed in the {key} of operation {}", &text[at.clone()], operation.display());
        report.within(node, at, message).help("say what it does without naming the product that uses the connector");
    }
}

/// Where a phrase stands in a text, without regard to case.
fn find(text: &str, phrase: &str) -> Option<std::ops::Range<usize>> {
    let found = text.as_bytes().windows(phrase.len()).position(|part| part.eq_ignore_ascii_case(phrase.as_bytes()))?;
    Some(found..found + phrase.len())
}
