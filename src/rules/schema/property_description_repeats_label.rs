use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    if schema.place != SchemaPlace::Property || schema.is_internal() || schema.is_reference() {
        return;
    }
    let Some(description) = schema.get("description") else { return };
    let Some(text) = description.str().filter(|text| !text.trim().is_empty()) else { return };
    let same = |label: &&str| schema.node.get_str(label).is_some_and(|label| is_same(&label, &text));
    let Some(label) = ["x-ms-summary", "title"].iter().find(|label| same(label)) else { return };
    report
        .at(description, format!("description of {} repeats its `{label}`", schema.display()))
        .help("say what the label cannot, or leave it out");
}

/// Whether two texts differ at most in case, surrounding whitespace and a final period.
fn is_same(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.trim().trim_end_matches('.').chars().flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}
