use crate::connector::versions::{FieldChange, without};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    let Some(gone) = old.allowed().zip(new.allowed()).and_then(|(old, new)| without(old, new)) else { return };
    report
        .changed(change.spot_of("enum"), format!("{} no longer accepts {gone}", change.display()))
        .help("keep the value, or make sure that the service still accepts it");
}
