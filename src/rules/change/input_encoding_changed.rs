use crate::connector::flows::is_encoded_twice;
use crate::connector::versions::{FieldChange, shown};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    let format = |side: crate::connector::versions::Side| side.get_str("collectionFormat").unwrap_or("csv".into()).to_lowercase();
    let changed = [
        ("collectionFormat", format(old) != format(new)),
        ("x-ms-url-encoding", is_encoded_twice(old.schema.node) != is_encoded_twice(new.schema.node)),
    ];
    for (key, _) in changed.into_iter().filter(|(_, changed)| *changed) {
        let (before, after) = (shown(old.get(key)), shown(new.get(key)));
        report
            .changed(change.spot_of(key), format!("`{key}` of {} changed from {before} to {after}", change.display()))
            .help("make sure that the service still reads it correctly");
    }
}
