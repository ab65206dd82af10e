use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(kind) = operation.get("x-ms-trigger").filter(|kind| kind.is("batch")) else { return };
    let Some(schema) = operation.trigger_schema().and_then(|schema| schema.resolve()) else { return };
    let is_list = |schema: crate::connector::Schema| schema.is_type("array") || schema.get("items").is_some();
    if is_list(schema) || schema.is_open() {
        return;
    }
    let mut found = false;
    schema.visit_properties(&mut |property| {
        found |= property.resolve().is_none_or(|property| is_list(property) || property.is_dynamic());
    });
    if !found {
        report
            .at(kind, format!("trigger {} is `batch`, but does not receive a list", operation.display()))
            .help("a batch trigger starts one run for each item of a list; use `single` for one item at a time");
    }
}
