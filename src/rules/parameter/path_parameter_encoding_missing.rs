use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    if !parameter.is_in("path") || parameter.get("x-ms-url-encoding").is_some() {
        return;
    }
    let fix = Fix::safe("add `\"x-ms-url-encoding\": \"single\"`").add_member(parameter.node, "x-ms-url-encoding", "\"single\"");
    report
        .missing(parameter.node, format!("path parameter `{}` has no `x-ms-url-encoding`", parameter.name()))
        .help("add `\"x-ms-url-encoding\": \"single\"`, or `double` if the service decodes twice")
        .fix(fix);
}
