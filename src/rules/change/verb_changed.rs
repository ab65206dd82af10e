use crate::connector::versions::{OperationChange, Spot};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both().filter(|(old, new)| old.verb() != new.verb()) else { return };
    report
        .changed(
            Spot::new(change.pointer(""), Some(old.key()), Some(new.key())),
            format!("{} changed from `{}` to `{}`", change.display(), old.verb(), new.verb()),
        )
        .help("make sure that the service behaves the same, and say so in the pull request");
}
