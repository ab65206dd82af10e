//! A second import of the same API: what is new in the source comes into the folder, and what people wrote there stays.
//!
//! Three texts are compared: the *base*, which the last import wrote, *theirs*, which this one would write, and *ours*, which is in
//! the folder. Where ours is still the base, theirs takes its place; where both changed, ours stays and a finding shows both.
//! Operations that theirs does not have any more are added to it, with all that they need, so that they stay. Edits keep every other
//! byte of ours.
use super::origin::Origins;
use super::script;
use crate::connector::fmt;
use crate::connector::imported::{Base, Invented};
use crate::rule::fix::Fix;
use crate::text::document::{Document, File, Member, Node};
use crate::text::edit::{self, Edit, laid_out, laid_out_in_place, quote};
use crate::text::json::Kind;
use crate::text::pointer;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Rounds of edits: those that touch each other are made one after another.
const ROUNDS: usize = 200;
/// Longest value that a message shows, in characters.
const SHOWN: usize = 60;
/// The member of a policy that names operations.
const OPERATIONS: &str = "x-ms-apimTemplate-operationName";

/// Lists in which each item stands for itself: what both sides add or take out is done.
const SETS: [&str; 7] = ["parameters", "required", "tags", "scopes", "policyTemplateInstances", "scriptOperations", OPERATIONS];
/// Lists to which both sides may add something without saying different things.
const GROWING: [&str; 5] = ["enum", "x-ms-enum-values", "consumes", "produces", "schemes"];

/// Something to say of an update, at a place of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub rule: &'static str,
    /// JSON pointer in the updated text.
    pub pointer: String,
    /// JSON pointer in what the source became, where that has it.
    pub origin: Option<String>,
    pub message: String,
    pub help: Option<&'static str>,
}

/// The updated text of a file, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Updated {
    pub text: String,
    pub notes: Vec<Note>,
}

/// The updated definition.
#[derive(Clone, Debug)]
pub struct Definition {
    pub text: String,
    pub notes: Vec<Note>,
    /// What the next update compares with: theirs, with the operations that are not imported any more and all that they need.
    pub theirs: String,
    /// The operations that are not imported any more.
    kept: Kept,
}

/// Operations that are in the folder and no longer in theirs.
#[derive(Clone, Debug, Default)]
struct Kept {
    /// Their paths and verbs.
    operations: Vec<(String, String)>,
    /// Their IDs in the base.
    ids: FxHashSet<String>,
    /// Whether the sign-in stays because of them.
    security: bool,
}

/// What a value is a part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Root,
    Paths,
    PathItem,
    Operation,
    Definitions,
    /// The properties of a schema.
    Properties,
    Responses,
    /// The file with the properties of the connector.
    Settings,
    Other,
}

impl Where {
    fn inside(self, name: &str) -> Where {
        match (self, name) {
            (Where::Settings, _) => Where::Settings,
            (Where::Root, "paths") => Where::Paths,
            (Where::Root, "definitions") => Where::Definitions,
            (Where::Paths, _) => Where::PathItem,
            (Where::PathItem, verb) if super::operation::VERBS.contains(&verb) => Where::Operation,
            (Where::Operation, "responses") => Where::Responses,
            (Where::Other, "properties") => Where::Properties,
            _ => Where::Other,
        }
    }

