use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Text;
use crate::text::prose::{self, Run, Word};
use std::sync::LazyLock;

static FUNCTION_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "function-words", "words"));
static MAY: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "may-double", "words"));

pub fn check(text: &Text, report: &mut Report) {
    let value = &*text.value;
    // Most texts have no such run, and checking that is faster than finding which words are prose.
    let again = |pair: &[Run]| pair[0].hash == pair[1].hash && pair[0].letters() > 1;
    if !text.runs.windows(2).any(again) {
        return;
    }
    let mut words = prose::words(value).peekable();
    while let Some(first) = words.next() {
        // A capital on the second one: a name, or a new sentence without a period.
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
        let finding =
            report.within(text.node, first.range.start..last.range.end, format!("`{}` occurs {often} in a row", last.text));
        finding.help("keep only one");
        // One of two other words may be in place of a forgotten word.
        if FUNCTION_WORDS.contains(&last.text) {
            finding.fix(Fix::safe("keep only one").text(text.node, surplus, ""));
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
