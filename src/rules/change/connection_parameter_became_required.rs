use crate::connector::versions::ConnectionChange;
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    if change.both().is_some_and(|(old, new)| !old.is_required() && new.is_required()) {
        let message = format!("connection parameter `{}` became required: existing connections may lack it", change.name());
        report.changed(change.spot(), message).help("leave it optional");
    }
}
