use crate::connector::versions::ConnectionChange;
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    let Some(new) = change.added().filter(|new| !new.is_required()) else { return };
    report
        .changed(change.spot(), format!("optional connection parameter `{}` was added", new.name()))
        .help("make sure that the connector works without it");
}
