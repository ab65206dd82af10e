use crate::connector::versions::Comparison;
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.definition("x-ms-connector-metadata");
    let whole = comparison.new.definition.as_ref().is_some_and(|document| document.is_whole());
    if change.old.is_some() && change.new.is_none() && whole {
        report.changed(change.spot(), "`x-ms-connector-metadata` was removed").help("put it back");
    }
}
