use crate::connector::{Connector, Policy};
use crate::rule::{Report, Severity};
use crate::text::document::Member;

pub fn check(connector: &Connector, report: &mut Report) {
    let (Some(api), Some(properties)) = (connector.api(), connector.api_properties()) else { return };
    let oauth2 = |scheme: &Member| scheme.value.get("type").is_some_and(|kind| kind.is("oauth2"));
    // The user chooses one of the sets.
    let schemes = api.required_security_definitions();
    let [scheme] = schemes.as_slice() else { return };
    if !oauth2(scheme) || !properties.sets().is_empty() {
        return;
    }
    let scheme = *scheme;
    let parameters = properties.connection_parameters();
    let oauth = |kind: &str| kind.eq_ignore_ascii_case("oauthSetting");
    if parameters.iter().any(|parameter| parameter.get("type").and_then(|kind| kind.str()).is_some_and(|kind| oauth(&kind))) {
        return;
    }
    let message =
        format!("security definition `{}` is OAuth, but no connection parameter is of type `oauthSetting`", scheme.name());
    let finding = report.at_key(scheme, message);
    // A policy or a script may add a token to the requests, but there is none if users are not asked for anything.
    let sets = |policy: Policy| policy.is("setheader") || policy.is("setqueryparameter");
    let signs_in_otherwise = properties.policies().any(sets) || connector.script_sets_headers() || !parameters.is_empty();
    if signs_in_otherwise {
        finding.severity = Severity::Warning;
    }
    finding.help("add a connection parameter of type `oauthSetting`, or define the security that the connector really uses");
}
