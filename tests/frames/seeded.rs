//! Single seeded defects: the `Bad` example of a rule, put at a random legal place of a published connector that is clean of
//! that rule, must give that rule's finding at exactly that place and nowhere else.
use super::*;
use connsmith::connector::discover;
use connsmith::text::document::Node;
use serde_json::{Value, json};

const DEFECTS: usize = 300;
const FRAME: &str = r#"{ "type": "object", "properties": { "name": { "type": "string", "title": "Name", "description": "What the task is called." } } }"#;
const VERBS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// An example of one fence that can be put elsewhere, and what its rule says of it.
struct Defect {
    rule: &'static Rule,
    frame: String,
    options: Vec<String>,
    value: Value,
    file: File,
    publisher: Publisher,
    /// Where the finding is, relative to the value.
    pointers: Vec<String>,
    /// The frame's path item, for what needs its own path.
    path: (String, Value),
    verb: String,
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The text of a file as other programs write it.
fn spelt(value: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(value).unwrap()
}

/// What a rule says of two JSON files.
fn said(rule: &'static Rule, publisher: Publisher, files: &Files) -> Vec<(File, String)> {
    let files: Vec<FolderFile> =
        files.iter().map(|(&file, (name, value))| FolderFile { file, name: name.clone(), bytes: spelt(value) }).collect();
    let listing = files.iter().map(|file| file.name.clone()).collect();
    let folder = Folder { path: "host".into(), name: "host".into(), files, listing, ..Folder::default() };
    let target = Target::new(Connector::new(folder), publisher, Because::Option);
    findings(&target, &only(rule)).into_iter().map(|finding| (finding.at.file, finding.at.pointer.to_string())).collect()
}

type Files = BTreeMap<File, (String, Value)>;

/// The defects that the pages hold: examples whose text is one value in a frame that can stand in any connector.
fn defects() -> Vec<Defect> {
    let mut defects = Vec::new();
    for rule in RULES {
        for example in examples(rule.page()).into_iter().filter(|example| example.is("Bad") && example.fences.len() == 1) {
            if matches!(check_of(rule), Some(Check::Package(_) | Check::Configuration(_))) || versions(rule, &example).is_some() {
                continue;
            }
            defects.extend(defect(rule, &example));
        }
    }
    defects
}

fn defect(rule: &'static Rule, example: &Example) -> Option<Defect> {
    let fence = &example.fences[0];
    let frames = [
        "info",
        "path",
        "operation",
        "parameter",
        "responses",
        "response",
        "schema",
        "connection-parameter",
        "policy",
        "metadata",
    ];
    if !frames.contains(&fence.frame.as_str()) || fence.options.iter().any(|option| option.starts_with("repeat=")) {
        return None;
    }
    // A rule about the whole may be content with what another operation of the host has.
    if matches!(check_of(rule), Some(Check::Connector(_) | Check::Definition(_)))
        && !["info", "metadata"].contains(&fence.frame.as_str())
    {
        return None;
    }
    let value: Value = serde_json::from_str(&fence.text).ok()?;
    let framed = framed(rule, example);
    let mut files = Files::new();
    for file in [File::Definition, File::Properties] {
        let (name, bytes) = &framed.files[&file];
        files.insert(file, (name.clone(), serde_json::from_slice(bytes).ok()?));
    }
    let (file, before, _) = framed.places[0].clone()?;
    let connector = framed.connector();
    let document = connector.document(file)?;
    let start = (before.len() + fence.text.len() - fence.text.trim_start().len()) as u32;
    let mut node: Node = document.value_at(start);
    while node.parent().is_some_and(|parent| parent.span().start == start) {
        node = node.parent()?;
    }
    let base = node.pointer();
    // A program that writes the file anew must not be what fixes it.
    let all = said(rule, framed.publisher, &files);
    let pointers: Vec<String> = all
        .iter()
        .filter(|(at, _)| *at == file)
        .filter_map(|(_, pointer)| Some(pointer.strip_prefix(&base)?.to_owned()))
        .collect();
    if pointers.is_empty() || pointers.len() != all.len() {
        return None;
    }
    let (path, item) = files[&File::Definition].1["paths"].as_object()?.iter().next()?;
    let verb = item.as_object()?.keys().find(|key| VERBS.contains(&key.as_str())).cloned().unwrap_or_default();
    let path = (path.clone(), item.clone());
    Some(Defect {
        rule,
        frame: fence.frame.clone(),
        options: fence.options.clone(),
        value,
        file,
        publisher: framed.publisher,
        pointers,
        path,
        verb,
    })
}

/// Connectors in two JSON files that strict readers take.
fn hosts() -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let folder = if corpus.is_dir() {
        corpus
    } else {
        println!("../shared/corpus (the published connectors) is not there: the defects go into the fixtures");
        root.join("fixtures/good")
    };
    let read = |found: discover::Found| {
        let folder = discover::load(&found, String::new());
        let mut files = Files::new();
        for file in folder.files.iter().filter(|file| matches!(file.file, File::Definition | File::Properties)) {
            if file.bytes.len() > 200_000 {
                return None;
            }
            files.insert(file.file, (file.name.clone(), serde_json::from_slice(&file.bytes).ok()?));
        }
        // The frame's operations send and receive JSON by what the root says.
        let definition = &files.get(&File::Definition)?.1;
        let is_json = |key: &str| definition[key] == json!(["application/json"]);
        (files.len() == 2 && is_json("consumes") && is_json("produces")).then_some(files)
    };
    discover::find(&[folder]).unwrap().into_iter().filter_map(read).collect()
}

