use crate::connector::ConnectionParameter;
use crate::connector::facts::identity_providers::{Provider, is_registered_by_microsoft};
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity, one_of};

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(value) = parameter.oauth().and_then(|settings| settings.get("identityProvider")) else { return };
    let Some(name) =
        value.str().filter(|name| Provider::find(name).is_none_or(|known| known.id != name) && !is_registered_by_microsoft(name))
    else {
        return;
    };
    let names: Vec<_> = Provider::all().iter().map(|provider| provider.id).collect();
    let finding = report.at(value, format!("there is no identity provider `{name}`"));
    match names.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
        Some(known) => {
            finding.help(format!("write `{known}`")).fix(Fix::safe(format!("write `{known}`")).replace_str(value, known));
            // The platform ignores case.
            finding.severity = Severity::Info;
        }
        None => drop(finding.help(format!("choose {}", one_of(&names)))),
    }
}