    /// Whether a member holds things of which each is compared for itself, also where one side has none.
    fn is_collection(self, name: &str) -> bool {
        match self {
            Where::Root => matches!(name, "paths" | "definitions" | "securityDefinitions"),
            Where::Paths => true,
            Where::Operation => matches!(name, "parameters" | "responses" | "tags"),
            Where::Settings => {
                matches!(name, "connectionParameters" | "policyTemplateInstances" | "scriptOperations" | OPERATIONS)
            }
            Where::Other => matches!(name, "properties" | "required"),
            _ => false,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Values change or go.
    Change,
    /// Values are added.
    Add,
    /// What properties are required is added: by now they are there.
    Require,
    /// Nothing is written: what stays different is said.
    Say,
}

struct Merge<'m> {
    step: Step,
    fix: Fix,
    notes: Vec<Note>,
    /// Whether ours is written on one line.
    on_one_line: bool,
    /// What references in ours lead to.
    used: FxHashSet<String>,
    /// Values of the base that were taken out of ours.
    removed: &'m mut BTreeSet<u32>,
}

/// What stands for a container that one side does not have.
static NOTHING: LazyLock<Document> = LazyLock::new(|| read(r#"{"object": {}, "array": []}"#));

fn nothing(like: Node) -> Node<'static> {
    let key = if like.is_array() { "array" } else { "object" };
    NOTHING.root().get(key).unwrap_or(NOTHING.root())
}

/// Brings what changed between two imports into the text of a definition. `origins` are those of theirs.
pub fn definition(base: &str, theirs: &str, ours: &str, origins: &Origins) -> Definition {
    let Fitted { base, theirs, ids } = fitted(base, theirs, ours);
    let base = read(&base);
    let (kept, theirs) = Kept::of(&base, read(&theirs), &read(ours));
    let mut removed = BTreeSet::new();
    let text = merged(&base, &theirs, ours.to_owned(), Where::Root, &mut removed);
    let text = without_unused(&base, &theirs, text);
    let document = read(&text);
    let mut notes = said(&base, &theirs, &document, Where::Root, &mut removed);
    let operation = |path: &str, verb: &str| document.root().get("paths")?.get(path)?.get(verb);
    for (path, verb, id) in ids {
        if let Some(own) = operation(&path, &verb).and_then(|operation| operation.get("operationId"))
            && !own.is(&id)
        {
            notes.push(id_kept(own, Some(own.pointer()), &quote(&id)));
        }
    }
    for (path, verb) in &kept.operations {
        let Some(operation) = operation(path, verb) else { continue };
        let id = operation.get_str("operationId").unwrap_or_default();
        let (why, help) = match origins.has_operation(path, verb) {
            true => ("is in the source, but no longer among the operations that are imported", NOT_IMPORTED),
            false => ("is no longer in the source", GONE),
        };
        notes.push(Note {
            rule: "import-operation-gone",
            pointer: operation.pointer(),
            origin: Some(operation.pointer()),
            message: format!("`{id}` {why}; it is kept as deprecated because flows may use it"),
            help: Some(help),
        });
    }
    if kept.security && document.root().has("securityDefinitions") {
        notes.push(Note {
            rule: "import-part-gone",
            pointer: "/securityDefinitions".to_owned(),
            origin: None,
            message: "the operations that are imported need no sign-in; it is kept for those that are no longer imported"
                .to_owned(),
            help: Some("remove the sign-in together with these operations"),
        });
    }
    Definition { text, notes, theirs: theirs.text, kept }
}

const GONE: &str = "remove it when no flow uses it anymore";
const NOT_IMPORTED: &str = "remove it when no flow uses it anymore, or choose it again with `--include`";

/// Brings what changed between two imports into the text of the connector's properties.
pub fn properties(base: &str, theirs: &str, ours: &str) -> Updated {
    let (base, theirs) = (read(base), read(theirs));
    let mut removed = BTreeSet::new();
    let text = merged(&base, &theirs, ours.to_owned(), Where::Settings, &mut removed);
    let notes = said(&base, &theirs, &read(&text), Where::Settings, &mut removed);
    Updated { text, notes }
}

/// The text of a file with what changed.
fn merged(base: &Document, theirs: &Document, mut text: String, at: Where, removed: &mut BTreeSet<u32>) -> String {
    for step in [Step::Change, Step::Add, Step::Require] {
        for _ in 0..ROUNDS {
            let document = read(&text);
            let mut merge = Merge::new(step, &document, removed);
            merge.object(base.root(), theirs.root(), document.root(), at);
            if merge.fix.edits.is_empty() {
                break;
            }
            let edits: Vec<&Edit> = merge.fix.edits.iter().collect();
            text = edit::apply(&text, &edits).0;
        }
    }
    text
}

/// What stays different.
fn said(base: &Document, theirs: &Document, ours: &Document, at: Where, removed: &mut BTreeSet<u32>) -> Vec<Note> {
    let mut merge = Merge::new(Step::Say, ours, removed);
    merge.object(base.root(), theirs.root(), ours.root(), at);
    merge.notes
}

fn read(text: &str) -> Document {
    Document::json(File::Definition, "", text.as_bytes().to_vec())
}

/// What references in a part of a document lead to.
fn references(document: &Document, ids: std::ops::Range<u32>) -> impl Iterator<Item = (Node<'_>, Cow<'_, str>)> {
    document.members_named("$ref", ids).filter_map(|target| Some((target, target.str()?)))
}

fn all_references(document: &Document) -> impl Iterator<Item = (Node<'_>, Cow<'_, str>)> {
    references(document, 0..document.tree.nodes.len() as u32)
}

/// The text of a document after edits.
fn edited(document: &Document, fix: &Fix) -> Document {
    let edits: Vec<&Edit> = fix.edits.iter().collect();
    read(&edit::apply(&document.text, &edits).0)
}

fn id_kept(own: Node, origin: Option<String>, theirs: &str) -> Note {
    Note {
        rule: "import-id-kept",
        pointer: own.pointer(),
        origin,
        message: format!("the ID is {theirs} in the source; it is not changed because flows use it"),
        help: None,
    }
}

impl Kept {
    /// The operations that theirs does not have any more, and theirs with them and all that they need: definitions, and the sign-in.
    fn of(base: &Document, theirs: Document, ours: &Document) -> (Kept, Document) {
        let operation = |document: &Document, path: &str, verb: &str| {
            document.root().get("paths").and_then(|paths| paths.get(path)?.get(verb)).is_some()
        };
        let mut kept = Kept::default();
        let mut fix = Fix::safe("update");
        for item in base.root().get("paths").into_iter().flat_map(Node::members) {
            for one in item.value.members() {
                let (path, verb) = (item.name(), one.name());
                if !super::operation::VERBS.contains(&&*verb) || operation(&theirs, &path, &verb) {
                    continue;
                }
                let Some(own) = ours.root().get("paths").and_then(|paths| paths.get(&path)?.get(&verb)) else { continue };
                kept.operations.push((path.into_owned(), verb.into_owned()));
                kept.ids.extend(one.value.get_str("operationId").map(Cow::into_owned));
                // Whoever says whether it is deprecated is right.
                let deprecated = own.get("deprecated").map_or("true", Node::text);
                match one.value.get("deprecated") {
                    Some(said) if own.has("deprecated") => fix = fix.replace(said, deprecated),
                    Some(_) => {}
                    None => fix = fix.add_member(one.value, "deprecated", deprecated),
                }
            }
        }
        if kept.operations.is_empty() {
            return (kept, theirs);
        }
        let base = edited(base, &fix);
        let theirs = kept.with_operations(&base, theirs);
        let theirs = with_definitions(&base, theirs);
        let [old, new] = [&base, &theirs].map(|document| document.root().get("securityDefinitions"));
        let (Some(old), None) = (old, new) else { return (kept, theirs) };
        kept.security = true;
        let mut added = vec![("securityDefinitions", written(old, theirs.root()))];
        if let (Some(security), None) = (base.root().get("security"), theirs.root().get("security")) {
            added.push(("security", written(security, theirs.root())));
        }
        let fix = Fix::safe("update").add_members(theirs.root(), &added);
        let theirs = edited(&theirs, &fix);
        (kept, theirs)
    }

    /// Theirs with these operations, and what their paths say of them.
    fn with_operations(&self, base: &Document, theirs: Document) -> Document {
        let Some((old, paths)) = base.root().get("paths").zip(theirs.root().get("paths")) else { return theirs };
        let mut kept: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
        for (path, verb) in &self.operations {
            kept.entry(path).or_default().insert(verb);
        }
        let (mut fix, mut items) = (Fix::safe("update"), Vec::new());
        for item in old.members() {
            let path = item.name();
            let Some(verbs) = kept.get(&*path) else { continue };
            let there = paths.get(&path);
            let belongs = |member: &Member| {
                let name = member.name();
                let is_operation = super::operation::VERBS.contains(&&*name);
                (!is_operation || verbs.contains(&*name)) && there.is_none_or(|there| !there.has(&name))
            };
            let members = item.value.members().filter(belongs);
            match there {
                Some(there) => {
                    let added: Vec<_> = members.map(|member| (member.name(), written(member.value, there))).collect();
                    fix = fix.add_members(there, &added);
                }
                None => {
                    let members: Vec<String> =
                        members.map(|member| format!("{}: {}", quote(&member.name()), member.value.text())).collect();
                    items.push((path, read(&format!("{{{}}}", members.join(", ")))));
                }
            }
        }
        let theirs = if fix.edits.is_empty() { theirs } else { edited(&theirs, &fix) };
        let (false, Some(paths)) = (items.is_empty(), theirs.root().get("paths")) else { return theirs };
        let added: Vec<_> = items.iter().map(|(path, item)| (path, written(item.root(), paths))).collect();
        let fix = Fix::safe("update").add_members(paths, &added);
        edited(&theirs, &fix)
    }
}

/// Theirs with the definitions of the base that it refers to and does not have.
fn with_definitions(base: &Document, theirs: Document) -> Document {
    let Some(old) = base.root().get("definitions") else { return theirs };
    let there = theirs.root().get("definitions");
    let mut waiting: Vec<String> = all_references(&theirs).map(|(_, target)| target.into_owned()).collect();
    let (mut seen, mut lacking) = (FxHashSet::default(), Vec::new());
    while let Some(target) = waiting.pop() {
        let Some(name) = target.strip_prefix("#/definitions/").map(pointer::unescaped) else { continue };
        let (false, Some(member)) = (there.is_some_and(|there| there.has(&name)), old.member(&name)) else { continue };
        if seen.insert(name.into_owned()) {
            waiting.extend(references(base, member.value.id..member.value.after()).map(|(_, target)| target.into_owned()));
            lacking.push(member);
        }
    }
    if lacking.is_empty() {
        return theirs;
    }
    lacking.sort_by_key(|member| member.value.id);
    let fix = match there {
        Some(there) => {
            let added: Vec<_> = lacking.iter().map(|member| (member.name(), written(member.value, there))).collect();
            Fix::safe("update").add_members(there, &added)
        }
        None => {
            let members: Vec<String> =
                lacking.iter().map(|member| format!("{}: {}", quote(&member.name()), member.value.text())).collect();
            let all = read(&format!("{{{}}}", members.join(", ")));
            Fix::safe("update").add_member(theirs.root(), "definitions", &written(all.root(), theirs.root()))
        }
    };
    edited(&theirs, &fix)
}

impl Definition {
    /// What the next update compares with: theirs, with what the operations that are kept need.
    pub fn base<'t>(&self, old: &Base, theirs: &'t Base) -> Base<'t> {
        let ids = ids_in(&theirs.definition, &self.theirs);
        let script = script::renamed(&theirs.script, |id| ids.of(id));
        let own = with_ids(&theirs.properties, &ids);
        let mut base = Base {
            definition: Cow::Owned(self.theirs.clone()),
            properties: Cow::Owned(own),
            script: Cow::Owned(script),
            invented: theirs.invented.clone(),
        };
        if self.kept.operations.is_empty() {
            return base;
        }
        if let Some(properties) = self.properties_with(&old.properties, &base.properties) {
            base.properties = Cow::Owned(properties);
        }
        let rows = script::renamed(&old.script, |id| self.kept.ids.contains(id).then(|| id.to_owned()));
        if !rows.is_empty() {
            base.script = Cow::Owned(script::joined(&base.script, &rows));
        }
        let places: FxHashSet<String> =
            self.kept.operations.iter().map(|(path, verb)| format!("/paths/{}/{verb}", pointer::escaped(path))).collect();
        let groups = old.invented.chunk_by(|_, next: &Invented| next.at.is_empty());
        base.invented.extend(groups.filter(|group| places.contains(&group[0].at)).flatten().cloned());
        base
    }

