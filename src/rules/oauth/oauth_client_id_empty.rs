use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::json::Kind;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let help = "use a placeholder, such as `[[CLIENT_ID]]`";
    let fix = Fix::risky("write `[[CLIENT_ID]]`");
    let (finding, fix) = match settings.get("clientId").or_else(|| settings.get("ClientId")) {
        None => {
            let finding = report.missing(settings, "`oAuthSettings` has no `clientId`");
            (finding, fix.add_member(settings, "clientId", "\"[[CLIENT_ID]]\""))
        }
        Some(id) if id.kind() == Kind::Null || id.str().is_some_and(|id| id.trim().is_empty()) => {
            (report.at(id, "client ID is empty"), fix.replace_str(id, "[[CLIENT_ID]]"))
        }
        Some(_) => return,
    };
    finding.help(help).fix(fix);
}
