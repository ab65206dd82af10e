use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.is_output && change.kind == FieldKind::Property && change.gone().is_some() {
        report.changed(change.spot(), format!("{} was removed", change.display())).help(change.advice());
    }
}