/// The actions of a definition that people see, as the frame's is one: path and verb. `plain` are those whose path has no
/// variables.
fn operations(definition: &Value, plain: bool) -> Vec<(String, String)> {
    let paths = definition["paths"].as_object().into_iter().flatten();
    let plain_one = |(verb, value): &(&String, &Value)| {
        let special =
            value["x-ms-visibility"] == "internal" || value["deprecated"] == true || value.get("x-ms-trigger").is_some();
        VERBS.contains(&verb.as_str()) && value.is_object() && !special
    };
    let of_path = |(path, item): (&String, &Value)| {
        let verbs = item.as_object().into_iter().flatten().filter(plain_one);
        verbs.map(|(verb, _)| (path.clone(), verb.clone())).collect::<Vec<_>>()
    };
    paths.filter(|(path, _)| !plain || !path.contains('{')).flat_map(of_path).collect()
}

/// Puts a defect into a connector; None where there is no legal place. Gives the pointer of the place.
fn put(defect: &Defect, files: &mut Files, rng: &mut fastrand::Rng) -> Option<String> {
    let new_path = |definition: &mut Value, rng: &mut fastrand::Rng, item: Value| {
        let (plain, variables) =
            defect.path.0.split_once("/{").map_or((defect.path.0.as_str(), None), |(plain, rest)| (plain, Some(rest)));
        let path = format!("/{}{plain}{}", rng.u32(1000..), variables.map_or_else(String::new, |rest| format!("/{{{rest}")));
        let paths = definition["paths"].as_object_mut()?;
        let at = rng.usize(..=paths.len());
        paths.shift_insert(at, path.clone(), item);
        Some(format!("/paths/{}", escaped(&path)))
    };
    let properties_of =
        |files: &mut Files| files.get_mut(&File::Properties)?.1.get_mut("properties")?.as_object_mut().map(std::mem::take);
    // What the frame defines comes along under a name of its own.
    let name = format!("Seeded{}", rng.u32(..));
    let own = |value: &Value| -> Option<Value> {
        serde_json::from_str(&value.to_string().replace("#/definitions/Frame", &format!("#/definitions/{name}"))).ok()
    };
    let (value, item) = (own(&defect.value)?, own(&defect.path.1)?);
    let definition = &mut files.get_mut(&File::Definition)?.1;
    let definitions = definition.as_object_mut()?.entry("definitions").or_insert_with(|| json!({})).as_object_mut()?;
    // What is to be missing must not be there by chance.
    let text = value.to_string();
    if definitions.keys().any(|known| text.contains(&format!("\"#/definitions/{known}\""))) {
        return None;
    }
    definitions.insert(name.clone(), if defect.frame == "schema" { value.clone() } else { serde_json::from_str(FRAME).ok()? });
    Some(match defect.frame.as_str() {
        "info" => {
            definition["info"] = value;
            "/info".into()
        }
        "metadata" => {
            definition["x-ms-connector-metadata"] = value;
            "/x-ms-connector-metadata".into()
        }
        "path" => new_path(definition, rng, value)?,
        "operation" => {
            let places = operations(definition, true);
            // An operation beside another of its path, where the path is the frame's kind and the verb is free.
            let free: Vec<&String> = places
                .iter()
                .map(|(path, _)| path)
                .filter(|path| definition["paths"][path.as_str()].get(&defect.verb).is_none())
                .collect();
            if rng.bool() && !defect.path.0.contains('{') && !free.is_empty() {
                let path = free[rng.usize(..free.len())].clone();
                definition["paths"][path.as_str()].as_object_mut()?.insert(defect.verb.clone(), value);
                return Some(format!("/paths/{}/{}", escaped(&path), defect.verb));
            }
            let item = json!({ defect.verb.clone(): value });
            format!("{}/{}", new_path(definition, rng, item)?, defect.verb)
        }
        "parameter" if value["in"] == "path" => {
            format!("{}/{}/parameters/0", new_path(definition, rng, item)?, defect.verb)
        }
        "parameter" => {
            let is_body = |parameter: &Value| matches!(parameter["in"].as_str(), Some("body" | "formData"));
            let fits = |(path, verb): &(String, String)| {
                let empty = Vec::new();
                let here = definition["paths"][path]["parameters"].as_array().is_some();
                let list = definition["paths"][path][verb]["parameters"].as_array().unwrap_or(&empty);
                let same = list.iter().any(|known| known["name"] == value["name"] || known.get("$ref").is_some());
                // A body belongs where bodies are sent, and only one.
                !here
                    && !same
                    && (!is_body(&value) || (matches!(verb.as_str(), "post" | "put" | "patch") && !list.iter().any(is_body)))
            };
            let places: Vec<_> = operations(definition, false).into_iter().filter(fits).collect();
            let (path, verb) = places.get(rng.usize(..places.len().max(1)))?;
            let operation = definition["paths"][path][verb].as_object_mut()?;
            let list = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
            let at = rng.usize(..=list.len());
            list.insert(at, value);
            format!("/paths/{}/{verb}/parameters/{at}", escaped(path))
        }
        "responses" | "response" => {
            let places = operations(definition, false);
            let (path, verb) = places.get(rng.usize(..places.len().max(1)))?;
            let operation = &mut definition["paths"][path][verb];
            let place = format!("/paths/{}/{verb}/responses", escaped(path));
            if defect.frame == "responses" {
                operation["responses"] = value;
                place
            } else {
                operation["responses"].as_object_mut()?.insert("200".into(), value);
                place + "/200"
            }
        }
        "schema" => {
            new_path(definition, rng, item)?;
            format!("/definitions/{name}")
        }
        "connection-parameter" => {
            let mut properties = properties_of(files)?;
            let name = defect.options.iter().find_map(|option| option.strip_prefix("name=")).unwrap_or("api_key");
            let list = properties.entry("connectionParameters").or_insert_with(|| json!({})).as_object_mut()?;
            list.insert(name.into(), value);
            files.get_mut(&File::Properties)?.1["properties"] = Value::Object(properties);
            format!("/properties/connectionParameters/{}", escaped(name))
        }
        "policy" => {
            let places = operations(definition, false);
            let (path, verb) = places.get(rng.usize(..places.len().max(1)))?;
            let id = definition["paths"][path][verb]["operationId"].as_str()?.to_owned();
            let text = value.to_string().replace("ListTasks", &id);
            let mut properties = properties_of(files)?;
            let list = properties.entry("policyTemplateInstances").or_insert_with(|| json!([])).as_array_mut()?;
            let at = rng.usize(..=list.len());
            list.insert(at, serde_json::from_str(&text).ok()?);
            files.get_mut(&File::Properties)?.1["properties"] = Value::Object(properties);
            format!("/properties/policyTemplateInstances/{at}")
        }
        frame => unreachable!("{frame}"),
    })
}

