use crate::grammar::Kind;
use crate::rule::Report;
use crate::walk::Object;

pub fn check(object: Object, report: &mut Report) {
    let names = match object.kind {
        Kind::DynamicValues => ["operationId", "builtInOperation", "capability"],
        _ => return,
    };
    if !object.node.is_whole() || names.iter().any(|name| object.node.has(name)) {
        return;
    }
    let list = names.map(|name| format!("`{name}`")).join(", ");
    report
        .missing(object.node, format!("{} needs one of {list}", object.display()))
        .help("name the operation that lists the values in `operationId`");
}
