use crate::connector::Operation;
use crate::connector::versions::{Comparison, mime_types};
use crate::rule::{Report, all_of};

pub fn check(comparison: &Comparison, report: &mut Report) {
    for key in ["consumes", "produces"] {
        let change = comparison.definition(key);
        let (before, after) = (mime_types(change.old), mime_types(change.new));
        let used = |operation: Operation| !operation.has(key) && (key == "produces" || operation.sends_content());
        if before != after && comparison.old.operations().any(used) && comparison.new.operations().any(used) {
            report
                .changed(change.spot(), format!("`{key}` changed from {} to {}", all_of(&before), all_of(&after)))
                .help("make sure that the service accepts and returns what flows expect");
        }
    }
}
