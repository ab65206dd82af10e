use crate::connector::package::Package;
use crate::connector::solution::metadata::is_connector;
use crate::rule::Report;
use rustc_hash::FxHashMap;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        let Some((_, manifest)) = &part.manifest else { continue };
        let bare = |id: &str| id.trim_matches(['{', '}']).to_ascii_lowercase();
        let mut roots = FxHashMap::default();
        for root in manifest.all("RootComponent").into_iter().filter(|root| is_connector(root)) {
            if let Some(id) = root.attribute("id") {
                roots.entry(bare(id)).or_insert(root);
            }
        }
        for connector in part.connectors() {
            let name = connector.text_of("name").unwrap_or_default();
            let id = connector.text_of("connectorid").unwrap_or_default();
            let root = roots.get(&id.to_ascii_lowercase());
            let other = root.and_then(|root| root.attribute("schemaName")).filter(|known| *known != name);
            match (root, other) {
                (None, _) => {
                    let (file, span) = part.in_customizations(connector);
                    let message = format!("`solution.xml` does not list the connector `{name}`");
                    report.in_file(file, span, message).help("export the solution again");
                }
                (Some(root), Some(other)) => {
                    let (file, span) = part.in_manifest(root);
                    let message = format!("the root component is named `{other}`, but its connector is named `{name}`");
                    report.in_file(file, span, message).help("export the solution again");
                }
                _ => {}
            }
        }
    }
}
