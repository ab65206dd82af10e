//! Texts that people read, word by word.
use crate::text::word_hash;
use std::ops::Range;

/// A word of plain prose: letters only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    /// Bytes in the text.
    pub range: Range<usize>,
    /// Whether a sentence, or a part of the text set off by a colon or quotes, begins with it: then its capital says nothing.
    pub first: bool,
}

/// A run of ASCII letters, with something else or nothing on either side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First byte in the text, and one past the last.
    pub start: u32,
    pub end: u32,
    /// The [`hash`](word_hash::hash) of its letters: the same for either case.
    pub hash: u64,
}

impl Run {
    /// How many letters it has.
    pub fn letters(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Finds the runs of ASCII letters of a text, in order, which take the place of what was in `runs`. Each [`Word`] is one of them: what is
/// in no run need not be looked for word by word.
pub fn find_runs(text: &str, runs: &mut Vec<Run>) {
    runs.clear();
    each_run(text, |run| runs.push(run));
}

/// Calls `use_it` for each run of ASCII letters of a text, in order.
#[inline]
pub fn each_run(text: &str, mut use_it: impl FnMut(Run)) {
    let bytes = text.as_bytes();
    // Whether a letter stands before the 64 bytes, and where its run starts.
    let (mut inside, mut start) = (false, 0);
    for from in (0..bytes.len()).step_by(64) {
        let letters = letters(&bytes[from..]);
        // A bit where a run starts or ends.
        let mut edges = letters ^ (letters << 1 | u64::from(inside));
        while edges != 0 {
            let at = from + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            if inside {
                use_it(run(bytes, start, at));
            }
            (inside, start) = (!inside, at);
        }
    }
    if inside {
        use_it(run(bytes, start, bytes.len()));
    }
}

#[inline]
fn run(bytes: &[u8], start: usize, end: usize) -> Run {
    let hash = match (end - start, bytes[start..].first_chunk()) {
        (length @ ..8, Some(letters)) => word_hash::short(*letters, length),
        _ => word_hash::hash(&bytes[start..end]),
    };
    Run { start: start as u32, end: end as u32, hash }
}

/// A bit for each of the first 64 bytes that is an ASCII letter, the first the lowest, and none behind the text. Eight bytes are looked at
/// together.
fn letters(bytes: &[u8]) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let length = bytes.len().min(64);
    let mut padded = [0; 64];
    padded[..length].copy_from_slice(&bytes[..length]);
    let mut mask = 0;
    for (place, eight) in padded.as_chunks::<8>().0[..length.div_ceil(8)].iter().enumerate() {
        let word = u64::from_le_bytes(*eight);
        // The highest bit of a byte says that it is at least `a`, or more than `z`; no sum of seven bits carries into the next byte.
        let lower = (word | (EACH * 0x20)) & (EACH * 0x7f);
        let (from_a, behind_z) = (lower + EACH * (0x80 - 0x61), lower + EACH * (0x7f - 0x7a));
        let letters = (from_a & !behind_z & !word & (EACH * 0x80)) >> 7;
        // Brings the lowest bit of each byte together in the highest byte.
        mask |= (letters.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * place);
    }
    mask
}

/// The words of a text that are plain prose. Left out is what may be code or a name: URLs, paths and file names, anything
/// with digits or underscores, capitals beyond the first letter, what stands in backticks or angle brackets, a single word
/// in quotes, and words with letters outside of ASCII.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let bytes = text.as_bytes();
    let (mut at, mut first) = (0, true);
    let mut ready: [Option<Word>; 4] = [const { None }; 4];
    std::iter::from_fn(move || {
        loop {
            if let Some(word) = ready.iter_mut().find_map(Option::take) {
                return Some(word);
            }
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            if at >= bytes.len() {
                return None;
            }
            let start = at;
            at += bytes[at..].iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len() - at);
            let chunk = &bytes[start..at];
            if let Some(tick) = memchr::memchr(b'`', chunk) {
                // To the chunk behind the closing backtick; without one it is just a character.
                if let Some(close) = memchr::memchr(b'`', &bytes[start + tick + 1..]) {
                    let behind = start + tick + 1 + close;
                    at = behind + bytes[behind..].iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len() - behind);
                }
                first = false;
                continue;
            }
            if let Some(tag) = memchr::memchr(b'<', chunk) {
                if let Some(close) = memchr::memchr(b'>', &bytes[start + tag + 1..]) {
                    at = start + tag + 1 + close + 1;
                }
                continue;
            }
            let lead = chunk.iter().take_while(|&&byte| LEAD.contains(&byte)).count();
            let trail = chunk[lead..].iter().rev().take_while(|&&byte| TRAIL.contains(&byte)).count();
            let core = &chunk[lead..chunk.len() - trail];
            let quoted = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'"' | b'\''));
            let alone = quoted(lead.checked_sub(1).and_then(|at| chunk.get(at))) && quoted(chunk.get(lead + core.len()));
            let starts = std::mem::replace(&mut first, chunk[chunk.len() - trail..].iter().any(|byte| b".!?:".contains(byte)));
            let starts = starts || lead > 0 || core.is_empty();
            first |= core.is_empty() && starts;
            if alone || !core.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'-') {
                continue;
            }
            let mut offset = start + lead;
            for (part, slot) in core.split(|&byte| byte == b'-').zip(&mut ready) {
                let range = offset..offset + part.len();
                offset = range.end + 1;
                if part.is_empty() || part[1..].iter().any(u8::is_ascii_uppercase) {
                    continue;
                }
                *slot = text.get(range.clone()).map(|text| Word { text, range, first: starts });
            }
        }
    })
}

