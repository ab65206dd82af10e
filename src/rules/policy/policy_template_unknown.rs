use crate::connector::Policy;
use crate::connector::facts::policy_templates::Template;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static UNDOCUMENTED: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| crate::connector::facts::strings("policy-templates", "undocumented", "ids"));

pub fn check(policy: Policy, report: &mut Report) {
    let Some(value) = policy.node.get("templateId") else { return };
    // Microsoft's own connectors use a few that are not documented.
    let known = |id: &str| Template::find(id).is_some() || UNDOCUMENTED.iter().any(|known| known.eq_ignore_ascii_case(id));
    let Some(id) = value.str().filter(|id| !known(id)) else { return };
    let near = |template: &&Template| crate::text::slips::between(template.id, &id.to_lowercase()) <= 2;
    let meant = Template::all().iter().find(near);
    let finding = report.at(value, format!("there is no policy template `{id}`"));
    match meant {
        Some(Template { id, .. }) => {
            finding.help(format!("did you mean `{id}`?")).fix(Fix::risky(format!("write `{id}`")).replace_str(value, id))
        }
        None => finding.help("choose one of the templates in the policy step of the custom connector wizard"),
    };
}
