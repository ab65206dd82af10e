use crate::connector::{Definition, SchemaCounts};
use crate::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas-per-body") as u64);

pub fn check(definition: Definition, report: &mut Report) {
    let mut counts = SchemaCounts::default();
    for operation in definition.connector.operations() {
        let Some(schema) = operation.body().and_then(|body| body.schema()) else { continue };
        let count = counts.of(schema);
        if count > *LIMIT {
            let message = format!(
                "the body of {} has {} schemas; at most {} are allowed",
                operation.display(),
                SchemaCounts::shown(count),
                *LIMIT
            );
            report
                .missing(schema.node, message)
                .help("remove properties and items that nobody needs; each counts once per place");
        }
    }
}
