use crate::connector::Properties;
use crate::rule::Report;
use crate::text::document::Member;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(api) = properties.connector.api() else { return };
    let oauth = |scheme: Member| scheme.value.get("type").is_some_and(|kind| kind.is("oauth2"));
    if !properties.sets().is_empty() || api.security_definitions().any(oauth) {
        return;
    }
    if let Some(parameter) = properties.connection_parameters().into_iter().find(|parameter| parameter.is_type("oauthSetting")) {
        report
            .missing(
                parameter.node,
                format!(
                    "`{}` signs in with OAuth, but the definition has no security definition of type `oauth2`",
                    parameter.name()
                ),
            )
            .help("add it to `securityDefinitions`, so that the definition is complete");
    }
}
