use super::filter_functions_empty::filter_functions;
use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    // A schema that is also received may have it for the sake of the response.
    if schema.direction.is_output() || !schema.direction.is_input() {
        return;
    }
    let Some(functions) = filter_functions(schema) else { return };
    report
        .at(functions, format!("{} has `filterFunctions` but is only sent", schema.display()))
        .help("move it to the schema of the response");
}
