use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let root = definition.node;
    if root.has("schemes") {
        return;
    }
    let fix = Fix::safe("add `\"schemes\": [\"https\"]`");
    let fix = match root.member("basePath").or_else(|| root.member("host")) {
        Some(before) => fix.add_member_after(before, "schemes", "[\"https\"]"),
        None => fix.add_member(root, "schemes", "[\"https\"]"),
    };
    report.missing(root, "the definition has no `schemes`").help("add `\"schemes\": [\"https\"]`").fix(fix);
}
