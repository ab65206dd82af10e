use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    if change.kind == FieldKind::Header && change.gone().is_some() {
        report
            .changed(change.spot(), format!("{} was removed", change.display()))
            .help("put it back if the service still sends it");
    }
}
