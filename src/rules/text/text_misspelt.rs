use crate::connector::Known;
use crate::connector::facts;
use crate::connector::grammar;
use crate::rule::fix::Fix;
use crate::rule::settings::Settings;
use crate::rule::view::Text;
use crate::rule::{Report, one_of};
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
    // The name of the connector is not checked.
    if text.text == grammar::Text::Title {
        return;
    }
    let value = &*text.value;
    if !is_suspicious(text) {
        return;
    }
    for word in prose::words(value).filter(|word| word.text.len() >= SHORTEST) {
        let Some(corrections) = corrections(word.text) else { continue };
        if RIGHT.iter().any(|right| right.eq_ignore_ascii_case(word.text))
            || is_spelt_on_purpose(value, &word)
            || is_name(word.text, text, report.settings)
        {
            continue;
        }
        let Known::Near(near) = text.connector.known(word.text) else { continue };
        let known: Vec<String> = corrections.collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let right: Vec<String> = known.iter().map(|right| cased(right, word.text)).collect();
        // A word in the same file that is equally close may be the one that is meant.
        let near = near.into_iter().find(|near| !known.contains(&near.as_str()));
        match (right.as_slice(), near) {
            ([right], Some(near)) => {
                let message = format!("`{}` is a misspelling of `{right}` or `{}`", word.text, cased(&near, word.text));
                report.within(text.node, word.range, message).help("write the word that is meant");
            }
            ([right], None) => {
                let span = text.node.part(word.range.clone());
                report
                    .within(text.node, word.range, format!("`{}` is a misspelling of `{right}`", word.text))
                    .help(format!("write `{right}`"))
                    .fix(Fix::safe(format!("write `{right}`")).text(text.node, span, right));
            }
            (several, near) => {
                let near = near.map(|near| cased(&near, word.text));
                let all: Vec<&str> = several.iter().chain(&near).map(String::as_str).collect();
                let message = format!("`{}` is a misspelling of {}", word.text, one_of(&all));
                report.within(text.node, word.range, message).help("write the word that is meant");
            }
        }
    }
}

/// Whether the word is in the configuration or part of the name of the connector or the publisher.
fn is_name(word: &str, text: &Text, settings: &Settings) -> bool {
    let names = |name: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word));
    let connector = text.connector;
    let publisher = connector.api_properties().and_then(|properties| properties.get("publisher")?.str());
    settings.knows(word)
        || connector.title().is_some_and(|title| names(&title))
        || publisher.is_some_and(|publisher| names(&publisher))
}

/// A correction with the same capitalization as the word.
fn cased(right: &str, wrong: &str) -> String {
    if wrong.starts_with(|c: char| c.is_ascii_uppercase()) { prose::capitalized(right) } else { right.to_owned() }
}

/// Whether the surrounding text shows that it is not a typo: part of a hyphenated word, the name of a number, a possessive.
fn is_spelt_on_purpose(text: &str, word: &prose::Word) -> bool {
    let (before, behind) = (&text[..word.range.start], &text[word.range.end..]);
    let hyphenated = before.ends_with('-') && before.trim_end_matches('-').ends_with(char::is_alphanumeric)
        || behind.starts_with('-') && behind.trim_start_matches('-').starts_with(char::is_alphanumeric);
    let (before, next) = (before.trim_end(), behind.trim_start());
    // `Fern = 0, 1 = Moss`, `2: Palm`, `3 - Oak`
    let numbered = next.strip_prefix(['=', ':']).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        || before
            .strip_suffix(['=', ':', '-', '.', ')'])
            .is_some_and(|rest| rest.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        || before.ends_with('=');
    // `countrys flora` lacks an apostrophe and is not a plural; `users'` has one.
    let lower = word.text.to_ascii_lowercase();
    let possessive =
        behind.starts_with(['\'', '\u{2019}']) || lower.strip_suffix("ys").is_some_and(|_| next.starts_with(char::is_alphabetic));
    hyphenated || numbered || possessive
}
