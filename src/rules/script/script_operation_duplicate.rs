use crate::connector::Properties;
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashMap;

pub fn check(properties: Properties, report: &mut Report) {
    let mut seen = FxHashMap::default();
    for item in properties.script_operations() {
        let id = item.str().unwrap_or_default();
        match seen.get(&id) {
            None => drop(seen.insert(id, item)),
            Some(&first) => {
                report
                    .at(item, format!("`{id}` is already in `scriptOperations`"))
                    .help("remove it, or write the operation that was meant")
                    .label(first, "first listed here")
                    .fix(Fix::safe("remove it").remove_item(item));
            }
        }
    }
}
