use crate::connector::Policy;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(template) = policy.known_template() else { return };
    for parameter in template.parameters.iter().filter(|parameter| !parameter.values.is_empty()) {
        let Some(value) = policy.parameter(parameter.name) else { continue };
        let Some(text) = value.str().filter(|text| !parameter.values.contains(&text.as_ref())) else { continue };
        let allowed = crate::rule::one_of(&parameter.values);
        let same = parameter.values.iter().find(|known| known.eq_ignore_ascii_case(&text));
        let finding = report.at(value, format!("`{}` of policy `{}` must be {allowed}", parameter.name, template.id));
        finding.help(format!("choose {allowed}"));
        if let Some(same) = same {
            finding.fix(Fix::safe(format!("write `{same}`")).replace_str(value, same));
        }
    }
}
