//! Which operation of the newer version is which of the older one, and the view of such a pair.
use super::{Both, Comparison, Spot};
use crate::connector::place::Place;
use crate::connector::{Connector, Operation};
use crate::text::document::Node;
use crate::text::pointer;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// How the two operations of a pair were matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// They have the same operationId, or there is only one of them.
    Id,
    /// The ids differ in case only.
    Case,
    /// The older id is gone; the newer operation has the same verb and path.
    Address,
    /// The older id is gone; the newer operation does the same by its verb and its summary or id.
    Likeness,
}

/// One operation in both versions, or in one of them.
#[derive(Clone, Copy, Debug)]
pub struct OperationChange<'a> {
    pub comparison: Comparison<'a>,
    pub old: Option<Operation<'a>>,
    pub new: Option<Operation<'a>>,
    pub by: Match,
}

/// After this many comparisons by similarity, an operation counts as removed, not renamed.
const MOST_COMPARED: usize = 1 << 18;

/// Ids at least this similar (0 to 1) may be two names of one operation.
const ALIKE: f64 = 0.85;

impl<'c> Comparison<'c> {
    /// The operations of both versions, paired: those of the older version in document order, then those that were added.
    /// What may have stood in a part of a file that was lost is left out.
    pub fn operations(&self) -> Vec<OperationChange<'c>> {
        let whole =
            |connector: &crate::connector::Connector| connector.definition.as_ref().is_some_and(|document| document.is_whole());
        if self.old.definition.is_none() || self.new.definition.is_none() {
            return Vec::new();
        }
        let old: Vec<Operation> = self.old.operations().collect();
        let new: Vec<Operation> = self.new.operations().collect();
        let mut pairs: Vec<Option<(usize, Match)>> = vec![None; old.len()];
        let mut taken = vec![false; new.len()];
        // Operations without a name in common are compared one by one; there may be very many.
        let mut left = MOST_COMPARED;
        let mut pair_up = |by: Match, key: &dyn Fn(Operation) -> Option<String>, fits: &dyn Fn(Operation, Operation) -> bool| {
            let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (at, &operation) in new.iter().enumerate().filter(|(at, _)| !taken[*at]) {
                if let Some(key) = key(operation) {
                    places.entry(key).or_default().push(at);
                }
            }
            for (pair, &operation) in pairs.iter_mut().zip(&old).filter(|(pair, _)| pair.is_none()) {
                let Some(near) = key(operation).and_then(|key| places.get_mut(&key)) else { continue };
                let fitting = near.iter().take(left).position(|&at| fits(operation, new[at]));
                if by == Match::Likeness {
                    left -= fitting.map_or(near.len(), |at| at + 1).min(left);
                }
                if let Some(at) = fitting.map(|at| near.remove(at)) {
                    taken[at] = true;
                    *pair = Some((at, by));
                }
            }
        };
        let id = |operation: Operation| operation.id().filter(|id| !id.is_empty()).map(Cow::into_owned);
        let any = |_: Operation, _: Operation| true;
        pair_up(Match::Id, &id, &any);
        pair_up(Match::Case, &|operation| Some(id(operation)?.to_lowercase()), &any);
        let nameless = |old: Operation, new: Operation| id(old).is_none() && id(new).is_none();
        pair_up(Match::Id, &|operation| Some(address(operation, true)), &nameless);
        pair_up(Match::Address, &|operation| Some(address(operation, true)), &any);
        pair_up(Match::Address, &|operation| Some(address(operation, false)), &any);
        pair_up(Match::Likeness, &|operation| Some(operation.verb().into_owned()), &is_alike);

        let whole = (whole(self.old), whole(self.new));
        let mut changes = Vec::with_capacity(old.len().max(new.len()));
        for (&old, pair) in old.iter().zip(&pairs) {
            match *pair {
                Some((at, by)) => changes.push(OperationChange { comparison: *self, old: Some(old), new: Some(new[at]), by }),
                None if whole.1 => changes.push(OperationChange { comparison: *self, old: Some(old), new: None, by: Match::Id }),
                None => {}
            }
        }
        let added = new.iter().zip(&taken).filter(|(_, taken)| !**taken && whole.0);
        changes.extend(added.map(|(&new, _)| OperationChange { comparison: *self, old: None, new: Some(new), by: Match::Id }));
        changes
    }
}

/// Verb and path; with `exact: false` the names of path variables do not count.
fn address(operation: Operation, exact: bool) -> String {
    let path = operation.path();
    let path = if exact { path } else { Cow::Owned(template(&path)) };
    format!("{} {path}", operation.verb())
}

/// A path without the names of its variables.
fn template(path: &str) -> String {
    let (mut plain, mut inside) = (String::with_capacity(path.len()), false);
    for letter in path.chars() {
        inside &= letter != '}';
        if !inside {
            plain.push(letter);
        }
        inside |= letter == '{';
    }
    plain
}

