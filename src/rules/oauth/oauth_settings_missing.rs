use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    if parameter.is_type("oauthSetting") && parameter.get("oAuthSettings").is_none() {
        report
            .missing(parameter.node, format!("connection parameter `{}` has no `oAuthSettings`", parameter.name()))
            .help("add `oAuthSettings` with the identity provider, client ID, scopes and custom parameters");
    }
}
