use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use crate::text::{prose, word_hash};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const NUMBER: &str = r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)";
    // `from 1 (highest) to 5 (lowest)`, `between 1 and 5`, `minimum 1 and maximum 5`, `the maximum is 100`, `cannot exceed 100`,
    // `at least 1 and at most 5`, `valid values: 1-5`
    let pattern = format!(
        r"(?i)\b(?:(?:between|from)\s+{NUMBER}(?:\s*\([^)]*\))?\s+(?:and|to)\s+{NUMBER}|min(?:imum)?\.?(?:\s+(?:is|value|of))*\s*[:=]?\s*{NUMBER}\s*(?:,|;|and|,\s*and)\s*(?:the\s+)?max(?:imum)?\.?(?:\s+(?:is|value|of))*\s*[:=]?\s*{NUMBER}|(?:max(?:imum)?(?:\s+(?:is|value|of))+\s*[:=]?|max[.:=]|(?:cannot|must\s+not|may\s+not)\s+exceed)\s*{NUMBER}|at\s+least\s+{NUMBER}\s*,?\s*(?:and|but)?\s*at\s+most\s+{NUMBER}|(?:(?:valid|allowed|accepted)\s+values?|range)(?:\s+(?:is|are|of))?\s*[:=]?\s*{NUMBER}\s*(?:-|–|to)\s*{NUMBER})\b"
    );
    Regex::new(&pattern).ok()
});

/// One of these words is in every text that [`RANGE`] matches, and a digit.
static WORDS: LazyLock<[u64; 11]> = LazyLock::new(|| {
    ["between", "exceed", "from", "least", "max", "maximum", "min", "minimum", "range", "value", "values"]
        .map(|word| word_hash::hash(word.as_bytes()))
});

/// Whether [`RANGE`] may match: false is sure. To compile it takes longer than to check a connector, and few texts have a range.
fn may_match(text: &str) -> bool {
    // Some letters outside of ASCII are another case of those in it.
    let has_word = || {
        let mut found = false;
        prose::each_run(text, |run| found |= WORDS.contains(&run.hash));
        found
    };
    text.bytes().any(|byte| byte.is_ascii_digit()) && (!text.is_ascii() || has_word())
}

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || !(schema.is_type("integer") || schema.is_type("number")) {
        return;
    }
    let bounded = ["minimum", "maximum", "enum", "$ref"].iter().any(|key| schema.node.has(key));
    let Some(description) = schema.node.member("description").filter(|_| !bounded) else { return };
    let Some(text) = description.value.str().filter(|text| may_match(text)) else { return };
    let Some(range) = RANGE.as_ref() else { return };
    let Some(found) = range.captures(&text) else { return };
    let group = |numbers: [usize; 4]| numbers.into_iter().find_map(|number| found.get(number)).map(|part| part.as_str());
    let (low, high) = (group([1, 3, 6, 8]), found.get(5).map(|part| part.as_str()).or_else(|| group([2, 4, 7, 9])));
    let (Some(whole), Some(high)) = (found.get(0), high) else { return };
    let Some(low) = low else { return only_maximum(schema, description, whole.range(), high, report) };
    if low.parse::<f64>().ok() >= high.parse::<f64>().ok() {
        return;
    }
    let message = format!("range in the description of {} is not in `minimum` and `maximum`", schema.display());
    let fix = Fix::risky(format!("add `minimum` {low} and `maximum` {high}"));
    report
        .within(description.value, whole.range(), message)
        .help(format!("add `\"minimum\": {low}` and `\"maximum\": {high}`"))
        .fix(fix.add_member_after(description, "minimum", low).add_member_after(description, "maximum", high));
}

fn only_maximum(schema: Schema, description: Member, range: Range<usize>, high: &str, report: &mut Report) {
    let message = format!("maximum in the description of {} is not in `maximum`", schema.display());
    let fix = Fix::risky(format!("add `maximum` {high}")).add_member_after(description, "maximum", high);
    report.within(description.value, range, message).help(format!("add `\"maximum\": {high}`")).fix(fix);
}
