use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::json::Kind;

pub fn check(definition: Definition, report: &mut Report) {
    definition.each_security_requirement(|_, entry| {
        if entry.value.kind() == Kind::Null {
            report
                .at(entry.value, format!("the requirement `{}` is null", entry.name()))
                .help("write `[]` if no scopes are needed")
                .fix(Fix::safe("write `[]`").replace(entry.value, "[]"));
        }
    });
}
