use crate::connector::versions::{OperationChange, shown};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.changed("x-ms-visibility") else { return };
    if !new.is_some_and(|new| new.is("internal")) {
        let message = format!("the visibility of {} changed from {} to {}", change.display(), shown(old), shown(new));
        report.changed(change.spot_of("x-ms-visibility"), message).help("nothing to do: flows are not affected");
    }
}
