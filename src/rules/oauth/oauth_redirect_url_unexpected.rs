use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::connector::facts::Value;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static SHARED: LazyLock<&'static str> = LazyLock::new(|| {
    let redirect = facts::file("identity-providers").get("redirect");
    redirect.and_then(|redirect| redirect.get("default-url")).and_then(Value::as_str).unwrap_or_default()
});

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let (Some(mode), Some(member)) = (settings.get_str("redirectMode"), settings.member("redirectUrl")) else { return };
    let Some(url) = member.value.str() else { return };
    let own = mode == "GlobalPerConnector";
    let fits = match url.strip_prefix(*SHARED) {
        Some(rest) => rest.is_empty() || rest == "/" || (own && rest.starts_with('/')),
        // Regions have their own hosts: `https://europe-001.consent.azure-apim.net/redirect`.
        None => url.starts_with("https://") && url.contains(".consent.azure-apim."),
    };
    if fits || !matches!(mode.as_ref(), "Global" | "GlobalPerConnector") {
        return;
    }
    let finding = report.at(member.value, "redirect URL is not one of the platform's");
    match own {
        true => finding.help("remove it; the platform creates the URL").fix(Fix::safe("remove it").remove_member(member)),
        false => finding.help(format!("with `Global` it is `{}`", *SHARED)),
    };
}
