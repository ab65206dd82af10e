use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.both() else { return };
    // The two dialects of one look-up change together, and what breaks has rules of its own.
    let becomes = change.is_output && old.is_dynamic() != new.is_dynamic();
    if let Some(key) = change.changed_look_up().filter(|_| !becomes && change.broken_look_up().is_none()) {
        report
            .changed(change.spot_of(key), format!("`{key}` of {} changed", change.display()))
            .help("open a flow that was made before, and see that it shows what was chosen");
    }
}
