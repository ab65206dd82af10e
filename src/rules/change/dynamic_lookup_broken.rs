use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if let Some((key, why)) = change.broken_look_up() {
        report
            .changed(change.spot_of(key), format!("the look-up of {} finds nothing any more: {why}", change.display()))
            .help("let it call an operation that answers with what it reads");
    }
}
