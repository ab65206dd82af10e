use crate::connector::versions::{Match, OperationChange};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let (Some(old), Some(new), Match::Case) = (change.old, change.new, change.by) else { return };
    let message = format!("operation {} is now spelled {}: flows hold the old spelling", old.display(), new.display());
    report.changed(change.spot(), message).help("keep the old spelling");
}
