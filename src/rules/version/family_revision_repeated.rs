use crate::connector::Definition;
use crate::rule::Report;
use crate::text::document::Node;
use rustc_hash::FxHashMap;

pub fn check(definition: Definition, report: &mut Report) {
    for (family, operations) in definition.connector.families() {
        let mut seen: FxHashMap<u64, Node> = FxHashMap::default();
        for operation in operations {
            let revision = operation.annotation().and_then(|annotation| annotation.get("revision"));
            let Some((node, number)) = revision.and_then(|node| Some((node, node.number()?))) else { continue };
            match seen.get(&number.to_bits()) {
                Some(&first) => {
                    report
                        .at(node, format!("family `{family}` has another operation with revision {number}"))
                        .help("number the revisions of a family 1, 2, 3")
                        .label(first, "first used here");
                }
                None => drop(seen.insert(number.to_bits(), node)),
            }
        }
    }
}
