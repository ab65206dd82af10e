//! One pass over two versions: passes every enabled check of changes a view of each pair that differs.
use super::same::Sameness;
use crate::connector::flows::{offers_outputs, outputs};
use crate::connector::versions::{Both, Comparison, Field, FieldChange, FieldKind, OperationChange, Side};
use crate::connector::{Connector, Direction, Operation, Parameter, Response, Schema, SchemaPlace};
use crate::judge::timing::Meter;
use crate::judge::walk::{ANY, Plan, run};
use crate::rule::Report;
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::{Member, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// How often the same pair of shared definitions is entered for one parameter or response: findings at sixteen places of
/// one body need not be repeated at a thousand, and references can multiply.
const MOST_ENTRIES: u8 = 16;
/// Levels below which nothing is compared, so that no chain of references is too long for the stack.
const MOST_LEVELS: usize = 128;
/// How many fields are compared in all; in each operation at least [`FEWEST_FIELDS`] are. Operations that share a definition
/// with many fields have the product of both.
const MOST_FIELDS: usize = 100_000;
const FEWEST_FIELDS: usize = 20;

pub(super) fn check(comparison: &Comparison, plan: &Plan, meter: &mut Meter) -> Vec<Finding> {
    let report = Report::new(comparison.new, &plan.settings, &RULES[0]);
    let same = Sameness::new(comparison.old, comparison.new, FxHashSet::default());
    let mut walker = Walker {
        comparison: *comparison,
        plan,
        report,
        meter,
        same,
        open: Vec::new(),
        entered: FxHashMap::default(),
        left: MOST_FIELDS,
        fields: 0,
        skipped: 0,
    };
    walker.run();
    let skipped = walker.skipped;
    let mut findings = walker.report.finish();
    if let Some(last) = findings.last_mut().filter(|_| skipped > 0) {
        let more = format!(" (the versions differ too much: {skipped} more fields that may have changed were not compared)");
        last.message.push_str(&more);
    }
    findings
}

struct Walker<'a, 'm, 't> {
    comparison: Comparison<'a>,
    plan: &'a Plan,
    report: Report<'a>,
    meter: &'m mut Meter<'t>,
    same: Sameness<'a>,
    /// The pairs of schemas around the current one.
    open: Vec<(u32, u32)>,
    entered: FxHashMap<(u32, u32), u8>,
    /// How many fields may still be compared, and how many were in the current operation.
    left: usize,
    fields: usize,
    /// How many were not compared, as there were too many.
    skipped: usize,
}

/// Both sides of a field, or one.
type Sides<'a> = Both<Side<'a>>;

impl<'a> Walker<'a, '_, '_> {
    fn run(&mut self) {
        let comparison = self.comparison;
        run!(self, comparison, ANY, &comparison);
        for change in comparison.connection_parameters() {
            run!(self, connection_change, ANY, &change);
        }
        let known = |connector: &Connector| connector.definition.is_some() && !connector.is_openapi3();
        if known(comparison.old) && known(comparison.new) {
            self.operations();
        }
        run!(self, verdict, ANY, &comparison);
    }

    fn operations(&mut self) {
        let changes = self.comparison.operations();
        let mut unsteady = FxHashSet::default();
        for change in &changes {
            let steady = change
                .both()
                .is_some_and(|(old, new)| old.id() == new.id() && !self.differs(old.get("responses"), new.get("responses")));
            if let (false, Some(id)) = (steady, change.old.and_then(Operation::id)) {
                unsteady.insert(id.into_owned());
            }
        }
        if !unsteady.is_empty() {
            self.same = Sameness::new(self.comparison.old, self.comparison.new, unsteady);
        }
        for (number, change) in (1..).zip(changes) {
            // Each operation gets some findings, however many operations there are.
            (self.report.group, self.fields) = (number, 0);
            self.operation(change);
        }
        self.report.group = 0;
    }

