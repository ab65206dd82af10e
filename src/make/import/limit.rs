//! The limits of the platform: cycles are cut, and what is too large is cut at its deepest levels.
use super::notes::Notes;
use super::operation::Operation;
use super::parameter::Place;
use super::schema::{Additional, Definitions, Schema, Type};
use super::source::number;
use crate::connector::facts;
use crate::text::document::Node;
use crate::text::unique::{Unique, numbered};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::LazyLock;

/// Levels of objects within objects that are kept at most: the platform refuses what is nested too deep.
const MAX_LEVELS: usize = 9;

/// Copies of the definitions of one circle that are made at most.
const MOST_COPIES: usize = 64;

static PER_BODY: LazyLock<u64> = LazyLock::new(|| facts::limit("schemas-per-body") as u64);

/// The definitions of a connector, by number. None for one that is written nowhere.
pub struct Shared<'a> {
    pub schemas: Vec<Option<Schema<'a>>>,
    /// The names that they are to have.
    wishes: Vec<String>,
    /// Whether what a definition of the source holds was copied.
    copied: Vec<bool>,
    /// The definition of the source that one was made of.
    origins: Vec<usize>,
    /// Those that end at a level, by the definition that they were made of.
    cut: FxHashMap<(usize, usize), usize>,
    levels: Vec<Option<usize>>,
    counts: FxHashMap<(usize, usize), u64>,
}

/// Visits the bodies and responses of operations.
pub fn roots<'o, 'a>(operations: &'o mut [Operation<'a>]) -> impl Iterator<Item = &'o mut Schema<'a>> {
    operations.iter_mut().flat_map(|operation| {
        let bodies = operation.parameters.iter_mut().filter(|parameter| parameter.place == Place::Body);
        let bodies = bodies.map(|parameter| &mut parameter.schema);
        let answers = operation.responses.list.iter_mut().filter_map(|response| response.schema.as_mut());
        bodies.chain(answers).chain(operation.notification.as_mut().map(|(_, schema)| schema))
    })
}

