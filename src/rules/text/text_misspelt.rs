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
const BITS: usize = 1 << 21;
/// From here on, in bytes of text, the filter is worth the two milliseconds that it takes to make.
const MANY: usize = 200_000;
const SHORTEST: usize = 4;

/// Almost all words are no known misspellings, and a look at two bits says so.
static FILTER: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; BITS / 64];
    for word in typos_dict::WORD.map.keys() {
        for at in places(hash(word.into_inner().as_bytes())) {
            bits[at / 64] |= 1u64 << (at % 64);
        }
    }
    bits
});
static READ: AtomicUsize = AtomicUsize::new(0);
static RIGHT: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "not-misspelt", "words"));

/// The bit in which a small letter differs from a capital.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// A hash of a word, whatever the case of ASCII letters: eight letters at a time.
fn hash(word: &[u8]) -> u64 {
    let (chunks, rest) = word.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let step = |hash: u64, letters: [u8; 8]| {
        let mixed = (hash ^ u64::from_le_bytes(letters) | LOWER).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    };
    step(chunks.iter().copied().fold(word.len() as u64, step), last)
}

fn places(hash: u64) -> [usize; 2] {
    // The upper bits of a product are the mixed ones.
    [(hash >> 43) as usize, (hash >> 22) as usize % BITS]
}

/// Whether some run of letters may be in the dictionary.
fn is_suspicious(text: &str) -> bool {
    let bits: &[u64] = &FILTER;
    let known =
        |word: &[u8]| places(hash(word)).iter().all(|at| bits.get(at / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0));
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
    words.any(|word| word.len() >= SHORTEST && known(word))
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