    fn differs(&mut self, old: Option<Node<'a>>, new: Option<Node<'a>>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.same.differs(old, new),
            (old, new) => old.is_some() || new.is_some(),
        }
    }

    fn operation(&mut self, change: OperationChange<'a>) {
        run!(self, operation_change, ANY, &change);
        let Some((old, new)) = change.both() else { return };
        self.parameters(change, old, new);
        self.responses(change, old, new);
    }

    fn parameters(&mut self, change: OperationChange<'a>, old: Operation<'a>, new: Operation<'a>) {
        let (old, new) = (effective(old), effective(new));
        let pairs = paired(&old, &new);
        let side = |parameter: Parameter<'a>| {
            let schema =
                Schema::new(parameter.connector, parameter.node, SchemaPlace::Parameter, Direction::INPUT, parameter.operation);
            // A path without one of its parts is another path.
            let required = parameter.is_required() || parameter.is_in("path");
            Side { written: parameter.entry, schema, required, hidden: false }
        };
        let above = Field::word(None, "parameter");
        let lost: Vec<Side> = old.iter().zip(&pairs).filter(|(_, pair)| pair.is_none()).map(|(&old, _)| side(old)).collect();
        let known: FxHashSet<usize> = pairs.iter().copied().flatten().collect();
        let fresh: Vec<Side> = (0..new.len()).filter(|at| !known.contains(at)).map(|at| side(new[at])).collect();
        let renames = Renames::new(&lost, &fresh, |side| side.get_str("in"));
        for (&parameter, pair) in old.iter().zip(&pairs) {
            let name = parameter.name();
            let at = Field::of(Some(&above), &name, FieldKind::Parameter);
            let old = side(parameter);
            let Some(pair) = pair.map(|at| new[at]) else {
                let renamed = renames.new_name(old);
                self.field(change, FieldKind::Parameter, false, (Some(old), None), renamed, &at);
                continue;
            };
            if parameter.is_in("body") && pair.name() != name {
                // Only its name differs: its content is compared as the same body.
                self.field(change, FieldKind::Parameter, false, (Some(old), None), Some(side(pair)), &at);
            } else if !self.same.differs(parameter.node, pair.node) {
                continue;
            } else {
                self.field(change, FieldKind::Parameter, false, (Some(old), Some(side(pair))), None, &at);
            }
            if let (Some(old), Some(new)) = (parameter.schema(), pair.schema()) {
                let name = pair.name();
                let at = Field::of(Some(&above), &name, FieldKind::Parameter);
                let at = Field::of(Some(&at), "schema", FieldKind::Body);
                // Whether the body is required is reported for its parameter.
                let old = Side { hidden: parameter.is_internal(), ..Side::top(old.node, old, true) };
                let new = Side { hidden: pair.is_internal(), ..Side::top(new.node, new, true) };
                self.root(change, FieldKind::Body, false, (Some(old), Some(new)), &at);
            }
        }
        for parameter in new.iter().enumerate().filter(|(at, _)| !known.contains(at)).map(|(_, &parameter)| parameter) {
            let name = parameter.name();
            let at = Field::of(Some(&above), &name, FieldKind::Parameter);
            let new = side(parameter);
            // Nothing more is to be said than that the name is another, where that is all.
            if !renames.says_all(new) {
                self.field(change, FieldKind::Parameter, false, (None, Some(new)), None, &at);
            }
        }
    }

    fn responses(&mut self, change: OperationChange<'a>, old: Operation<'a>, new: Operation<'a>) {
        let above = Field::word(None, "responses");
        let (before, after): (Vec<Response>, Vec<Response>) = (old.responses().collect(), new.responses().collect());
        let status = |response: Response<'a>| response.status();
        let shown = (outputs(old).and_then(status), outputs(new).and_then(status));
        for &response in &before {
            let status = response.status().unwrap_or_default();
            // Flows can only choose outputs of success responses; `default` is one if there is no other.
            let counts = response.is_success() || (status == "default" && shown.0.as_deref() == Some("default"));
            if !counts {
                continue;
            }
            let same = after.iter().find(|other| other.status().as_deref() == Some(&*status));
            // The outputs that people see may be under another status now.
            let moved = after.iter().find(|other| shown.0.as_deref() == Some(&*status) && other.status() == shown.1);
            let at = Field::word(Some(&above), &status);
            let Some(&pair) = same.or(moved) else {
                if let Some(schema) =
                    response.schema().filter(|_| shown.0.as_deref() == Some(&*status) && offers_outputs(response))
                {
                    let at = Field::of(Some(&at), "schema", FieldKind::Response);
                    let side = Side::top(schema.node, schema, true);
                    self.field(change, FieldKind::Response, true, (Some(side), None), None, &at);
                }
                continue;
            };
            self.headers(change, response, pair, &at);
            let at = Field::of(Some(&at), "schema", FieldKind::Response);
            let side = |response: Response<'a>| response.schema().map(|schema| Side::top(schema.node, schema, true));
            let sides = (side(response), side(pair));
            // A schema that flows cannot use is not missed.
            if sides.1.is_some() || offers_outputs(response) {
                self.root(change, FieldKind::Response, true, sides, &at);
            }
        }
        if let (Some(old), Some(new)) = (notification(old), notification(new)) {
            let at = Field::word(Some(&above), "x-ms-notification-content");
            let at = Field::of(Some(&at), "schema", FieldKind::Response);
            self.root(change, FieldKind::Response, true, (Some(old), Some(new)), &at);
        }
    }

    fn headers(&mut self, change: OperationChange<'a>, old: Response<'a>, new: Response<'a>, above: &Field) {
        let headers = |response: Response<'a>| response.node.get("headers");
        let (Some(old_headers), connector) = (headers(old), (old.connector, new.connector)) else { return };
        let above = Field::word(Some(above), "headers");
        // The first of a name counts, in any case.
        let mut pairs: FxHashMap<String, Node> = FxHashMap::default();
        for member in headers(new).into_iter().flat_map(Node::members).filter(|member| member.value.is_object()) {
            pairs.entry(member.name().to_ascii_lowercase()).or_insert(member.value);
        }
        for Member { key, value } in old_headers.members().filter(|member| member.value.is_object()) {
            let name = Member { key, value }.name();
            let pair = pairs.get(&name.to_ascii_lowercase()).copied();
            let side = |connector, node, operation| {
                Side::top(node, Schema::new(connector, node, SchemaPlace::Header, Direction::OUTPUT, operation), false)
            };
            let at = Field::of(Some(&above), &name, FieldKind::Header);
            let sides = (Some(side(connector.0, value, old.operation)), pair.map(|pair| side(connector.1, pair, new.operation)));
            self.root(change, FieldKind::Header, true, sides, &at);
        }
    }

    /// A field that stands in no other.
    fn root(&mut self, change: OperationChange<'a>, kind: FieldKind, is_output: bool, sides: Sides<'a>, at: &Field) {
        self.entered.clear();
        self.open.clear();
        self.pair(change, kind, is_output, sides, at, 0);
    }

    /// A field in both versions or in one, and its content.
    fn pair(
        &mut self,
        change: OperationChange<'a>,
        kind: FieldKind,
        is_output: bool,
        (old, new): Sides<'a>,
        at: &Field,
        level: usize,
    ) {
        let (Some(before), Some(after)) = (old, new) else {
            if old.is_some() || new.is_some() {
                self.field(change, kind, is_output, (old, new), None, at);
            }
            return;
        };
        if !self.same.differs(before.schema.node, after.schema.node) {
            if before.required != after.required {
                self.field(change, kind, is_output, (old, new), None, at);
            }
            return;
        }
        if self.is_exhausted() {
            self.skipped += 1;
            return;
        }
        let place = (before.schema.node.id, after.schema.node.id);
        let entries = self.entered.entry(place).or_default();
        *entries = entries.saturating_add(1);
        if level > MOST_LEVELS || *entries > MOST_ENTRIES || self.open.contains(&place) {
            return;
        }
        self.field(change, kind, is_output, (old, new), None, at);
        let type_of = |side: Side<'a>| side.type_name();
        if type_of(before) != type_of(after) && type_of(before).is_some() && type_of(after).is_some() {
            return; // what was in it is no more to be found there
        }
        self.open.push(place);
        self.properties(change, is_output, before, after, at, level);
        for (key, kind) in [("items", FieldKind::Items), ("additionalProperties", FieldKind::AdditionalProperties)] {
            let inner = |side: Side<'a>| {
                let node = side.get(key).filter(|node| node.is_object())?;
                let place = if kind == FieldKind::Items { SchemaPlace::Items } else { SchemaPlace::AdditionalProperties };
                let schema = Schema::new(side.schema.connector, node, place, side.schema.direction, side.schema.operation);
                let hidden = side.hidden || side.is_internal();
                Some(Side { hidden, ..Side::top(node, schema, false) })
            };
            if let (Some(old), Some(new)) = (inner(before), inner(after)) {
                let at = Field::of(Some(at), key, kind);
                self.pair(change, kind, is_output, (Some(old), Some(new)), &at, level + 1);
            }
        }
        self.open.pop();
    }

    fn properties(
        &mut self,
        change: OperationChange<'a>,
        is_output: bool,
        before: Side<'a>,
        after: Side<'a>,
        at: &Field,
        level: usize,
    ) {
        let of = |side: Side<'a>| {
            let required = side.required_names();
            let hidden = side.hidden || side.is_internal();
            let mut names = FxHashSet::default();
            let properties = side.schema.properties().into_iter().map(|(member, schema)| (member.name(), schema));
            let properties = properties.filter(|(name, _)| names.insert(name.clone()));
            let one = |(name, schema): (Cow<'a, str>, Schema<'a>)| {
                let required = required.contains(&name);
                (name, Side { hidden, ..Side::top(schema.node, schema, required) })
            };
            properties.map(one).collect::<Vec<_>>()
        };
        let (old, new) = (of(before), of(after));
        let places = |side: &[(Cow<'a, str>, Side<'a>)]| -> FxHashMap<Cow<'a, str>, usize> {
            side.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect()
        };
        let (old_places, new_places) = (places(&old), places(&new));
        let only = |side: &[(Cow<'a, str>, Side<'a>)], other: &FxHashMap<Cow<'a, str>, usize>| -> Vec<Side<'a>> {
            side.iter().filter(|(name, _)| !other.contains_key(name)).map(|(_, side)| *side).collect()
        };
        let renames = Renames::new(&only(&old, &new_places), &only(&new, &old_places), |_| None);
        for (name, old) in &old {
            let at = Field::of(Some(at), name, FieldKind::Property);
            match new_places.get(name) {
                Some(&place) => {
                    let sides = (Some(*old), Some(new[place].1));
                    self.pair(change, FieldKind::Property, is_output, sides, &at, level + 1);
                }
                // The schema that the service returns at run time may still contain it.
                None if after.is_dynamic() && !before.is_dynamic() => {}
                None => {
                    let renamed = if is_output { None } else { renames.new_name(*old) };
                    self.field(change, FieldKind::Property, is_output, (Some(*old), None), renamed, &at);
                }
            }
        }
        for (name, new) in new.iter().filter(|(name, _)| !old_places.contains_key(name)) {
            let known = !is_output && renames.says_all(*new);
            // The schema that the service returned at run time may have contained it.
            let was_dynamic = before.is_dynamic() && !after.is_dynamic();
            if !known && !was_dynamic {
                let at = Field::of(Some(at), name, FieldKind::Property);
                self.field(change, FieldKind::Property, is_output, (None, Some(*new)), None, &at);
            }
        }
    }

    /// Whether this operation has had its share of fields, and there are no more for all.
    fn is_exhausted(&self) -> bool {
        self.left == 0 && self.fields >= FEWEST_FIELDS
    }

    /// Calls the checks of fields. What may have stood in a part of a file that was lost is neither gone nor new.
    fn field(
        &mut self,
        operation: OperationChange<'a>,
        kind: FieldKind,
        is_output: bool,
        (old, new): Sides<'a>,
        renamed: Option<Side<'a>>,
        at: &Field,
    ) {
        let whole = |connector: &Connector| connector.definition.as_ref().is_some_and(|document| document.is_whole());
        if (new.is_none() && !whole(self.comparison.new)) || (old.is_none() && !whole(self.comparison.old)) {
            return;
        }
        if self.is_exhausted() {
            self.skipped += 1;
            return;
        }
        self.left = self.left.saturating_sub(1);
        self.fields += 1;
        let change = FieldChange { operation, kind, is_output, old, new, renamed, at };
        run!(self, field_change, ANY, &change);
    }
}

