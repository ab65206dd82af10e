use crate::connector::{Definition, SchemaCounts};
use crate::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas-per-operation") as u64);

pub fn check(definition: Definition, report: &mut Report) {
    let mut counts = SchemaCounts::default();
    for operation in definition.connector.operations() {
        let count = counts.of_operation(operation);
        if count > *LIMIT {
            let message =
                format!("{} has {} schemas; at most {} are allowed", operation.display(), SchemaCounts::shown(count), *LIMIT);
            report
                .missing(operation.node(), message)
                .help("remove properties and items that nobody needs; each counts once per place");
        }
    }
}
