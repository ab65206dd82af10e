use crate::connector::Schema;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(functions) = filter_functions(schema).filter(|functions| functions.items().next().is_none()) else { return };
    report
        .at(functions, format!("`filterFunctions` of {} is empty", schema.display()))
        .help("list the functions that the service supports, or leave `filterFunctions` out");
}

/// The list of functions by which a column can be filtered.
pub(super) fn filter_functions(schema: Schema<'_>) -> Option<Node<'_>> {
    schema.get("x-ms-capabilities")?.get("filterFunctions").filter(|functions| functions.is_array())
}
