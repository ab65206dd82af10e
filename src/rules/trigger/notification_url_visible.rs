use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    // Operations may share a definition: one finding for each property, not for each operation.
    let mut seen = FxHashSet::default();
    for operation in definition.connector.operations() {
        for url in operation.body_notification_urls() {
            if url.internal || !seen.insert(url.node.id) {
                continue;
            }
            let name = url.node.name().unwrap_or_default();
            let message =
                format!("notification URL `{name}` of {} is not internal: users would be asked for it", operation.display());
            let fix = Fix::safe("make it internal");
            let fix = match url.node.get("x-ms-visibility") {
                Some(visibility) => fix.replace_str(visibility, "internal"),
                None => fix.add_member(url.node, "x-ms-visibility", "\"internal\""),
            };
            report.missing(url.node, message).help("add `\"x-ms-visibility\": \"internal\"`: the platform fills it in").fix(fix);
        }
    }
}
