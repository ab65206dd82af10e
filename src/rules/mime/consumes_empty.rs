use super::consumes_missing::natural_type;
use super::consumes_not_supported::{consumes, is_used};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    let Some(types) = consumes(*entry).filter(|types| types.items().next().is_none()) else { return };
    if !is_used(entry) {
        return;
    }
    let name = entry.operation.map_or("application/json", natural_type);
    let message = match entry.operation {
        Some(operation) => format!("`consumes` is empty, but operation {} sends a body", operation.display()),
        None => "`consumes` is empty, but operations send a body".into(),
    };
    report
        .at(types, message)
        .help(format!("add `{name}`"))
        .fix(Fix::risky(format!("add `{name}`")).replace(types, format!("[\"{name}\"]")));
}
