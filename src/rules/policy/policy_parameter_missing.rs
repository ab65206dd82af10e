use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(template) = policy.known_template() else { return };
    let Some(parameters) = policy.parameters() else { return };
    let unknown: Vec<_> = policy.unknown_parameters(template).collect();
    for parameter in template.parameters.iter().filter(|parameter| parameter.required) {
        // Given under a wrong name: policy-parameter-misnamed reports it.
        let misnamed = unknown.iter().any(|(_, name)| template.meant_by(name).is_some_and(|meant| meant.name == parameter.name));
        if policy.parameter(parameter.name).is_none() && !misnamed {
            let name = format!("{}{}", Policy::PREFIX, parameter.name);
            report.missing(parameters, format!("policy `{}` has no `{name}`", template.id)).help(format!("add `{name}`"));
        }
    }
}
