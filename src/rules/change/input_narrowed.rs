use crate::Node;
use crate::connector::versions::{FieldChange, shown};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    const UPPER: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];
    const LOWER: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];
    const ANY: [&str; 5] = ["pattern", "multipleOf", "uniqueItems", "exclusiveMaximum", "exclusiveMinimum"];
    if change.inputs().is_none() {
        return;
    }
    for key in UPPER.iter().chain(&LOWER).chain(&ANY) {
        let Some((old, Some(new))) = change.changed(key) else { continue };
        let number = |node: Node| node.number();
        let narrower = match (old.and_then(number), number(new)) {
            (Some(before), Some(after)) if UPPER.contains(key) => after < before,
            (Some(before), Some(after)) if LOWER.contains(key) => after > before,
            // A lower bound of zero does not limit anything.
            (None, Some(after)) if LOWER.contains(key) && *key != "minimum" => after > 0.0,
            _ => new.bool() != Some(false),
        };
        if narrower {
            let message = format!("`{key}` of {} changed from {} to {}", change.display(), shown(old), shown(Some(new)));
            report.changed(change.spot_of(key), message).help("make sure that the values that flows hold are still valid");
        }
    }
}
