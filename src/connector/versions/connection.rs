//! Views of what concerns a connector as a whole: a member of one of its files in both versions, a connection parameter.
use super::{Comparison, Spot};
use crate::connector::flows::{has_done, policy_parameter};
use crate::connector::{ConnectionParameter, Policy, Properties};
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// A member of an object in both versions.
#[derive(Clone, Debug)]
pub struct MemberChange<'a> {
    pub key: String,
    pub old: Option<Node<'a>>,
    pub new: Option<Node<'a>>,
    /// The objects in which it stands.
    pub(crate) owners: Both<Node<'a>>,
}

/// A thing in the older and in the newer version; None where it does not exist.
pub type Both<T> = (Option<T>, Option<T>);

/// Two values when they are not the same as JSON.
pub(crate) fn differing<'a>(old: Option<Node<'a>>, new: Option<Node<'a>>) -> Option<Both<Node<'a>>> {
    let same = match (old, new) {
        (Some(old), Some(new)) => old.same(new),
        (old, new) => old.is_none() && new.is_none(),
    };
    (!same).then_some((old, new))
}

impl<'a> MemberChange<'a> {
    pub(crate) fn of(old: Option<Node<'a>>, new: Option<Node<'a>>, key: &str) -> MemberChange<'a> {
        MemberChange {
            key: key.to_owned(),
            old: old.and_then(|owner| owner.get(key)),
            new: new.and_then(|owner| owner.get(key)),
            owners: (old, new),
        }
    }

    /// The same member of a member.
    pub fn member(&self, key: &str) -> MemberChange<'a> {
        MemberChange::of(self.old, self.new, key)
    }

    /// Its values when they differ.
    pub fn changed(&self) -> Option<Both<Node<'a>>> {
        differing(self.old, self.new)
    }

    /// All members of the objects in which it stands, by key, in the order of the older version, then those that were added.
    pub fn siblings(&self) -> Vec<MemberChange<'a>> {
        MemberChange { key: String::new(), old: self.owners.0, new: self.owners.1, owners: (None, None) }.entries()
    }

    /// Its members, by key, in the order of the older version, then those that were added.
    pub fn entries(&self) -> Vec<MemberChange<'a>> {
        // Of equal keys the last one counts, as in `Node::get`, which would look through the whole object for each.
        let by_name = |node: Option<Node<'a>>| -> FxHashMap<Cow<'a, str>, Node<'a>> {
            node.into_iter().flat_map(Node::members).map(|member| (member.name(), member.value)).collect()
        };
        let (old, new) = (by_name(self.old), by_name(self.new));
        let mut seen = FxHashSet::default();
        let names = [self.old, self.new].into_iter().flatten().flat_map(Node::members).map(|member| member.name());
        names
            .filter(|name| seen.insert(name.clone()))
            .map(|name| MemberChange {
                old: old.get(&name).copied(),
                new: new.get(&name).copied(),
                owners: (self.old, self.new),
                key: name.into_owned(),
            })
            .collect()
    }

    /// Where it is: with its JSON pointer, in the newer version when it is there.
    pub fn spot(&self) -> Spot {
        let owner = self.owners.1.or(self.owners.0);
        let pointer = self.new.or(self.old).or(owner).map(Node::pointer).unwrap_or_default();
        // For something that only the newer version has, the older place is that of its owner.
        Spot::new(pointer, self.old.or(self.owners.0.filter(|_| self.new.is_some())), self.new)
    }
}

/// One connection parameter in both versions, or in one of them.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionChange<'a> {
    pub comparison: Comparison<'a>,
    pub old: Option<ConnectionParameter<'a>>,
    pub new: Option<ConnectionParameter<'a>>,
    /// The parameter of the newer version that seems to be this one (which is gone) under another name.
    pub renamed: Option<ConnectionParameter<'a>>,
}

impl<'a> ConnectionChange<'a> {
    /// Both, when it is in both versions.
    pub fn both(self) -> Option<(ConnectionParameter<'a>, ConnectionParameter<'a>)> {
        Some((self.old?, self.new?))
    }

    /// The parameter when it is in the older version only.
    pub fn gone(self) -> Option<ConnectionParameter<'a>> {
        self.old.filter(|_| self.new.is_none())
    }

    /// The parameter when it is in the newer version only.
    pub fn added(self) -> Option<ConnectionParameter<'a>> {
        self.new.filter(|_| self.old.is_none())
    }

    /// Its name, in the older version where it is there.
    pub fn name(self) -> Cow<'a, str> {
        self.old.or(self.new).map(ConnectionParameter::name).unwrap_or_default()
    }

    /// Where it is.
    pub fn spot(self) -> Spot {
        let (old, new) = (self.old.map(|parameter| parameter.node), self.new.or(self.renamed).map(|parameter| parameter.node));
        let pointer = self.new.map(|parameter| parameter.node).or(old).map(Node::pointer).unwrap_or_default();
        Spot::new(pointer, old, new)
    }

    /// Where one of its members is; the parameter itself in the version that lacks it.
    pub fn spot_of(self, key: &str) -> Spot {
        let node = |parameter: ConnectionParameter<'a>| parameter.get(key).unwrap_or(parameter.node);
        let (old, new) = (self.old.map(node), self.new.map(node));
        Spot::new(new.or(old).map(Node::pointer).unwrap_or_default(), old, new)
    }

    /// The set to which it belongs, by its name; None for a single one.
    fn set(parameter: ConnectionParameter<'a>) -> Option<Cow<'a, str>> {
        Some(parameter.set?.get_str("name").unwrap_or_default())
    }
}

