use crate::connector::Policy;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(template) = policy.known_template().filter(|template| template.sections.is_empty()) else { return };
    let Some(section) = policy.parameters().and_then(|parameters| parameters.member("x-ms-apimTemplate-policySection")) else {
        return;
    };
    report
        .at_key(section, format!("policy `{}` takes no section", template.id))
        .help("remove it: this template always runs on the request")
        .fix(Fix::safe("remove the section").remove_member(section));
}
