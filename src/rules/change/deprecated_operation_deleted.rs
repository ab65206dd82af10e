use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.gone().is_some_and(|operation| operation.is_deprecated()) {
        report
            .changed(change.spot(), format!("deprecated {} was deleted: flows that still use it fail", change.display()))
            .help("make sure that thirty days have passed since it was deprecated, and say so in the pull request");
    }
}
