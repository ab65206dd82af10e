use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use crate::text::prose;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::OnceLock;

/// A way to write a range.
struct Phrase {
    /// One of these is in every text that the pattern matches.
    words: &'static [&'static str],
    /// `N` stands for a number; the first group is the lower bound where there are two.
    pattern: &'static str,
    regex: OnceLock<Option<Regex>>,
}

const fn phrase(words: &'static [&'static str], pattern: &'static str) -> Phrase {
    Phrase { words, pattern, regex: OnceLock::new() }
}

/// To compile one takes longer than to check a small connector, and few texts have a range: so each is compiled when one of its words is
/// in a text that has a digit, too.
static PHRASES: [Phrase; 5] = [
    // `from 1 (highest) to 5 (lowest)`, `between 1 and 5`
    phrase(&["between", "from"], r"(?:between|from)\s+N(?:\s*\([^)]*\))?\s+(?:and|to)\s+N"),
    // `minimum 1 and maximum 5`
    phrase(
        &["min", "minimum"],
        r"min(?:imum)?\.?(?:\s+(?:is|value|of))*\s*[:=]?\s*N\s*(?:,|;|and|,\s*and)\s*(?:the\s+)?max(?:imum)?\.?(?:\s+(?:is|value|of))*\s*[:=]?\s*N",
    ),
    // `the maximum is 100`, `cannot exceed 100`
    phrase(
        &["exceed", "max", "maximum"],
        r"(?:max(?:imum)?(?:\s+(?:is|value|of))+\s*[:=]?|max[.:=]|(?:cannot|must\s+not|may\s+not)\s+exceed)\s*N",
    ),
    // `at least 1 and at most 5`
    phrase(&["least"], r"at\s+least\s+N\s*,?\s*(?:and|but)?\s*at\s+most\s+N"),
    // `valid values: 1-5`
    phrase(
        &["range", "value", "values"],
        r"(?:(?:valid|allowed|accepted)\s+values?|range)(?:\s+(?:is|are|of))?\s*[:=]?\s*N\s*(?:-|–|to)\s*N",
    ),
];

impl Phrase {
    fn find<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        const NUMBER: &str = r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)";
        // Some letters outside of ASCII are another case of those in it.
        let has_word = || {
            let mut found = false;
            prose::each_run(text, |run| {
                let word = &text[run.start as usize..run.end as usize];
                found |= self.words.iter().any(|own| own.eq_ignore_ascii_case(word));
            });
            found
        };
        if text.is_ascii() && !has_word() {
            return None;
        }
        let compiled = || Regex::new(&format!(r"(?i)\b(?:{})\b", self.pattern.replace('N', NUMBER))).ok();
        self.regex.get_or_init(compiled).as_ref()?.captures(text)
    }
}

/// The first range in a text: its bytes, its lower and its upper bound.
fn first_range(text: &str) -> Option<(Range<usize>, Option<&str>, &str)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = PHRASES.iter().filter_map(|phrase| phrase.find(text));
    // Of those that begin at one place, the first of the table.
    let first = found.min_by_key(|found| found.get(0).map(|whole| whole.start()))?;
    let mut bounds = first.iter().skip(1).flatten().map(|bound| bound.as_str());
    let (one, other) = (bounds.next()?, bounds.next());
    Some((first.get(0)?.range(), other.map(|_| one), other.unwrap_or(one)))
}

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || !(schema.is_type("integer") || schema.is_type("number")) {
        return;
    }
    let bounded = ["minimum", "maximum", "enum", "$ref"].iter().any(|key| schema.node.has(key));
    let Some(description) = schema.node.member("description").filter(|_| !bounded) else { return };
    let Some(text) = description.value.str() else { return };
    let Some((range, low, high)) = first_range(&text) else { return };
    let Some(low) = low else { return only_maximum(schema, description, range, high, report) };
    if low.parse::<f64>().ok() >= high.parse::<f64>().ok() {
        return;
    }
    let message = format!("range in the description of {} is not in `minimum` and `maximum`", schema.display());
    let fix = Fix::risky(format!("add `minimum` {low} and `maximum` {high}"));
    report
        .within(description.value, range, message)
        .help(format!("add `\"minimum\": {low}` and `\"maximum\": {high}`"))
        .fix(fix.add_member_after(description, "minimum", low).add_member_after(description, "maximum", high));
}

fn only_maximum(schema: Schema, description: Member, range: Range<usize>, high: &str, report: &mut Report) {
    let message = format!("maximum in the description of {} is not in `maximum`", schema.display());
    let fix = Fix::risky(format!("add `maximum` {high}")).add_member_after(description, "maximum", high);
    report.within(description.value, range, message).help(format!("add `\"maximum\": {high}`")).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::first_range;

    #[test]
    fn the_first_range_of_several_is_meant() {
        let of = |text| first_range(text).map(|(range, low, high)| (range.start, low.map(str::to_owned), high.to_owned()));
        let two = |start, low: &str, high: &str| Some((start, Some(low.to_owned()), high.to_owned()));
        assert_eq!(of("Valid values: 2-9, usually between 3 and 4."), two(0, "2", "9"));
        assert_eq!(of("Usually between 3 and 4, at least 2 and at most 9."), two(8, "3", "4"));
        assert_eq!(of("At least 2 and at most 9; the range is 1-3."), two(0, "2", "9"));
        // Both ways to write it begin at the same place.
        assert_eq!(of("Minimum: 1, maximum: 5."), two(0, "1", "5"));
        assert_eq!(of("The maximum is 100, from 1 to 5 by default."), Some((4, None, "100".to_owned())));
        // The long s is another case of the letter.
        assert_eq!(of("At lea\u{17f}t 2 and at most 9."), two(0, "2", "9"));
        assert_eq!((of("From one to five."), of("5 apples from 1 tree.")), (None, None));
    }
}
