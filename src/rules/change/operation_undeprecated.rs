use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.both().is_some_and(|(old, new)| old.is_deprecated() && !new.is_deprecated()) {
        report
            .changed(change.spot_of("deprecated"), format!("{} is no longer deprecated", change.display()))
            .help("mark it as `deprecated` again, or announce that it stays");
    }
}
