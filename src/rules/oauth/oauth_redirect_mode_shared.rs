use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

const OWN: &str = "GlobalPerConnector";

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let help = "set `GlobalPerConnector` and register the connector's own redirect URL with the service";
    let Some(mode) = settings.get("redirectMode") else {
        let fix = Fix::risky(format!("add `{OWN}`")).add_member(settings, "redirectMode", &crate::text::edit::quote(OWN));
        report.missing(settings, "`oAuthSettings` has no `redirectMode`").help(help).fix(fix);
        return;
    };
    // A value that is not a mode is reported by json-value-enum.
    let Some(name) = mode.str().filter(|name| matches!(name.as_ref(), "Global" | "Direct")) else { return };
    let mut fix = Fix::risky(format!("set `{OWN}`")).replace_str(mode, OWN);
    if let Some(url) = settings.member("redirectUrl") {
        fix = fix.remove_member(url);
    }
    report.at(mode, format!("redirect mode is `{name}` instead of `{OWN}`")).help(help).fix(fix);
}
