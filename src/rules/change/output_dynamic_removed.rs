use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, _)) = change.outputs().filter(|(old, new)| old.is_dynamic() && !new.is_dynamic()) else { return };
    let key = ["x-ms-dynamic-properties", "x-ms-dynamic-schema"].into_iter().find(|key| old.get(key).is_some());
    report
        .changed(change.spot_of(key.unwrap_or_default()), format!("{} is no longer described by a lookup", change.display()))
        .help(change.advice());
}
