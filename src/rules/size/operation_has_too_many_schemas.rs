use crate::connector::facts;
use crate::connector::{Definition, SchemaCounts};
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas-per-operation") as u64);

pub fn check(definition: Definition, report: &mut Report) {
    let connector = definition.connector;
    for (operation, count) in connector.operations().zip(connector.schema_counts()) {
        let count = count.all;
        if count > *LIMIT {
            let message =
                format!("{} has {} schemas; at most {} are allowed", operation.display(), SchemaCounts::shown(count), *LIMIT);
            report
                .missing(operation.node(), message)
                .help("remove properties and items that nobody needs; each counts once per place where it is used");
        }
    }
}
