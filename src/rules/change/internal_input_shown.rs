use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.inputs().is_some_and(|(old, new)| old.is_internal() && !new.is_internal()) {
        let message = format!("{} is no longer filled in by the connector: existing flows do not send it", change.display());
        report.changed(change.spot_of("x-ms-visibility"), message).help("make sure that the service works without it");
    }
}
