use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(member) = parameter.node.member("x-ms-url-encoding") else { return };
    let location = parameter.location();
    if !matches!(&*location, "query" | "header" | "formData" | "body") {
        return;
    }
    let what = if location == "formData" { "form" } else { &*location };
    report
        .at_key(member, format!("`x-ms-url-encoding` has no effect on the {what} parameter `{}`", parameter.name()))
        .help("remove it")
        .fix(Fix::safe("remove `x-ms-url-encoding`").remove_member(member));
}
