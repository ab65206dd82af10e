use crate::connector::flows::address;
use crate::connector::versions::{Comparison, shown};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.definition("basePath");
    let Some((old, new)) = change.changed() else { return };
    if address(comparison.old).1 != address(comparison.new).1 {
        report
            .changed(change.spot(), format!("the base path changed from {} to {}", shown(old), shown(new)))
            .help("make sure that the service does the same there");
    }
}
