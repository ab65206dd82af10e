use crate::connector::Connector;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    let (Some(api), Some(properties)) = (connector.api(), connector.api_properties()) else { return };
    let mut schemes = api.security_definitions();
    let Some(scheme) = schemes.find(|scheme| scheme.value.get("type").is_some_and(|kind| kind.is("oauth2"))) else { return };
    // Other definitions may be the ones that are filled in; sets are chosen from by the user.
    if api.security_definitions().count() > 1 || !properties.sets().is_empty() {
        return;
    }
    let parameters = properties.connection_parameters();
    let oauth = |kind: &str| kind.eq_ignore_ascii_case("oauthSetting");
    if parameters.iter().any(|parameter| parameter.get("type").and_then(|kind| kind.str()).is_some_and(|kind| oauth(&kind))) {
        return;
    }
    let message =
        format!("security definition `{}` is OAuth, but no connection parameter is of type `oauthSetting`", scheme.name());
    report
        .at_key(scheme, message)
        .help("add a connection parameter of type `oauthSetting`, or define the security that the connector really uses");
}
