use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(list) = schema.get("x-ms-enum-values").filter(|list| list.items().nth(1).is_some()) else { return };
    for (first, again) in Schema::repeated(list.items().filter_map(|entry| entry.get("value"))) {
        report
            .at(again, format!("value `{}` of {} has two display names", again.text(), schema.display()))
            .label(first, "first listed here")
            .help("list each value once");
    }
}
