use crate::connector::Properties;
use crate::rule::Report;
use rustc_hash::FxHashMap;

pub fn check(properties: Properties, report: &mut Report) {
    let mut first = FxHashMap::default();
    for set in properties.sets() {
        let Some((node, name)) = set.get("name").and_then(|node| Some((node, node.str()?))) else { continue };
        match first.get(&name) {
            None => drop(first.insert(name, node)),
            Some(&earlier) => {
                report
                    .at(node, format!("an earlier connection parameter set is already named `{name}`"))
                    .help("give each set its own name: people see `displayName`, not the name")
                    .label(earlier, "first used here");
            }
        }
    }
}
