use crate::facts;
use crate::fix::Fix;
use crate::grammar;
use crate::prose;
use crate::rule::Report;
use crate::walk::Text;
use std::sync::LazyLock;
use unicase::UniCase;

/// Bits of the filter before the dictionary: a power of two, some 30 for each word in it.
const BITS: u64 = 1 << 21;

/// Almost all words are no known misspellings, and one look at a bit says so.
static FILTER: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; BITS as usize / 64];
    for word in typos_dict::WORD.map.keys() {
        let at = hash(word.into_inner());
        bits[at / 64] |= 1u64 << (at % 64);
    }
    bits
});
static RIGHT: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "not-misspelt", "words"));

/// FNV-1a, whatever the case of ASCII letters.
fn hash(word: &str) -> usize {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte | 0x20)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    ((hash ^ (hash >> 32)) % BITS) as usize
}

/// What a word should have been; None for one that is not known to be wrong.
fn corrections(word: &str) -> Option<&'static [&'static str]> {
    let at = hash(word);
    if FILTER.get(at / 64).is_none_or(|bits| bits & (1 << (at % 64)) == 0) {
        return None;
    }
    typos_dict::WORD.find(&UniCase::ascii(word)).copied().filter(|words| !words.is_empty())
}

pub fn check(text: Text, report: &mut Report) {
    // A connector is called what it is called.
    if text.text == grammar::Text::Title {
        return;
    }
    let value = text.value();
    // Shorter words are often abbreviations.
    for word in prose::words(&value).filter(|word| word.text.len() >= 4) {
        let Some(corrections) = corrections(word.text) else { continue };
        if RIGHT.iter().any(|right| right.eq_ignore_ascii_case(word.text)) || is_name(word.text, text) {
            continue;
        }
        let right: Vec<String> = corrections.iter().map(|right| cased(right, word.text)).collect();
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

/// Whether it is part of the connector's or the publisher's name, or the whole text is the name that the API has for it.
fn is_name(word: &str, text: Text) -> bool {
    let names = |name: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word));
    let connector = text.connector;
    let publisher = connector.api_properties().and_then(|properties| properties.get("publisher")?.str());
    text.object.name().is_some_and(|key| *key == *text.value())
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