impl<'c> Comparison<'c> {
    /// The connection parameters of both versions, paired by set and name. One that moved into a set or out of it is not gone;
    /// those of a set that is gone or new as a whole are not spoken of one by one.
    pub fn connection_parameters(&self) -> Vec<ConnectionChange<'c>> {
        let (Some(old), Some(new)) = (self.old.api_properties(), self.new.api_properties()) else { return Vec::new() };
        let (whole, sets) = (new.node.doc.is_whole() && old.node.doc.is_whole(), (old.sets(), new.sets()));
        let (old, new) = (old.connection_parameters(), new.connection_parameters());
        let is = |one: ConnectionParameter, other: ConnectionParameter| one.name() == other.name();
        let beside = |one: ConnectionParameter, other: ConnectionParameter| {
            is(one, other) && ConnectionChange::set(one) == ConnectionChange::set(other)
        };
        let has_set = |sets: &[Node], parameter: ConnectionParameter| {
            let name = ConnectionChange::set(parameter);
            name.is_none() || sets.iter().any(|set| Some(set.get_str("name").unwrap_or_default()) == name)
        };
        let mut changes = Vec::new();
        let mut renamed_to = Vec::new();
        for &parameter in &old {
            let pair =
                new.iter().find(|&&other| beside(parameter, other)).or_else(|| new.iter().find(|&&other| is(parameter, other)));
            let change = ConnectionChange { comparison: *self, old: Some(parameter), new: pair.copied(), renamed: None };
            if pair.is_some() {
                changes.push(change);
                continue;
            }
            if !whole || !has_set(&sets.1, parameter) {
                continue;
            }
            let mut alike = new.iter().filter(|&&other| {
                let same_type = parameter.get_type() == other.get_type();
                let same_label = parameter.display_name().is_some() && parameter.display_name() == other.display_name();
                same_type
                    && same_label
                    && ConnectionChange::set(other) == ConnectionChange::set(parameter)
                    && !old.iter().any(|&known| is(known, other))
            });
            let renamed = alike.next().copied().filter(|_| alike.next().is_none());
            renamed_to.extend(renamed.map(|parameter| parameter.node));
            changes.push(ConnectionChange { renamed, ..change });
        }
        for &parameter in &new {
            let known = old.iter().any(|&other| is(parameter, other));
            if whole && !known && has_set(&sets.0, parameter) && !renamed_to.contains(&parameter.node) {
                changes.push(ConnectionChange { comparison: *self, old: None, new: Some(parameter), renamed: None });
            }
        }
        changes
    }
}

impl<'a> ConnectionParameter<'a> {
    /// Whether people must fill it in.
    pub fn is_required(self) -> bool {
        self.constraint("required").is_some_and(|required| required.is("true") || required.bool() == Some(true))
            && !self.is_hidden()
            && self.get("default").is_none()
    }

    /// Its `type` as written.
    pub fn get_type(self) -> Option<Cow<'a, str>> {
        self.node.get_str("type")
    }
}

/// The parameter of a policy that says for which operations it is.
const OPERATIONS: &str = "x-ms-apimTemplate-operationName";

