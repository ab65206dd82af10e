use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.both().is_some_and(|(old, new)| !old.is_internal() && new.is_internal()) {
        report
            .changed(
                change.spot_of("x-ms-visibility"),
                format!("{} became internal: the designer no longer shows it in flows that use it", change.display()),
            )
            .help("use `advanced`, and `deprecated` if nobody should choose it any more");
    }
}
