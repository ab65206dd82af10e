use crate::connector::versions::{FieldChange, without};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.outputs() else { return };
    let Some(more) = old.allowed().zip(new.allowed()).and_then(|(old, new)| without(new, old)) else { return };
    report.changed(change.spot_of("enum"), format!("{} may now be {more}", change.display())).help("announce the new value");
}
