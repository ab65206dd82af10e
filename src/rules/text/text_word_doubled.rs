use crate::facts;
use crate::fix::Fix;
use crate::prose::{self, Word};
use crate::rule::Report;
use crate::walk::Text;
use std::sync::LazyLock;

static FUNCTION_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "function-words", "words"));
static MAY: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "may-double", "words"));

pub fn check(text: &Text, report: &mut Report) {
    let value = &*text.value;
    if !may_double(value) {
        return;
    }
    let mut words = prose::words(value).peekable();
    while let Some(first) = words.next() {
        // A capital on the second one: a name, or a new sentence without a full stop.
        // Not `sign-in in`, nor `sub-sub sub`.
        if value.get(..first.range.start).is_some_and(|head| head.ends_with('-')) {
            continue;
        }
        let (mut last, mut times) = (first.clone(), 1);
        while let Some(word) = words.next_if(|word| doubles(value, &last, word)) {
            (last, times) = (word, times + 1);
        }
        if times == 1 {
            continue;
        }
        let surplus = text.node.part(first.range.end..last.range.end);
        let often = if times == 2 { "twice".to_owned() } else { format!("{times} times") };
        let finding = report.within(text.node, first.range.start..last.range.end, format!("`{}` stands {often}", last.text));
        finding.help("leave one");
        // Of other words one may stand for something that was forgotten.
        if FUNCTION_WORDS.contains(&last.text) {
            finding.fix(Fix::safe("leave one").text(text.node, surplus, ""));
        }
    }
}

fn doubles(value: &str, first: &Word, word: &Word) -> bool {
    let between = value.get(first.range.end..word.range.start).unwrap_or(".");
    first.text.eq_ignore_ascii_case(word.text)
        && word.text.starts_with(|c: char| c.is_ascii_lowercase())
        && word.text.len() > 1
        && between.trim().is_empty()
        && !MAY.contains(&word.text)
}

/// Whether some word begins like the one before it: most texts have nothing of the kind, and this is seen faster than which
/// words are prose.
fn may_double(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = |start: usize| bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    // Where the word before starts, and its first letter in lower case.
    let (mut before, mut first, mut inside) = (0, 0, false);
    for (at, &byte) in bytes.iter().enumerate() {
        if byte <= b' ' {
            inside = false;
        } else if !inside && byte.is_ascii_alphanumeric() {
            inside = true;
            if first == byte | 0x20 {
                let length = letters(before);
                if length > 1
                    && bytes[at..].get(..length).is_some_and(|next| next.eq_ignore_ascii_case(&bytes[before..before + length]))
                {
                    return true;
                }
            }
            (before, first) = (at, byte | 0x20);
        }
    }
    false
}
