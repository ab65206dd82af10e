use crate::connector::flows::address;
use crate::connector::versions::{Comparison, shown};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.definition("host");
    let Some((old, new)) = change.changed() else { return };
    if address(comparison.old).0 != address(comparison.new).0 {
        report
            .changed(change.spot(), format!("the host changed from {} to {}", shown(old), shown(new)))
            .help("make sure that the same service answers there and accepts existing connections");
    }
}
