use crate::change::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both().filter(|(old, new)| old.path() != new.path()) else { return };
    report
        .changed(change.spot(), format!("the path of {} was `{}` and is `{}`", change.display(), old.path(), new.path()))
        .help(change.advice());
}