impl<'c> Comparison<'c> {
    /// The entries of `securityDefinitions` in both versions: by name, then those left by type (and flow). What they are called
    /// does not count.
    pub fn security(&self) -> Vec<MemberChange<'c>> {
        let section = self.definition("securityDefinitions");
        let whole = |node: Option<Node>| node.is_none_or(|node| node.doc.is_whole());
        let mut changes = Vec::new();
        let (mut old, mut new) = (Vec::new(), Vec::new());
        let kind =
            |node: Node| (node.get_str("type").unwrap_or_default().to_lowercase(), node.get_str("flow").map(Cow::into_owned));
        for entry in section.entries() {
            let object = |node: &Node| node.is_object();
            match (entry.old.filter(object), entry.new.filter(object)) {
                (Some(before), Some(after)) if kind(before).0 == kind(after).0 => changes.push(entry),
                (before, after) => {
                    old.extend(before);
                    new.extend(after);
                }
            }
        }
        for node in old {
            let pair = new.iter().position(|&other| kind(node) == kind(other)).map(|at| new.remove(at));
            if pair.is_some() || whole(section.owners.1) {
                let key = node.name().unwrap_or_default().into_owned();
                changes.push(MemberChange {
                    key,
                    old: Some(node),
                    new: pair,
                    owners: (node.parent(), pair.and_then(Node::parent)),
                });
            }
        }
        for node in new.into_iter().filter(|_| whole(section.owners.0)) {
            let key = node.name().unwrap_or_default().into_owned();
            changes.push(MemberChange { key, old: None, new: Some(node), owners: (None, node.parent()) });
        }
        changes
    }

    /// The changes to the policies: place and message. Their titles and their order in the file are ignored.
    pub fn policies(&self) -> Vec<(Spot, String)> {
        let (Some(old), Some(new)) = (self.old.api_properties(), self.new.api_properties()) else { return Vec::new() };
        let whole = (old.node.doc.is_whole(), new.node.doc.is_whole());
        let once = |properties: Properties<'c>| {
            let mut policies: Vec<Policy<'c>> = Vec::new();
            // Those that are the same have the same hash, so there are few to compare with.
            let mut alike: FxHashMap<(String, Option<u64>), Vec<Policy<'c>>> = FxHashMap::default();
            for policy in properties.policies() {
                let template = policy.template().unwrap_or_default().to_ascii_lowercase();
                let known = alike.entry((template, policy.parameters().map(Node::value_hash))).or_default();
                if policy.parameters().is_none() || !known.iter().any(|known| has_done(*known, policy)) {
                    known.push(policy);
                    policies.push(policy);
                }
            }
            policies
        };
        let (mut old, mut new): (Vec<_>, Vec<_>) = (once(old), once(new));
        let take = |old: &mut Vec<Policy<'_>>, new: &mut Vec<Policy<'_>>, fits: &dyn Fn(Policy, Policy) -> bool| {
            let mut pairs = Vec::new();
            old.retain(|&policy| match new.iter().position(|&other| fits(policy, other)) {
                Some(at) => {
                    pairs.push((policy.node.id, new.remove(at).node.id));
                    false
                }
                None => true,
            });
            pairs
        };
        let template = |policy: Policy| policy.template().unwrap_or_default().to_lowercase();
        let title = |policy: Policy| policy.node.get_str("title").unwrap_or_default().into_owned();
        // Nobody depends on new operations yet.
        let known = |name: &Node| name.str().is_some_and(|id| self.old.operation(&id).is_some());
        let operations = |policy: Policy<'_>| -> Vec<String> {
            let names = policy.operations().into_iter().filter(known);
            let mut names: Vec<String> = names.filter_map(|name| Some(name.str()?.into_owned())).collect();
            names.sort();
            names
        };
        let of_new_ones = |policy: &Policy| !policy.operations().is_empty() && !policy.operations().iter().any(known);
        let differs = |one: Policy, other: Policy, part: &MemberChange| {
            let read = |policy: Policy, key: &str| {
                policy_parameter(policy, policy.parameters().and_then(|parameters| parameters.member(key))?)
            };
            part.changed().is_some() && read(one, &part.key) != read(other, &part.key)
        };
        let same = |one: Policy, other: Policy| {
            let parts = MemberChange::of(Some(one.node), Some(other.node), "parameters").entries();
            template(one) == template(other)
                && parts.iter().filter(|part| part.key != OPERATIONS).all(|part| !differs(one, other, part))
                && one.operations().is_empty() == other.operations().is_empty()
                && operations(one) == operations(other)
        };
        take(&mut old, &mut new, &same);
        new.retain(|policy| !of_new_ones(policy));
        let mut pairs = take(&mut old, &mut new, &|one, other| template(one) == template(other) && title(one) == title(other));
        pairs.extend(take(&mut old, &mut new, &|one, other| template(one) == template(other)));
        let (Some(before), Some(after)) = (&self.old.properties, &self.new.properties) else { return Vec::new() };
        let called = |node: Node| {
            let title = node.get_str("title").map(|title| format!(" (`{title}`)")).unwrap_or_default();
            format!("policy `{}`{title}", node.get_str("templateId").unwrap_or_default())
        };
        let mut changes = Vec::new();
        for (old, new) in pairs.into_iter().map(|(old, new)| (before.node(old), after.node(new))) {
            let part = MemberChange::of(Some(old), Some(new), "parameters");
            // The place is the value that changed, when it is only one.
            let mut parts = part.entries();
            parts.retain(|part| part.changed().is_some());
            let spot = if let [part] = &parts[..] { part.spot() } else { part.spot() };
            changes.push((spot, format!("{} changed", called(new))));
        }
        let named = |policy: Policy<'_>| policy.node.get("templateId").map_or(policy.node.id, |name| name.id);
        for policy in old.into_iter().filter(|_| whole.1) {
            let spot = Spot::new(policy.node.pointer(), Some(before.node(named(policy))), None);
            changes.push((spot, format!("{} was removed", called(policy.node))));
        }
        for policy in new.into_iter().filter(|_| whole.0) {
            let spot = Spot::new(policy.node.pointer(), None, Some(after.node(named(policy))));
            changes.push((spot, format!("{} was added", called(policy.node))));
        }
        changes
    }
}
