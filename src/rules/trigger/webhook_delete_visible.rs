use crate::connector::{Definition, Operation};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use crate::text::group::grouped;
use rustc_hash::FxHashMap;

pub fn check(definition: Definition, report: &mut Report) {
    // The operations that end something, by the path above the name of what they end.
    let deletes = definition
        .connector
        .operations()
        .filter(|other| other.key().key_is("delete") && !other.is_internal() && !other.is_deprecated());
    let above = |path: &str| {
        let (above, last) = path.rsplit_once('/')?;
        (last.len() > 1 && last.starts_with('{') && last.ends_with('}')).then(|| above.to_owned())
    };
    let deletes: FxHashMap<String, Vec<Operation>> =
        grouped(deletes.filter_map(|delete| Some((above(&delete.path())?, delete)))).into_iter().collect();
    for operation in definition.connector.operations() {
        if !deletes.is_empty() && operation.key().key_is("post") && operation.is_trigger() && operation.is_webhook() {
            let below = deletes.get(operation.path().trim_end_matches('/'));
            below.into_iter().flatten().for_each(|delete| visible(operation, *delete, report));
        }
    }
}

fn visible(operation: Operation, delete: Operation, report: &mut Report) {
    let fix = Fix::risky("make it internal");
    let fix = match delete.get("x-ms-visibility") {
        Some(visibility) => fix.replace_str(visibility, "internal"),
        None => fix.add_member(delete.node(), "x-ms-visibility", "\"internal\""),
    };
    let message = format!("{}, which ends the subscription of {}, is shown as an action", delete.display(), operation.display());
    report
        .at_key(Member { key: delete.key(), value: delete.node() }, message)
        .help("add `\"x-ms-visibility\": \"internal\"`: only the platform should call it")
        .fix(fix);
}
