use crate::connector::Properties;
use crate::connector::flows::appends;
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashMap;

pub fn check(properties: Properties, report: &mut Report) {
    let mut seen: FxHashMap<(String, u64), Vec<_>> = FxHashMap::default();
    for policy in properties.policies() {
        let (Some(template), Some(parameters)) = (policy.template(), policy.parameters()) else { continue };
        let alike = seen.entry((template.to_lowercase(), parameters.value_hash())).or_default();
        // Equal policies have the same hash, so there are few to compare with.
        if let Some(&first) = alike.iter().find(|&&first: &&crate::Node| parameters.same(first)) {
            // A policy that appends does so twice.
            let title = "remove the second one";
            let fix = if appends(policy) { Fix::risky(title) } else { Fix::safe(title) };
            report
                .at(policy.node, format!("policy `{template}` is listed twice with the same parameters"))
                .help("remove one of them")
                .label(first, "the same parameters")
                .fix(fix.remove_item(policy.node));
        } else {
            alike.push(parameters);
        }
    }
}