/// The parameters of an operation; if several have the same name and place, the last; without unresolved ones.
fn effective(operation: Operation) -> Vec<Parameter> {
    let mut known: Vec<Parameter> = Vec::new();
    let mut places: FxHashMap<(Cow<str>, Cow<str>), usize> = FxHashMap::default();
    for parameter in operation.parameters().filter(|parameter| !parameter.is_dangling() && parameter.get("$ref").is_none()) {
        // Two without a name are two parameters.
        let is_named = parameter.is_in("body") || !parameter.name().is_empty();
        let place = is_named.then(|| *places.entry((parameter.name(), parameter.location())).or_insert(known.len()));
        match place.and_then(|at| known.get_mut(at)) {
            Some(same) => *same = parameter,
            None => known.push(parameter),
        }
    }
    known
}

/// For each parameter of the older version the place of the one that it is in the newer: by name, of several with one name by
/// where it is sent. There is one body only, whatever it is called.
fn paired(old: &[Parameter], new: &[Parameter]) -> Vec<Option<usize>> {
    let mut taken = vec![false; new.len()];
    let mut pairs = vec![None; old.len()];
    type Key<'k> = (Cow<'k, str>, Cow<'k, str>);
    type Identity = for<'p> fn(Parameter<'p>) -> Option<Key<'p>>;
    let identities: [Identity; 3] = [
        |parameter| Some((parameter.name(), parameter.location())),
        |parameter| Some((parameter.name(), Cow::Borrowed(""))),
        |parameter| parameter.is_in("body").then_some((Cow::Borrowed(""), Cow::Borrowed(""))),
    ];
    for identity in identities {
        // The places that are left, the first one last.
        let mut places: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
        for (at, &parameter) in new.iter().enumerate().rev().filter(|(at, _)| !taken[*at]) {
            if let Some(key) = identity(parameter) {
                places.entry(key).or_default().push(at);
            }
        }
        for (pair, &parameter) in pairs.iter_mut().zip(old).filter(|(pair, _)| pair.is_none()) {
            *pair = identity(parameter).and_then(|key| places.get_mut(&key)?.pop());
            if let Some(at) = *pair {
                taken[at] = true;
            }
        }
    }
    pairs
}

