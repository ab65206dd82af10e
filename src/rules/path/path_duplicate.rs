use crate::connector::{Definition, Operation};
use crate::rule::Report;
use crate::text::document::Member;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen: FxHashMap<u64, Operation> = FxHashMap::default();
    for operation in definition.connector.operations() {
        let (verb, path) = (operation.verb(), operation.path());
        let mut hasher = FxHasher::default();
        hasher.write(verb.as_bytes());
        template(&path).for_each(|byte| hasher.write_u8(byte));
        let first = *seen.entry(hasher.finish()).or_insert(operation);
        let known = first.path();
        // `path-differs-in-case` reports paths that are equal except for case, `duplicate-key` those that are identical.
        if first.verb() != verb || known.eq_ignore_ascii_case(&path) || !template(&known).eq(template(&path)) {
            continue;
        }
        let verb = verb.to_uppercase();
        report
            .at_key(
                Member { key: operation.key(), value: operation.node() },
                format!("`{verb} {path}` has the same address as `{verb} {known}`"),
            )
            .help("make them differ in a part that is not a variable, or merge the two operations")
            .label(first.key(), "the other one");
    }
}

/// A path as a router sees it: without the names of its variables and without case.
fn template(path: &str) -> impl Iterator<Item = u8> + '_ {
    let mut inside = false;
    path.bytes().filter_map(move |byte| {
        let was_inside = inside;
        inside = byte == b'{' || (inside && byte != b'}');
        (!was_inside || !inside).then_some(byte.to_ascii_lowercase())
    })
}
