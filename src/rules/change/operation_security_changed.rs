use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.changed("security").is_some() {
        report
            .changed(change.spot_of("security"), format!("the `security` of {} changed", change.display()))
            .help("make sure that existing connections can still call it");
    }
}
