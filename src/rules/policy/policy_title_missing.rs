use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let message = || format!("policy `{}` has no `title`", policy.template().unwrap_or_default());
    let help = "describe in a few words what it does";
    match policy.node.get("title") {
        None => report.missing(policy.node, message()).help(help),
        Some(title) if title.str().is_some_and(|text| text.trim().is_empty()) => {
            report.blank(policy.node, title, message()).help(help)
        }
        Some(_) => return,
    };
}
