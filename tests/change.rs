//! What is said of two versions of a connector: recorded cases, versions that mean the same, and mutations of published
//! connectors, each of which must give its finding and no other.
use connsmith::connector::discover;
use connsmith::connector::publisher::Publisher;
use connsmith::connector::versions;
use connsmith::connector::versions::Comparison;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::change::{self};
use connsmith::judge::profile::Selection;
use connsmith::judge::timing::Meter;
use connsmith::judge::walk::Plan;
use connsmith::rule::Severity;
use connsmith::rule::finding::Finding;
use connsmith::text::document::{Document, File};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn shared(folder: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn connector(files: &[(File, Vec<u8>)]) -> Connector {
    let name = |file: File| discover::USUAL_NAMES.iter().find(|(known, _)| *known == file).unwrap().1.to_owned();
    let files = files.iter().map(|(file, bytes)| FolderFile { file: *file, name: name(*file), bytes: bytes.clone() });
    let folder = Folder { files: files.collect(), ..Folder::default() };
    Connector::new(folder)
}

/// Everything that is said of an update, harmless changes too.
fn findings(old: &[(File, Vec<u8>)], new: &[(File, Vec<u8>)]) -> Vec<Finding> {
    let plan = Plan::new(&Selection { strict: true, ..Selection::default() }, Publisher::Certified);
    let (old, new) = (versions::older(connector(old)), connector(new));
    change::check(&Comparison { old: &old, new: &new }, &plan, &mut Meter::off())
}

fn said(findings: &[Finding]) -> Vec<String> {
    let said = findings.iter().filter(|finding| finding.rule.id != "version-unchanged");
    let mut said: Vec<String> = said.map(|finding| format!("{} {}", finding.rule.id, finding.at.pointer)).collect();
    said.sort();
    said
}

/// Definition and properties of every published connector whose definition is valid JSON.
fn corpus() -> Option<Vec<(String, Files)>> {
    let found = discover::find(&[shared("corpus")?]).unwrap();
    let one = |found: &discover::Found| {
        let folder = discover::load(found, String::new());
        let text = |file: File| {
            let file = folder.files.iter().find(|known| known.file == file)?;
            let text = Document::plain(File::Readme, "", file.bytes.clone()).text;
            serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).ok()
        };
        let definition = text(File::Definition).filter(|definition| definition.get("swagger").is_some())?;
        Some((found.folder.display().to_string(), Files { definition, properties: text(File::Properties).unwrap_or_default() }))
    };
    Some(found.par_iter().filter_map(one).collect())
}

/// A version in the making.
#[derive(Clone, Debug, PartialEq)]
struct Files {
    definition: Value,
    properties: Value,
}

impl Files {
    fn bytes(&self) -> Vec<(File, Vec<u8>)> {
        let text = |value: &Value| serde_json::to_string_pretty(value).unwrap().into_bytes();
        vec![(File::Definition, text(&self.definition)), (File::Properties, text(&self.properties))]
    }
}

/// Microsoft's words for a change, as far as they are known, and the rule that stands for them.
const MICROSOFT: [(&str, &[&str]); 11] = [
    ("The operation has been deleted.", &["operation-deleted", "deprecated-operation-deleted", "operation-renamed"]),
    ("The operation has been hidden.", &["operation-hidden"]),
    ("The path template has been changed for the operation.", &["path-template-changed"]),
    ("The location has been changed for the parameter.", &["parameter-location-changed"]),
    ("The required parameter has been added.", &["required-parameter-added"]),
    ("The required input field has been added.", &["required-input-field-added"]),
    ("The output field has been deleted.", &["output-field-deleted"]),
    ("The type has been changed for the output field.", &["output-field-type-changed", "output-field-type-widened"]),
    ("The type format has been changed for the output field.", &["output-field-format-changed"]),
    ("The list of enum values has been removed from the output field.", &["output-enum-removed"]),
    ("The list of enum values has been added to the input field.", &["input-enum-added"]),
];

#[test]
fn recorded_cases() {
    let Some(folder) = shared("oracle") else { return };
    let (mut cases, mut missed) = (0, Vec::new());
    for case in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        let expected: Value = serde_json::from_slice(&std::fs::read(case.join("expected.json")).unwrap()).unwrap();
        if !expected["kind"].as_str().is_some_and(|kind| kind.starts_with("change")) {
            continue;
        }
        let read = |name: &str| vec![(File::Definition, std::fs::read(case.join(name)).unwrap())];
        let all = findings(&read("apiDefinition.swagger.old.json"), &read("apiDefinition.swagger.json"));
        for error in expected["errors"].as_array().unwrap() {
            let (message, pointer) = (error["message"].as_str().unwrap(), error["pointer"].as_str().unwrap());
            let rules = MICROSOFT.iter().find(|(known, _)| message.starts_with(known)).map_or(&[][..], |(_, rules)| rules);
            let fits = |finding: &Finding| match pointer.split_once("...") {
                Some((start, _)) => finding.at.pointer.starts_with(start),
                None => finding.at.pointer == pointer,
            };
            if !all.iter().any(|finding| finding.severity == Severity::Error && rules.contains(&finding.rule.id) && fits(finding))
            {
                missed.push(format!("{}: {message} {pointer}", case.display()));
            }
        }
        cases += 1;
    }
    assert!(cases > 0);
    assert_eq!(missed, [""; 0]);
}

#[test]
fn every_known_message_and_class_has_a_page() {
    let rules = connsmith::rules::RULES;
    for (message, ids) in MICROSOFT {
        for id in ids {
            assert!(rules.iter().any(|rule| rule.id == *id && rule.subject == "change"), "{message}: no rule `{id}`");
        }
    }
    let codes = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/codes.toml")).unwrap();
    let codes: toml::Table = codes.parse().unwrap();
    let classes: Vec<&str> = codes["changes"].as_array().unwrap().iter().map(|class| class["code"].as_str().unwrap()).collect();
    assert_eq!(classes.len(), 9);
    for class in classes {
        assert!(rules.iter().any(|rule| rule.codes.contains(&class)), "no rule with the code {class}");
    }
}