/// Whether two operations of one verb do the same, judging by their names. The first of several is taken: the caller says
/// "renamed", where the other choice is "deleted".
fn is_alike(old: Operation, new: Operation) -> bool {
    let same_summary = match (old.get_str("summary"), new.get_str("summary")) {
        (Some(one), Some(other)) => !one.trim().is_empty() && one.eq_ignore_ascii_case(&other),
        _ => false,
    };
    let ids = (old.id().unwrap_or_default(), new.id().unwrap_or_default());
    let likeness = crate::text::slips::likeness(&ids.0.to_lowercase(), &ids.1.to_lowercase());
    let names = |operation: Operation| operation.parameters().map(|parameter| parameter.name().into_owned()).collect::<Vec<_>>();
    same_summary || (likeness >= ALIKE && names(old) == names(new))
}

impl<'a> OperationChange<'a> {
    /// Both, when it is in both versions under one id.
    pub fn both(self) -> Option<(Operation<'a>, Operation<'a>)> {
        let same = matches!(self.by, Match::Id | Match::Case);
        Some((self.old?, self.new?)).filter(|_| same)
    }

    /// The operation when it is in the older version only.
    pub fn gone(self) -> Option<Operation<'a>> {
        self.old.filter(|_| self.new.is_none())
    }

    /// The operation when it is in the newer version only.
    pub fn added(self) -> Option<Operation<'a>> {
        self.new.filter(|_| self.old.is_none())
    }

    /// Its id in the newer version; of one that is gone or renamed that in the older one. Without an id: verb and path.
    pub fn id(self) -> Cow<'a, str> {
        let renamed = matches!(self.by, Match::Address | Match::Likeness);
        let operation = if renamed { self.old } else { self.new.or(self.old) };
        let Some(operation) = operation else { return Cow::Borrowed("") };
        match operation.id() {
            Some(id) if !id.is_empty() => id,
            _ => Cow::Owned(format!("{} {}", operation.verb().to_uppercase(), operation.path())),
        }
    }

    /// How to call it in a message: ``operation `ListItems` ``.
    pub fn display(self) -> String {
        format!("operation `{}`", self.id())
    }

    /// Microsoft's pointer: `operation/{id}`, followed by a part of it.
    pub fn pointer(self, part: &str) -> String {
        let id = self.id();
        let id = pointer::escaped(&id);
        if part.is_empty() { format!("operation/{id}") } else { format!("operation/{id}/{part}") }
    }

    /// Where it is, for a change of the whole.
    pub fn spot(self) -> Spot {
        let key = |operation: Operation<'a>| operation.get("operationId").unwrap_or_else(|| operation.node());
        Spot::new(self.pointer(""), self.old.map(key), self.new.map(key))
    }

    /// Where one of its members is; the operation itself in the version that lacks it.
    pub fn spot_of(self, key: &str) -> Spot {
        let name = |operation: Operation<'a>| operation.get("operationId").unwrap_or_else(|| operation.node());
        let node = |operation: Operation<'a>| operation.get(key).unwrap_or_else(|| name(operation));
        Spot::new(self.pointer(key), self.old.map(node), self.new.map(node))
    }

    /// Where it is, with the pointer of a part that is not a member of it.
    pub fn spot_at(self, part: &str) -> Spot {
        Spot { at: Place { pointer: self.pointer(part), ..self.spot().at }, ..self.spot() }
    }

    /// The values of a member when they differ; None when they are the same, or when it is not in both versions.
    pub fn changed(self, key: &str) -> Option<Both<Node<'a>>> {
        let (old, new) = self.both()?;
        super::connection::differing(old.get(key), new.get(key))
    }

    /// What to do instead of breaking it.
    pub fn advice(self) -> String {
        let id = self.id();
        let next = next_id(self.comparison.new, &id);
        format!(
            "keep `{id}` as it was, `deprecated` and with `x-ms-visibility` `advanced`, and add the new form as a separate operation \
             `{next}`, of the same family and with the next revision (`connsmith diff --fix`)"
        )
    }
}

/// The id for the next form of an operation: `GetItem` gives `GetItemV2`, `GetItem_V2` gives `GetItem_V3`; one that no
/// operation of the connector has.
pub fn next_id(connector: &Connector, id: &str) -> String {
    let (stem, mut revision) = revision(id);
    for tries in 0_u64.. {
        // If hundreds are taken, the steps grow, so that the time does not grow with their number.
        revision += 1 << (tries / 256).min(32);
        let next = format!("{stem}V{revision}");
        if connector.operation(&next).is_none() {
            return next;
        }
    }
    id.to_owned() // never: the ids of no file are so many
}

/// An id without its revision, and that; 1 without one.
pub(crate) fn revision(id: &str) -> (&str, u64) {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (front, number) = id.split_at(id.len() - digits);
    match (front.strip_suffix(['V', 'v']), number.parse::<u64>()) {
        (Some(stem), Ok(number)) if !stem.is_empty() && number < u64::from(u32::MAX) => (stem, number),
        _ => (id, 1),
    }
}
