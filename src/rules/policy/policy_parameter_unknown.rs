use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(template) = policy.known_template() else { return };
    for (member, name) in policy.unknown_parameters(template) {
        let meant = template.meant_by(&name);
        // Given in place of a required one: policy-parameter-misnamed reports it.
        if meant.is_some_and(|meant| meant.required && policy.parameter(meant.name).is_none()) {
            continue;
        }
        let help = match meant {
            Some(meant) => format!("did you mean `{}{}`?", Policy::PREFIX, meant.name),
            None => {
                let names: Vec<_> = template.parameters.iter().map(|parameter| format!("`{}`", parameter.name)).collect();
                format!("it takes {}", names.join(", "))
            }
        };
        report.at_key(member, format!("policy `{}` has no parameter `{name}`", template.id)).help(help);
    }
}