    /// Properties of theirs with what those of the base say about the operations that are kept.
    fn properties_with(&self, old: &str, theirs: &str) -> Option<String> {
        let [old, mut whole] = [old, theirs].map(|text| serde_json::from_str::<Value>(text).ok());
        let (old, new) = (old.as_ref()?.get("properties")?, whole.as_mut()?.get_mut("properties")?.as_object_mut()?);
        let is_kept = |id: &&Value| id.as_str().is_some_and(|id| self.kept.ids.contains(id));
        let without_names = |policy: &Value| {
            let mut policy = policy.clone();
            let names = policy.get_mut("parameters").and_then(Value::as_object_mut).and_then(|all| all.shift_remove(OPERATIONS));
            (policy, names)
        };
        let mut policies: Vec<Value> = new.get("policyTemplateInstances").and_then(Value::as_array).cloned().unwrap_or_default();
        for policy in old.get("policyTemplateInstances").and_then(Value::as_array).into_iter().flatten() {
            let (bare, names) = without_names(policy);
            let same = policies.iter_mut().find(|other| without_names(other).0 == bare);
            let names = names.as_ref().and_then(Value::as_array);
            let names: Option<Vec<Value>> = names.map(|names| names.iter().filter(is_kept).cloned().collect());
            match (names, same) {
                (Some(names), Some(same)) => {
                    if let Some(list) = same["parameters"].get_mut(OPERATIONS).and_then(Value::as_array_mut) {
                        list.extend(names);
                    }
                }
                (Some(names), None) if !names.is_empty() => {
                    let mut policy = policy.clone();
                    policy["parameters"][OPERATIONS] = Value::Array(names);
                    policies.push(policy);
                }
                // A policy of all operations belongs to the sign-in.
                (None, None) if self.kept.security => policies.push(policy.clone()),
                _ => {}
            }
        }
        if !policies.is_empty() {
            new.insert("policyTemplateInstances".to_owned(), Value::Array(policies));
        }
        let scripted = old.get("scriptOperations").and_then(Value::as_array).into_iter().flatten().filter(is_kept);
        let scripted: Vec<Value> = scripted.cloned().collect();
        if !scripted.is_empty() {
            let list = new.entry("scriptOperations").or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut()?.extend(scripted);
        }
        if self.kept.security
            && let Some(parameters) = old.get("connectionParameters")
        {
            new.insert("connectionParameters".to_owned(), parameters.clone());
        }
        serde_json::to_string_pretty(&whole?).ok().map(|text| text + "\n")
    }
}

