use crate::connector::versions::ConnectionChange;
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    let (Some(old), Some(new)) = (change.gone(), change.renamed) else { return };
    let message = format!(
        "connection parameter `{}` is now called `{}`: existing connections have no value for it",
        old.name(),
        new.name()
    );
    report.changed(change.spot(), message).help("keep the old name: people see only its `displayName`");
}
