use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

/// Properties that belong to only one type.
const API_KEY: [&str; 2] = ["name", "in"];
const OAUTH: [&str; 4] = ["flow", "authorizationUrl", "tokenUrl", "scopes"];

pub fn check(definition: Definition, report: &mut Report) {
    for scheme in definition.security_definitions() {
        let kind = scheme.value.get_str("type").unwrap_or_default();
        let (api_key, oauth) = match &*kind {
            "basic" => (false, false),
            "apiKey" => (true, false),
            "oauth2" => (false, true),
            _ => continue,
        };
        let scheme_name = scheme.name();
        for member in scheme.value.members() {
            let name = member.name();
            let foreign = (!api_key && API_KEY.contains(&&*name)) || (!oauth && OAUTH.contains(&&*name));
            if foreign {
                report
                    .at_key(member, format!("security definition `{scheme_name}` of type {kind} cannot have `{name}`"))
                    .help("remove it, or correct the type")
                    .fix(Fix::safe(format!("remove `{name}`")).remove_member(member));
            }
        }
    }
}