/// Where two parts of a definition say the same.
fn each_object(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            object.values_mut().for_each(|value| each_object(value, visit));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| each_object(value, visit)),
        _ => {}
    }
}

/// The definition with everything that a `$ref` names in the place of the `$ref`; what refers to itself, and what would grow
/// beyond measure, stays.
fn inlined(definition: &Value) -> Value {
    fn inline(value: &Value, root: &Value, open: &mut Vec<String>, budget: &mut usize) -> Value {
        match value {
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(&pointer.replace("%20", " ")));
                    let circular = open.iter().any(|known| known == reference);
                    if let Some(target) = target.filter(|_| !circular && *budget > 0) {
                        open.push(reference.to_owned());
                        let target = inline(target, root, open, budget);
                        open.pop();
                        return target;
                    }
                    return value.clone();
                }
                *budget = budget.saturating_sub(1);
                object.iter().map(|(key, value)| (key.clone(), inline(value, root, open, budget))).collect()
            }
            Value::Array(items) => items.iter().map(|item| inline(item, root, open, budget)).collect(),
            value => value.clone(),
        }
    }
    let mut whole = definition.clone();
    let mut budget = 40_000;
    if let Some(paths) = definition.get("paths") {
        whole["paths"] = inline(paths, definition, &mut Vec::new(), &mut budget);
    }
    whole
}

/// The definition with other names for its shared schemas.
fn renamed(definition: &Value) -> Value {
    let mut whole = definition.clone();
    each_object(&mut whole, &mut |object| {
        if let Some(Value::String(reference)) = object.get_mut("$ref")
            && let Some(name) = reference.strip_prefix("#/definitions/")
        {
            *reference = format!("#/definitions/New{name}Name");
        }
    });
    if let Some(Value::Object(definitions)) = whole.get_mut("definitions") {
        *definitions = std::mem::take(definitions).into_iter().map(|(name, value)| (format!("New{name}Name"), value)).collect();
    }
    whole
}

/// The definition with the parameters of its operations in the shared section, those of the first operation of each path with
/// only one in the path item.
fn shared_parameters(definition: &Value) -> Value {
    let mut whole = definition.clone();
    let mut section = whole.get("parameters").and_then(Value::as_object).cloned().unwrap_or_default();
    for path in whole["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        let Some(path) = path.as_object_mut() else { continue };
        let verbs: Vec<String> = path.keys().filter(|key| VERBS.contains(&key.as_str())).cloned().collect();
        for verb in &verbs {
            let Some(Value::Array(list)) = path[verb].get_mut("parameters") else { continue };
            for parameter in list.iter_mut().filter(|parameter| parameter.get("$ref").is_none()) {
                let name = format!("Shared{}", section.len());
                section.insert(name.clone(), parameter.take());
                *parameter = json!({ "$ref": format!("#/parameters/{name}") });
            }
        }
        if let [verb] = &verbs[..]
            && !path.contains_key("parameters")
            && let Some(list) = path[verb].as_object_mut().and_then(|operation| operation.remove("parameters"))
        {
            path.insert("parameters".into(), list);
        }
    }
    whole["parameters"] = Value::Object(section);
    whole
}

/// The value with the members of every object in another order.
fn reordered(value: &Value) -> Value {
    match value {
        Value::Object(object) => object.iter().rev().map(|(key, value)| (key.clone(), reordered(value))).collect(),
        Value::Array(items) => items.iter().map(reordered).collect(),
        value => value.clone(),
    }
}

const VERBS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Of so many connectors one is compared with all its other forms: all of them take minutes (`-- --ignored`).
const SAMPLE: usize = 8;

