use crate::connector::versions::Comparison;
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    for (spot, message) in comparison.policies() {
        report.changed(spot, message).help("try it with an existing flow");
    }
}
