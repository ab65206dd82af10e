use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Text;
use std::sync::LazyLock;

static FUNCTION_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "function-words", "words"));

pub fn check(text: &Text, report: &mut Report) {
    let value = &*text.value;
    let bytes = value.as_bytes();
    // Only a mark between two runs of letters; nearly always that is a blank.
    let is_mark = |at: u32| matches!(bytes.get(at as usize), Some(b',' | b';' | b'.' | b'!' | b'?'));
    let between = text.runs.windows(2).filter(|pair| is_mark(pair[0].end) && pair[1].start == pair[0].end + 1);
    for at in between.map(|pair| pair[0].end as usize) {
        let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        let (mark, next) = (bytes[at], bytes[at + 1]);
        let candidate = match mark {
            b',' | b';' => next.is_ascii_lowercase(),
            b'.' | b'!' | b'?' => next.is_ascii_uppercase() && lower(at + 2),
            _ => false,
        };
        if candidate
            && lower(at - 1)
            && let Some(range) = words_around(value, at)
        {
            let word = &value[range.clone()];
            let behind = at + 1 - range.start;
            if matches!(mark, b',' | b';') && !FUNCTION_WORDS.contains(&&word[behind..]) {
                continue;
            }
            let space = text.node.part(at + 1..at + 1);
            report
                .within(text.node, range, format!("no space after the `{}` in `{word}`", mark as char))
                .help("add a space")
                .fix(Fix::safe("add a space").text(text.node, space, " "));
        }
    }
}

/// The two words around a mark, if both are ordinary words within a longer text: only letters, no capital except the first,
/// and ordinary words before and after them.
fn words_around(text: &str, mark: usize) -> Option<std::ops::Range<usize>> {
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    // Only as far as the first word goes: there may be no blank for very long, and many marks.
    let head = &text[..mark];
    let start = head.trim_end_matches(|letter: char| letter.is_ascii_lowercase()).len();
    if !head[..start].ends_with([' ', '\t', '\r', '\n']) {
        return None;
    }
    let tail = &text[mark + 1..];
    let length = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
    let (first, second) = (&head[start..], &tail[..length]);
    // Shorter ones are abbreviations: `e.g.`, `incl.`, `max.`
    let long = first.len() > 3 || ["it", "is", "set", "use", "day", "the", "all", "one"].contains(&first);
    let prose_before = head[..start].split_whitespace().next_back().is_some_and(letters);
    let rest = tail[length..].trim_start();
    let prose_behind = tail[length..].starts_with(char::is_whitespace)
        && rest.split_whitespace().next().is_some_and(|word| letters(word.trim_end_matches(['.', ',', ':', ';'])));
    (long && letters(second.get(1..)?) && prose_before && prose_behind).then_some(start..mark + 1 + length)
}
