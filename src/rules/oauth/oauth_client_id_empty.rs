use crate::connector::ConnectionParameter;
use crate::json::Kind;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let help = "write a dummy, such as `[[DUMMY]]`";
    match settings.get("clientId").or_else(|| settings.get("ClientId")) {
        None => report.missing(settings, "`oAuthSettings` has no `clientId`").help(help),
        Some(id) if id.kind() == Kind::Null || id.str().is_some_and(|id| id.trim().is_empty()) => {
            report.at(id, "client id is empty").help(help)
        }
        Some(_) => return,
    };
}
