use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("operations"));

pub fn check(definition: Definition, report: &mut Report) {
    let count = definition.connector.operations().len();
    let Some(paths) = definition.get("paths") else { return };
    if count > *LIMIT {
        report
            .at(paths, format!("the definition has {count} operations; at most {} are allowed", *LIMIT))
            .help("leave out those that no flow needs, or split the connector in two");
    }
}
