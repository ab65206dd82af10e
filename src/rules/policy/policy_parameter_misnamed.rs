use crate::connector::Policy;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(template) = policy.known_template() else { return };
    for (member, name) in policy.unknown_parameters(template) {
        let Some(meant) = template.meant_by(&name).filter(|meant| meant.required && policy.parameter(meant.name).is_none())
        else {
            continue;
        };
        let right = format!("{}{}", Policy::PREFIX, meant.name);
        report
            .at_key(member, format!("policy `{}` has no parameter `{name}`; it requires `{}`", template.id, meant.name))
            .help(format!("write `{right}`"))
            .fix(Fix::risky(format!("rename it to `{right}`")).rename(member.key, &right));
    }
}
