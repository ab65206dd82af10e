use crate::connector::Policy;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(template) = policy.known_template().filter(|template| !template.sections.is_empty()) else { return };
    let Some(section) = policy.parameters().and_then(|parameters| parameters.get("x-ms-apimTemplate-policySection")) else {
        return;
    };
    if section.str().is_some_and(|name| template.sections.contains(&name.as_ref())) {
        return;
    }
    let allowed = crate::rule::one_of(&template.sections);
    let same = section.str().and_then(|name| template.sections.iter().find(|known| known.eq_ignore_ascii_case(&name)));
    let finding = report.at(section, format!("section of policy `{}` must be {allowed}", template.id));
    finding.help(format!("choose {allowed}"));
    if let Some(same) = same {
        finding.fix(Fix::safe(format!("write `{same}`")).replace_str(section, same));
    }
}
