use crate::connector::ConnectionParameter;
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity, one_of};
use crate::text::document::Node;
use crate::text::slips;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((settings, provider)) = parameter.provider() else { return };
    let known = || provider.required.iter().chain(&provider.optional).copied();
    for member in settings.get("customParameters").into_iter().flat_map(Node::members) {
        let name = member.name();
        if let Some(usual) = member.key.read_as() {
            // The platform ignores case.
            let finding = report.at_key(member, format!("`{name}` is usually written `{usual}`"));
            finding.help(format!("write `{usual}`")).fix(Fix::safe(format!("write `{usual}`")).rename(member.key, usual));
            finding.severity = Severity::Info;
            continue;
        }
        if !provider.closed || known().any(|known| known == name) {
            continue;
        }
        let finding = report.at_key(member, format!("identity provider `{}` has no documented parameter `{name}`", provider.id));
        let lower = name.to_lowercase();
        let near = known().find(|known| slips::between(&known.to_lowercase(), &lower) <= 2);
        match near {
            Some(near) => drop(finding.help(format!("did you mean `{near}`?"))),
            None => {
                finding.help(format!("it takes {}", one_of(&known().collect::<Vec<_>>())));
                // Providers gain new ones that no page lists.
                finding.severity = Severity::Info;
            }
        }
    }
}
