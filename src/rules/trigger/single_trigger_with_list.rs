use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(kind) = operation.get("x-ms-trigger").filter(|kind| kind.is("single")) else { return };
    let Some(schema) = operation.trigger_schema().and_then(|schema| schema.resolve()) else { return };
    if schema.is_type("array") {
        report
            .at(kind, format!("trigger {} is `single`, but receives a list", operation.display()))
            .help("use `batch` to start one run for each item, if that is meant");
    }
}
