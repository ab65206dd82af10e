use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let internal = change.gone().is_some_and(|old| old.is_internal() || old.hidden);
    if internal && change.renamed.is_none() && !change.is_output {
        report
            .changed(change.spot(), format!("{}, which flows did not see, was removed", change.display()))
            .help("make sure that the service works the same without it");
    }
}
