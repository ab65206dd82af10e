//! Whether two parts of two definitions are written alike, references followed: such parts need no comparison in depth.
use crate::connector::Connector;
use crate::text::document::Node;
use crate::text::json::Kind;
use rustc_hash::{FxHashMap, FxHashSet};

/// Knows for each pair of values that was asked for whether it differs. Each pair that references lead to is read once, so
/// that the cost grows with the files and not with the places at which a definition is used.
pub struct Sameness<'a> {
    old: &'a Connector,
    new: &'a Connector,
    /// Operations whose outcome changed: a lookup that calls one has changed, though it reads the same.
    unsteady: FxHashSet<String>,
    known: FxHashMap<(u32, u32), bool>,
}

impl<'a> Sameness<'a> {
    pub fn new(old: &'a Connector, new: &'a Connector, unsteady: FxHashSet<String>) -> Sameness<'a> {
        Sameness { old, new, unsteady, known: FxHashMap::default() }
    }

    /// Whether there may be a difference between a value of the older definition and one of the newer. Two with the same content
    /// in another order count as different: they must be compared.
    pub fn differs(&mut self, old: Node<'a>, new: Node<'a>) -> bool {
        let start = (old.id, new.id);
        if let Some(&known) = self.known.get(&start) {
            return known;
        }
        // All pairs that this one leads to; a pair differs when it leads to one that is written differently.
        let mut places: FxHashMap<(u32, u32), usize> = FxHashMap::from_iter([(start, 0)]);
        let (mut pairs, mut open) = (vec![(old, new)], vec![0]);
        let (mut from, mut differing) = (vec![Vec::new()], Vec::new());
        while let Some(at) = open.pop() {
            let mut linked = Vec::new();
            if !self.alike(pairs[at], &mut linked) {
                differing.push(at);
                continue; // what it leads to is asked for when it is looked at
            }
            for pair in linked {
                let key = (pair.0.id, pair.1.id);
                if let Some(&known) = self.known.get(&key) {
                    if known {
                        differing.push(at);
                    }
                    continue;
                }
                let target = *places.entry(key).or_insert_with(|| {
                    pairs.push(pair);
                    from.push(Vec::new());
                    open.push(pairs.len() - 1);
                    pairs.len() - 1
                });
                from[target].push(at);
            }
        }
        let mut differs = vec![false; pairs.len()];
        while let Some(at) = differing.pop() {
            if !std::mem::replace(&mut differs[at], true) {
                differing.append(&mut from[at]);
            }
        }
        self.known.extend(places.iter().map(|(&key, &at)| (key, differs[at])));
        differs[0]
    }

    /// Whether two values are written alike but for white space and for what their references are called; these are
    /// collected.
    fn alike(&self, (old, new): (Node<'a>, Node<'a>), linked: &mut Vec<(Node<'a>, Node<'a>)>) -> bool {
        if old.after() - old.id != new.after() - new.id {
            return false;
        }
        let mut step = 0;
        while old.id + step < old.after() {
            let (one, other) = (old.doc.node(old.id + step), new.doc.node(new.id + step));
            if one.kind() != other.kind() || one.after() - one.id != other.after() - other.id {
                return false;
            }
            match one.kind() {
                Kind::Object | Kind::Array | Kind::True | Kind::False | Kind::Null | Kind::Invalid => {}
                _ if one.text() != other.text() => return false,
                Kind::Key if one.key_is("$ref") => {
                    let (one, other) = (old.doc.node(one.id + 1), new.doc.node(other.id + 1));
                    match (target(self.old, one), target(self.new, other)) {
                        (Some(one), Some(other)) => linked.push((one, other)),
                        (None, None) if one.text() == other.text() => {}
                        _ => return false,
                    }
                    step += 1;
                }
                Kind::Key if !self.unsteady.is_empty() && one.key_is("operationId") => {
                    let id = old.doc.node(one.id + 1).str();
                    if id.is_some_and(|id| self.unsteady.contains(&*id)) {
                        return false;
                    }
                }
                _ => {}
            }
            step += 1;
        }
        true
    }
}

/// The target of a `$ref`.
fn target<'a>(connector: &'a Connector, reference: Node<'a>) -> Option<Node<'a>> {
    let name = reference.str()?;
    let named = connector.definition_node(&name).or_else(|| connector.parameter_node(&name));
    named.or_else(|| connector.response_node(&name))
}