#[test]
fn what_means_the_same_is_no_change() {
    means_the_same(SAMPLE);
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn what_means_the_same_is_no_change_for_all() {
    means_the_same(1);
}

fn means_the_same(sample: usize) {
    let Some(corpus) = corpus() else { return };
    type Form = fn(&Value) -> Value;
    let forms: [(&str, Form); 5] = [
        ("itself", Value::clone),
        ("with every $ref inlined", inlined),
        ("with its definitions renamed", renamed),
        ("with its parameters shared", shared_parameters),
        ("with its members in another order", reordered),
    ];
    let wrong: Vec<String> = corpus
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, (name, old))| {
            let as_written = old.bytes();
            let mut wrong = Vec::new();
            for (form, change) in forms.into_iter().take(if number % sample == 0 { forms.len() } else { 1 }) {
                let new = Files { definition: change(&old.definition), ..old.clone() }.bytes();
                for (one, other) in [(&as_written, &new), (&new, &as_written)] {
                    let said = said(&findings(one, other));
                    wrong.extend(said.first().map(|said| format!("{name}, {form}: {said}")));
                }
            }
            wrong
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn formatting_is_no_change() {
    formatting(SAMPLE);
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn formatting_is_no_change_for_all() {
    formatting(1);
}

fn formatting(sample: usize) {
    let Some(folder) = shared("corpus") else { return };
    let found: Vec<_> = discover::find(&[folder]).unwrap().into_iter().step_by(sample).collect();
    let wrong: Vec<String> = found
        .par_iter()
        .filter_map(|found| {
            let folder = discover::load(found, String::new());
            let bytes = |file: File| folder.files.iter().find(|known| known.file == file).map(|file| file.bytes.clone());
            let files = [File::Definition, File::Properties, File::Script];
            let old: Vec<_> = files.iter().filter_map(|&file| Some((file, bytes(file)?))).collect();
            let new: Vec<_> = old
                .iter()
                .map(|(file, bytes)| {
                    let formatted = connsmith::connector::fmt::format(*file, bytes, 2).map(String::into_bytes);
                    (*file, formatted.unwrap_or_else(|_| bytes.clone()))
                })
                .collect();
            let both = [said(&findings(&old, &old)), said(&findings(&old, &new)), said(&findings(&new, &old))].concat();
            both.first().map(|said| format!("{}: {said}", found.folder.display()))
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

/// Random numbers that are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// One of the places that fit.
    fn choose<T>(&mut self, mut places: Vec<T>) -> Option<T> {
        if places.is_empty() { None } else { Some(places.swap_remove(self.below(places.len()))) }
    }
}

/// An operation of a definition in the making.
#[derive(Clone, Debug)]
struct Place {
    /// JSON pointer.
    at: String,
    /// Microsoft's pointer.
    pointer: String,
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The operations that may change without changing others: with an id of their own that nothing else refers to, alone in
/// their path item, without notification.
fn operations(definition: &Value) -> Vec<Place> {
    let text = definition.to_string();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, item) in definition["paths"].as_object().into_iter().flatten() {
        let Some(item) = item.as_object() else { continue };
        for (verb, operation) in item.iter().filter(|(key, _)| VERBS.contains(&key.as_str())) {
            let Some(id) = operation["operationId"].as_str() else { continue };
            *ids.entry(id.to_lowercase()).or_default() += 1;
            let alone = item.keys().filter(|key| *key != "summary" && *key != "description").count() == 1;
            let named = text.matches(&format!("\"operationId\":{}", json!(id))).count();
            if alone && named == 1 && operation["responses"].is_object() && !id.is_empty() {
                let place =
                    Place { at: format!("/paths/{}/{verb}", escaped(path)), pointer: format!("operation/{}", escaped(id)) };
                found.push((id.to_lowercase(), place));
            }
        }
    }
    found.into_iter().filter(|(id, _)| ids[id] == 1).map(|(_, place)| place).collect()
}

/// Parameters outside the body that are no `$ref`, with the only one of their name.
fn parameters(definition: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    for operation in operations(definition) {
        let list = definition.pointer(&operation.at).unwrap()["parameters"].as_array().cloned().unwrap_or_default();
        for (number, parameter) in list.iter().enumerate() {
            let Some(name) = parameter["name"].as_str() else { continue };
            if list.iter().filter(|other| other["name"] == parameter["name"]).count() == 1 && parameter["in"] != "body" {
                found.push(Place {
                    at: format!("{}/parameters/{number}", operation.at),
                    pointer: format!("{}/parameter/{}", operation.pointer, escaped(name)),
                });
            }
        }
    }
    found
}

/// The properties at any depth of bodies (`output: false`) or of the responses that are shown.
fn properties(definition: &Value, output: bool) -> Vec<Place> {
    fn below(schema: &Value, at: String, pointer: String, level: usize, found: &mut Vec<Place>) {
        let plain = schema.get("$ref").is_none() && schema.get("allOf").is_none() && level < 12;
        let dynamic = schema.as_object().is_none_or(|schema| schema.keys().any(|key| key.starts_with("x-ms-dynamic")));
        if !plain || dynamic {
            return;
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let place =
                Place { at: format!("{at}/properties/{}", escaped(name)), pointer: format!("{pointer}/{}", escaped(name)) };
            if property.is_object() {
                found.push(place.clone());
                below(property, place.at, place.pointer, level + 1, found);
            }
        }
        if schema["items"].is_object() {
            below(&schema["items"], format!("{at}/items"), format!("{pointer}/items"), level + 1, found);
        }
    }
    let mut found = Vec::new();
    for place in schemas(definition, output) {
        below(definition.pointer(&place.at).unwrap(), place.at.clone(), place.pointer.clone(), 0, &mut found);
    }
    found
}

/// The schemas of bodies (`output: false`) or of the only response of success.
fn schemas(definition: &Value, output: bool) -> Vec<Place> {
    let mut found = Vec::new();
    for operation in operations(definition) {
        let node = definition.pointer(&operation.at).unwrap();
        let mut add = |at: String, pointer: String| {
            if definition.pointer(&at).is_some_and(Value::is_object) {
                found.push(Place { at, pointer });
            }
        };
        if output {
            let responses = node["responses"].as_object().unwrap();
            let success: Vec<&String> = responses.keys().filter(|status| status.starts_with('2')).collect();
            if let [status] = success[..] {
                add(
                    format!("{}/responses/{status}/schema", operation.at),
                    format!("{}/responses/{status}/schema", operation.pointer),
                );
            }
        } else {
            for (number, parameter) in node["parameters"].as_array().into_iter().flatten().enumerate() {
                if let (Some("body"), Some(name)) = (parameter["in"].as_str(), parameter["name"].as_str()) {
                    add(
                        format!("{}/parameters/{number}/schema", operation.at),
                        format!("{}/parameter/{}/schema", operation.pointer, escaped(name)),
                    );
                }
            }
        }
    }
    found
}

/// What is to be said of a mutation: rules and pointers.
type Expected = Vec<(&'static str, String)>;

/// A place where a mutation fits, prepared in both versions.
struct Mutation<'a> {
    old: &'a mut Files,
    new: &'a mut Files,
    random: Random,
}

impl Mutation<'_> {
    /// One of the places that fit.
    fn choose(&mut self, places: fn(&Value) -> Vec<Place>, fits: impl Fn(&Value) -> bool) -> Option<Place> {
        let places = places(&self.new.definition);
        let fitting = places.into_iter().filter(|place| fits(self.new.definition.pointer(&place.at).unwrap())).collect();
        self.random.choose(fitting)
    }

    fn at(&mut self, place: &Place) -> &mut Map<String, Value> {
        self.new.definition.pointer_mut(&place.at).unwrap().as_object_mut().unwrap()
    }

    /// Writes a member into the older version too, so that there is something to change.
    fn prepare(&mut self, place: &Place, key: &str, value: Value) {
        for files in [&mut *self.old, &mut *self.new] {
            files.definition.pointer_mut(&place.at).unwrap()[key] = value.clone();
        }
    }

    fn remove(&mut self, place: &Place) {
        let (owner, name) = place.at.rsplit_once('/').unwrap();
        let name = name.replace("~1", "/").replace("~0", "~");
        match self.new.definition.pointer_mut(owner).unwrap() {
            Value::Object(object) => drop(object.shift_remove(&name)),
            Value::Array(list) => drop(list.remove(name.parse().unwrap())),
            _ => unreachable!(),
        }
    }

    /// Sets a member of a place that fits; what is said has the pointer of the place and `end`.
    fn set(
        &mut self,
        places: fn(&Value) -> Vec<Place>,
        fits: impl Fn(&Value) -> bool,
        (key, value): (&str, Value),
        rule: &'static str,
        end: &str,
    ) -> Option<Expected> {
        let place = self.choose(places, fits)?;
        self.at(&place).insert(key.into(), value);
        Some(vec![(rule, format!("{}{end}", place.pointer))])
    }

    /// The same where the member is another one in the older version.
    fn change(
        &mut self,
        places: fn(&Value) -> Vec<Place>,
        fits: impl Fn(&Value) -> bool,
        (key, before, after): (&str, Value, Value),
        rule: &'static str,
        end: &str,
    ) -> Option<Expected> {
        let place = self.choose(places, fits)?;
        self.prepare(&place, key, before);
        match after {
            Value::Null => drop(self.at(&place).shift_remove(key)),
            after => drop(self.at(&place).insert(key.into(), after)),
        }
        Some(vec![(rule, format!("{}{end}", place.pointer))])
    }

    /// Adds a parameter to an operation.
    fn add(&mut self, parameter: Value, rule: &'static str) -> Option<Expected> {
        let place = self.choose(operations, |operation| operation["parameters"].is_array())?;
        self.at(&place)["parameters"].as_array_mut().unwrap().push(parameter);
        Some(vec![(rule, format!("{}/parameter/mutant", place.pointer))])
    }

    /// Removes what is at a place, or its place in a list of what is required with it.
    fn delete(&mut self, place: &Place) {
        self.remove(place);
        if let Some((owner, name)) = place.at.rsplit_once("/properties/") {
            let name = name.replace("~1", "/").replace("~0", "~");
            if let Some(Value::Array(required)) = self.new.definition.pointer_mut(owner).unwrap().get_mut("required") {
                required.retain(|item| item != &json!(name));
            }
        }
    }
}

fn inputs(definition: &Value) -> Vec<Place> {
    properties(definition, false)
}

fn outputs(definition: &Value) -> Vec<Place> {
    properties(definition, true)
}

fn bodies(definition: &Value) -> Vec<Place> {
    schemas(definition, false)
}

fn responses(definition: &Value) -> Vec<Place> {
    schemas(definition, true)
}

/// Objects in bodies and responses, in which properties are added.
fn deep(definition: &Value) -> Vec<Place> {
    let three =
        |place: &Place| place.at.rsplit("/schema/").next().is_some_and(|inside| inside.matches("/properties/").count() >= 2);
    outputs(definition).into_iter().filter(three).collect()
}

fn any(_: &Value) -> bool {
    true
}

fn visible(value: &Value) -> bool {
    value["x-ms-visibility"] != "internal" && value.get("x-ms-notification-url").is_none()
}

fn lacks(key: &str) -> impl Fn(&Value) -> bool + '_ {
    move |value| value.get(key).is_none()
}

fn typed(name: &str) -> impl Fn(&Value) -> bool + '_ {
    move |value| {
        visible(value)
            && value["type"] == *name
            && ["format", "enum", "allOf", "default"].iter().all(|key| value.get(key).is_none())
    }
}

fn is_static(value: &Value) -> bool {
    !value.as_object().unwrap().keys().any(|key| key.starts_with("x-ms-dynamic"))
}

type Mutate = fn(&mut Mutation) -> Option<Expected>;

const MUTATIONS: &[(&str, Mutate)] = &[
    ("delete an operation", |m| {
        let place = m.choose(operations, |operation| operation["deprecated"] != true)?;
        m.remove(&place);
        Some(vec![("operation-deleted", place.pointer)])
    }),
    ("delete a deprecated operation", |m| {
        let place = m.choose(operations, any)?;
        m.prepare(&place, "deprecated", json!(true));
        m.remove(&place);
        Some(vec![("deprecated-operation-deleted", place.pointer)])
    }),
    ("give an operation another id", |m| {
        m.set(operations, any, ("operationId", json!("MutantOfAnOperation")), "operation-renamed", "")
    }),
    ("spell an operation's id with other capitals", |m| {
        let place = m.choose(operations, |operation| {
            operation["operationId"].as_str().unwrap().starts_with(|c: char| c.is_ascii_uppercase())
        })?;
        let id = m.at(&place)["operationId"].as_str().unwrap().to_lowercase();
        m.at(&place).insert("operationId".into(), json!(id));
        Some(vec![("operation-id-case-changed", format!("operation/{}", escaped(&id)))])
    }),
    ("move an operation to another path", |m| {
        let place = m.choose(operations, any)?;
        let path = place.at.split('/').nth(2)?.replace("~1", "/").replace("~0", "~");
        let paths = m.new.definition["paths"].as_object_mut()?;
        let item = paths.shift_remove(&path)?;
        paths.insert(format!("/mutant{path}"), item);
        Some(vec![("path-template-changed", place.pointer)])
    }),
    ("change a verb", |m| {
        let place = m.choose(operations, is_static)?;
        let (item, verb) = place.at.rsplit_once('/')?;
        let item = m.new.definition.pointer_mut(item)?.as_object_mut()?;
        let operation = item.shift_remove(verb)?;
        item.insert(if verb == "put" { "patch" } else { "put" }.into(), operation);
        Some(vec![("verb-changed", place.pointer)])
    }),
    ("make an action a trigger", |m| {
        m.set(operations, lacks("x-ms-trigger"), ("x-ms-trigger", json!("single")), "operation-kind-changed", "/x-ms-trigger")
    }),
    ("make a trigger a batch trigger", |m| {
        m.change(
            operations,
            lacks("x-ms-trigger"),
            ("x-ms-trigger", json!("single"), json!("batch")),
            "operation-kind-changed",
            "/x-ms-trigger",
        )
    }),
    ("hide an operation", |m| {
        m.set(operations, visible, ("x-ms-visibility", json!("internal")), "operation-hidden", "/x-ms-visibility")
    }),
    ("show an operation last", |m| {
        m.set(
            operations,
            lacks("x-ms-visibility"),
            ("x-ms-visibility", json!("advanced")),
            "operation-visibility-changed",
            "/x-ms-visibility",
        )
    }),
    ("deprecate an operation", |m| {
        m.set(operations, lacks("deprecated"), ("deprecated", json!(true)), "operation-deprecated", "/deprecated")
    }),
    ("take a deprecation back", |m| {
        m.change(operations, any, ("deprecated", json!(true), Value::Null), "operation-undeprecated", "/deprecated")
    }),
    ("add an operation", |m| {
        let responses = json!({ "200": { "description": "OK" } });
        let item = json!({ "get": { "operationId": "Mutant", "summary": "Mutate everything", "responses": responses } });
        m.new.definition["paths"]["/mutant"] = item;
        Some(vec![("operation-added", "operation/Mutant".into())])
    }),
    ("call an operation otherwise", |m| {
        m.set(
            operations,
            |operation| operation["summary"].is_string() && operation["deprecated"] != true,
            ("summary", json!("Mutate")),
            "operation-summary-changed",
            "/summary",
        )
    }),
    ("describe an operation otherwise", |m| {
        m.set(operations, any, ("description", json!("Mutates.")), "operation-description-changed", "/description")
    }),
    ("stop paging", |m| {
        m.change(
            operations,
            any,
            ("x-ms-pageable", json!({ "nextLinkName": "next" }), Value::Null),
            "pagination-changed",
            "/x-ms-pageable",
        )
    }),
    ("send in pieces", |m| {
        m.set(
            operations,
            lacks("x-ms-chunk-transfer"),
            ("x-ms-chunk-transfer", json!(true)),
            "transfer-changed",
            "/x-ms-chunk-transfer",
        )
    }),
    ("produce something else", |m| {
        m.set(operations, any, ("produces", json!(["application/mutant"])), "operation-mime-types-changed", "/produces")
    }),
    ("sign in otherwise for one operation", |m| {
        m.set(operations, lacks("security"), ("security", json!([{ "mutant": [] }])), "operation-security-changed", "/security")
    }),
    ("delete a parameter", |m| {
        let place = m.choose(parameters, visible)?;
        m.remove(&place);
        Some(vec![("input-field-deleted", place.pointer)])
    }),
    ("delete an internal parameter", |m| {
        let place = m.choose(parameters, |parameter| visible(parameter) && is_static(parameter))?;
        m.prepare(&place, "x-ms-visibility", json!("internal"));
        m.remove(&place);
        Some(vec![("internal-input-deleted", place.pointer)])
    }),
    ("rename a parameter", |m| {
        let place = m.choose(parameters, |parameter| visible(parameter) && parameter["in"] != "path")?;
        m.prepare(&place, "x-ms-summary", json!("Label of a mutant"));
        m.prepare(&place, "required", json!(false));
        m.at(&place).insert("name".into(), json!("mutant"));
        Some(vec![("input-field-renamed", place.pointer)])
    }),
    ("add a required parameter", |m| {
        m.add(json!({ "name": "mutant", "in": "query", "required": true, "type": "string" }), "required-parameter-added")
    }),
    ("add an optional parameter", |m| {
        m.add(json!({ "name": "mutant", "in": "query", "type": "string" }), "optional-input-added")
    }),
    ("add an internal parameter", |m| {
        let internal = json!({ "name": "mutant", "in": "query", "required": true, "type": "string", "default": "1", "x-ms-visibility": "internal" });
        m.add(internal, "internal-input-required")
    }),
    ("require a parameter", |m| {
        m.set(
            parameters,
            |p| visible(p) && p["required"] != true,
            ("required", json!(true)),
            "input-became-required",
            "/required",
        )
    }),
    ("require a parameter no more", |m| {
        m.set(
            parameters,
            |p| visible(p) && p["required"] == true && p["in"] != "path",
            ("required", json!(false)),
            "input-became-optional",
            "/required",
        )
    }),
    ("change the type of a parameter", |m| {
        m.set(parameters, typed("string"), ("type", json!("boolean")), "input-type-changed", "/type")
    }),
    ("widen the type of a parameter", |m| {
        m.set(parameters, typed("integer"), ("type", json!("number")), "input-type-widened", "/type")
    }),
    ("send a parameter elsewhere", |m| {
        m.set(parameters, |p| p["in"] == "query", ("in", json!("header")), "parameter-location-changed", "")
    }),
    ("change a default", |m| {
        let may_be_empty = |p: &Value| typed("string")(p) && p["required"] != true;
        m.change(parameters, may_be_empty, ("default", json!("one"), json!("another")), "input-default-changed", "/default")
    }),
    ("change the default of an internal parameter", |m| {
        let place = m.choose(parameters, typed("string"))?;
        m.prepare(&place, "x-ms-visibility", json!("internal"));
        m.prepare(&place, "default", json!("one"));
        m.at(&place).insert("default".into(), json!("another"));
        Some(vec![("internal-default-changed", format!("{}/default", place.pointer))])
    }),
    ("limit a parameter to a list", |m| {
        m.set(parameters, typed("string"), ("enum", json!(["a", "b"])), "input-enum-added", "/enum")
    }),
    ("narrow a list", |m| {
        m.change(parameters, typed("string"), ("enum", json!(["a", "b"]), json!(["b"])), "input-enum-narrowed", "/enum")
    }),
    ("widen a list", |m| {
        m.change(parameters, typed("string"), ("enum", json!(["a", "b"]), json!(["b", "c", "a"])), "input-enum-widened", "/enum")
    }),
    ("lower a maximum", |m| {
        m.change(parameters, typed("integer"), ("maximum", json!(10), json!(5)), "input-narrowed", "/maximum")
    }),
    ("hide a parameter", |m| {
        m.set(
            parameters,
            |p| visible(p) && is_static(p),
            ("x-ms-visibility", json!("internal")),
            "input-field-visibility-changed-to-internal",
            "/x-ms-visibility",
        )
    }),
    ("encode a parameter twice", |m| {
        m.set(
            parameters,
            |p| p["in"] == "path" && p["x-ms-url-encoding"] != "double",
            ("x-ms-url-encoding", json!("double")),
            "input-encoding-changed",
            "/x-ms-url-encoding",
        )
    }),
    ("look values up elsewhere", |m| {
        let look_up = |path: &str| json!({ "operationId": "ThereIsNone", "value-path": path });
        m.change(
            parameters,
            |p| visible(p) && is_static(p),
            ("x-ms-dynamic-values", look_up("a"), look_up("b")),
            "dynamic-lookup-changed",
            "/x-ms-dynamic-values",
        )
    }),
    ("look values up in vain", |m| {
        let target = m.choose(operations, any)?;
        let id = m.at(&target)["operationId"].clone();
        let place = m.choose(parameters, |p| visible(p) && is_static(p))?;
        m.prepare(&place, "x-ms-dynamic-values", json!({ "operationId": id, "value-path": "" }));
        m.at(&place)["x-ms-dynamic-values"]["operationId"] = json!("ThereIsNone");
        Some(vec![("dynamic-lookup-broken", format!("{}/x-ms-dynamic-values", place.pointer))])
    }),
    ("label a parameter otherwise", |m| {
        m.set(parameters, any, ("x-ms-summary", json!("Mutant")), "field-text-changed", "/x-ms-summary")
    }),
    ("delete a property of a body", |m| {
        let place = m.choose(inputs, |p| visible(p) && p.get("$ref").is_none())?;
        m.delete(&place);
        // What is in something hidden is no input that flows hold.
        let mut at = place.at.as_str();
        while let Some((above, _)) = at.rsplit_once('/') {
            at = above;
            if m.old.definition.pointer(at).is_some_and(|value| value["x-ms-visibility"] == "internal")
                && at.contains("/parameters/")
            {
                return Some(vec![("internal-input-deleted", place.pointer)]);
            }
        }
        Some(vec![("input-field-deleted", place.pointer)])
    }),
    ("add a required property to a body", |m| {
        let place =
            m.choose(inputs, |p| visible(p) && p["properties"].is_object() && is_static(p) && p.get("allOf").is_none())?;
        m.prepare(&place, "required", json!([]));
        m.at(&place)["properties"]["mutant"] = json!({ "type": "string" });
        m.at(&place)["required"] = json!(["mutant"]);
        Some(vec![("required-input-field-added", format!("{}/mutant", place.pointer))])
    }),
    ("change the type of a property of a body", |m| {
        m.set(inputs, typed("string"), ("type", json!("boolean")), "input-type-changed", "/type")
    }),
    ("change the format of a property of a body", |m| {
        m.set(inputs, typed("string"), ("format", json!("date-time")), "input-type-changed", "/format")
    }),
    ("require a property of a body", |m| {
        let place = m.choose(bodies, |s| {
            s["properties"].as_object().is_some_and(|p| !p.is_empty()) && s.get("allOf").is_none() && is_static(s)
        })?;
        m.prepare(&place, "required", json!([]));
        let all: Vec<String> = m.at(&place)["properties"].as_object().unwrap().keys().cloned().collect();
        let name = m.random.choose(all)?;
        m.prepare(
            &Place { at: format!("{}/properties/{}", place.at, escaped(&name)), ..place.clone() },
            "x-ms-visibility",
            json!("none"),
        );
        m.at(&place).insert("required".into(), json!([name]));
        Some(vec![("input-became-required", format!("{}/{}/required", place.pointer, escaped(&name)))])
    }),
    ("rename a body", |m| {
        let place = m.choose(bodies, any)?;
        let owner =
            Place { at: place.at.trim_end_matches("/schema").into(), pointer: place.pointer.trim_end_matches("/schema").into() };
        m.prepare(&owner, "required", json!(false));
        m.at(&owner).insert("name".into(), json!("mutant"));
        Some(vec![("input-field-renamed", owner.pointer)])
    }),
    ("close a body", |m| {
        m.set(
            bodies,
            |s| s["type"] == "object" && is_static(s) && s.get("additionalProperties").is_none(),
            ("additionalProperties", json!(false)),
            "additional-properties-closed",
            "/additionalProperties",
        )
    }),
    ("delete an output", |m| {
        let place = m.choose(outputs, any)?;
        m.delete(&place);
        Some(vec![("output-field-deleted", place.pointer)])
    }),
    ("change the type of an output", |m| {
        m.set(outputs, typed("string"), ("type", json!("integer")), "output-field-type-changed", "/type")
    }),
    ("change the type of an output three levels down", |m| {
        m.set(deep, typed("string"), ("type", json!("array")), "output-field-type-changed", "/type")
    }),
    ("allow an output fractions", |m| {
        m.set(outputs, typed("integer"), ("type", json!("number")), "output-field-type-widened", "/type")
    }),
    ("change the format of an output", |m| {
        m.set(outputs, typed("string"), ("format", json!("uri")), "output-field-format-changed", "/format")
    }),
    ("take the list from an output", |m| {
        m.change(outputs, typed("string"), ("enum", json!(["a"]), Value::Null), "output-enum-removed", "/enum")
    }),
    ("add to the list of an output", |m| {
        m.change(outputs, typed("string"), ("enum", json!(["a"]), json!(["a", "b"])), "output-enum-widened", "/enum")
    }),
    ("hide an output", |m| m.set(outputs, visible, ("x-ms-visibility", json!("internal")), "output-hidden", "/x-ms-visibility")),
    ("add an output", |m| {
        let place = m.choose(outputs, |p| p["properties"].is_object() && is_static(p) && p.get("allOf").is_none())?;
        m.at(&place)["properties"]["mutant"] = json!({ "type": "string" });
        Some(vec![("output-field-added", format!("{}/mutant", place.pointer))])
    }),
    ("promise an output no more", |m| {
        let place =
            m.choose(responses, |s| s["properties"].as_object().is_some_and(|p| !p.is_empty()) && s.get("allOf").is_none())?;
        let all: Vec<String> = m.at(&place)["properties"].as_object().unwrap().keys().cloned().collect();
        let name = m.random.choose(all)?;
        m.prepare(&place, "required", json!([name]));
        m.at(&place).shift_remove("required");
        Some(vec![("output-became-optional", format!("{}/{}/required", place.pointer, escaped(&name)))])
    }),
    ("drop the schema of a response", |m| {
        let place = m.choose(responses, any)?;
        m.remove(&place);
        Some(vec![("response-schema-removed", place.pointer)])
    }),
    ("look outputs up", |m| {
        m.set(
            responses,
            |s| is_static(s) && s["type"] == "object" && s.get("allOf").is_none(),
            ("x-ms-dynamic-schema", json!({ "operationId": "ThereIsNone" })),
            "output-became-dynamic",
            "/x-ms-dynamic-schema",
        )
    }),
    ("look outputs up no more", |m| {
        m.change(
            responses,
            |s| is_static(s) && s["type"] == "object",
            ("x-ms-dynamic-schema", json!({ "operationId": "ThereIsNone" }), Value::Null),
            "output-dynamic-removed",
            "/x-ms-dynamic-schema",
        )
    }),
    ("answer with another status", |m| {
        let place = m.choose(responses, any)?;
        let (list, status) = place.at.trim_end_matches("/schema").rsplit_once('/')?;
        let list = m.new.definition.pointer_mut(list)?.as_object_mut()?;
        let response = list.shift_remove(status)?;
        list.insert(if status == "202" { "200" } else { "202" }.into(), response);
        Some(vec![("success-statuses-changed", place.pointer.rsplit_once('/')?.0.rsplit_once('/')?.0.into())])
    }),
    ("move to another host", |m| {
        m.new.definition["host"] = json!("mutant.example.com");
        Some(vec![("host-changed", "/host".into())])
    }),
    ("move to another base path", |m| {
        m.new.definition["basePath"] = json!("/mutant");
        Some(vec![("base-path-changed", "/basePath".into())])
    }),
    ("call in the clear", |m| {
        m.old.definition["schemes"] = json!(["https"]);
        m.new.definition["schemes"] = json!(["http"]);
        Some(vec![("https-removed", "/schemes".into())])
    }),
    ("sign in otherwise", |m| {
        m.old.definition["securityDefinitions"] = json!({ "key": { "type": "apiKey", "in": "header", "name": "Key" } });
        m.new.definition["securityDefinitions"] = json!({ "key": { "type": "basic" } });
        Some(vec![("authentication-method-removed", "/securityDefinitions/key".into())])
    }),
    ("drop the metadata", |m| {
        m.new.definition.as_object_mut()?.shift_remove("x-ms-connector-metadata")?;
        Some(vec![("connector-metadata-removed", "/x-ms-connector-metadata".into())])
    }),
    ("delete a connection parameter", |m| {
        let all = m.new.properties.pointer_mut("/properties/connectionParameters")?.as_object_mut()?;
        let name = m.random.choose(all.keys().cloned().collect())?;
        all.shift_remove(&name);
        let pointer = format!("/properties/connectionParameters/{}", escaped(&name));
        let kept = m.new.properties.pointer("/properties/connectionParameterSets").is_some();
        (!kept).then(|| vec![("connection-parameters-removed", pointer)])
    }),
    ("add a required connection parameter", |m| {
        let all = m.new.properties.pointer_mut("/properties/connectionParameters")?.as_object_mut()?;
        let required =
            json!({ "type": "string", "uiDefinition": { "displayName": "Mutant", "constraints": { "required": "true" } } });
        all.insert("mutant".into(), required);
        Some(vec![("required-connection-parameter-added", "/properties/connectionParameters/mutant".into())])
    }),
    ("change the type of a connection parameter", |m| {
        let all = m.new.properties.pointer_mut("/properties/connectionParameters")?.as_object_mut()?;
        let name = m.random.choose(all.keys().cloned().collect())?;
        all[&name]["type"] = json!("mutant");
        Some(vec![("connection-parameter-type-changed", format!("/properties/connectionParameters/{}/type", escaped(&name)))])
    }),
    ("change a policy", |m| {
        let all = m.new.properties.pointer_mut("/properties/policyTemplateInstances")?.as_array_mut()?;
        let number = m.random.choose((0..all.len()).collect())?;
        all[number].get_mut("parameters")?.as_object_mut()?.insert("mutant".into(), json!("1"));
        Some(vec![("policies-changed", format!("/properties/policyTemplateInstances/{number}/parameters/mutant"))])
    }),
    ("run the script for other operations", |m| {
        let body = m.old.properties["properties"].as_object_mut()?;
        body.insert("scriptOperations".into(), json!(["One"]));
        m.new.properties["properties"]["scriptOperations"] = json!(["One", "Another"]);
        Some(vec![("script-changed", "/properties/scriptOperations".into())])
    }),
];

/// How many connectors each kind of mutation is applied to.
const ROUNDS: usize = 3;
/// How many are tried until it fits that many.
const TRIES: usize = 200;

#[test]
fn every_mutation_gives_its_finding() {
    let Some(corpus) = corpus() else { return };
    let small: Vec<&(String, Files)> = corpus.iter().filter(|(_, files)| files.definition.to_string().len() < 200_000).collect();
    assert!(MUTATIONS.len() >= 40);
    let rounds: Vec<(usize, usize, Vec<String>)> = MUTATIONS
        .par_iter()
        .enumerate()
        .map(|(number, (kind, mutate))| {
            let (mut done, mut right, mut wrong) = (0, 0, Vec::new());
            for round in 0..TRIES {
                let mut random = Random(
                    0x9e37_79b9_7f4a_7c15 ^ ((number as u64) << 32) ^ (round as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d),
                );
                for _ in 0..8 {
                    random.below(2);
                }
                let (name, original) = small[random.below(small.len())];
                // Every reference inlined, each place can change for itself; what did not is compared as it is written.
                let whole = Files { definition: inlined(&original.definition), ..original.clone() };
                let (mut old, mut new) = (whole.clone(), whole.clone());
                let Some(expected) = mutate(&mut Mutation { old: &mut old, new: &mut new, random }) else { continue };
                let old = if old == whole { original } else { &old };
                let said = said(&findings(&old.bytes(), &new.bytes()));
                let mut wanted: Vec<String> = expected.iter().map(|(rule, pointer)| format!("{rule} {pointer}")).collect();
                wanted.sort();
                done += 1;
                match said == wanted {
                    true => right += 1,
                    false => wrong.push(format!("{kind} in {name}: wanted {wanted:#?}, said {said:#?}")),
                }
                if done == ROUNDS {
                    break;
                }
            }
            assert!(done > 0, "{kind} fits nowhere");
            (done, right, wrong)
        })
        .collect();
    let (done, right): (usize, usize) = (rounds.iter().map(|round| round.0).sum(), rounds.iter().map(|round| round.1).sum());
    let recall = 100.0 * right as f64 / done as f64;
    let kinds = MUTATIONS.len();
    println!("change: {right} of {done} mutations of {kinds} kinds give exactly their finding ({recall:.1} %)");
    let scores = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scores.toml")).unwrap();
    let scores: toml::Table = scores.parse().unwrap();
    let at_least = scores["change"]["recall-at-least"].as_float().unwrap();
    let wrong: Vec<String> = rounds.into_iter().flat_map(|round| round.2).collect();
    assert!(recall >= at_least, "{recall:.1} % of the mutations give exactly their finding:\n{}", wrong.join("\n"));
}

/// What is said at the level of error, without what concerns the whole connector.
fn breaks(old: &[(File, Vec<u8>)], new: &[(File, Vec<u8>)]) -> Vec<String> {
    let all = findings(old, new);
    let of_operation = all.into_iter().filter(|finding| finding.at.pointer.starts_with("operation/"));
    of_operation.filter(|finding| finding.severity == Severity::Error).map(|finding| finding.at.pointer).collect()
}

#[test]
fn what_breaks_can_be_kept() {
    let Some(corpus) = corpus() else { return };
    let small: Vec<&(String, Files)> = corpus.iter().filter(|(_, files)| files.definition.to_string().len() < 100_000).collect();
    let kinds = [
        "delete an operation",
        "give an operation another id",
        "spell an operation's id with other capitals",
        "move an operation to another path",
        "hide an operation",
        "delete a parameter",
        "add a required parameter",
        "change the type of a property of a body",
        "delete an output",
        "change the type of an output three levels down",
    ];
    let (mut kept, mut refused) = (0, Vec::new());
    for (number, kind) in kinds.into_iter().enumerate() {
        let (_, mutate) = MUTATIONS.iter().find(|(name, _)| *name == kind).unwrap();
        let mut done = 0;
        for round in 0..60 {
            let mut random =
                Random(0x51_7cc1_b727_2202 ^ ((number as u64) << 32) ^ (round as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
            let (name, original) = small[random.below(small.len())];
            let whole = Files { definition: inlined(&original.definition), ..original.clone() };
            let (mut old, mut new) = (whole.clone(), whole);
            if mutate(&mut Mutation { old: &mut old, new: &mut new, random }).is_none()
                || !new.properties["properties"].is_object()
            {
                continue;
            }
            // What the old operations refer to is in the older version only.
            new.definition["definitions"] = json!({});
            let old = original.bytes();
            let (before, after) = (versions::older(connector(&old)), connector(&new.bytes()));
            let comparison = Comparison { old: &before, new: &after };
            let plan = Plan::new(&Selection::default(), Publisher::Certified);
            let result = change::keep(&comparison, &change::check(&comparison, &plan, &mut Meter::off()));
            refused.extend(result.refused.iter().map(|(id, why)| format!("{kind}: {id} in {name}: {why}")));
            if !result.refused.is_empty() {
                continue;
            }
            let settled: Vec<(File, Vec<u8>)> = new
                .bytes()
                .into_iter()
                .map(|(file, bytes)| {
                    let edits: Vec<_> = result.edits.iter().filter(|edit| edit.file == file).collect();
                    let (text, left_out) = connsmith::text::edit::apply(std::str::from_utf8(&bytes).unwrap(), &edits);
                    assert_eq!(left_out, 0, "{kind} in {name}");
                    assert!(serde_json::from_str::<Value>(&text).is_ok(), "{kind} in {name}: {text}");
                    (file, text.into_bytes())
                })
                .collect();
            assert_eq!(breaks(&old, &settled), [""; 0], "{kind} in {name}: {:?}", result.done);
            kept += 1;
            done += 1;
            if done == 3 {
                break;
            }
        }
        assert!(done > 0, "{kind}: kept nowhere\n{}", refused.join("\n"));
    }
    assert!(kept > refused.len(), "{}", refused.join("\n"));
}
