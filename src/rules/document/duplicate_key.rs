use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::{Document, Member, Node};
use crate::text::json::Kind;
use rustc_hash::FxHashMap;

/// Up to this many members, comparing each pair is faster than a table.
const FEW: usize = 12;

pub fn check(document: &Document, report: &mut Report) {
    // Of a million values, hardly any is such an object.
    let nodes = document.tree.nodes.iter().zip(0..);
    for (_, id) in nodes.filter(|(node, _)| node.escaped && node.kind == Kind::Object) {
        let object = document.node(id);
        if object.members().take(FEW + 1).count() <= FEW {
            for (at, member) in object.members().enumerate().skip(1) {
                let name = member.name();
                if let Some(first) = object.members().take(at).find(|earlier| earlier.key.key_is(&name)) {
                    duplicate(object, first, member, report);
                }
            }
            continue;
        }
        let mut seen = FxHashMap::default();
        for member in object.members() {
            let first = *seen.entry(member.name()).or_insert(member);
            if first.key != member.key {
                duplicate(object, first, member, report);
            }
        }
    }
}

fn duplicate(object: Node, first: Member, member: Member, report: &mut Report) {
    let same = first.value.text() == member.value.text();
    let owner = object.name().map(|name| format!(" in `{name}`")).unwrap_or_default();
    let finding = report.at_key(member, format!("duplicate key `{}`{owner}", member.name()));
    finding.label(first.key, "first written here");
    if same {
        finding
            .help("remove one of them: both have the same value")
            .fix(Fix::safe("remove the second one").remove_member(member));
    } else {
        finding.help("keep the one that you mean: JSON readers silently drop the first");
    }
}
