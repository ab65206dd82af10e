use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

const OWN: &str = "GlobalPerConnector";

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let help = "set `GlobalPerConnector` and register the connector's own redirect address with the service";
    let Some(mode) = settings.get("redirectMode") else {
        let fix = Fix::risky(format!("add `{OWN}`")).add_member(settings, "redirectMode", &crate::text::edit::quote(OWN));
        report.missing(settings, "`oAuthSettings` has no `redirectMode`").help(help).fix(fix);
        return;
    };
    // What is no mode at all is for json-value-enum to say.
    let Some(name) = mode.str().filter(|name| matches!(name.as_ref(), "Global" | "Direct")) else { return };
    let mut fix = Fix::risky(format!("set `{OWN}`")).replace_str(mode, OWN);
    if let Some(url) = settings.member("redirectUrl") {
        fix = fix.remove_member(url);
    }
    report.at(mode, format!("redirect mode is `{name}`, not `{OWN}`")).help(help).fix(fix);
}
