use crate::connector::Schema;
use crate::rule::Report;
use crate::text::document::Node;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(names) = schema.get("x-ms-enum-values") else { return };
    let Some(list) = schema.get("enum").filter(|list| list.items().next().is_some()) else { return };
    let allowed: FxHashSet<_> = list.items().map(key).collect();
    for value in names.items().filter_map(|entry| entry.get("value")).filter(|value| !allowed.contains(&key(*value))) {
        report
            .at(value, format!("value `{}` is not in the `enum` of {}", value.text(), schema.display()))
            .help("write it as in `enum`, or add it to `enum`");
    }
}

/// What makes two values equal: whether they are strings, and their text.
fn key(value: Node<'_>) -> (bool, Cow<'_, str>) {
    (value.is_string(), value.str().unwrap_or(Cow::Borrowed(value.text())))
}
