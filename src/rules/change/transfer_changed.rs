use crate::connector::versions::{OperationChange, shown};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    for key in ["x-ms-chunk-transfer", "x-ms-pageable"] {
        let Some((old, new)) = change.changed(key) else { continue };
        if key == "x-ms-pageable" && old.is_some() {
            continue; // what was paged and is so no longer breaks flows
        }
        let message = format!("`{key}` of {} was {} and is {}", change.display(), shown(old), shown(new));
        report.changed(change.spot_of(key), message).help("try it with a flow that was made before");
    }
}
