use crate::connector::Definition;
use crate::fix::Fix;
use crate::json::Kind;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    definition.each_security_requirement(|_, entry| {
        if entry.value.kind() == Kind::Null {
            report
                .at(entry.value, format!("the requirement `{}` is null", entry.name()))
                .help("write `[]` where no scopes are needed")
                .fix(Fix::safe("write `[]`").replace(entry.value, "[]"));
        }
    });
}
