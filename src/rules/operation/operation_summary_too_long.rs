use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

pub(super) static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("summary"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary").filter(|_| !operation.is_internal()) else { return };
    let length = summary.str().map_or(0, |text| text.chars().count());
    if length > *LIMIT {
        report
            .at(
                summary,
                format!(
                    "summary of operation {} has {length} characters; it should have at most {}",
                    operation.display(),
                    *LIMIT
                ),
            )
            .help("shorten it and move the details to the description");
    }
}
