use crate::connector::Parameter;
use crate::connector::flows::is_encoded_twice;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(member) = parameter.node.member("x-ms-url-encoding") else { return };
    let location = parameter.location();
    if !matches!(&*location, "query" | "header" | "formData" | "body") {
        return;
    }
    // Some clients encode `double` values twice in other places, too.
    let title = "remove `x-ms-url-encoding`";
    let fix = if is_encoded_twice(parameter.node) { Fix::risky(title) } else { Fix::safe(title) };
    let what = if location == "formData" { "form" } else { &*location };
    report
        .at_key(member, format!("`x-ms-url-encoding` has no effect on the {what} parameter `{}`", parameter.name()))
        .help("remove it")
        .fix(fix.remove_member(member));
}
