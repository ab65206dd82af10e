use crate::connector::ConnectionParameter;
use crate::rule::fix::Fix;
use crate::rule::{Report, one_of};
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((settings, provider)) = parameter.provider() else { return };
    for member in settings.get("customParameters").into_iter().flat_map(Node::members) {
        let name = member.name();
        let known = || provider.required.iter().chain(&provider.optional);
        if known().any(|known| *known == name) {
            continue;
        }
        let same = known().find(|known| known.eq_ignore_ascii_case(&name));
        if same.is_none() && !provider.closed {
            continue;
        }
        let finding = report.at_key(member, format!("identity provider `{}` has no parameter `{name}`", provider.id));
        match same {
            Some(same) => {
                finding.help(format!("write `{same}`")).fix(Fix::safe(format!("write `{same}`")).rename(member.key, same))
            }
            None => finding.help(format!("it takes {}", one_of(&known().copied().collect::<Vec<_>>()))),
        };
    }
}
