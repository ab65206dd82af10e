use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("operation-id"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(id) = operation.get("operationId") else { return };
    let length = id.str().map_or(0, |name| name.chars().count());
    if length > *LIMIT {
        report
            .at(id, format!("`operationId` has {length} characters; no published one has more than {}", *LIMIT))
            .help("choose a shorter one");
    }
}
