use crate::connector::Operation;
use crate::connector::versions::OperationChange;
use crate::rule::{Report, all_of};

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both() else { return };
    let statuses = |operation: Operation| {
        let success = operation.responses().filter(|response| response.is_success());
        let mut statuses: Vec<String> = success.filter_map(|response| Some(response.status()?.into_owned())).collect();
        statuses.sort();
        statuses
    };
    let (before, after) = (statuses(old), statuses(new));
    if before != after {
        let list = |statuses: &[String]| if statuses.is_empty() { "no success status".to_owned() } else { all_of(statuses) };
        let message = format!("{} returned {} and now returns {}", change.display(), list(&before), list(&after));
        report.changed(change.spot_of("responses"), message).help("make sure that the service responds as flows expect");
    }
}
