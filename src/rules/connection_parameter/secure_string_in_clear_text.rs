use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(shown) = parameter.constraint("clearText").filter(|shown| shown.bool() == Some(true)) else { return };
    if !parameter.is_type("securestring") || parameter.is_plain() {
        return;
    }
    report
        .at(shown, format!("connection parameter `{}` is shown while it is typed", parameter.name()))
        .help("write `\"clearText\": false`, or make it a `string` if anybody may see it")
        .fix(Fix::safe("hide what is typed").replace(shown, "false"));
}
