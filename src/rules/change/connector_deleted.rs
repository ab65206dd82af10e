use crate::connector::versions::{Comparison, Spot};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let (Some(old), None) = (&comparison.old.definition, &comparison.new.definition) else { return };
    if comparison.old.operations().len() > 0 {
        report
            .changed(Spot::new(String::new(), Some(old.root()), None), "the connector was deleted: all flows that use it fail")
            .help("keep it, and mark all its operations `deprecated`");
    }
}
