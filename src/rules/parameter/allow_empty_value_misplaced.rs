use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(member) = parameter.node.member("allowEmptyValue") else { return };
    let location = parameter.location();
    if matches!(&*location, "header" | "path" | "body") {
        report
            .at_key(member, format!("{location} parameter `{}` cannot have `allowEmptyValue`", parameter.name()))
            .help("remove it")
            .fix(Fix::safe("remove `allowEmptyValue`").remove_member(member));
    }
}
