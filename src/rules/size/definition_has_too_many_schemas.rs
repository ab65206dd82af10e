use crate::connector::{Definition, SchemaCounts};
use crate::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas") as u64);

pub fn check(definition: Definition, report: &mut Report) {
    let mut counts = SchemaCounts::default();
    let each = definition.connector.operations().map(|operation| counts.of_operation(operation));
    let count = each.fold(0, u64::saturating_add);
    if count > *LIMIT {
        let message =
            format!("the operations have {} schemas together; at most {} are allowed", SchemaCounts::shown(count), *LIMIT);
        report.missing(definition.node, message).help("remove properties and items that nobody needs, or split the connector");
    }
}
