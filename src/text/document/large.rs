//! Tables of arrays and objects with very many children, so that a question about one child does not cost a walk over all of them.
use super::{Document, Node};
use crate::text::json::Kind;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Children up to this many are walked: that is quicker than a table, and nearly every array and object has fewer.
pub(super) const FEW: usize = 64;

/// For each array with more than [`FEW`] items the ids of its items in order; for each object with more members the id of its last
/// key, and then those of its keys, sorted by name, of equal keys only the last.
#[derive(Debug, Default)]
pub(super) struct Large(FxHashMap<u32, Box<[u32]>>);

impl Large {
    /// Looks at each node of the tree twice at most.
    pub(super) fn new(document: &Document) -> Large {
        let mut tables = FxHashMap::default();
        for (id, data) in document.tree.nodes.iter().enumerate() {
            // With fewer nodes below it, it cannot have more children.
            if (data.next as usize) < id + FEW {
                continue;
            }
            let node = document.node(id as u32);
            match data.kind {
                Kind::Array if node.items().nth(FEW).is_some() => {
                    tables.insert(node.id, node.items().map(|item| item.id).collect());
                }
                Kind::Object if node.members().nth(FEW).is_some() => drop(tables.insert(node.id, keys(node))),
                _ => {}
            }
        }
        Large(tables)
    }

    /// Whether this array or object has so many children.
    pub(super) fn holds(&self, container: Node) -> bool {
        self.0.contains_key(&container.id)
    }

    /// The place of an item in its array.
    pub(super) fn place(&self, array: Node, item: Node) -> Option<usize> {
        self.0.get(&array.id)?.binary_search(&item.id).ok()
    }

    /// The id of the item at this place.
    pub(super) fn item(&self, array: Node, place: usize) -> Option<u32> {
        self.0.get(&array.id)?.get(place).copied()
    }

    /// The id of the last item of an array, or of the last key of an object.
    pub(super) fn last(&self, container: Node) -> Option<u32> {
        let children = self.0.get(&container.id)?;
        if container.is_array() { children.last() } else { children.first() }.copied()
    }

    /// The id of the key with this name; of several that of the last.
    pub(super) fn key(&self, object: Node, name: &str) -> Option<u32> {
        let (_, keys) = self.0.get(&object.id)?.split_first()?;
        let at = keys.binary_search_by(|&id| (*object.doc.node(id).unquoted()).cmp(name)).ok()?;
        Some(keys[at])
    }
}

fn keys(object: Node<'_>) -> Box<[u32]> {
    let mut keys: Vec<(Cow<str>, u32)> = object.members().map(|member| (member.name(), member.key.id)).collect();
    let last = keys.last().map(|&(_, id)| id);
    keys.sort_unstable_by(|(one, at), (other, place)| one.cmp(other).then(place.cmp(at)));
    keys.dedup_by(|(later, _), (kept, _)| later == kept);
    last.into_iter().chain(keys.into_iter().map(|(_, id)| id)).collect()
}
