use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.outputs().is_some_and(|(old, new)| !old.is_internal() && new.is_internal()) {
        report
            .changed(change.spot_of("x-ms-visibility"), format!("{} became internal", change.display()))
            .help("use `advanced` instead");
    }
}
