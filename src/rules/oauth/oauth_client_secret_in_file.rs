use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let Some(member) = settings.member("clientSecret").or_else(|| settings.member("ClientSecret")) else { return };
    let Some(secret) = member.value.str() else { return };
    if secret.len() < 8 || secret.contains(' ') || facts::is_placeholder(&secret) {
        return;
    }
    report
        .at(member.value, "client secret in plain text")
        .help("remove it and have the service issue a new one; this one is no longer secret")
        .fix(Fix::safe("remove it").remove_member(member));
}
