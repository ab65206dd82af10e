use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.key().key_is("post") || !operation.is_trigger() || !operation.is_webhook() {
        return;
    }
    let path = operation.path();
    let below = |other: &str| {
        let rest = other.strip_prefix(path.trim_end_matches('/')).and_then(|rest| rest.strip_prefix("/{"));
        rest.and_then(|rest| rest.strip_suffix('}')).is_some_and(|name| !name.contains('/'))
    };
    let connector = operation.connector;
    for delete in connector.operations().filter(|other| other.key().key_is("delete") && !other.is_internal()) {
        if delete.is_deprecated() || !below(&delete.path()) {
            continue;
        }
        let fix = Fix::risky("make it internal");
        let fix = match delete.get("x-ms-visibility") {
            Some(visibility) => fix.replace_str(visibility, "internal"),
            None => fix.add_member(delete.node(), "x-ms-visibility", "\"internal\""),
        };
        let message =
            format!("{}, which ends the subscription of {}, is shown as an action", delete.display(), operation.display());
        report
            .at_key(Member { key: delete.key(), value: delete.node() }, message)
            .help("add `\"x-ms-visibility\": \"internal\"`: only the platform should call it")
            .fix(fix);
    }
}
