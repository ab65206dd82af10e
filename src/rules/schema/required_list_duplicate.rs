use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(required) = schema.get("required").filter(|required| required.items().nth(1).is_some()) else { return };
    let repeated = Schema::repeated(required.items().filter(|item| item.is_string()));
    // Removing two adjacent ones would be overlapping edits, so the fix removes them one by one.
    for (first, again) in repeated {
        let name = again.str().unwrap_or_default();
        report
            .at(again, format!("`required` of {} lists `{name}` twice", schema.display()))
            .label(first, "first listed here")
            .help("list it once")
            .fix(Fix::safe("remove the second one").remove_item(again));
    }
}
