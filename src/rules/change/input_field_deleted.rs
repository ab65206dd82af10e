use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let visible = change.gone().is_some_and(|old| !old.is_internal() && !old.hidden);
    if visible && change.renamed.is_none() && !change.is_output {
        report.changed(change.spot(), format!("{} was removed", change.display())).help(change.advice());
    }
}
