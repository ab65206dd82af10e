use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(member) = definition.node.member("x-ms-docs") else { return };
    if member.value.is_array() && member.value.items().next().is_none() {
        report
            .at(member.value, "`x-ms-docs` has no entry")
            .help("add an entry with `url` and `description`, or remove the list")
            .fix(Fix::safe("remove `x-ms-docs`").remove_member(member));
    }
}
