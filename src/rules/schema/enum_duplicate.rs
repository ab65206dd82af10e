use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(list) = schema.get("enum").filter(|list| list.items().nth(1).is_some()) else { return };
    for (first, again) in Schema::repeated(list.items()) {
        report
            .at(again, format!("`enum` of {} lists `{}` twice", schema.display(), again.text()))
            .label(first, "first listed here")
            .help("list each value once")
            .fix(Fix::safe("remove the second one").remove_item(again));
    }
}
