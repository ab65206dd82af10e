use crate::connector::versions::{FieldChange, shown};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.inputs().is_none() {
        return;
    }
    for (key, usual) in [("collectionFormat", "csv"), ("x-ms-url-encoding", "")] {
        let Some((old, new)) = change.changed(key) else { continue };
        let said = [old, new].map(|node| node.and_then(|node| node.str()).unwrap_or(usual.into()));
        if said[0] != said[1] {
            let message = format!("`{key}` of {} was {} and is {}", change.display(), shown(old), shown(new));
            report.changed(change.spot_of(key), message).help("make sure that the service reads it as it was meant");
        }
    }
}
