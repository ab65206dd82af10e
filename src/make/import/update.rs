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
use rustc_hash::FxHashSet;

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
}

/// Brings what changed between two imports into the text of a file. `is_definition` for the definition of a connector.
pub fn update(base: &str, theirs: &str, ours: &str, is_definition: bool) -> Updated {
    let read = |text: &str| Document::json(File::Definition, "", text.as_bytes().to_vec());
    let mut text = ours.to_owned();
    let theirs = if is_definition { fitted(base, theirs, ours) } else { theirs.to_owned() };
    let (base, theirs) = (read(base), read(&theirs));
    let at = if is_definition { Where::Root } else { Where::Other };
    for step in [Step::Change, Step::Add] {
        for _ in 0..ROUNDS {
            let document = read(&text);
            let mut merge = Merge { step, fix: Fix::safe("update"), notes: Vec::new() };
            merge.object(base.root(), theirs.root(), document.root(), at);
            if merge.fix.edits.is_empty() {
                break;
            }
            let edits: Vec<&Edit> = merge.fix.edits.iter().collect();
            let (after, left_out) = edit::apply(&text, &edits);
            text = after;
            if left_out == 0 {
                break;
            }
        }
    }
    if is_definition {
        text = without_unused(&base, &theirs, text);
    }
    let document = read(&text);
    let mut merge = Merge { step: Step::Say, fix: Fix::safe("update"), notes: Vec::new() };
    merge.object(base.root(), theirs.root(), document.root(), at);
    Updated { text, notes: merge.notes }
}

impl Merge {
    fn edit(&mut self, edit: impl FnOnce(Fix) -> Fix) {
        let fix = std::mem::replace(&mut self.fix, Fix::safe(""));
        self.fix = edit(fix);
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
        for member in base.members() {
            let name = member.name();
            match (theirs.get(&name), ours.member(&name)) {
                (None, None) => {}
                (None, Some(kept)) => self.gone(member.value, kept, at),
                (Some(new), None) => {
                    if !new.same(member.value) && at != Where::Definitions {
                        let message =
                            format!("the source changed `{name}`, which was removed from the folder; it is not added back");
                        self.say("import-removed-here", ours, message, None);
                    }
                }
                (Some(new), Some(kept)) => self.value(member.value, new, kept.value, at.inside(&name)),
            }
        }
        for member in theirs.members() {
            let name = member.name();
            if base.has(&name) {
                continue;
            }
            match ours.get(&name) {
                None if self.step == Step::Add => {
                    let json = laid_out(&text_of(member.value), ours);
                    self.edit(|fix| fix.add_member(ours, &name, &json));
                }
                Some(kept) if !kept.same(member.value) => self.differ(member.value, kept),
                _ => {}
            }
        }
    }

