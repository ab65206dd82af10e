use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(list) = schema.get("x-ms-enum-values") else { return };
    for entry in list.items().filter(|entry| entry.is_object() && !entry.has("displayName")) {
        let value = entry.get("value").map_or("", |value| value.text());
        report
            .missing(entry, format!("value `{value}` of {} has no `displayName`", schema.display()))
            .help("add the name to show in the designer");
    }
}
