use crate::connector::facts;
use crate::connector::grammar;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::settings::Settings;
use crate::rule::view::Text;
use crate::text::misspellings::{self, corrections};
use crate::text::prose;
use std::sync::LazyLock;

/// Shorter words are often abbreviations.
const SHORTEST: usize = 4;

static RIGHT: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "not-misspelt", "words"));

/// Whether some run of letters is in the dictionary.
fn is_suspicious(text: &Text) -> bool {
    text.runs.iter().any(|run| {
        run.letters() >= SHORTEST
            && misspellings::may_hold(run.hash)
            && text.value.get(run.start as usize..run.end as usize).is_some_and(|word| corrections(word).is_some())
    })
}

pub fn check(text: &Text, report: &mut Report) {
    // A connector is called what it is called.
    if text.text == grammar::Text::Title {
        return;
    }
    let value = &*text.value;
    if !is_suspicious(text) {
        return;
    }
    for word in prose::words(value).filter(|word| word.text.len() >= SHORTEST) {
        let Some(corrections) = corrections(word.text) else { continue };
        if RIGHT.iter().any(|right| right.eq_ignore_ascii_case(word.text)) || is_name(word.text, text, report.settings) {
            continue;
        }
        let right: Vec<String> = corrections.map(|right| cased(right, word.text)).collect();
        match right.as_slice() {
            [right] => {
                let span = text.node.part(word.range.clone());
                report
                    .within(text.node, word.range, format!("`{}` is misspelt, `{right}` is right", word.text))
                    .help(format!("write `{right}`"))
                    .fix(Fix::safe(format!("write `{right}`")).text(text.node, span, right));
            }
            several => {
                let message = format!("`{}` is misspelt: `{}`?", word.text, several.join("` or `"));
                report.within(text.node, word.range, message).help("write the word that is meant");
            }
        }
    }
}

/// Whether the configuration knows it, it is part of the connector's or the publisher's name, or the whole text is the name that the API has for it.
fn is_name(word: &str, text: &Text, settings: &Settings) -> bool {
    let names = |name: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word));
    let connector = text.connector;
    let publisher = connector.api_properties().and_then(|properties| properties.get("publisher")?.str());
    settings.knows(word)
        || text.object.name().is_some_and(|key| *key == *text.value)
        || connector.title().is_some_and(|title| names(&title))
        || publisher.is_some_and(|publisher| names(&publisher))
}

/// A correction with the capital that the word has.
fn cased(right: &str, wrong: &str) -> String {
    let mut letters = right.chars();
    match letters.next() {
        Some(first) if wrong.starts_with(|c: char| c.is_ascii_uppercase()) => first.to_uppercase().chain(letters).collect(),
        _ => right.to_owned(),
    }
}
