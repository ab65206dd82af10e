use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((settings, provider)) = parameter.provider() else { return };
    let given = settings.get("customParameters").filter(|given| given.is_object());
    for name in &provider.required {
        // In another case: oauth-custom-parameter-unknown says so.
        let there = given.is_some_and(|given| given.members().any(|member| member.name().eq_ignore_ascii_case(name)));
        if !there {
            let message = format!("identity provider `{}` has no `{name}`", provider.id);
            report.missing(given.unwrap_or(settings), message).help(format!("add `{name}` to `customParameters`"));
        }
    }
}