impl Merge<'_> {
    fn new<'m>(step: Step, ours: &Document, removed: &'m mut BTreeSet<u32>) -> Merge<'m> {
        let used = match step {
            Step::Add => all_references(ours).map(|(_, target)| target.into_owned()).collect(),
            _ => FxHashSet::default(),
        };
        Merge { step, fix: Fix::safe("update"), notes: Vec::new(), on_one_line: is_on_one_line(ours), used, removed }
    }

    fn edit(&mut self, edit: impl FnOnce(Fix) -> Fix) {
        let fix = std::mem::replace(&mut self.fix, Fix::safe(""));
        self.fix = edit(fix);
    }

    /// Says something about a value of ours, to which `theirs` is the counterpart.
    fn say(&mut self, rule: &'static str, theirs: Node, ours: Node, message: String, help: Option<&'static str>) {
        if self.step == Step::Say {
            let origin = (!std::ptr::eq(theirs.doc, &raw const *NOTHING)).then(|| theirs.pointer());
            self.notes.push(Note { rule, pointer: ours.pointer(), origin, message, help });
        }
    }

    fn object(&mut self, base: Node, theirs: Node, ours: Node, at: Where) {
        if !(base.is_object() && theirs.is_object() && ours.is_object()) {
            return;
        }
        let mut added: Vec<(String, String)> = Vec::new();
        for member in base.members() {
            let name = member.name();
            match (theirs.member(&name), ours.member(&name)) {
                (None, None) => {
                    self.say_removed(member.value, at, theirs, ours);
                    // A list that is empty went as a whole.
                    let inside = if at.is_collection(&name) { at.inside(&name) } else { Where::Root };
                    let parts = member.value.items().chain(member.value.members().map(|member| member.value));
                    parts.filter(|_| inside != Where::Root).for_each(|part| self.say_removed(part, inside, theirs, ours));
                }
                (None, Some(kept)) => self.gone(member.value, theirs, kept, at),
                // What somebody took out of the folder is needed again.
                (Some(new), None) if at == Where::Definitions => {
                    if self.used.contains(&format!("#/definitions/{name}")) {
                        added.push((name.into_owned(), written(new.value, ours)));
                    }
                }
                (Some(new), None) => {
                    if !new.value.same(member.value) {
                        self.removed_here(&format!("`{name}`"), new.value, ours);
                    }
                }
                (Some(new), Some(kept)) => self.value(member.value, new.value, kept.value, at.inside(&name)),
            }
        }
        for member in theirs.members() {
            let name = member.name();
            if base.has(&name) {
                continue;
            }
            match ours.member(&name) {
                None if name == "required" && member.value.is_array() => {
                    // Item by item: not all of the properties may be there.
                    let wanted: Vec<Node> = member.value.items().filter(|item| self.may_require(*item, theirs, ours)).collect();
                    if self.step == Step::Require && !wanted.is_empty() {
                        let wanted: Vec<&str> = wanted.into_iter().map(Node::text).collect();
                        let list = read(&format!("[{}]", wanted.join(", ")));
                        added.push((name.into_owned(), written(list.root(), ours)));
                    }
                }
                None if self.step == Step::Add => added.push((name.into_owned(), written(member.value, ours))),
                Some(kept) if !kept.value.same(member.value) => self.both_added(&name, member.value, kept.value, at),
                _ => {}
            }
        }
        if !added.is_empty() {
            return self.edit(|fix| fix.add_members(ours, &added));
        }
        // Of what the source requires, somebody took out all.
        if self.step == Step::Require
            && self.fix.edits.is_empty()
            && let Some(required) = ours.member("required")
            && required.value.is_array()
            && required.value.items().next().is_none()
            && base.get("required").is_some_and(|list| list.items().next().is_some())
        {
            self.edit(|fix| fix.remove_member(required));
        }
    }

    /// Whether a property may be required in ours: not one that somebody took out there. `theirs` and `ours` are the schemas.
    fn may_require(&mut self, item: Node, theirs: Node, ours: Node) -> bool {
        let has = |schema: Node| item.str().is_some_and(|name| schema.get("properties").is_some_and(|all| all.has(&name)));
        let may = has(ours) || !has(theirs);
        if !may {
            let message = format!("the source requires {}, which was removed from the folder; it is not added back", shown(item));
            self.say("import-removed-here", item, ours, message, None);
        }
        may
    }

    /// Both sides have something that the base does not have.
    fn both_added(&mut self, name: &str, theirs: Node, ours: Node, at: Where) {
        let inside = at.inside(name);
        let is_container = matches!(
            inside,
            Where::Paths | Where::PathItem | Where::Operation | Where::Definitions | Where::Properties | Where::Responses
        );
        match (theirs.kind(), ours.kind()) {
            (Kind::Object, Kind::Object) if is_container || at.is_collection(name) => {
                self.object(nothing(ours), theirs, ours, inside);
            }
            (Kind::Array, Kind::Array) if at.is_collection(name) && is_keyed(theirs) && is_keyed(ours) => {
                self.list(nothing(ours), theirs, ours, inside);
            }
            _ if name == "operationId" => self.keep_id(theirs, ours),
            _ => self.differ(theirs, ours),
        }
    }

    fn value(&mut self, base: Node, theirs: Node, ours: Node, at: Where) {
        // Of the definitions, one that was taken out of the folder may be needed again.
        if theirs.same(base) && at != Where::Definitions {
            return;
        }
        let is_same = ours.same(theirs);
        // What went out of the folder may still have to be said.
        if is_same && (self.step != Step::Say || self.removed.range(base.id..base.after()).next().is_none()) {
            return;
        }
        if ours.name().is_some_and(|name| name == "operationId") {
            return self.keep_id(theirs, ours);
        }
        match (base.kind(), theirs.kind(), ours.kind()) {
            (Kind::Object, Kind::Object, Kind::Object) => self.object(base, theirs, ours, at),
            (Kind::Array, Kind::Array, Kind::Array) if is_item_by_item(base, theirs, ours) => self.list(base, theirs, ours, at),
            _ if is_same => {}
            _ if ours.same(base) => {
                if self.step == Step::Change {
                    let json = match self.on_one_line {
                        true => on_one_line(&text_of(theirs)),
                        false => laid_out_in_place(&text_of(theirs), ours),
                    };
                    self.edit(|fix| fix.replace(ours, json));
                }
            }
            _ => self.differ(theirs, ours),
        }
    }

    fn keep_id(&mut self, theirs: Node, ours: Node) {
        if self.step == Step::Say {
            self.notes.push(id_kept(ours, Some(theirs.pointer()), &shown(theirs)));
        }
    }

    /// The source and the folder say different things.
    fn differ(&mut self, theirs: Node, ours: Node) {
        let message =
            format!("changed in the folder and in the source; {} is kept, the source has {}", shown(ours), shown(theirs));
        self.say("import-both-changed", theirs, ours, message, Some("use the value from the source if it is right"));
    }

    /// The source changed something that somebody took out of `ours`.
    fn removed_here(&mut self, what: &str, theirs: Node, ours: Node) {
        let message = format!("the source changed {what}, which was removed from the folder; it is not added back");
        self.say("import-removed-here", theirs, ours, message, None);
    }

    /// Something is gone from the source. `theirs` is where it was.
    fn gone(&mut self, base: Node, theirs: Node, ours: Member, at: Where) {
        let name = ours.name();
        if at == Where::Definitions {
            return; // looked at when everything else is done
        }
        if at.is_collection(&name) && base.kind() == ours.value.kind() && (base.is_object() || base.is_array()) {
            let is_empty = ours.value.members().next().is_none() && ours.value.items().next().is_none();
            if is_empty && self.step == Step::Change {
                return self.edit(|fix| fix.remove_member(ours));
            }
            if base.is_object() {
                return self.object(base, nothing(base), ours.value, at.inside(&name));
            }
            if is_keyed(base) && is_keyed(ours.value) {
                return self.list(base, nothing(base), ours.value, at.inside(&name));
            }
        }
        if ours.value.same(base) {
            if self.step == Step::Change {
                self.removed.insert(base.id);
                self.edit(|fix| fix.remove_member(ours));
            }
        } else {
            let message = format!("removed from the source but changed in the folder; `{name}` is kept");
            self.say("import-both-changed", theirs, ours.value, message, Some("remove it if nothing needs it"));
        }
    }

    /// Says of a part of the base that it went out of the folder with the source, if it did.
    fn say_removed(&mut self, base: Node, at: Where, theirs: Node, ours: Node) {
        if !self.removed.contains(&base.id) {
            return;
        }
        let parameter = base.get_str("name").zip(base.get_str("in")).filter(|_| base.index().is_some());
        let what = match (at, parameter) {
            (Where::Properties, _) => format!("property `{}`", base.name().unwrap_or_default()),
            (Where::Responses, _) => format!("response `{}`", base.name().unwrap_or_default()),
            (_, Some((name, place))) => format!("parameter `{name}` ({place})"),
            _ => return,
        };
        let message = format!("the {what} is no longer in the source; it is removed here, where nobody had edited it");
        self.say("import-part-gone", theirs, ours, message, Some("flows that use it have to be changed"));
    }

    /// Lists whose items have names, and lists of single values.
    fn list(&mut self, base: Node, theirs: Node, ours: Node, at: Where) {
        let by_key = |list: Node<'_>| -> FxHashMap<String, u32> { list.items().map(|item| (key_of(item), item.id)).collect() };
        let (known, new, kept) = (by_key(base), by_key(theirs), by_key(ours));
        let new = |key: &str| new.get(key).map(|&id| theirs.doc.node(id));
        let kept = |key: &str| kept.get(key).map(|&id| ours.doc.node(id));
        for item in base.items() {
            let key = key_of(item);
            match (new(&key), kept(&key)) {
                (None, None) => self.say_removed(item, Where::Other, theirs, ours),
                (None, Some(kept)) if kept.same(item) => {
                    if self.step == Step::Change {
                        self.removed.insert(item.id);
                        self.edit(|fix| fix.remove_item(kept));
                    }
                }
                (None, Some(kept)) => {
                    let message = format!("removed from the source but changed in the folder; {} is kept", shown(kept));
                    self.say("import-both-changed", theirs, kept, message, Some("remove it if nothing needs it"));
                }
                (Some(new), None) => {
                    if !new.same(item) {
                        self.removed_here(&shown(item), new, ours);
                    }
                }
                (Some(new), Some(kept)) => self.value(item, new, kept, if at == Where::Settings { at } else { Where::Other }),
            }
        }
        let required = ours.name().is_some_and(|name| name == "required").then(|| theirs.parent().zip(ours.parent())).flatten();
        let step = if required.is_some() { Step::Require } else { Step::Add };
        let mut added: Vec<String> = Vec::new();
        for item in theirs.items() {
            let key = key_of(item);
            if known.contains_key(&key) {
                continue;
            }
            match kept(&key) {
                None if required.is_some_and(|(theirs, ours)| !self.may_require(item, theirs, ours)) => {}
                None if self.step == step => added.push(written(item, ours)),
                Some(kept) if !kept.same(item) => self.differ(item, kept),
                _ => {}
            }
        }
        if !added.is_empty() {
            self.edit(|fix| fix.add_items(ours, &added));
        }
    }
}

