use crate::connector::{Definition, Operation};
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(definition: Definition, report: &mut Report) {
    for (family, operations) in definition.connector.families() {
        let without = without_revision(&operations);
        if let [first, second, ..] = without[..] {
            report
                .missing(second, format!("{} operations of family `{family}` have no `revision`", without.len()))
                .help("add a `revision` to every operation of the family: 1 for the oldest, then 2, 3")
                .label(first, "the first one without a revision");
        }
    }
}

/// The annotations of operations without a revision.
pub(super) fn without_revision<'a>(operations: &[Operation<'a>]) -> Vec<Node<'a>> {
    let annotations = operations.iter().filter_map(|operation| operation.annotation());
    annotations.filter(|annotation| !annotation.has("revision")).collect()
}
