use crate::facts;
use crate::fix::Fix;
use crate::grammar;
use crate::prose;
use crate::rule::Report;
use crate::walk::Text;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use unicase::UniCase;

/// Bits of the filter before the dictionary: a power of two, some 30 for each word in it.
const BITS: u64 = 1 << 21;
/// From here on, in bytes of text, the filter is worth the two milliseconds that it takes to make.
const MANY: usize = 200_000;
const SHORTEST: usize = 4;

/// Almost all words are no known misspellings, and a look at two bits says so.
static FILTER: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; BITS as usize / 64];
    for word in typos_dict::WORD.map.keys() {
        for at in places(word.into_inner().bytes().fold(SEED, step)) {
            bits[at / 64] |= 1u64 << (at % 64);
        }
    }
    bits
});
static READ: AtomicUsize = AtomicUsize::new(0);
static RIGHT: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "not-misspelt", "words"));

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, whatever the case of ASCII letters.
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte | 0x20)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn places(hash: u64) -> [usize; 2] {
    [(hash % BITS) as usize, ((hash >> 32) % BITS) as usize]
}

/// Whether some run of letters may be in the dictionary.
fn is_suspicious(text: &str) -> bool {
    let bits: &[u64] = &FILTER;
    let known = |hash| places(hash).iter().all(|at| bits.get(at / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0));
    let (mut hash, mut length) = (SEED, 0);
    for byte in text.bytes() {
        if byte.is_ascii_alphabetic() {
            (hash, length) = (step(hash, byte), length + 1);
        } else {
            if length >= SHORTEST && known(hash) {
                return true;
            }
            (hash, length) = (SEED, 0);
        }
    }
    length >= SHORTEST && known(hash)
}

/// What a word should have been; None for one that is not known to be wrong.
fn corrections(word: &str) -> Option<&'static [&'static str]> {
    typos_dict::WORD.find(&UniCase::ascii(word)).copied().filter(|words| !words.is_empty())
}

pub fn check(text: &Text, report: &mut Report) {
    // A connector is called what it is called.
    if text.text == grammar::Text::Title {
        return;
    }
    let value = &*text.value;
    if READ.load(Ordering::Relaxed) < MANY {
        READ.fetch_add(value.len(), Ordering::Relaxed);
    } else if !is_suspicious(value) {
        return;
    }
    // Shorter words are often abbreviations.
    for word in prose::words(value).filter(|word| word.text.len() >= SHORTEST) {
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
fn is_name(word: &str, text: &Text) -> bool {
    let names = |name: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word));
    let connector = text.connector;
    let publisher = connector.api_properties().and_then(|properties| properties.get("publisher")?.str());
    text.object.name().is_some_and(|key| *key == *text.value)
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
