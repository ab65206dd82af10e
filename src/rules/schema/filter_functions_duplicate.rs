use super::filter_functions_empty::filter_functions;
use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(functions) = filter_functions(schema) else { return };
    for (first, again) in Schema::repeated(functions.items().filter(|function| function.is_string())) {
        let name = again.str().unwrap_or_default();
        report
            .at(again, format!("`filterFunctions` of {} lists `{name}` twice", schema.display()))
            .label(first, "first listed here")
            .help("list it once")
            .fix(Fix::safe("remove the second one").remove_item(again));
    }
}
