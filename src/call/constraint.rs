//! What a definition asks of a value beyond its type: a format, a range, a length, a pattern.
use crate::text::document::Node;
use base64::Engine;
use regex::{Regex, RegexBuilder};
use serde_json::Value;
use std::sync::LazyLock;

/// The size that a compiled `pattern` of a definition may have, in bytes. A larger one is not compared.
const MOST_PATTERN: usize = 1 << 20;

/// What a value of the right type lacks, as the end of a sentence about it: `is not a date`, `is below the minimum of 5`. None if it
/// is as the parameter or schema asks. A text may stand for a number, as in a query.
pub(crate) fn violated(node: Node, value: &Value) -> Option<String> {
    let text = value.as_str();
    if let Some(format) = node.get_str("format")
        && let Some(what) = text.map_or_else(|| number_lacks(&format, value), |text| text_lacks(&format, text))
    {
        return Some(format!("is not {what}"));
    }
    let number = value.as_f64().or_else(|| is_numeric(node).then(|| text?.trim().parse().ok()).flatten());
    let limit = |key: &str| node.get(key).and_then(|limit| limit.text().parse::<f64>().ok());
    let is_exclusive = |key: &str| node.get(key).and_then(Node::bool) == Some(true);
    if let (Some(number), Some(least)) = (number, limit("minimum"))
        && (number < least || is_exclusive("exclusiveMinimum") && number <= least)
    {
        return Some(format!("is below the minimum of {least}"));
    }
    if let (Some(number), Some(most)) = (number, limit("maximum"))
        && (number > most || is_exclusive("exclusiveMaximum") && number >= most)
    {
        return Some(format!("is above the maximum of {most}"));
    }
    let count = match value {
        Value::Array(items) => Some((items.len(), "minItems", "maxItems", "items")),
        Value::String(text) if !is_numeric(node) => Some((text.chars().count(), "minLength", "maxLength", "characters")),
        _ => None,
    };
    if let Some((count, least, most, what)) = count {
        if let Some(most) = limit(most).filter(|most| count as f64 > *most) {
            return Some(format!("has {count} {what}, but at most {most} are allowed"));
        }
        if let Some(least) = limit(least).filter(|least| (count as f64) < *least) {
            return Some(format!("has {count} {what}, but at least {least} are needed"));
        }
    }
    let pattern = node.get_str("pattern").filter(|pattern| !pattern.is_empty())?;
    // Definitions write patterns of ECMAScript; one that this engine does not know is not compared.
    let known = RegexBuilder::new(&pattern).size_limit(MOST_PATTERN).build().ok()?;
    let fits = text.is_none_or(|text| known.is_match(text));
    (!fits).then(|| format!("does not match the pattern `{pattern}`"))
}

fn is_numeric(node: Node) -> bool {
    node.get("type").is_some_and(|name| name.is("integer") || name.is("number"))
}

fn number_lacks(format: &str, value: &Value) -> Option<&'static str> {
    let fits = |least: i64, most: i64| value.as_i64().is_some_and(|number| (least..=most).contains(&number));
    match format {
        "int32" if value.is_number() && !fits(i32::MIN.into(), i32::MAX.into()) => Some("an integer of 32 bits"),
        "int64" if value.is_number() && !fits(i64::MIN, i64::MAX) => Some("an integer of 64 bits"),
        _ => None,
    }
}

fn text_lacks(format: &str, text: &str) -> Option<&'static str> {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let date = r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])";
        // The platform's own times lack the zone where the format is `date-no-tz`.
        Regex::new(&format!(r"{date}(?:[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$")).ok()
    });
    static UUID: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\{?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?$").ok());
    let is = |regex: &Option<Regex>| regex.as_ref().is_none_or(|regex| regex.is_match(text));
    let is_date = || text.len() == 10;
    match format {
        "date" if !(is(&TIME) && is_date()) => Some("a date such as `2026-01-31`"),
        "date-time" if !is(&TIME) || is_date() => Some("a date and time such as `2026-01-31T12:00:00Z`"),
        "uuid" | "guid" if !is(&UUID) => Some("a UUID"),
        "byte" if base64::engine::general_purpose::STANDARD.decode(text).is_err() => Some("base64"),
        "int32" if text.trim().parse::<i32>().is_err() => Some("an integer of 32 bits"),
        "int64" if text.trim().parse::<i64>().is_err() => Some("an integer of 64 bits"),
        _ => None,
    }
}
