use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((_, Some(new))) = change.changed("additionalProperties").filter(|_| !change.is_output) else { return };
    if new.bool() == Some(false) {
        report
            .changed(
                change.spot_of("additionalProperties"),
                format!("{} no longer accepts properties that it does not name", change.display()),
            )
            .help("leave it open, or name every property that flows may send");
    }
}
