use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    // The other extensions always need an operationId: that is for the rule about required properties.
    let known = ["operationId", "builtInOperation", "capability"].iter().any(|key| dynamic.node.has(key));
    if dynamic.kind == DynamicKind::Values && !known {
        report
            .missing(dynamic.node, "`x-ms-dynamic-values` does not say where the values come from")
            .help("add `operationId`, or `builtInOperation` or `capability`");
    }
}
