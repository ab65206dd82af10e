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
                    .at(node, format!("the name `{name}` is that of an earlier connection parameter set"))
                    .help("give each set a name of its own; people see `displayName`, not this")
                    .label(earlier, "first used here");
            }
        }
    }
}