/// A value as it is written in a container of another document.
fn written(value: Node, container: Node) -> String {
    match is_on_one_line(container.doc) {
        true => on_one_line(&text_of(value)),
        false => laid_out(&text_of(value), container),
    }
}

fn is_on_one_line(document: &Document) -> bool {
    !document.text.trim_end().contains('\n')
}

/// Whether the items of a list are compared one by one. Of others, the whole list is one value.
fn is_item_by_item(base: Node, theirs: Node, ours: Node) -> bool {
    let name = ours.name().unwrap_or_default();
    let grew = |list: Node| {
        let keys: FxHashSet<String> = list.items().map(key_of).collect();
        base.items().all(|item| keys.contains(&key_of(item)))
    };
    // Where nobody edited a list of values, its order is the one of the source; what may be required is looked at one by one.
    if ours.same(base) && name != "required" && theirs.items().all(|item| !item.is_object()) {
        return false;
    }
    let may = SETS.contains(&&*name) || (GROWING.contains(&&*name) && !ours.same(base) && grew(theirs) && grew(ours));
    may && is_keyed(base) && is_keyed(theirs) && is_keyed(ours)
}

/// What distinguishes an item of a list from the others.
fn key_of(item: Node) -> String {
    if !item.is_object() {
        return item.text().to_owned();
    }
    let parts = ["in", "name", "value", "templateId", "title", "propertyName"].iter().filter_map(|key| item.get(key));
    // What is within a value may be laid out in another way.
    parts.map(|part| part.text().split_whitespace().collect::<Vec<_>>().join("")).collect::<Vec<_>>().join(" ")
}

/// Whether all items of a list can be distinguished.
fn is_keyed(list: Node) -> bool {
    let mut seen = FxHashSet::default();
    list.items().all(|item| {
        let key = key_of(item);
        !item.is_array() && !key.is_empty() && seen.insert(key)
    })
}

/// A value as a message shows it.
fn shown(node: Node) -> String {
    let text: String = node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() > SHOWN {
        true => format!("`{}…`", text.chars().take(SHOWN).collect::<String>()),
        false => format!("`{text}`"),
    }
}

/// A value as JSON with one space a level.
fn text_of(node: Node) -> String {
    let text = node.text();
    fmt::format(File::Other(0), text.as_bytes(), 1).map_or_else(|_| text.to_owned(), |text| text.trim_end().to_owned())
}

/// A text of several lines as one.
fn on_one_line(json: &str) -> String {
    json.lines().map(str::trim_start).collect::<Vec<_>>().join(" ")
}

/// The form of a path in which all variables are called the same.
pub(super) fn form_of(path: &str) -> String {
    let parts = path.split('{').enumerate().map(|(at, part)| match (at, part.split_once('}')) {
        (0, _) | (_, None) => part.to_owned(),
        (_, Some((_, rest))) => format!("{{}}{rest}"),
    });
    parts.collect()
}

/// Base and theirs with the names of ours.
struct Fitted {
    base: String,
    theirs: String,
    /// Operations by path and verb that keep their IDs although the source has another one, which is the one of another operation.
    ids: Vec<(String, String, String)>,
}

/// Base and theirs with the names of ours: variables of paths keep their names, which are never sent, and operations get no ids that
/// others have in ours.
fn fitted(base: &str, theirs: &str, ours: &str) -> Fitted {
    let (old, new, kept) = (read(base), read(theirs), read(ours));
    // How ours spells a path; how base does where ours has it no more.
    let of_ours = Spellings::of(paths_of(&kept), &paths_of(&old));
    let of_base = Spellings::of(paths_of(&old).into_iter().map(|path| of_ours.of_path(&path)).collect(), &paths_of(&new));
    let renamed = |document: &Document, spelling: &dyn Fn(&str) -> String| -> FxHashMap<String, String> {
        let pairs = paths_of(document).into_iter().map(|path| (spelling(&path), path));
        pairs.filter(|(spelled, path)| spelled != path).map(|(spelled, path)| (path, spelled)).collect()
    };
    let in_base = renamed(&old, &|path| of_ours.of_path(path));
    let of_new = Spellings::of(paths_of(&kept), &paths_of(&new));
    let in_theirs = renamed(&new, &|path| {
        let spelled = of_new.of_path(path);
        if spelled == path { of_base.of_path(path) } else { spelled }
    });
    // By path, as ours spells it, and verb.
    let operations = |document: &Document, spelled: &FxHashMap<String, String>| -> FxHashMap<(String, String), String> {
        let mut all = FxHashMap::default();
        for item in document.root().get("paths").into_iter().flat_map(Node::members) {
            let path = spelled.get(&*item.name()).cloned().unwrap_or_else(|| item.name().into_owned());
            for operation in item.value.members() {
                let id = operation.value.get_str("operationId").unwrap_or_default().into_owned();
                all.insert((path.clone(), operation.name().into_owned()), id);
            }
        }
        all
    };
    let here = operations(&kept, &FxHashMap::default());
    let known = operations(&old, &in_base);
    let there = operations(&new, &in_theirs);
    // IDs of operations that are kept although the source has them no more.
    let gone = known.iter().filter(|(place, _)| here.contains_key(*place) && !there.contains_key(*place));
    let gone: FxHashSet<String> = gone.map(|(_, id)| id.to_lowercase()).collect();
    let both = there.iter().filter(|(place, _)| known.contains_key(*place));
    let owned: FxHashSet<String> = here.values().chain(known.values()).map(|id| id.to_lowercase()).collect();
    let mut taken = owned.clone();
    taken.extend(both.map(|(_, id)| id.to_lowercase()));
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut other_ids = Vec::new();
    let mut give = |path: &str, verb: &str, id: &str| {
        if let Some(own) = known.get(&(path.to_owned(), verb.to_owned())) {
            let is_taken = gone.contains(&id.to_lowercase());
            // An earlier update may have given it a number.
            let number = own.strip_prefix(id).filter(|rest| !rest.is_empty());
            let is_numbered = number.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
            if own == id || own.is_empty() || !(is_taken || is_numbered) {
                return None;
            }
            if !is_numbered || !owned.contains(&id.to_lowercase()) {
                other_ids.push((path.to_owned(), verb.to_owned(), id.to_owned()));
            }
            return Some(own.clone());
        }
        let mut free = id.to_owned();
        let number = numbers.entry(id.to_lowercase()).or_insert(1);
        while !taken.insert(free.to_lowercase()) {
            *number += 1;
            free = format!("{id}{number}");
        }
        (free != id).then_some(free)
    };
    let theirs = respelled(&new, &in_theirs, &mut give);
    Fitted { base: respelled(&old, &in_base, &mut |_, _, _| None), theirs, ids: other_ids }
}

