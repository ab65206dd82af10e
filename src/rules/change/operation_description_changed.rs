use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    if change.changed("description").is_some() {
        report
            .changed(change.spot_of("description"), format!("the description of {} changed", change.display()))
            .help("nothing to do: flows are not affected");
    }
}
