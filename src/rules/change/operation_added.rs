use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.added().is_some() {
        report.changed(change.spot(), format!("{} was added", change.display())).help("describe it in the readme");
    }
}
