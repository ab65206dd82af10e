use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some(new) = change.added().filter(|_| !change.is_output && change.kind == FieldKind::Property) else { return };
    if new.required && !new.fills_itself() {
        report
            .changed(change.spot(), format!("required {} was added: existing flows do not send it", change.display()))
            .help(format!("make it optional, or {}", change.advice()));
    }
}
