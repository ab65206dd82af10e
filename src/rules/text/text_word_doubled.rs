use crate::facts;
use crate::fix::Fix;
use crate::prose::{self, Run, Word};
use crate::rule::Report;
use crate::walk::Text;
use std::sync::LazyLock;

static FUNCTION_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "function-words", "words"));
static MAY: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "may-double", "words"));

pub fn check(text: &Text, report: &mut Report) {
    let value = &*text.value;
    // Most texts have no such run, and this is seen faster than which words are prose.
    let again = |pair: &[Run]| pair[0].hash == pair[1].hash && pair[0].letters() > 1;
    if !text.runs.windows(2).any(again) {
        return;
    }
    let mut before: Option<Word> = None;
    for word in prose::words(value) {
        let Some(first) = before.replace(word.clone()) else { continue };
        // A capital on the second one: a name, or a new sentence without a full stop.
        // Not `sign-in in`, nor `sub-sub sub`.
        let compound = value.get(..first.range.start).is_some_and(|head| head.ends_with('-'));
        let doubled =
            !compound && first.text.eq_ignore_ascii_case(word.text) && word.text.starts_with(|c: char| c.is_ascii_lowercase());
        let between = value.get(first.range.end..word.range.start).unwrap_or(".");
        if !doubled || word.text.len() < 2 || !between.trim().is_empty() || MAY.contains(&word.text) {
            continue;
        }
        let surplus = text.node.part(first.range.end..word.range.end);
        let finding = report.within(text.node, first.range.start..word.range.end, format!("`{}` stands twice", word.text));
        finding.help("take one out");
        // Of other words one may stand for something that was forgotten.
        if FUNCTION_WORDS.contains(&word.text) {
            finding.fix(Fix::safe("take one out").text(text.node, surplus, ""));
        }
    }
}
