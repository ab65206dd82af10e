use crate::connector::versions::ConnectionChange;
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    let Some(new) = change.added().filter(|new| new.is_required()) else { return };
    report
        .changed(change.spot(), format!("required connection parameter `{}` was added: existing connections lack it", new.name()))
        .help("make it optional, and let the connector work without it");
}
