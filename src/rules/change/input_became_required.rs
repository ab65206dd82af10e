use crate::connector::flows::is_always_sent;
use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    if !old.required && new.required && !new.fills_itself() && !is_always_sent(new.schema) {
        report
            .changed(change.spot_with("required"), format!("{} became required: flows may have left it empty", change.display()))
            .help(format!("leave it optional, or {}", change.advice()));
    }
}
