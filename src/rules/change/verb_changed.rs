use crate::change::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both().filter(|(old, new)| old.verb() != new.verb()) else { return };
    report
        .changed(change.spot(), format!("{} was `{}` and is `{}`", change.display(), old.verb(), new.verb()))
        .help("make sure that the service does the same, and say so in the pull request");
}
