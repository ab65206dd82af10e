use crate::connector::Definition;
use crate::rule::Report;
use rustc_hash::FxHashMap;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen = FxHashMap::default();
    for (node, _) in definition.metadata() {
        let name = node.str().unwrap_or_default();
        if let Some(first) = seen.insert(name.to_lowercase(), node) {
            report
                .at(node, format!("metadata entry `{name}` is given a second time"))
                .help("keep one entry for each name")
                .label(first, "first given here");
            seen.insert(name.to_lowercase(), first);
        }
    }
}
