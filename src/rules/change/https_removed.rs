use crate::connector::versions::Comparison;
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.definition("schemes");
    let safe = |schemes: Option<crate::Node>| schemes.is_none_or(|list| list.items().any(|scheme| scheme.is("https")));
    if safe(change.old) && !safe(change.new) {
        report.changed(change.spot(), "`https` is no longer among the schemes").help("put `https` back");
    }
}
