use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.gone().is_some_and(|operation| !operation.is_deprecated()) {
        report
            .changed(change.spot(), format!("{} was deleted: flows that use it fail", change.display()))
            .help("put it back as `deprecated`, with `x-ms-visibility` `advanced` (`connsmith diff --fix`)");
    }
}