#[test]
fn seeded_defects_are_found() {
    let (defects, hosts) = (defects(), hosts());
    let mut rng = fastrand::Rng::with_seed(300);
    let (mut seeded, mut rules, mut wrong) = (0, std::collections::BTreeSet::new(), Vec::new());
    for turn in 0..DEFECTS * 2 {
        let defect = &defects[turn % defects.len()];
        // A host that the rule is silent about, and a place in it.
        let chosen = (0..40).find_map(|_| {
            let mut files = hosts[rng.usize(..hosts.len())].clone();
            if !said(defect.rule, defect.publisher, &files).is_empty() {
                return None;
            }
            let base = put(defect, &mut files, &mut rng)?;
            Some((files, base))
        });
        let Some((files, base)) = chosen else { continue };
        let mut expected: Vec<_> = defect.pointers.iter().map(|pointer| (defect.file, format!("{base}{pointer}"))).collect();
        let mut found = said(defect.rule, defect.publisher, &files);
        expected.sort();
        found.sort();
        seeded += 1;
        rules.insert(defect.rule.id);
        if found != expected {
            wrong.push(format!("{} ({}): expected {expected:?}, found {found:?}", defect.rule.id, defect.frame));
        }
        if seeded == DEFECTS {
            break;
        }
    }
    let recall = 100.0 * (seeded - wrong.len()) as f64 / seeded as f64;
    println!(
        "seeded: {} of {seeded} defects of {} rules are found at exactly their place ({recall:.1} %)",
        seeded - wrong.len(),
        rules.len()
    );
    let scores: toml::Table = std::fs::read_to_string("tests/scores.toml").unwrap().parse().unwrap();
    let at_least = |key: &str| scores["seeded"][key].as_float().unwrap();
    assert_eq!(seeded, DEFECTS);
    assert!(rules.len() as f64 >= at_least("rules-at-least"), "only {} rules", rules.len());
    assert!(recall >= at_least("recall-at-least"), "{recall:.1} %:\n{}", wrong.join("\n"));
}
