use crate::connector::Properties;
use crate::rule::Report;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

pub fn check(properties: Properties, report: &mut Report) {
    let mut chosen_by: FxHashMap<Cow<str>, crate::Node> = FxHashMap::default();
    let mut for_all = None;
    for policy in properties.policies().filter(|policy| policy.is("dynamichosturl")) {
        let Some(template) = policy.node.get("templateId") else { continue };
        let names: Vec<Cow<str>> = policy.operations().into_iter().filter_map(crate::Node::str).collect();
        let known = names.iter().find_map(|name| Some((name.clone(), *chosen_by.get(name)?)));
        let known = known.map(|(name, first)| (format!("of `{name}`"), first));
        let known = known.or_else(|| {
            for_all.map(|first| (names.first().map_or("of all operations".to_owned(), |name| format!("of `{name}`")), first))
        });
        if let Some((whose, first)) = known {
            report
                .at(template, format!("another policy also sets the host {whose}"))
                .help("keep one such policy per operation")
                .label(first, "the other policy");
        }
        if names.is_empty() {
            for_all = for_all.or(Some(template));
        }
        for name in names {
            chosen_by.entry(name).or_insert(template);
        }
    }
}
