use crate::connector::versions::{Comparison, shown};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.definition("basePath");
    let Some((old, new)) = change.changed() else { return };
    let path =
        |node: Option<crate::Node<'_>>| node.and_then(|node| node.str()).unwrap_or_default().trim_end_matches('/').to_owned();
    if path(old) != path(new) {
        report
            .changed(change.spot(), format!("the base path was {} and is {}", shown(old), shown(new)))
            .help("make sure that the service does the same there");
    }
}
