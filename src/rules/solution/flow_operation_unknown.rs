use crate::connector::package::Package;
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        let inside = package.inside_of(part);
        for connector in part.connectors() {
            let name = connector.text_of("name").unwrap_or_default();
            let Some(operations) = inside.operations_of(connector) else { continue };
            for flow in inside.flows() {
                let used = flow.operations_of(&name);
                for node in
                    used.into_iter().filter(|node| !node.str().is_some_and(|id| operations.iter().any(|known| *known == id)))
                {
                    let id = node.str().unwrap_or_default();
                    report
                        .at(node, format!("the connector `{name}` has no operation `{id}`"))
                        .help("update the flow to match the connector, and export both again");
                }
            }
        }
    }
}
