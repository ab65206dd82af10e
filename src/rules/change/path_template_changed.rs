use crate::connector::flows::same_path;
use crate::connector::versions::{OperationChange, Spot};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both().filter(|(old, new)| !same_path(&old.path(), &new.path())) else { return };
    report
        .changed(
            Spot::new(change.pointer(""), Some(old.path_item().key), Some(new.path_item().key)),
            format!("the path of {} changed from `{}` to `{}`", change.display(), old.path(), new.path()),
        )
        .help(change.advice());
}
