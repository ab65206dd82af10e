use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.kind == FieldKind::Header && change.gone().is_some() {
        report
            .changed(change.spot(), format!("{} is gone", change.display()))
            .help("put it back, when the service still sends it");
    }
}
