use crate::connector::{Operation, Schema};
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if operation.verb() != "get" || operation.is_internal() || operation.is_trigger() {
        return;
    }
    let Some(summary) = operation.get("summary") else { return };
    let text = summary.str().unwrap_or_default();
    let Some(verb) = text.get(..4).filter(|verb| verb.eq_ignore_ascii_case("get ")).map(str::trim) else { return };
    if operation.success_schema().and_then(Schema::resolve).is_some_and(|schema| schema.is_type("array")) {
        let message = format!("operation {} returns a list, but its summary says `{verb}`", operation.display());
        report.within(summary, 0..verb.len(), message).help("start it with `List`");
    }
}
