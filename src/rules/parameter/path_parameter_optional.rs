use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    if !parameter.is_in("path") {
        return;
    }
    let message = || format!("path parameter `{}` is not required", parameter.name());
    let fix = Fix::safe("make it required");
    let (finding, fix) = match parameter.get("required") {
        None => (report.missing(parameter.node, message()), fix.add_member(parameter.node, "required", "true")),
        Some(required) if required.bool() == Some(false) => (report.at(required, message()), fix.replace(required, "true")),
        Some(_) => return,
    };
    finding.help("write `\"required\": true`").fix(fix);
}
