use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    // A path parameter must be required anyway: `path-parameter-optional`. A body must not have a default at all.
    if !parameter.is_internal() || parameter.is_in("path") || parameter.is_in("body") {
        return;
    }
    let Some(default) = parameter.node.member("default") else { return };
    let required = parameter.get("required");
    if required.is_some_and(|required| required.bool() != Some(false)) {
        return;
    }
    let fix = Fix::risky("make it required");
    let fix = match required {
        None => fix.add_member_after(default, "required", "true"),
        Some(required) => fix.replace(required, "true"),
    };
    report
        .at_key(default, format!("default of the internal parameter `{}` is not sent: it is not required", parameter.name()))
        .help("add `\"required\": true`, or remove the parameter")
        .fix(fix);
}
