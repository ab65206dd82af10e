use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

pub(super) static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("active-operations-per-family"));

pub fn check(definition: Definition, report: &mut Report) {
    for (family, operations) in definition.connector.families() {
        let active: Vec<_> = operations.iter().filter(|operation| !operation.is_deprecated()).collect();
        let Some(annotation) = active.get(*LIMIT).and_then(|operation| operation.annotation()) else { continue };
        report
            .at(annotation, format!("family `{family}` has {} operations that are not `deprecated`", active.len()))
            .help(format!("keep at most {}, and mark the older ones as `deprecated`", *LIMIT));
    }
}
