use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((before, after)) = change.retyped().filter(|_| change.is_output) else { return };
    if before != "any" && (&*before, &*after) != ("integer", "number") {
        report
            .changed(change.spot_of("type"), format!("{} changed from `{before}` to `{after}`", change.display()))
            .help(change.advice());
    }
}
