use crate::connector::facts;
use crate::connector::{Definition, SchemaCounts};
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas") as u64);

pub fn check(definition: Definition, report: &mut Report) {
    let count = definition.connector.schema_counts().iter().fold(0u64, |sum, count| sum.saturating_add(count.all));
    if count > *LIMIT {
        let message =
            format!("the operations have {} schemas in total; at most {} are allowed", SchemaCounts::shown(count), *LIMIT);
        report.missing(definition.node, message).help("remove properties and items that nobody needs, or split the connector");
    }
}
