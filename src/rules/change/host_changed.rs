use crate::connector::versions::{Comparison, shown};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.definition("host");
    let Some((old, new)) = change.changed() else { return };
    let host = |node: Option<crate::Node<'_>>| node.and_then(|node| node.str()).unwrap_or_default().to_lowercase();
    if host(old) != host(new) {
        report
            .changed(change.spot(), format!("the host was {} and is {}", shown(old), shown(new)))
            .help("make sure that the same service answers there, to the connections that exist");
    }
}
