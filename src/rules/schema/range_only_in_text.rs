use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use regex::Regex;
use std::sync::LazyLock;

static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:between|from)\s+(-?(?:0|[1-9]\d*)(?:\.\d+)?)\s+(?:and|to)\s+(-?(?:0|[1-9]\d*)(?:\.\d+)?)\b";
    Regex::new(pattern).ok()
});

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || !(schema.is_type("integer") || schema.is_type("number")) {
        return;
    }
    let bounded = ["minimum", "maximum", "enum", "$ref"].iter().any(|key| schema.node.has(key));
    let Some(description) = schema.node.member("description").filter(|_| !bounded) else { return };
    let (Some(text), Some(range)) = (description.value.str(), RANGE.as_ref()) else { return };
    let Some(found) = range.captures(&text) else { return };
    let (whole, low, high) = (found.get(0), &found[1], &found[2]);
    let ordered = low.parse::<f64>().ok() < high.parse::<f64>().ok();
    let Some(whole) = whole.filter(|_| ordered) else { return };
    let message = format!("description of {} gives a range that `minimum` and `maximum` do not", schema.display());
    let fix = Fix::risky(format!("add `minimum` {low} and `maximum` {high}"));
    report
        .within(description.value, whole.range(), message)
        .help(format!("add `\"minimum\": {low}` and `\"maximum\": {high}`"))
        .fix(fix.add_member_after(description, "minimum", low).add_member_after(description, "maximum", high));
}
