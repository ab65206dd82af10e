use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    for key in ["x-ms-summary", "title", "description"] {
        if change.changed(key).is_some() {
            report
                .changed(change.spot_of(key), format!("`{key}` of {} changed", change.display()))
                .help("nothing to do: flows are not affected");
        }
    }
}