/// The IDs that the operations of a definition have in another one.
pub struct Ids {
    of: FxHashMap<String, Option<String>>,
}

impl Ids {
    /// The ID there of the operation with this one; None if it is not there. Nothing else that is called so changes its name.
    pub fn of(&self, id: &str) -> Option<String> {
        self.of.get(id).cloned().unwrap_or_else(|| Some(id.to_owned()))
    }
}

/// The IDs that the operations of a definition have in the folder: somebody renamed them, or they were taken.
pub fn ids_in(definition: &str, ours: &str) -> Ids {
    let (own, kept) = (read(definition), read(ours));
    let spellings = Spellings::of(paths_of(&kept), &paths_of(&own));
    let mut of: FxHashMap<String, Option<String>> = FxHashMap::default();
    for item in own.root().get("paths").into_iter().flat_map(Node::members) {
        let kept = kept.root().get("paths").and_then(|all| all.get(&spellings.of_path(&item.name())));
        for operation in item.value.members() {
            let id = |node: Node| node.get_str("operationId").map(Cow::into_owned);
            let other = kept.and_then(|kept| kept.get(&operation.name())).and_then(id);
            if let Some(id) = id(operation.value) {
                of.insert(id, other);
            }
        }
    }
    Ids { of }
}

/// Properties of an import that name operations by their IDs elsewhere. Those that are not there are left out.
pub fn with_ids(properties: &str, ids: &Ids) -> String {
    let Ok(mut whole) = serde_json::from_str::<Value>(properties) else { return properties.to_owned() };
    let before = whole.clone();
    // Whether any are left.
    let rename = |list: &mut Vec<Value>| {
        for id in std::mem::take(list) {
            match id.as_str() {
                Some(own) => list.extend(ids.of(own).map(Value::String)),
                None => list.push(id),
            }
        }
        !list.is_empty()
    };
    if let Some(all) = whole.get_mut("properties").and_then(Value::as_object_mut) {
        if let Some(list) = all.get_mut("scriptOperations").and_then(Value::as_array_mut)
            && !rename(list)
        {
            all.shift_remove("scriptOperations");
        }
        if let Some(policies) = all.get_mut("policyTemplateInstances").and_then(Value::as_array_mut) {
            // A policy that names no operation would be one of all operations.
            policies.retain_mut(|policy| match policy.pointer_mut(&format!("/parameters/{OPERATIONS}")) {
                Some(Value::Array(list)) => rename(list),
                _ => true,
            });
            if policies.is_empty() {
                all.shift_remove("policyTemplateInstances");
            }
        }
    }
    if whole == before {
        return properties.to_owned();
    }
    serde_json::to_string_pretty(&whole).map_or_else(|_| properties.to_owned(), |text| text + "\n")
}

/// The paths of a definition.
fn paths_of(document: &Document) -> Vec<String> {
    document.root().get("paths").into_iter().flat_map(Node::members).map(|member| member.name().into_owned()).collect()
}

/// How the paths of a text are spelled.
struct Spellings {
    all: FxHashSet<String>,
    /// By their form, those that the other text does not have.
    by_form: FxHashMap<String, String>,
}

impl Spellings {
    fn of(paths: Vec<String>, others: &[String]) -> Spellings {
        let others: FxHashSet<&str> = others.iter().map(String::as_str).collect();
        let mut by_form = FxHashMap::default();
        for path in paths.iter().filter(|path| !others.contains(path.as_str())) {
            by_form.entry(form_of(path)).or_insert_with(|| path.clone());
        }
        Spellings { all: paths.into_iter().collect(), by_form }
    }

    /// A path as it is spelled here.
    fn of_path(&self, path: &str) -> String {
        let other = || self.by_form.get(&form_of(path)).cloned();
        if self.all.contains(path) { path.to_owned() } else { other().unwrap_or_else(|| path.to_owned()) }
    }
}

/// A definition with other names for paths and their variables, and for operations to which `id` gives another one, by path, verb and
/// the one that it has.
fn respelled(
    document: &Document,
    paths: &FxHashMap<String, String>,
    id: &mut dyn FnMut(&str, &str, &str) -> Option<String>,
) -> String {
    let mut fix = Fix::safe("update");
    for item in document.root().get("paths").into_iter().flat_map(Node::members) {
        let path = item.name();
        let spelled = paths.get(&*path).map_or(&*path, |spelled| spelled);
        let mut names: FxHashMap<&str, &str> = FxHashMap::default();
        if *spelled != *path {
            fix = fix.rename(item.key, spelled);
            names = super::parameter::variables(&path).zip(super::parameter::variables(spelled)).collect();
        }
        for operation in item.value.members() {
            if let Some(own) = operation.value.get("operationId")
                && let Some(other) = own.str().and_then(|own| id(spelled, &operation.name(), &own))
            {
                fix = fix.replace_str(own, &other);
            }
            for parameter in operation.value.get("parameters").into_iter().flat_map(Node::items) {
                if let Some(own) = parameter.get("name")
                    && let Some(name) = own.str().and_then(|own| names.get(&*own).copied())
                    && parameter.get("in").is_some_and(|place| place.is("path"))
                {
                    fix = fix.replace_str(own, name);
                }
            }
        }
    }
    let edits: Vec<&Edit> = fix.edits.iter().collect();
    edit::apply(&document.text, &edits).0
}

