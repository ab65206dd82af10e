use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.both() else { return };
    // Both dialects of a lookup change together, and breaking changes have rules of their own.
    let becomes = change.is_output && old.is_dynamic() != new.is_dynamic();
    if let Some(key) = change.changed_look_up().filter(|_| !becomes && change.broken_look_up().is_none()) {
        report
            .changed(change.spot_of(key), format!("`{key}` of {} changed", change.display()))
            .help("open an existing flow, and check that it still shows what was chosen");
    }
}
