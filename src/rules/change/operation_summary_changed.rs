use crate::connector::flows::same_label;
use crate::connector::versions::{OperationChange, shown};
use crate::rule::{Report, Severity};

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.changed("summary") else { return };
    let read = |node: Option<crate::Node>| node.and_then(|node| node.str()).unwrap_or_default().into_owned();
    // Makers find an operation by its summary; that of a deprecated one may name the replacement.
    let marked = change.new.is_some_and(|new| new.is_deprecated());
    if !marked && !same_label(&read(old), &read(new)) {
        let message = format!("{} was shown as {} and is now shown as {}", change.display(), shown(old), shown(new));
        let finding = report.changed(change.spot_of("summary"), message);
        finding.help("keep the name, or announce the new one");
        // Adding a missing name removes nothing.
        if read(old).trim().is_empty() {
            finding.severity = Severity::Info;
        }
    }
}
