use crate::connector::Connector;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    let (Some(api), Some(properties)) = (connector.api(), connector.api_properties()) else { return };
    let mut schemes = api.security_definitions();
    // Of several the others may be the one that is filled in; sets are chosen from by the user.
    let (Some(scheme), None, true) = (schemes.next(), schemes.next(), properties.sets().is_empty()) else { return };
    let kind = scheme.value.get_str("type").unwrap_or_default();
    let needed = match &*kind {
        "apiKey" => "a parameter of type `securestring` for the key",
        "basic" => "the parameters `username` and `password`",
        _ => return,
    };
    // A policy or a script may make the header of something else.
    let sets_it = |template: &str| ["setheader", "setqueryparameter"].iter().any(|name| template.eq_ignore_ascii_case(name));
    if connector.script.is_some()
        || properties.policies().any(|policy| policy.template().is_some_and(|template| sets_it(&template)))
    {
        return;
    }
    let parameters = properties.connection_parameters();
    let secret = parameters.iter().filter(|parameter| parameter.is_type("securestring")).count();
    let given = match &*kind {
        "basic" => parameters.len() >= 2 && secret >= 1,
        _ => secret >= 1,
    };
    let signs_in = parameters.iter().any(|parameter| parameter.oauth().is_some());
    if !given && !signs_in {
        report
            .at_key(
                scheme,
                format!("security definition `{}` is of type {kind}, but the connection does not ask for it", scheme.name()),
            )
            .help(format!("add {needed} to the connection parameters"));
    }
}
