use crate::connector::package::{Flow, Package};
use crate::rule::Report;
use crate::text::group::grouped;
use rustc_hash::{FxHashMap, FxHashSet};

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        let inside = package.inside_of(part);
        let flows = inside.flows();
        let names = |flow| Flow::references(flow).map(move |(_, name)| (name, flow));
        // A flow may know one connector by several names.
        let mut users: FxHashMap<String, Vec<Flow>> = grouped(flows.into_iter().flat_map(names)).into_iter().collect();
        users.values_mut().for_each(|flows| flows.dedup_by_key(|flow| flow.document.file));
        for connector in part.connectors() {
            let name = connector.text_of("name").unwrap_or_default();
            let Some(operations) = inside.operations_of(connector) else { continue };
            let operations: FxHashSet<String> = operations.into_iter().collect();
            for flow in users.get(&name).into_iter().flatten() {
                let used = flow.operations_of(&name);
                for node in used.into_iter().filter(|node| !node.str().is_some_and(|id| operations.contains(&*id))) {
                    let id = node.str().unwrap_or_default();
                    report
                        .at(node, format!("the connector `{name}` has no operation `{id}`"))
                        .help("update the flow to match the connector, and export both again");
                }
            }
        }
    }
}
