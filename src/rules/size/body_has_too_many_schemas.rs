use crate::connector::facts;
use crate::connector::{Definition, SchemaCounts};
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas-per-body") as u64);

pub fn check(definition: Definition, report: &mut Report) {
    let connector = definition.connector;
    for (operation, count) in connector.operations().zip(connector.schema_counts()) {
        let count = count.body;
        if count > *LIMIT
            && let Some(schema) = operation.body().and_then(|body| body.schema())
        {
            let message = format!(
                "the body of {} has {} schemas; at most {} are allowed",
                operation.display(),
                SchemaCounts::shown(count),
                *LIMIT
            );
            report
                .missing(schema.node, message)
                .help("remove properties and items that nobody needs; each counts once per place where it is used");
        }
    }
}
