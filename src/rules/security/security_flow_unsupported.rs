use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(definition: Definition, report: &mut Report) {
    for scheme in
        definition.security_definitions().filter(|scheme| scheme.value.get("type").is_some_and(|kind| kind.is("oauth2")))
    {
        let Some(flow) = scheme.value.get("flow") else { continue };
        let name = flow.str().unwrap_or_default();
        if !matches!(&*name, "implicit" | "password" | "application") {
            continue;
        }
        // The portal adds this for service principals, next to the definition with which people sign in.
        let code = |other: Member| other.value.get("flow").is_some_and(|flow| flow.is("accessCode"));
        if name == "application" && definition.security_definitions().any(code) {
            continue;
        }
        let finding = report.at(flow, format!("the platform does not support the OAuth flow `{name}`"));
        finding.help("use `accessCode` with `authorizationUrl` and `tokenUrl`");
        if scheme.value.has("authorizationUrl") && scheme.value.has("tokenUrl") {
            finding.fix(Fix::risky("set `accessCode`").replace_str(flow, "accessCode"));
        }
    }
}