    fn value(&mut self, base: Node, theirs: Node, ours: Node, at: Where) {
        if theirs.same(base) || ours.same(theirs) {
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
                    let json = laid_out_in_place(&text_of(theirs), ours);
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
        for item in base.items() {
            let key = key_of(item);
            match (find(theirs, &key), find(ours, &key)) {
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
        for item in theirs.items() {
            let key = key_of(item);
            if find(base, &key).is_some() {
                continue;
            }
            match find(ours, &key) {
                None if self.step == Step::Add => {
                    let json = laid_out(&text_of(item), ours);
                    self.edit(|fix| fix.add_item(ours, &json));
                }
                Some(kept) if !kept.same(item) => self.differ(item, kept),
                _ => {}
            }
        }
    }
}

/// What distinguishes an item of a list from the others.
fn key_of(item: Node) -> String {
    if !item.is_object() {
        return item.text().to_owned();
    }
    let parts = ["in", "name", "value", "templateId", "title", "propertyName"].iter().filter_map(|key| item.get(key));
    parts.map(Node::text).collect::<Vec<_>>().join(" ")
}

fn find<'a>(list: Node<'a>, key: &str) -> Option<Node<'a>> {
    list.items().find(|item| key_of(*item) == key)
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

/// The form of a path in which all variables are called the same.
fn form_of(path: &str) -> String {
    let parts = path.split('{').enumerate().map(|(at, part)| match (at, part.split_once('}')) {
        (0, _) | (_, None) => part.to_owned(),
        (_, Some((_, rest))) => format!("{{}}{rest}"),
    });
    parts.collect()
}

/// Theirs with the names of ours: variables of paths keep their names, which are never sent, and new operations get ids that
/// nothing in ours has.
fn fitted(base: &str, theirs: &str, ours: &str) -> String {
    let read = |text: &str| Document::json(File::Definition, "", text.as_bytes().to_vec());
    let (base, new, ours) = (read(base), read(theirs), read(ours));
    let paths = |document: &Document| -> Vec<String> {
        document.root().get("paths").into_iter().flat_map(Node::members).map(|member| member.name().into_owned()).collect()
    };
    let (known, there) = (paths(&base), paths(&new));
    let renamed: Vec<(String, String)> = there
        .iter()
        .filter(|path| !known.contains(path))
        .filter_map(|path| {
            Some((path.clone(), known.iter().find(|old| form_of(old) == form_of(path) && !there.contains(old))?.clone()))
        })
        .collect();
    let ids = |document: &Document| -> FxHashSet<String> {
        let items = document.root().get("paths").into_iter().flat_map(Node::members);
        let operations = items
            .flat_map(|item| item.value.members())
            .filter_map(|operation| operation.value.get_str("operationId").map(|id| id.to_lowercase()));
        operations.collect()
    };
    let mut taken = ids(&ours);
    taken.extend(ids(&base));
    let is_new = |path: &str, verb: &str| {
        let old = renamed.iter().find(|(new, _)| new == path).map_or(path, |(_, old)| old);
        base.root().get("paths").and_then(|paths| paths.get(old)?.get(verb)).is_none()
    };
    let clashes = new.root().get("paths").into_iter().flat_map(Node::members).any(|item| {
        let operations = item.value.members().filter(|operation| is_new(&item.name(), &operation.name()));
        operations.filter_map(|operation| operation.value.get_str("operationId")).any(|id| taken.contains(&id.to_lowercase()))
    });
    if renamed.is_empty() && !clashes {
        return theirs.to_owned();
    }
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(theirs) else { return theirs.to_owned() };
    let Some(items) = value.get_mut("paths").and_then(serde_json::Value::as_object_mut) else { return theirs.to_owned() };
    let mut made = serde_json::Map::new();
    for (path, mut item) in std::mem::take(items) {
        let old = renamed.iter().find(|(new, _)| *new == path).map(|(_, old)| old.clone());
        for (verb, operation) in item.as_object_mut().into_iter().flatten() {
            if is_new(&path, verb)
                && let Some(id) = operation.get("operationId").and_then(serde_json::Value::as_str).map(str::to_owned)
            {
                let mut free = id.clone();
                let mut number = 2;
                while !taken.insert(free.to_lowercase()) {
                    free = format!("{id}{number}");
                    number += 1;
                }
                operation["operationId"] = serde_json::json!(free);
            }
            if let Some(old) = &old {
                let names = super::parameter::variables(&path).zip(super::parameter::variables(old));
                let names: Vec<(&str, &str)> = names.collect();
                for parameter in operation.get_mut("parameters").and_then(serde_json::Value::as_array_mut).into_iter().flatten() {
                    if parameter.get("in").is_some_and(|place| place == "path")
                        && let Some((_, name)) =
                            names.iter().find(|(new, _)| parameter.get("name").is_some_and(|name| name == *new))
                    {
                        parameter["name"] = serde_json::json!(name);
                    }
                }
            }
        }
        made.insert(old.unwrap_or(path), item);
    }
    *items = made;
    value.to_string()
}

/// Takes out definitions that the source does not have any more, that nobody changed, and that nothing refers to.
fn without_unused(base: &Document, theirs: &Document, mut text: String) -> String {
    for _ in 0..ROUNDS {
        let document = Document::json(File::Definition, "", text.clone().into_bytes());
        let root = document.root();
        let ids = 0..document.tree.nodes.len() as u32;
        let used: FxHashSet<String> =
            document.members_named("$ref", ids).filter_map(|target| target.str().map(|text| text.into_owned())).collect();
        let of = |document: &Document, name: &str| document.root().get("definitions").is_some_and(|all| all.has(name));
        let unused = root.get("definitions").into_iter().flat_map(Node::members).find(|member| {
            let name = member.name();
            let unchanged =
                base.root().get("definitions").and_then(|all| all.get(&name)).is_some_and(|old| old.same(member.value));
            unchanged && !of(theirs, &name) && !used.contains(&format!("#/definitions/{name}"))
        });
        let Some(unused) = unused else { return text };
        let fix = Fix::safe("update").remove_member(unused);
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
}
