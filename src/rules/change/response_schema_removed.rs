use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.kind == FieldKind::Response && change.gone().is_some() {
        report.changed(change.spot(), format!("{} is no longer described", change.display())).help(change.advice());
    }
}
