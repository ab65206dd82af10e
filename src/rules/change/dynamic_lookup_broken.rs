use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if let Some((key, why)) = change.broken_look_up() {
        report
            .changed(change.spot_of(key), format!("the lookup of {} no longer finds anything: {why}", change.display()))
            .help("call an operation whose response contains what the lookup reads");
    }
}