/// Which fields that are gone and which that are new are the same under another name: the only ones with their label, of the
/// same type and at the same place.
struct Renames<'a, P> {
    /// By label, type and place.
    alike: FxHashMap<Likeness<'a>, Alike<'a>>,
    place: P,
}

/// Label, type and place of a field.
type Likeness<'a> = (Cow<'a, str>, Option<Cow<'a, str>>, Option<Cow<'a, str>>);

/// The fields that are alike.
#[derive(Default)]
struct Alike<'a> {
    lost: usize,
    fresh: usize,
    /// The last one that is gone, and the last new one.
    old: Option<Side<'a>>,
    new: Option<Side<'a>>,
}

impl<'a, P: Fn(Side<'a>) -> Option<Cow<'a, str>>> Renames<'a, P> {
    fn new(lost: &[Side<'a>], fresh: &[Side<'a>], place: P) -> Renames<'a, P> {
        let mut renames = Renames { alike: FxHashMap::default(), place };
        if lost.is_empty() || fresh.is_empty() {
            return renames;
        }
        for &side in lost {
            if let Some(key) = renames.likeness(side) {
                let alike = renames.alike.entry(key).or_default();
                alike.lost += 1;
                alike.old = Some(side);
            }
        }
        for &side in fresh {
            if let Some(alike) = renames.likeness(side).and_then(|key| renames.alike.get_mut(&key)) {
                alike.fresh += 1;
                alike.new = Some(side);
            }
        }
        renames
    }

    fn likeness(&self, side: Side<'a>) -> Option<Likeness<'a>> {
        Some((side.label()?, side.type_name(), (self.place)(side)))
    }

    /// The only field that is gone and the only new one that are like this one.
    fn pair(&self, side: Side<'a>) -> Option<(Side<'a>, Side<'a>)> {
        let alike = self.alike.get(&self.likeness(side)?)?;
        if (alike.lost, alike.fresh) == (1, 1) { alike.old.zip(alike.new) } else { None }
    }

    /// The new field that one that is gone seems to be.
    fn new_name(&self, old: Side<'a>) -> Option<Side<'a>> {
        self.pair(old).map(|(_, new)| new)
    }

    /// Whether a new field seems to be one that is gone, and nothing more is to be said than that its name is another. That a
    /// field is required now is said beside the new name.
    fn says_all(&self, new: Side<'a>) -> bool {
        self.pair(new).is_some_and(|(old, _)| old.required || !new.required)
    }
}

/// The notification content of the webhook that an operation sets up.
fn notification(operation: Operation) -> Option<Side> {
    let path = operation.path_item();
    let content = path.notification_content()?;
    // The content is beside the verbs: it belongs to the trigger among them.
    let trigger = path.operations().find(|other| other.is_trigger());
    let of_this = trigger.map_or(operation.verb() == "post", |trigger| trigger == operation);
    let node = content.get("schema").filter(|schema| schema.is_object() && of_this)?;
    let schema = Schema::new(operation.connector, node, SchemaPlace::Notification, Direction::OUTPUT, Some(operation));
    Some(Side::top(node, schema, true))
}
