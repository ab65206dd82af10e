use crate::connector::{Definition, Operation};
use crate::rule::Report;
use rustc_hash::FxHashMap;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen: FxHashMap<(String, bool), Operation> = FxHashMap::default();
    for operation in definition.connector.operations() {
        let Some(summary) = operation.get("summary") else { continue };
        let Some(text) = summary.str().filter(|text| !text.trim().is_empty()) else { continue };
        if operation.is_internal() || operation.is_deprecated() {
            continue;
        }
        let words = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let first = *seen.entry((words, operation.is_trigger())).or_insert(operation);
        let Some(known) = first.get("summary").filter(|_| first != operation) else { continue };
        report
            .at(summary, format!("operation {} has the same summary as {}", operation.display(), first.display()))
            .help("make the summaries different")
            .label(known, "first used here");
    }
}
