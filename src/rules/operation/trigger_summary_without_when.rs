use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.is_trigger() || operation.is_internal() {
        return;
    }
    let Some(summary) = operation.get("summary") else { return };
    let Some(text) = summary.str().filter(|text| !text.trim().is_empty()) else { return };
    if !text.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("when")) {
        report
            .at(summary, format!("summary of trigger {} does not start with \"When\"", operation.display()))
            .help("say when it starts a flow, such as \"When an item is created\"");
    }
}