/// Takes out definitions that the source does not have any more, that nobody changed, and that nothing refers to.
fn without_unused(base: &Document, theirs: &Document, mut text: String) -> String {
    let definitions = |document: &Document| -> FxHashSet<String> {
        document.root().get("definitions").into_iter().flat_map(Node::members).map(|member| member.name().into_owned()).collect()
    };
    let wanted = definitions(theirs);
    let Some(old) = base.root().get("definitions") else { return text };
    for _ in 0..ROUNDS {
        let document = read(&text);
        let all: Vec<Member> = document.root().get("definitions").into_iter().flat_map(Node::members).collect();
        // How often each is referred to, and what each refers to.
        let mut uses: FxHashMap<String, usize> = FxHashMap::default();
        let mut inside: Vec<Vec<String>> = vec![Vec::new(); all.len()];
        for (node, target) in all_references(&document) {
            let Some(name) = target.strip_prefix("#/definitions/") else { continue };
            *uses.entry(name.to_owned()).or_default() += 1;
            let at = all.partition_point(|member| member.value.after() <= node.id);
            if all.get(at).is_some_and(|member| member.value.id <= node.id) {
                inside[at].push(name.to_owned());
            }
        }
        let goes = |member: &Member| {
            let name = member.name();
            !wanted.contains(&*name) && old.get(&name).is_some_and(|old| old.same(member.value))
        };
        let mut free: FxHashMap<String, usize> = all
            .iter()
            .enumerate()
            .filter(|(_, member)| goes(member))
            .map(|(at, member)| (member.name().into_owned(), at))
            .collect();
        let mut waiting: Vec<usize> = free.iter().filter(|(name, _)| !uses.contains_key(*name)).map(|(_, at)| *at).collect();
        let mut unused = Vec::new();
        while let Some(at) = waiting.pop() {
            free.remove(&*all[at].name());
            unused.push(at);
            for name in &inside[at] {
                let left = uses.entry(name.clone()).and_modify(|count| *count -= 1).or_default();
                if *left == 0
                    && let Some(next) = free.remove(name)
                {
                    waiting.push(next);
                }
            }
        }
        if unused.is_empty() {
            let empty = document.root().member("definitions").filter(|all| all.value.members().next().is_none());
            return match empty.filter(|_| !theirs.root().has("definitions")) {
                Some(empty) => edited(&document, &Fix::safe("update").remove_member(empty)).text,
                None => text,
            };
        }
        unused.sort_unstable();
        let fix = unused.iter().fold(Fix::safe("update"), |fix, &at| fix.remove_member(all[at]));
        let edits: Vec<&Edit> = fix.edits.iter().collect();
        text = edit::apply(&text, &edits).0;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Definition, Origins, definition};

    fn update(base: &str, theirs: &str, ours: &str) -> Definition {
        definition(base, theirs, ours, &Origins::default())
    }

    #[test]
    fn edits_stay_and_changes_arrive() {
        let base = r#"{"paths": {"/a/{id}": {"get": {"operationId": "GetA", "summary": "Get a", "parameters": [{"name": "id", "in": "path"}, {"name": "q", "in": "query"}]}}, "/b": {"get": {"operationId": "GetB"}}}, "definitions": {"X": {"type": "object"}}}"#;
        let theirs = r#"{"paths": {"/a/{aId}": {"get": {"operationId": "GetTheA", "summary": "Get an a", "parameters": [{"name": "aId", "in": "path"}, {"name": "r", "in": "query"}]}}, "/c": {"get": {"operationId": "GetB"}}}}"#;
        let ours = base.replace("\"Get a\"", "\"Get  the  a\"");
        let made = update(base, theirs, &ours);
        let value: serde_json::Value = serde_json::from_str(&made.text).unwrap();
        let a = &value["paths"]["/a/{id}"]["get"];
        assert_eq!(a["operationId"], "GetA");
        assert_eq!(a["summary"], "Get  the  a");
        assert_eq!(a["parameters"][1]["name"], "r");
        assert_eq!(a["parameters"].as_array().unwrap().len(), 2);
        assert_eq!(value["paths"]["/b"]["get"]["deprecated"], true);
        assert_eq!(value["paths"]["/c"]["get"]["operationId"], "GetB2");
        assert!(value["definitions"].as_object().is_none_or(|definitions| definitions.is_empty()), "{value}");
        let mut rules: Vec<&str> = made.notes.iter().map(|note| note.rule).collect();
        rules.sort();
        assert_eq!(rules, ["import-both-changed", "import-id-kept", "import-operation-gone", "import-part-gone"]);
    }

    #[test]
    fn nothing_new_changes_nothing() {
        let base = r#"{"paths": {"/a": {"get": {"operationId": "GetA", "tags": ["x", "y"]}}}}"#;
        let ours = "{ \"paths\": {\n\t\"/a\": { \"get\": { \"tags\": [\"y\"], \"operationId\": \"Mine\" } } } }\n";
        let made = update(base, base, ours);
        assert_eq!(made.text, ours);
        assert!(made.notes.is_empty());
    }

    #[test]
    fn lists_that_both_changed() {
        // The key, the base, theirs, ours, what comes out, and whether it is said.
        let cases = [
            ("enum", r#"["a", "b"]"#, r#"["a", "b", "c"]"#, r#"["a"]"#, r#"["a"]"#, true),
            ("enum", r#"["a"]"#, r#"["a", "c"]"#, r#"["a", "x"]"#, r#"["a", "x", "c"]"#, false),
            ("enum", r#"["a", "c"]"#, r#"["a", "b", "c"]"#, r#"["a", "c"]"#, r#"["a", "b", "c"]"#, false),
            ("enum", r#"["a", "c"]"#, r#"["a"]"#, r#"["a", "c", "x"]"#, r#"["a", "c", "x"]"#, true),
            ("default", r#"["a"]"#, r#"["a", "c"]"#, r#"["a", "x"]"#, r#"["a", "x"]"#, true),
            ("required", r#"["a", "b"]"#, r#"["a", "b", "c"]"#, r#"["a", "d"]"#, r#"["a", "d", "c"]"#, false),
            ("tags", r#"["a", "b"]"#, r#"["b"]"#, r#"["a", "b", "x"]"#, r#"["b", "x"]"#, false),
        ];
        for (key, base, theirs, ours, wanted, said) in cases {
            let of = |list: &str| format!(r#"{{"definitions": {{"A": {{"{key}": {list}}}}}}}"#);
            let now = update(&of(base), &of(theirs), &of(ours));
            assert_eq!(now.text.replace("[ ", "[").replace(" ]", "]"), of(wanted), "{key} {base} {theirs} {ours}");
            let rules: Vec<&str> = now.notes.iter().map(|note| note.rule).collect();
            assert_eq!(rules, if said { vec!["import-both-changed"] } else { vec![] }, "{key} {base} {theirs} {ours}");
            let again = update(&of(theirs), &of(theirs), &now.text);
            assert_eq!((again.text, again.notes.len()), (now.text, 0));
        }
    }

    #[test]
    fn parts_that_are_gone_are_said_or_stay() {
        let base = r#"{"paths": {"/a": {"get": {"operationId": "A", "parameters": [{"name": "p", "in": "query"}, {"name": "q", "in": "query", "description": "Q"}], "responses": {"200": {"schema": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}, "y": {"title": "Y"}}}}, "404": {"description": "No"}}}}}}"#;
        let theirs = r#"{"paths": {"/a": {"get": {"operationId": "A", "responses": {"200": {"schema": {"type": "object"}}}}}}}"#;
        let said = |ours: &str| {
            let now = update(base, theirs, ours);
            let said: Vec<String> = now.notes.iter().map(|note| format!("{} ({})", note.message, note.rule)).collect();
            (now.text, said)
        };
        let (text, notes) = said(base);
        assert_eq!(text, theirs);
        let gone = |what: &str| {
            format!("the {what} is no longer in the source; it is removed here, where nobody had edited it (import-part-gone)")
        };
        let parts = ["parameter `p` (query)", "parameter `q` (query)", "property `x`", "property `y`", "response `404`"];
        assert_eq!(notes, parts.map(gone));
        // What somebody edited stays, and nothing else of its list.
        let (text, notes) = said(&base.replace("\"Q\"", "\"Mine\"").replace("\"Y\"", "\"Why\""));
        assert!(text.contains(r#""parameters": [{"name": "q", "in": "query", "description": "Mine"}]"#), "{text}");
        assert!(text.contains(r#"{"type": "object", "properties": {"y": {"title": "Why"}}}"#), "{text}");
        let both = notes.iter().filter(|note| note.starts_with("removed from the source but changed in the folder; ")).count();
        assert_eq!((both, notes.len()), (2, 5), "{notes:?}");
    }

    #[test]
    fn nothing_is_required_that_somebody_took_out() {
        let base = r#"{"definitions": {"A": {"properties": {"x": {}, "y": {}}}}}"#;
        let theirs = r#"{"definitions": {"A": {"required": ["x", "y", "z"], "properties": {"x": {}, "y": {}, "z": {}}}}}"#;
        let now = update(base, theirs, r#"{"definitions": {"A": {"properties": {"x": {}}}}}"#);
        let value: serde_json::Value = serde_json::from_str(&now.text).unwrap();
        assert_eq!(value["definitions"]["A"]["required"], serde_json::json!(["x", "z"]), "{}", now.text);
        let notes: Vec<&str> = now.notes.iter().map(|note| note.message.as_str()).collect();
        assert_eq!(notes, ["the source requires `\"y\"`, which was removed from the folder; it is not added back"]);
        // No list is left without an entry.
        let base = base.replace("{\"properties\"", "{\"required\": [\"x\"], \"properties\"");
        let ours = base.replace(", \"y\": {}", "");
        let now = update(&base, &base.replace("[\"x\"]", "[\"y\"]"), &ours);
        assert_eq!(now.text, ours.replace("\"required\": [\"x\"], ", ""));
    }

    #[test]
    fn ids_of_other_operations_are_not_taken_over() {
        let of = |one: &str, more: &str| format!(r#"{{"paths": {{"/b": {{"get": {{"operationId": "{one}"}}}}{more}}}}}"#);
        let base = of("GetB", r#", "/a": {"get": {"operationId": "GetA"}}"#);
        let theirs = of("GetA", "");
        let now = update(&base, &theirs, &base);
        assert_eq!(now.text, of("GetB", r#", "/a": {"get": {"operationId": "GetA", "deprecated": true}}"#));
        let rules: Vec<&str> = now.notes.iter().map(|note| note.rule).collect();
        assert_eq!(rules, ["import-id-kept", "import-operation-gone"]);
        // What the next update compares with has each ID once.
        let again = update(&now.theirs, &theirs, &now.text);
        assert_eq!((&again.text, &again.theirs), (&now.text, &now.theirs));
        // An operation that is back is as it was.
        assert_eq!(update(&now.theirs, &base, &now.text).text, base);
    }

    #[test]
    fn an_operation_that_both_added_has_the_parts_of_both() {
        let base = r#"{"paths": {}}"#;
        let ours = r#"{"paths": {"/a": {"get": {"operationId": "Mine", "parameters": [{"name": "p", "in": "query"}]}, "post": {"operationId": "Own"}}}}"#;
        let theirs = r#"{"paths": {"/a": {"get": {"operationId": "GetA", "parameters": [{"name": "q", "in": "query"}]}, "put": {"operationId": "PutA"}}}}"#;
        let now = update(base, theirs, ours);
        let value: serde_json::Value = serde_json::from_str(&now.text).unwrap();
        let item = &value["paths"]["/a"];
        assert_eq!(item["get"]["operationId"], "Mine");
        assert_eq!(item["get"]["parameters"].as_array().unwrap().len(), 2);
        assert!(item.get("post").is_some() && item.get("put").is_some(), "{}", now.text);
        assert_eq!(now.notes.iter().map(|note| note.rule).collect::<Vec<_>>(), ["import-id-kept"]);
    }

    #[test]
    fn changes_arrive_under_the_names_that_variables_have_here() {
        let of = |path: &str, name: &str, text: &str| {
            format!(
                r#"{{"paths": {{"{path}": {{"get": {{"operationId": "GetA", "summary": "{text}", "parameters": [{{"name": "{name}", "in": "path"}}]}}}}}}}}"#
            )
        };
        let (first, second, third) = (of("/a/{id}", "id", "One"), of("/a/{aId}", "aId", "One"), of("/a/{key}", "key", "Two"));
        let ours = update(&first, &second, &first);
        assert_eq!((ours.text.as_str(), ours.notes.len()), (first.as_str(), 0));
        // The base is what the last import wrote, with its names.
        let now = update(&second, &third, &ours.text);
        assert_eq!((now.text.as_str(), now.notes.len()), (of("/a/{id}", "id", "Two").as_str(), 0));
        // The same where somebody renamed the variable here.
        let now = update(&first, &of("/a/{id}", "id", "Two"), &of("/a/{mine}", "mine", "One"));
        assert_eq!((now.text.as_str(), now.notes.len()), (of("/a/{mine}", "mine", "Two").as_str(), 0));
    }

    #[test]
    fn as_many_changes_as_there_are_arrive() {
        let of = |paths: std::ops::Range<usize>, shared: std::ops::Range<usize>| {
            let paths: Vec<String> = paths.map(|at| format!(r#""/p{at}": {{"get": {{"operationId": "Get"}}}}"#)).collect();
            // Each refers to the next one, the last to none.
            let shared: Vec<String> =
                shared.map(|at| format!(r##""d{at}": {{"items": {{"$ref": "#/definitions/d{}"}}}}"##, at + 1)).collect();
            format!(r#"{{"paths": {{{}}}, "definitions": {{{}}}}}"#, paths.join(", "), shared.join(", "))
        };
        let (base, theirs) = (of(0..1, 0..500), of(0..500, 0..0));
        let now = update(&base, &theirs, &base);
        let value: serde_json::Value = serde_json::from_str(&now.text).unwrap();
        assert_eq!(value["paths"].as_object().unwrap().len(), 500);
        assert!(value["definitions"].as_object().unwrap().is_empty(), "{}", &now.text[now.text.len() - 300..]);
        assert_eq!(value["paths"]["/p499"]["get"]["operationId"], "Get500");
        assert_eq!(update(&theirs, &theirs, &now.text).text, now.text);
    }

    #[test]
    fn a_definition_that_was_taken_out_comes_back_when_it_is_needed() {
        let base = r##"{"paths": {}, "definitions": {"A": {"type": "object"}, "B": {"items": {"$ref": "#/definitions/A"}}}}"##;
        let ours = r#"{"paths": {}, "definitions": {}}"#;
        let theirs = base.replace(r#""paths": {}"#, r##""paths": {"/a": {"get": {"schema": {"$ref": "#/definitions/B"}}}}"##);
        let now = update(base, &theirs, ours);
        let value: serde_json::Value = serde_json::from_str(&now.text).unwrap();
        assert_eq!(value["definitions"].as_object().unwrap().len(), 2, "{}", now.text);
    }
}
