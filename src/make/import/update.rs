//! A second import of the same API: what is new in the source comes into the folder, and what people wrote there stays.
//!
//! Three texts are compared: the *base*, which the last import wrote, *theirs*, which this one would write, and *ours*, which is in
//! the folder. Where ours is still the base, theirs takes its place; where both changed, ours stays and a finding shows both.
//! Edits keep every other byte of ours.
use crate::connector::fmt;
use crate::rule::fix::Fix;
use crate::text::document::{Document, File, Member, Node};
use crate::text::edit::{self, Edit, laid_out, laid_out_in_place};
use crate::text::json::Kind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Rounds of edits: those that touch each other are made one after another.
const ROUNDS: usize = 200;
/// Longest value that a message shows, in characters.
const SHOWN: usize = 60;

/// Something to say of an update, at a place of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub rule: &'static str,
    /// JSON pointer in the updated text.
    pub pointer: String,
    pub message: String,
    pub help: Option<&'static str>,
}

/// The updated text of a file, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Updated {
    pub text: String,
    pub notes: Vec<Note>,
}

/// What a value is a part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Root,
    Paths,
    PathItem,
    Operation,
    Definitions,
    Other,
}

impl Where {
    fn inside(self, name: &str) -> Where {
        match (self, name) {
            (Where::Root, "paths") => Where::Paths,
            (Where::Root, "definitions") => Where::Definitions,
            (Where::Paths, _) => Where::PathItem,
            (Where::PathItem, verb) if super::operation::VERBS.contains(&verb) => Where::Operation,
            _ => Where::Other,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Values change or go.
    Change,
    /// Values are added.
    Add,
    /// Nothing is written: what stays different is said.
    Say,
}

struct Merge {
    step: Step,
    fix: Fix,
    notes: Vec<Note>,
    /// Whether ours is written on one line.
    on_one_line: bool,
    /// What references in ours lead to.
    used: FxHashSet<String>,
}

/// Brings what changed between two imports into the text of a file. `is_definition` for the definition of a connector.
pub fn update(base: &str, theirs: &str, ours: &str, is_definition: bool) -> Updated {
    let mut text = ours.to_owned();
    let (base, theirs) = match is_definition {
        true => fitted(base, theirs, ours),
        false => (base.to_owned(), theirs.to_owned()),
    };
    let (base, theirs) = (read(&base), read(&theirs));
    let at = if is_definition { Where::Root } else { Where::Other };
    for step in [Step::Change, Step::Add] {
        for _ in 0..ROUNDS {
            let document = read(&text);
            let mut merge = Merge::new(step, &document);
            merge.object(base.root(), theirs.root(), document.root(), at);
            if merge.fix.edits.is_empty() {
                break;
            }
            let edits: Vec<&Edit> = merge.fix.edits.iter().collect();
            let (after, left_out) = edit::apply(&text, &edits);
            text = after;
            // What was added may refer to a definition that was taken out of the folder.
            if left_out == 0 && (step == Step::Change || !lacks(&read(&text), &theirs)) {
                break;
            }
        }
    }
    if is_definition {
        text = without_unused(&base, &theirs, text);
    }
    let document = read(&text);
    let mut merge = Merge::new(Step::Say, &document);
    merge.object(base.root(), theirs.root(), document.root(), at);
    Updated { text, notes: merge.notes }
}

fn read(text: &str) -> Document {
    Document::json(File::Definition, "", text.as_bytes().to_vec())
}

/// What references in a document lead to.
fn references(document: &Document) -> impl Iterator<Item = (Node<'_>, Cow<'_, str>)> {
    let ids = 0..document.tree.nodes.len() as u32;
    document.members_named("$ref", ids).filter_map(|target| Some((target, target.str()?)))
}

/// Whether something in ours refers to a definition that only theirs has.
fn lacks(ours: &Document, theirs: &Document) -> bool {
    let [kept, new] = [ours, theirs].map(|document| document.root().get("definitions"));
    let has = |all: Option<Node>, name: &str| all.is_some_and(|all| all.has(name));
    references(ours)
        .any(|(_, target)| target.strip_prefix("#/definitions/").is_some_and(|name| !has(kept, name) && has(new, name)))
}

impl Merge {
    fn new(step: Step, ours: &Document) -> Merge {
        let used = match step {
            Step::Add => references(ours).map(|(_, target)| target.into_owned()).collect(),
            Step::Change | Step::Say => FxHashSet::default(),
        };
        Merge { step, fix: Fix::safe("update"), notes: Vec::new(), on_one_line: !ours.text.trim_end().contains('\n'), used }
    }

    fn edit(&mut self, edit: impl FnOnce(Fix) -> Fix) {
        let fix = std::mem::replace(&mut self.fix, Fix::safe(""));
        self.fix = edit(fix);
    }

    /// A value of theirs as it is written in a container of ours.
    fn laid_out(&self, value: Node, container: Node) -> String {
        match self.on_one_line {
            true => on_one_line(&text_of(value)),
            false => laid_out(&text_of(value), container),
        }
    }

    fn say(&mut self, rule: &'static str, at: Node, message: String, help: Option<&'static str>) {
        if self.step == Step::Say {
            self.notes.push(Note { rule, pointer: at.pointer(), message, help });
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
                (None, None) => {}
                (None, Some(kept)) => self.gone(member.value, kept, at),
                // What somebody took out of the folder is needed again.
                (Some(new), None) if at == Where::Definitions => {
                    if self.used.contains(&format!("#/definitions/{name}")) {
                        added.push((name.into_owned(), self.laid_out(new.value, ours)));
                    }
                }
                (Some(new), None) => {
                    if !new.value.same(member.value) {
                        let message =
                            format!("the source changed `{name}`, which was removed from the folder; it is not added back");
                        self.say("import-removed-here", ours, message, None);
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
                None if self.step == Step::Add => added.push((name.into_owned(), self.laid_out(member.value, ours))),
                Some(kept) if !kept.value.same(member.value) => self.differ(member.value, kept.value),
                _ => {}
            }
        }
        if !added.is_empty() {
            self.edit(|fix| fix.add_members(ours, &added));
        }
    }

    fn value(&mut self, base: Node, theirs: Node, ours: Node, at: Where) {
        // Of the definitions, one that was taken out of the folder may be needed again.
        if (theirs.same(base) && at != Where::Definitions) || ours.same(theirs) {
            return;
        }
        if ours.name().is_some_and(|name| name == "operationId") {
            let message = format!("the ID is {} in the source; it is not changed because flows use it", shown(theirs));
            self.say("import-id-kept", ours, message, None);
            return;
        }
        match (base.kind(), theirs.kind(), ours.kind()) {
            (Kind::Object, Kind::Object, Kind::Object) => self.object(base, theirs, ours, at),
            (Kind::Array, Kind::Array, Kind::Array) if is_keyed(base) && is_keyed(theirs) && is_keyed(ours) => {
                self.list(base, theirs, ours)
            }
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

    /// The source and the folder say different things.
    fn differ(&mut self, theirs: Node, ours: Node) {
        let message = format!("changed here and in the source; {} is kept, the source has {}", shown(ours), shown(theirs));
        self.say("import-both-changed", ours, message, Some("use the value from the source if it is right"));
    }

    /// Something is gone from the source.
    fn gone(&mut self, base: Node, ours: Member, at: Where) {
        match at {
            Where::Paths => {
                let verbs = ours.value.members().filter(|member| super::operation::VERBS.contains(&&*member.name()));
                for verb in verbs.filter(|verb| base.has(&verb.name())) {
                    self.gone_operation(verb.value);
                }
            }
            Where::PathItem if super::operation::VERBS.contains(&&*ours.name()) => self.gone_operation(ours.value),
            Where::Definitions => {} // looked at when everything else is done
            _ if ours.value.same(base) => {
                if self.step == Step::Change {
                    self.edit(|fix| fix.remove_member(ours));
                }
            }
            _ => {
                let message = format!("removed from the source but changed here; `{}` is kept", ours.name());
                self.say("import-both-changed", ours.value, message, Some("remove it if nothing needs it"));
            }
        }
    }

    fn gone_operation(&mut self, operation: Node) {
        if self.step == Step::Add && operation.get("deprecated").is_none() {
            self.edit(|fix| fix.add_member(operation, "deprecated", "true"));
        }
        let id = operation.get_str("operationId").unwrap_or_default();
        let message = format!("`{id}` is no longer in the source; it is kept as deprecated because flows may use it");
        self.say("import-operation-gone", operation, message, Some("remove it when no flow uses it anymore"));
    }

    /// Lists whose items have names, and lists of single values.
    fn list(&mut self, base: Node, theirs: Node, ours: Node) {
        let by_key = |list: Node<'_>| -> FxHashMap<String, u32> { list.items().map(|item| (key_of(item), item.id)).collect() };
        let (known, new, kept) = (by_key(base), by_key(theirs), by_key(ours));
        let new = |key: &str| new.get(key).map(|&id| theirs.doc.node(id));
        let kept = |key: &str| kept.get(key).map(|&id| ours.doc.node(id));
        for item in base.items() {
            let key = key_of(item);
            match (new(&key), kept(&key)) {
                (None, None) => {}
                (None, Some(kept)) if kept.same(item) => {
                    if self.step == Step::Change {
                        self.edit(|fix| fix.remove_item(kept));
                    }
                }
                (None, Some(kept)) => {
                    let message = format!("removed from the source but changed here; {} is kept", shown(kept));
                    self.say("import-both-changed", kept, message, Some("remove it if nothing needs it"));
                }
                (Some(new), None) => {
                    if !new.same(item) {
                        let message = format!(
                            "the source changed {}, which was removed from the folder; it is not added back",
                            shown(item)
                        );
                        self.say("import-removed-here", ours, message, None);
                    }
                }
                (Some(new), Some(kept)) => self.value(item, new, kept, Where::Other),
            }
        }
        let mut added: Vec<String> = Vec::new();
        for item in theirs.items() {
            let key = key_of(item);
            if known.contains_key(&key) {
                continue;
            }
            match kept(&key) {
                None if self.step == Step::Add => added.push(self.laid_out(item, ours)),
                Some(kept) if !kept.same(item) => self.differ(item, kept),
                _ => {}
            }
        }
        if !added.is_empty() {
            self.edit(|fix| fix.add_items(ours, &added));
        }
    }
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
fn form_of(path: &str) -> String {
    let parts = path.split('{').enumerate().map(|(at, part)| match (at, part.split_once('}')) {
        (0, _) | (_, None) => part.to_owned(),
        (_, Some((_, rest))) => format!("{{}}{rest}"),
    });
    parts.collect()
}

/// Base and theirs with the names of ours: variables of paths keep their names, which are never sent, and new operations get ids that
/// nothing in ours has.
fn fitted(base: &str, theirs: &str, ours: &str) -> (String, String) {
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
    let ids = |document: &Document| -> FxHashSet<String> {
        let items = document.root().get("paths").into_iter().flat_map(Node::members);
        let operations = items
            .flat_map(|item| item.value.members())
            .filter_map(|operation| operation.value.get_str("operationId").map(|id| id.to_lowercase()));
        operations.collect()
    };
    let mut taken = ids(&kept);
    taken.extend(ids(&old));
    let known: FxHashSet<(String, String)> = old
        .root()
        .get("paths")
        .into_iter()
        .flat_map(Node::members)
        .flat_map(|item| {
            let path = in_base.get(&*item.name()).cloned().unwrap_or_else(|| item.name().into_owned());
            item.value.members().map(move |operation| (path.clone(), operation.name().into_owned()))
        })
        .collect();
    let is_new = |path: &str, verb: &str| !known.contains(&(path.to_owned(), verb.to_owned()));
    let spelled = |path: &str| in_theirs.get(path).cloned().unwrap_or_else(|| path.to_owned());
    let clashes = new.root().get("paths").into_iter().flat_map(Node::members).any(|item| {
        let path = spelled(&item.name());
        let operations = item.value.members().filter(|operation| is_new(&path, &operation.name()));
        operations.filter_map(|operation| operation.value.get_str("operationId")).any(|id| taken.contains(&id.to_lowercase()))
    });
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut give = |path: &str, verb: &str, id: &str| {
        if !clashes || !is_new(path, verb) {
            return None;
        }
        let mut free = id.to_owned();
        let number = numbers.entry(id.to_lowercase()).or_insert(1);
        while !taken.insert(free.to_lowercase()) {
            *number += 1;
            free = format!("{id}{number}");
        }
        Some(free)
    };
    (respelled(&old, &in_base, &mut |_, _, _| None), respelled(&new, &in_theirs, &mut give))
}

/// Properties of an import that name operations by the IDs that they have in the folder, where those of the definition that was
/// imported with them are other ones: somebody renamed them, or they were taken.
pub fn with_ids(properties: &str, definition: &str, ours: &str) -> String {
    let (own, kept) = (read(definition), read(ours));
    let spellings = Spellings::of(paths_of(&kept), &paths_of(&own));
    let mut names: FxHashMap<String, String> = FxHashMap::default();
    for item in own.root().get("paths").into_iter().flat_map(Node::members) {
        let Some(kept) = kept.root().get("paths").and_then(|all| all.get(&spellings.of_path(&item.name()))) else { continue };
        for operation in item.value.members() {
            let id = |node: Node| node.get_str("operationId").map(Cow::into_owned);
            let other = kept.get(&operation.name()).and_then(id);
            if let (Some(id), Some(other)) = (id(operation.value), other)
                && id != other
            {
                names.insert(id, other);
            }
        }
    }
    if names.is_empty() {
        return properties.to_owned();
    }
    let document = read(properties);
    let mut fix = Fix::safe("update");
    for key in ["x-ms-apimTemplate-operationName", "scriptOperations"] {
        for list in document.members_named(key, 0..document.tree.nodes.len() as u32) {
            for id in list.items() {
                if let Some(other) = id.str().and_then(|id| names.get(&*id)) {
                    fix = fix.replace_str(id, other);
                }
            }
        }
    }
    let edits: Vec<&Edit> = fix.edits.iter().collect();
    edit::apply(&document.text, &edits).0
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
        for (node, target) in references(&document) {
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
            return text;
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
    use super::update;

    #[test]
    fn edits_stay_and_changes_arrive() {
        let base = r#"{"paths": {"/a/{id}": {"get": {"operationId": "GetA", "summary": "Get a", "parameters": [{"name": "id", "in": "path"}, {"name": "q", "in": "query"}]}}, "/b": {"get": {"operationId": "GetB"}}}, "definitions": {"X": {"type": "object"}}}"#;
        let theirs = r#"{"paths": {"/a/{aId}": {"get": {"operationId": "GetTheA", "summary": "Get an a", "parameters": [{"name": "aId", "in": "path"}, {"name": "r", "in": "query"}]}}, "/c": {"get": {"operationId": "GetB"}}}}"#;
        let ours = base.replace("\"Get a\"", "\"Get  the  a\"");
        let made = update(base, theirs, &ours, true);
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
        assert_eq!(rules, ["import-both-changed", "import-id-kept", "import-operation-gone"]);
    }

    #[test]
    fn nothing_new_changes_nothing() {
        let base = r#"{"paths": {"/a": {"get": {"operationId": "GetA", "tags": ["x", "y"]}}}}"#;
        let ours = "{ \"paths\": {\n\t\"/a\": { \"get\": { \"tags\": [\"y\"], \"operationId\": \"Mine\" } } } }\n";
        let made = update(base, base, ours, true);
        assert_eq!(made.text, ours);
        assert!(made.notes.is_empty());
    }

    #[test]
    fn changes_arrive_under_the_names_that_variables_have_here() {
        let of = |path: &str, name: &str, text: &str| {
            format!(
                r#"{{"paths": {{"{path}": {{"get": {{"operationId": "GetA", "summary": "{text}", "parameters": [{{"name": "{name}", "in": "path"}}]}}}}}}}}"#
            )
        };
        let (first, second, third) = (of("/a/{id}", "id", "One"), of("/a/{aId}", "aId", "One"), of("/a/{key}", "key", "Two"));
        let ours = update(&first, &second, &first, true);
        assert_eq!((ours.text.as_str(), ours.notes.len()), (first.as_str(), 0));
        // The base is what the last import wrote, with its names.
        let now = update(&second, &third, &ours.text, true);
        assert_eq!((now.text.as_str(), now.notes.len()), (of("/a/{id}", "id", "Two").as_str(), 0));
        // The same where somebody renamed the variable here.
        let now = update(&first, &of("/a/{id}", "id", "Two"), &of("/a/{mine}", "mine", "One"), true);
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
        let now = update(&base, &theirs, &base, true);
        let value: serde_json::Value = serde_json::from_str(&now.text).unwrap();
        assert_eq!(value["paths"].as_object().unwrap().len(), 500);
        assert!(value["definitions"].as_object().unwrap().is_empty(), "{}", &now.text[now.text.len() - 300..]);
        assert_eq!(value["paths"]["/p499"]["get"]["operationId"], "Get500");
        assert_eq!(update(&theirs, &theirs, &now.text, true).text, now.text);
    }

    #[test]
    fn a_definition_that_was_taken_out_comes_back_when_it_is_needed() {
        let base = r##"{"paths": {}, "definitions": {"A": {"type": "object"}, "B": {"items": {"$ref": "#/definitions/A"}}}}"##;
        let ours = r#"{"paths": {}, "definitions": {}}"#;
        let theirs = base.replace(r#""paths": {}"#, r##""paths": {"/a": {"get": {"schema": {"$ref": "#/definitions/B"}}}}"##);
        let now = update(base, &theirs, ours, true);
        let value: serde_json::Value = serde_json::from_str(&now.text).unwrap();
        assert_eq!(value["definitions"].as_object().unwrap().len(), 2, "{}", now.text);
    }
}