impl<'a> Shared<'a> {
    /// Takes the definitions that were read.
    pub fn new(definitions: Definitions<'a>) -> Shared<'a> {
        let mut schemas: Vec<Option<Schema<'a>>> = Vec::new();
        let (mut wishes, mut copied) = (Vec::new(), Vec::new());
        for definition in definitions.list {
            let schema = definition.schema.map(|schema| Rc::try_unwrap(schema).unwrap_or_else(|shared| (*shared).clone()));
            schemas.push(schema);
            wishes.push(definition.wish);
            copied.push(definition.copied);
        }
        // One that is nothing but a reference is left out: what it leads to takes its place.
        let aliases: Vec<Option<usize>> = schemas.iter().map(|schema| schema.as_ref()?.reference).collect();
        let end = |mut at: usize| {
            for _ in 0..aliases.len() {
                match aliases[at] {
                    Some(next) => at = next,
                    None => return at,
                }
            }
            at
        };
        let ends: Vec<usize> = (0..aliases.len()).map(end).collect();
        let mut shared = Shared {
            origins: (0..schemas.len()).collect(),
            copied,
            levels: vec![None; schemas.len()],
            schemas,
            wishes,
            cut: FxHashMap::default(),
            counts: FxHashMap::default(),
        };
        for at in 0..shared.schemas.len() {
            if let Some(mut schema) = shared.schemas[at].take() {
                redirect(&mut schema, &|index| ends[index]);
                shared.schemas[at] = Some(schema);
            }
        }
        shared
    }

    /// Whether a definition is a copy of another one, of which some references or levels were cut.
    pub fn is_copy(&self, index: usize) -> bool {
        self.origins[index] != index
    }

    /// Cuts references that lead back to what they are a part of.
    pub fn cut_cycles(&mut self, operations: &mut [Operation<'a>], notes: &Notes) {
        self.part_cycles(operations);
        let mut states = vec![State::New; self.schemas.len()];
        for schema in roots(operations) {
            self.cut_cycles_in(schema, &mut states, notes);
        }
    }

    fn cut_cycles_in(&mut self, schema: &mut Schema<'a>, states: &mut [State], notes: &Notes) {
        if let Some(index) = schema.reference {
            match states[index] {
                State::Done => {}
                State::Busy => {
                    let message = "this refers back to the schema that contains it; its contents are left out";
                    notes.say("import-cycle-cut", schema.at, message);
                    schema.reference = None;
                    if schema.kind == Type::Array {
                        schema.items = Some(Box::new(Schema::new(schema.at, Type::Object)));
                    } else {
                        schema.kind = Type::Object;
                    }
                }
                State::New => {
                    states[index] = State::Busy;
                    if let Some(mut inner) = self.schemas[index].take() {
                        if inner.reference == Some(index) {
                            inner = Schema::new(inner.at, Type::Object);
                        }
                        self.cut_cycles_in(&mut inner, states, notes);
                        self.schemas[index] = Some(inner);
                    }
                    states[index] = State::Done;
                }
            }
            return;
        }
        each_child(schema, &mut |child| self.cut_cycles_in(child, states, notes));
    }

    /// Where definitions refer to one another in a circle, gives each of them that something else refers to copies of the others: where
    /// the circle is cut depends on where it is entered, and nobody should lose what another one's cut takes away. In large circles, of
    /// which there would be too many copies, each definition stays one for all.
    fn part_cycles(&mut self, operations: &mut [Operation<'a>]) {
        let count = self.schemas.len();
        let mut references: Vec<Vec<usize>> = Vec::with_capacity(count);
        for schema in &self.schemas {
            let mut own = Vec::new();
            if let Some(schema) = schema {
                each_reference(schema, &mut |index| own.push(index));
            }
            references.push(own);
        }
        let circles = circles(&references);
        let mut circle_of: Vec<Option<usize>> = vec![None; count];
        for (number, circle) in circles.iter().enumerate() {
            circle.iter().for_each(|&index| circle_of[index] = Some(number));
        }
        // Those that something outside of their circle refers to.
        let mut entries: Vec<bool> = vec![false; count];
        for schema in roots(operations) {
            each_reference(schema, &mut |index| entries[index] = true);
        }
        for (from, own) in references.iter().enumerate() {
            for &to in own.iter().filter(|&&to| circle_of[to] != circle_of[from]) {
                entries[to] = true;
            }
        }
        for circle in circles {
            let entered: Vec<usize> = circle.iter().copied().filter(|&index| entries[index]).collect();
            if circle.len() < 2 || entered.len() < 2 || entered.len() * circle.len() > MOST_COPIES {
                continue; // a circle with one entrance is cut at the right places
            }
            let whole: Vec<Option<Schema<'a>>> = circle.iter().map(|&index| self.schemas[index].clone()).collect();
            let mut taken = vec![false; circle.len()];
            for &entry in &entered {
                // Where each of the circle is for who comes in here: in its own place, if nobody else needs that.
                let mut places: FxHashMap<usize, usize> = FxHashMap::default();
                for (at, &index) in circle.iter().enumerate() {
                    let own = index == entry || (!entries[index] && !std::mem::replace(&mut taken[at], true));
                    places.insert(index, if own { index } else { self.copy_of(index, entry) });
                }
                for (at, index) in circle.iter().enumerate() {
                    let mut schema = whole[at].clone();
                    if let Some(schema) = &mut schema {
                        redirect(schema, &|index| places.get(&index).copied().unwrap_or(index));
                    }
                    self.schemas[places[index]] = schema;
                }
            }
        }
    }

    /// A place for a copy of a definition, for who comes by another one.
    fn copy_of(&mut self, index: usize, entry: usize) -> usize {
        let copy = self.schemas.len();
        self.schemas.push(None);
        self.wishes.push(format!("{}In{}", self.wishes[index], self.wishes[entry]));
        self.copied.push(true);
        self.origins.push(index);
        self.levels.push(None);
        copy
    }

    /// How many levels of objects a schema has.
    fn levels_of(&mut self, schema: &Schema<'a>) -> usize {
        if let Some(index) = schema.reference {
            if let Some(levels) = self.levels[index] {
                return levels;
            }
            let Some(inner) = self.schemas[index].take() else { return 0 };
            let levels = self.levels_of(&inner);
            self.schemas[index] = Some(inner);
            self.levels[index] = Some(levels);
            return levels;
        }
        let mut deepest = 0;
        for (_, property) in &schema.properties {
            deepest = deepest.max(self.levels_of(property));
        }
        for inner in inner(schema) {
            deepest = deepest.max(self.levels_of(inner));
        }
        deepest + usize::from(!schema.properties.is_empty())
    }

    /// How many schemas are in a schema whose objects end below this level.
    fn count(&mut self, schema: &Schema<'a>, level: usize) -> u64 {
        if let Some(index) = schema.reference {
            if let Some(&count) = self.counts.get(&(index, level)) {
                return count;
            }
            let Some(inner) = self.schemas[index].take() else { return 0 };
            let count = self.count(&inner, level);
            self.schemas[index] = Some(inner);
            self.counts.insert((index, level), count);
            return count;
        }
        let mut count = 0u64;
        if level > 0 {
            for (_, property) in &schema.properties {
                count = count.saturating_add(1).saturating_add(self.count(property, level - 1));
            }
        }
        for inner in inner(schema) {
            count = count.saturating_add(1).saturating_add(self.count(inner, level));
        }
        count
    }

    /// How many schemas the largest body or answer of each operation has.
    pub fn largest(&mut self, operations: &mut [Operation<'a>]) -> Vec<u64> {
        let mut counts = Vec::new();
        for operation in operations {
            let mut largest = 0;
            for schema in roots(std::slice::from_mut(operation)) {
                let levels = self.levels_of(schema);
                largest = largest.max(self.count(schema, levels));
            }
            counts.push(largest);
        }
        counts
    }

    /// Cuts all bodies and answers so that none has more schemas than the platform takes, or more levels than `deepest`.
    /// `whole` takes those that are cut as they were before, in the order of [`roots`], so that they can be cut again. What is to
    /// be said comes back: where, and what.
    pub fn cut_large(
        &mut self,
        operations: &mut [Operation<'a>],
        whole: &mut Vec<Option<Schema<'a>>>,
        deepest: Option<usize>,
    ) -> Vec<(Node<'a>, String)> {
        let deepest = deepest.unwrap_or(MAX_LEVELS).clamp(1, MAX_LEVELS);
        self.forget_cuts();
        let mut said = Vec::new();
        for (at, schema) in roots(operations).enumerate() {
            if whole.len() == at {
                whole.push(None);
            }
            let kept = &mut whole[at];
            let whole = kept.as_ref().unwrap_or(&*schema);
            let mut cut = None;
            let levels = self.levels_of(whole);
            let all = self.count(whole, levels);
            let fits = (1..=levels.min(deepest)).rev().find(|&level| self.count(whole, level) <= *PER_BODY);
            let level = fits.unwrap_or(1);
            if level < levels {
                let message = match all > *PER_BODY {
                    true => format!(
                        "this has {all} schemas, but a connector can have at most {}; objects below level {level} are written without properties",
                        *PER_BODY
                    ),
                    false => format!("objects below level {level} are written without properties"),
                };
                said.push((whole.at, message));
                cut = Some(self.cut_at(whole, level));
            }
            let smaller = cut.as_ref().unwrap_or(whole);
            if fits.is_none() && self.count(smaller, 1) > *PER_BODY {
                let of_definition = smaller.reference.and_then(|index| self.schemas[index].clone());
                let mut full = of_definition.unwrap_or_else(|| smaller.clone());
                let mut schemas = 0;
                let fits = |(_, property): &&(_, Schema<'a>)| {
                    schemas += 1 + self.count(property, 0);
                    schemas <= *PER_BODY
                };
                let most = full.properties.iter().take_while(fits).count();
                if full.properties.len() > most {
                    said.push((
                        whole.at,
                        format!(
                            "the object has {} properties, and a connector can have at most {} schemas; only the first {most} are written",
                            full.properties.len(),
                            *PER_BODY
                        ),
                    ));
                    full.properties.truncate(most);
                    let places = full.places();
                    full.required.retain(|name| places.contains_key(name));
                    cut = Some(full);
                }
            }
            if let Some(cut) = cut {
                let before = std::mem::replace(schema, cut);
                kept.get_or_insert(before);
            } else if let Some(whole) = kept.take() {
                *schema = whole;
            }
        }
        said
    }

    /// Takes away the definitions that an earlier cut made: the next one makes its own.
    fn forget_cuts(&mut self) {
        let own = self.copied.len();
        self.schemas.truncate(own);
        self.levels.truncate(own);
        self.origins.truncate(own);
        self.wishes.truncate(own);
        self.counts.retain(|(index, _), _| *index < own);
        self.cut.clear();
    }

    /// A schema whose objects end below a level.
    fn cut_at(&mut self, schema: &Schema<'a>, level: usize) -> Schema<'a> {
        if let Some(index) = schema.reference {
            if self.levels_of(schema) <= level {
                return schema.clone();
            }
            let mut cut = schema.clone();
            if level == 0 {
                cut.reference = None;
                cut.kind = self.schemas[index].as_ref().map_or(cut.kind, |schema| schema.kind);
                if cut.kind == Type::Array {
                    cut.items = Some(Box::new(Schema::new(cut.at, Type::Object)));
                }
                return cut;
            }
            let made = match self.cut.get(&(index, level)) {
                Some(&made) => made,
                None => {
                    let made = self.schemas.len();
                    self.schemas.push(None);
                    self.levels.push(None);
                    let origin = self.origins[index];
                    self.origins.push(origin);
                    self.wishes.push(format!("{}Level{level}", self.wishes[origin]));
                    self.cut.insert((index, level), made);
                    if let Some(inner) = self.schemas[index].clone() {
                        let inner = self.cut_at(&inner, level);
                        self.schemas[made] = Some(inner);
                    }
                    made
                }
            };
            cut.reference = Some(made);
            return cut;
        }
        let mut cut = Schema {
            nullable: schema.nullable,
            title: schema.title.clone(),
            description: schema.description.clone(),
            more: schema.more.clone(),
            ..Schema::new(schema.at, schema.kind)
        };
        if level > 0 {
            cut.properties =
                schema.properties.iter().map(|(name, property)| (name.clone(), self.cut_at(property, level - 1))).collect();
            cut.required = schema.required.clone();
        }
        cut.items = schema.items.as_ref().map(|items| Box::new(self.cut_at(items, level)));
        cut.additional = match &schema.additional {
            Additional::Schema(inner) => Additional::Schema(Box::new(self.cut_at(inner, level))),
            other => other.clone(),
        };
        cut
    }

    /// The definitions that something refers to, in the order of their use, each with a name of its own.
    pub fn names(&self, operations: &mut [Operation<'a>]) -> (Vec<usize>, Vec<String>) {
        let mut used = Vec::new();
        let mut is_used = vec![false; self.schemas.len()];
        let mut waiting = std::collections::VecDeque::new();
        let mut note = |schema: &Schema<'a>, waiting: &mut std::collections::VecDeque<usize>| {
            each_reference(schema, &mut |index| {
                if !std::mem::replace(&mut is_used[index], true) {
                    used.push(index);
                    waiting.push_back(index);
                }
            });
        };
        for schema in roots(operations) {
            note(schema, &mut waiting);
        }
        while let Some(index) = waiting.pop_front() {
            if let Some(schema) = &self.schemas[index] {
                note(schema, &mut waiting);
            }
        }
        let mut names = vec![String::new(); self.schemas.len()];
        let mut given = Unique::in_any_case();
        for &index in &used {
            names[index] = given.name(|number| numbered(&self.wishes[index], number));
        }
        (used, names)
    }

    /// Definitions of the source of which nothing is written: everything that refers to them was cut.
    pub fn lost(&self, used: &[usize]) -> Vec<Node<'a>> {
        let mut is_written = self.copied.clone();
        for &index in used {
            if let Some(written) = is_written.get_mut(self.origins[index]) {
                *written = true;
            }
        }
        let lost = is_written.iter().zip(&self.schemas).filter(|(written, _)| !**written);
        // What is nothing but a reference is written as what it leads to.
        let whole = |schema: &&Schema<'a>| schema.reference.is_none();
        lost.filter_map(|(_, schema)| Some(schema.as_ref().filter(whole)?.at)).collect()
    }

    /// Definitions of the source of which a part is written and some property nowhere: each copy of them was cut. `lost` are those of
    /// which nothing is written.
    pub fn thinned(&self, operations: &mut [Operation<'a>], used: &[usize], lost: &[Node<'a>]) -> Vec<Node<'a>> {
        let mut names: FxHashSet<Cow<'a, str>> = FxHashSet::default();
        for operation in operations.iter() {
            for parameter in &operation.parameters {
                names.extend(parameter.name.split(['[', ']']).map(|part| Cow::Owned(part.to_owned())));
            }
        }
        roots(operations).for_each(|schema| each_name(schema, &mut names));
        used.iter().filter_map(|&index| self.schemas[index].as_ref()).for_each(|schema| each_name(schema, &mut names));
        let place = |at: &Node<'a>| (number(*at), at.id);
        let lost: FxHashSet<(u16, u32)> = lost.iter().map(place).collect();
        let is_thinned = |at: &Node<'a>| {
            let mut lists = at.doc.members_named("properties", at.id..at.after());
            lists.any(|list| list.members().any(|property| property.value.is_object() && !names.contains(&property.name())))
        };
        let own = self.schemas[..self.copied.len()].iter().filter_map(|schema| Some(schema.as_ref()?.at));
        own.filter(|at| !lost.contains(&place(at))).filter(is_thinned).collect()
    }

    /// The name that a definition was to have.
    pub fn wish(&self, index: usize) -> &str {
        &self.wishes[index]
    }
}

/// Says what cannot stand where it stands: texts beside a reference, and files within objects. `whole` for all of a body or answer.
pub fn settle_places(schema: &mut Schema, whole: bool, notes: &Notes) {
    if schema.reference.is_some() {
        let mut beside = Vec::new();
        if schema.title.is_some() {
            beside.push("`title`");
        }
        if schema.description.is_some() {
            beside.push("`description`");
        }
        if !beside.is_empty() {
            let message = format!("connectors have nothing beside a `$ref`: {} is left out here", beside.join(" and "));
            notes.say("import-reference-text-dropped", schema.at, message);
        }
        return;
    }
    if !whole && schema.is_binary() {
        schema.remove("format");
        let at = schema.at.get("format").unwrap_or(schema.at);
        notes.say("import-format-dropped", at, "format `binary` is left out: only a whole body or answer can be a file");
    }
    each_child(schema, &mut |child| settle_places(child, false, notes));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Busy,
    Done,
}

fn inner<'s, 'a>(schema: &'s Schema<'a>) -> impl Iterator<Item = &'s Schema<'a>> {
    let additional = match &schema.additional {
        Additional::Schema(inner) => Some(&**inner),
        _ => None,
    };
    schema.items.as_deref().into_iter().chain(additional)
}

fn each_child<'a>(schema: &mut Schema<'a>, act: &mut dyn FnMut(&mut Schema<'a>)) {
    for (_, property) in &mut schema.properties {
        act(property);
    }
    if let Some(items) = &mut schema.items {
        act(items);
    }
    if let Additional::Schema(inner) = &mut schema.additional {
        act(inner);
    }
}

fn each_reference(schema: &Schema, act: &mut dyn FnMut(usize)) {
    if let Some(index) = schema.reference {
        act(index);
        return;
    }
    for (_, property) in &schema.properties {
        each_reference(property, act);
    }
    for inner in inner(schema) {
        each_reference(inner, act);
    }
}

fn each_name<'a>(schema: &Schema<'a>, names: &mut FxHashSet<Cow<'a, str>>) {
    for (name, property) in &schema.properties {
        names.insert(name.clone());
        each_name(property, names);
    }
    for inner in inner(schema) {
        each_name(inner, names);
    }
}

fn redirect(schema: &mut Schema, to: &dyn Fn(usize) -> usize) {
    if let Some(index) = &mut schema.reference {
        *index = to(*index);
        return;
    }
    each_child(schema, &mut |child| redirect(child, to));
}

/// The groups of numbers that lead to one another, each in order, by where each of them leads (Tarjan's algorithm, without recursion).
fn circles(leads_to: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let count = leads_to.len();
    let (mut number, mut lowest) = (vec![usize::MAX; count], vec![0; count]);
    let (mut open, mut is_open) = (Vec::new(), vec![false; count]);
    let (mut next, mut found) = (0, Vec::new());
    for start in 0..count {
        let mut way: Vec<(usize, usize)> = if number[start] == usize::MAX { vec![(start, 0)] } else { Vec::new() };
        while let Some((at, step)) = way.last_mut() {
            let at = *at;
            if *step == 0 {
                (number[at], lowest[at]) = (next, next);
                next += 1;
                open.push(at);
                is_open[at] = true;
            }
            if let Some(&to) = leads_to[at].get(*step) {
                *step += 1;
                if number[to] == usize::MAX {
                    way.push((to, 0));
                } else if is_open[to] {
                    lowest[at] = lowest[at].min(number[to]);
                }
                continue;
            }
            way.pop();
            if let Some(&(before, _)) = way.last() {
                lowest[before] = lowest[before].min(lowest[at]);
            }
            if lowest[at] == number[at] {
                let from = open.iter().rposition(|&other| other == at).unwrap_or(0);
                let mut circle = open.split_off(from);
                circle.iter().for_each(|&other| is_open[other] = false);
                circle.sort_unstable();
                found.push(circle);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn what_leads_to_one_another() {
        // 0 → 1 ⇄ 2 → 3 → 4 → 5 → 3, 5 → 0 is missing; 6 leads to itself; 7 comes from nowhere.
        let leads_to = [vec![1], vec![2], vec![1, 3], vec![4], vec![5], vec![3], vec![6, 6], vec![0, 6]];
        let mut found = circles(&leads_to);
        found.sort();
        assert_eq!(found, [vec![0], vec![1, 2], vec![3, 4, 5], vec![6], vec![7]]);
    }
}