const LEAD: &[u8] = b"\"'([{*-";
const TRAIL: &[u8] = b"\"')]}*,.;:!?-";

/// Whether a word is a URL or begins like one.
pub fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.")
}

/// The last word of a text that ends without punctuation although it is more than one word: it lacks a period.
pub fn unpunctuated_end(text: &str) -> Option<Range<usize>> {
    let text = text.trim_end();
    let (before, last) = text.rsplit_once(char::is_whitespace)?;
    let sentence = text.ends_with(char::is_alphanumeric) && !before.trim().is_empty();
    sentence.then_some(text.len() - last.len()..text.len())
}

/// Whether two texts have the same letters and digits, whatever their case.
pub fn same_letters(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// A text with its first letter in upper case.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use crate::text::word_hash::hash;

    #[test]
    fn runs() {
        let (text, mut runs) = ("Réglages of it's-a abcdefgh UNAVAILABLE/unavailable x", Vec::new());
        super::find_runs(text, &mut runs);
        let words: Vec<&str> = runs.iter().map(|run| &text[run.start as usize..run.end as usize]).collect();
        assert_eq!(words, ["R", "glages", "of", "it", "s", "a", "abcdefgh", "UNAVAILABLE", "unavailable", "x"]);
        assert!(runs.iter().zip(&words).all(|(run, word)| run.hash == hash(word.as_bytes()) && run.letters() == word.len()));
        assert_eq!(hash(b"UNAVAILABLE"), hash(b"unavailable"));
        assert_ne!(hash(b"abcdefgh"), hash(b"abcdefgi"));
    }

    #[test]
    fn runs_begin_and_end_anywhere() {
        for length in [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 200] {
            for every in [1, 2, 3, 8, 13, 64, 65, 300] {
                let letters = "abcXYZ@[`{é".chars().cycle();
                let marked = letters.enumerate().map(|(at, letter)| if at % every == every - 1 { ' ' } else { letter });
                let (text, mut runs) = (marked.take(length).collect::<String>(), Vec::new());
                super::find_runs(&text, &mut runs);
                let found: Vec<&str> = runs.iter().map(|run| &text[run.start as usize..run.end as usize]).collect();
                let known: Vec<&str> =
                    text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|run| !run.is_empty()).collect();
                assert_eq!(found, known, "{length} {every}");
                assert!(runs.iter().zip(found).all(|(run, word)| run.hash == hash(word.as_bytes())));
            }
        }
    }

    #[test]
    fn only_prose() {
        let words = |text| super::words(text).map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(words("Gets the (new) e-mail, and/or more."), ["Gets", "the", "new", "e", "mail", "more"]);
        assert_eq!(words("see https://x.y/z, a.b, v2 and USA or userId"), ["see", "and", "or"]);
        assert_eq!(words("the `code of a` and ` one tick 'word' \"a b\""), ["the", "and", "one", "tick", "a", "b"]);
        assert_eq!(words("a <b class=\"x\">bold</b> and 1 < 2"), ["a", "and"]);
        assert_eq!(words("Décembre fin"), ["fin"]);
    }

    #[test]
    fn sentences() {
        let firsts = |text| super::words(text).filter(|word| word.first).map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(firsts("One two. Three four: five (six) - seven eight"), ["One", "Three", "five", "six", "seven"]);
    }
}
