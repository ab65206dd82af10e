use crate::connector::{Definition, PathItem};
use crate::rule::Report;
use crate::text::document::Member;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen: FxHashMap<u64, PathItem> = FxHashMap::default();
    for path_item in definition.path_items() {
        let path = path_item.path();
        let first = *seen.entry(folded(&path)).or_insert(path_item);
        let known = first.path();
        // An identical path is a duplicate key, which `duplicate-key` reports.
        if known == path || !known.eq_ignore_ascii_case(&path) {
            continue;
        }
        report
            .at_key(
                Member { key: path_item.key, value: path_item.node },
                format!("path `{path}` differs from `{known}` only in case"),
            )
            .help(format!("move its operations to `{known}`"))
            .label(first.key, "first defined here");
    }
}

/// A hash that ignores case.
fn folded(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in text.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}
