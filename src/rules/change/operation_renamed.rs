use crate::connector::versions::{Match, OperationChange};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let (Some(_), Some(new), Match::Address | Match::Likeness) = (change.old, change.new, change.by) else { return };
    let id = change.id();
    report
        .changed(change.spot(), format!("operation `{id}` is now called {}: flows that use `{id}` fail", new.display()))
        .help(format!("keep the id `{id}`, or keep both operations, the old one `deprecated` (`connsmith diff --fix`)"));
}
