use super::family_too_many_active::LIMIT;
use crate::connector::{Definition, Operation};
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(definition: Definition, report: &mut Report) {
    for (family, operations) in definition.connector.families() {
        let active: Vec<_> = operations.into_iter().filter(|operation| !operation.is_deprecated()).collect();
        let production: Vec<Node> = active.iter().filter_map(|operation| production(*operation)).collect();
        // family-too-many-active reports too many active ones.
        if let (true, [first, second, ..]) = (active.len() <= *LIMIT, &production[..]) {
            report
                .at(*second, format!("family `{family}` has {} active operations in `Production`", production.len()))
                .help("mark the older one as `deprecated`")
                .label(*first, "this one too");
        }
    }
}

/// The status of an operation that is in production.
fn production(operation: Operation) -> Option<Node> {
    operation.annotation()?.get("status").filter(|status| status.is("Production"))
}
