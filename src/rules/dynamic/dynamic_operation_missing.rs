use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    // The other extensions always need an operationId; the rule about required properties checks it.
    let known = ["operationId", "builtInOperation", "capability"].iter().any(|key| dynamic.node.has(key));
    if dynamic.kind == DynamicKind::Values && !known {
        report
            .missing(dynamic.node, "`x-ms-dynamic-values` has no source for its values")
            .help("add `operationId`, or `builtInOperation` or `capability`");
    }
}
