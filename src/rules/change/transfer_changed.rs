use crate::connector::versions::{OperationChange, shown};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    for key in ["x-ms-chunk-transfer", "x-ms-pageable"] {
        let Some((old, new)) = change.changed(key) else { continue };
        if key == "x-ms-pageable" && old.is_some() {
            continue; // removing paging breaks flows and has its own rule
        }
        let message = format!("`{key}` of {} changed from {} to {}", change.display(), shown(old), shown(new));
        report.changed(change.spot_of(key), message).help("try it with an existing flow");
    }
}
