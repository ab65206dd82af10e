use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.outputs() else { return };
    if old.allowed().is_some() && new.allowed().is_none() {
        report
            .changed(change.spot_of("enum"), format!("{} was one of a list of values and may now be any value", change.display()))
            .help(change.advice());
    }
}
