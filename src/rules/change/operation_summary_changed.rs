use crate::connector::versions::{OperationChange, shown};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.changed("summary") else { return };
    // That it says "(deprecated)" is what is asked of a deprecated one.
    let marked = change.new.is_some_and(|new| new.is_deprecated());
    if !marked {
        let message = format!("{} was shown as {} and is shown as {}", change.display(), shown(old), shown(new));
        report.changed(change.spot_of("summary"), message).help("keep the name, or tell people of the new one");
    }
}
