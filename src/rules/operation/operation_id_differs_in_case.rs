use crate::connector::Definition;
use crate::rule::Report;
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen: FxHashMap<u64, Node> = FxHashMap::default();
    for id in definition.connector.operations().filter_map(|operation| operation.get("operationId")) {
        let Some(name) = id.str().filter(|name| !name.trim().is_empty()) else { continue };
        let mut hasher = FxHasher::default();
        name.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
        let first = *seen.entry(hasher.finish()).or_insert(id);
        let known = first.str().unwrap_or_default();
        if known != name && known.eq_ignore_ascii_case(&name) {
            report
                .at(id, format!("`operationId` `{name}` differs from `{known}` only in case"))
                .help("give them names that differ in more than case")
                .label(first, "the other `operationId`");
        }
    }
}
