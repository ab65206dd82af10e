//! Plans for Azure Connector Namespaces.
use super::{connector, read, shared};
use connsmith::Connector;
use connsmith::call::leaf;
use connsmith::call::lookup::{self, Answer, Plan, Wanted};
use connsmith::call::namespace::invoke;
use connsmith::call::request::{self, Argument, Given, Options, PathEncoding, Place};
use connsmith::call::source;
use connsmith::connector::Operation;
use serde_json::{Value, json};
use std::path::Path;

fn swagger(folder: &Path, name: &str) -> Option<Connector> {
    let path = folder.join("swaggers").join(name);
    let bytes = std::fs::read(&path).ok()?;
    Some(source::swagger(name, bytes).expect("a Swagger file"))
}

pub fn arguments(value: &Value) -> Vec<Argument> {
    let text = value.to_string().into_bytes();
    let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "args.json", text);
    let (arguments, problems) = connsmith::call::arguments::of_file(&document);
    assert!(problems.is_empty(), "{problems:?}");
    arguments
}

/// Requests that Microsoft's own client sent, from the same arguments.
#[test]
fn recorded_invocations() {
    let Some(folder) = shared("namespace") else { return };
    let vectors = read(folder.join("vectors/invoke.powerfx-recorded.json"));
    let mut count = 0;
    for vector in vectors["vectors"].as_array().into_iter().flatten() {
        let want = &vector["expectDynamicInvoke"]["request"];
        let Some(connector) = swagger(&folder, vector["swagger"].as_str().unwrap_or_default()) else { continue };
        if want.is_null() {
            continue;
        }
        let id = &vector["id"];
        let operation = connector.operation(vector["operationId"].as_str().unwrap_or_default()).expect("the operation");
        let built = request::build(operation, &arguments(&vector["args"]), Options::default());
        let request = built.request.unwrap_or_else(|| panic!("{id}: {:?}", built.problems));
        let body = invoke::body(&request).expect("a body").0;
        for key in ["method", "path", "queries", "body"] {
            assert_eq!(body["request"].get(key), want.get(key).filter(|value| **value != json!({})), "{id} {key}");
        }
        count += 1;
    }
    assert!(count >= 100, "only {count} vectors ran");
}

fn find<'a>(operation: Operation<'a>, name: &str) -> connsmith::call::view::Lookup<'a> {
    let leaves = leaf::inputs(operation);
    let leaf = leaf::find(&leaves, name).unwrap_or_else(|| panic!("no input {name}"));
    lookup::choose(&leaf.lookups).expect("a lookup")
}

fn plan(operation: Operation, name: &str, known: &[Argument]) -> Plan {
    let wanted = Wanted { known, opened: None, options: Options::default() };
    lookup::plan(operation, find(operation, name), wanted)
}

/// Lookups with the answers that were recorded.
#[test]
fn recorded_lookups() {
    let Some(folder) = shared("namespace") else { return };
    let vectors = read(folder.join("vectors/dynamic.json"));
    let mut count = 0;
    for vector in vectors["vectors"].as_array().into_iter().flatten() {
        let Some(leaf) = vector["leaf"].as_str() else { continue };
        let Some(connector) = swagger(&folder, vector["swagger"].as_str().unwrap_or_default()) else { continue };
        let id = &vector["id"];
        let operation = connector.operation(vector["operationId"].as_str().unwrap_or_default()).expect("the operation");
        let known = arguments(&json!(vector["known"].as_object().cloned().unwrap_or_default()));
        count += 1;
        let request = match plan(operation, leaf, &known) {
            Plan::Needs(needs) => {
                assert_eq!(json!(needs), vector["expectNeeds"], "{id}");
                continue;
            }
            Plan::Broken(problems) => panic!("{id}: {problems:?}"),
            Plan::Ready { request, .. } => invoke::body(&request).expect("a body").0["request"].clone(),
        };
        for (key, want) in vector["expectRequest"].as_object().into_iter().flatten() {
            assert_eq!(request[key], *want, "{id}");
        }
        let Some(response) = vector["response"].as_str() else { continue };
        let answer = read(folder.join("vectors").join(response));
        match lookup::read(&connector, find(operation, leaf), false, lookup::recorded(&answer)).0 {
            Answer::Schema(schema) => {
                let names: Vec<&String> = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name).collect();
                assert_eq!(json!(names), vector["expectSchemaProperties"], "{id}");
            }
            Answer::Items(items) => {
                let wanted = vector["expectItems"].as_array().expect("items");
                assert!(items.len() >= wanted.len(), "{id}: {items:?}");
                for (item, want) in items.iter().zip(wanted) {
                    assert_eq!(json!({ "value": item.value, "title": item.title }), *want, "{id}");
                }
            }
        }
    }
    assert!(count >= 7, "only {count} vectors ran");
}

/// The documented example that encodes once what the definition says to encode twice.
#[test]
fn paths_encoded_once_on_request() {
    let Some(folder) = shared("namespace") else { return };
    let Some(connector) = swagger(&folder, "sharepointonline.powerfx.json") else { return };
    let operation = connector.operation("GetTable").expect("the operation");
    let known = arguments(&json!({ "dataset": "https://contoso.sharepoint.com/sites/HR" }));
    let options = Options { path_encoding: PathEncoding::Single, ..Options::default() };
    let wanted = Wanted { known: &known, opened: None, options };
    let Plan::Ready { request, .. } = lookup::plan(operation, find(operation, "table"), wanted) else { panic!("no request") };
    assert_eq!(request.path, "/datasets/https%3A%2F%2Fcontoso.sharepoint.com%2Fsites%2FHR/tables");
}

/// A connector whose inputs are looked up one after the other.
fn cascade() -> Connector {
    let values = |id: &str, parameters: Value| json!({ "operationId": id, "parameters": parameters, "value-collection": "value", "value-path": "id", "value-title": "name" });
    let list = |id: &str, parameters: Value| json!({ "operationId": id, "parameters": parameters, "itemsPath": "Data/Rows", "itemValuePath": "Id", "itemTitlePath": "Name" });
    let properties = json!({
        "team": { "type": "string", "x-ms-dynamic-list": list("Teams", json!({ "site": { "parameterReference": "site" } })) },
        "channel": { "type": "string", "x-ms-dynamic-list": list("Channels", json!({ "body/team": { "parameterReference": "item/team" }, "body/view": { "parameterReference": "item/view" }, "kind": { "value": "all" } })) },
        "view": { "type": "string" },
        "lost": { "type": "string", "x-ms-dynamic-list": list("Teams", json!({ "site": { "parameterReference": "nowhere" } })) },
        "people": { "type": "string", "x-ms-dynamic-values": { "builtInOperation": "AadGraph.GetUsers" } },
        "fields": { "type": "object", "x-ms-dynamic-properties": { "operationId": "Fields", "parameters": { "site": { "parameterReference": "site" }, "unused": { "value": 1 } } } },
        "again": { "type": "string", "x-ms-dynamic-values": values("Teams", json!({ "site": { "parameter": "again" } })) },
    });
    let body =
        json!({ "name": "item", "in": "body", "required": true, "schema": { "type": "object", "properties": properties } });
    let site = json!({ "name": "site", "in": "query", "type": "string", "required": true, "x-ms-dynamic-values": values("Sites", json!({})) });
    let lookup = |id: &str, parameters: Value| json!({ "operationId": id, "x-ms-visibility": "internal", "deprecated": true, "parameters": parameters, "responses": {} });
    let by_site = json!([{ "name": "site", "in": "path", "required": true, "type": "string" }, { "name": "v", "in": "query", "type": "string", "default": "2", "x-ms-visibility": "internal" }]);
    let by_team = json!([
        { "name": "kind", "in": "header", "type": "string" },
        { "name": "body", "in": "body", "required": true, "schema": { "type": "object", "required": ["team"], "properties": { "team": { "type": "string" }, "view": { "type": "string" } } } },
    ]);
    connector(&[
        ("/post", "post", json!({ "operationId": "Post", "parameters": [site, body], "responses": {} })),
        ("/sites", "get", lookup("Sites", json!([]))),
        ("/sites/{site}/teams", "get", lookup("Teams", by_site.clone())),
        ("/channels", "post", lookup("Channels", by_team)),
        ("/sites/{site}/fields", "get", lookup("Fields", by_site)),
    ])
}

#[test]
fn cascades() {
    let connector = cascade();
    let operation = connector.operation("Post").expect("the operation");
    let named = |name: &str, value: Value| Argument {
        place: Place::Named(name.into()),
        value: Given::Json(value),
        origin: String::new(),
    };
    let Plan::Needs(needs) = plan(operation, "body.channel", &[]) else { panic!("not ready") };
    assert_eq!(needs, ["body.team"]);
    assert_eq!(lookup::before(operation, find(operation, "channel")), Ok(vec!["site".to_owned(), "body.team".to_owned()]));
    let Plan::Ready { request, filled_in, .. } = plan(operation, "item/team", &[named("site", json!("a b"))]) else {
        panic!("ready")
    };
    assert_eq!(request.path, "/sites/a%20b/teams");
    assert_eq!(filled_in, ["query v = \"2\""]);
    // A header and a leaf of the lookup's own body at once; the value comes out of a body given as a whole.
    let whole = Argument { place: Place::Body, value: Given::Json(json!({ "team": "t" })), origin: String::new() };
    let Plan::Ready { request, .. } = plan(operation, "channel", &[whole]) else { panic!("ready") };
    assert_eq!(request.body, request::Body::Json(json!({ "team": "t" })));
    assert_eq!((request.headers[0].name.as_str(), request.headers[0].value.as_str()), ("kind", "all"));
    // What neither operation requires is left out, as in the designer (SharePoint's `view`).
    let Plan::Ready { request, .. } = plan(operation, "channel", &[named("team", json!("t"))]) else { panic!("ready") };
    assert_eq!(request.body, request::Body::Json(json!({ "team": "t" })));
    assert_eq!(lookup::needs(operation, find(operation, "channel")), ["body.team"]);
    let said = |name: &str| match plan(operation, name, &[]) {
        Plan::Broken(problems) => problems[0].message.clone(),
        other => panic!("{other:?}"),
    };
    assert!(said("lost").contains("`nowhere` as `site`, which is not an input of `Post`"), "{}", said("lost"));
    assert!(said("people").contains("`AadGraph.GetUsers`, which is built into the designer"), "{}", said("people"));
    let circle = lookup::before(operation, find(operation, "again"));
    assert_eq!(circle, Err(vec!["body.again".to_owned(), "body.again".to_owned()]));
}

#[test]
fn answers_are_read_as_they_come() {
    let connector = cascade();
    let operation = connector.operation("Post").expect("the operation");
    let items = |name: &str, answer: Value| match lookup::read(&connector, find(operation, name), false, &answer) {
        (Answer::Items(items), problems) => {
            (items.into_iter().map(|item| (item.value, item.title)).collect::<Vec<_>>(), problems.len())
        }
        (Answer::Schema(schema), _) => panic!("{schema}"),
    };
    let one = |id: Value, name: &str| (vec![(id, name.to_owned())], 0);
    assert_eq!(items("team", json!({ "data": { "ROWS": [{ "id": 1, "name": "One" }] } })), one(json!(1), "One"));
    assert_eq!(items("site", json!({ "value": [{ "id": 2 }] })), one(json!(2), "2"));
    assert_eq!(items("site", json!({ "value": [{ "other": 2 }] })).0, []);
    // Nothing where the lookup says: the first list is taken, and that is said.
    assert_eq!(items("team", json!({ "x": [{ "id": 3, "name": "Three" }] })), (one(json!(3), "Three").0, 1));
    assert_eq!(items("team", json!("oops")), (vec![], 0));
    // What is left out is said, and that there are more pages.
    assert_eq!(items("site", json!({ "value": [{ "id": 2 }, {}], "nextLink": "https://x.example" })).1, 2);
    assert_eq!(items("team", json!({ "data": { "rows": [{ "id": 1, "name": null }] } })), one(json!(1), "1"));
    let schema = |answer: Value| match lookup::read(&connector, find(operation, "fields"), false, &answer).0 {
        Answer::Schema(schema) => schema,
        Answer::Items(items) => panic!("{items:?}"),
    };
    let map = json!({ "a": { "type": "string" }, "properties": { "type": "object" } });
    assert_eq!(schema(map.clone()), json!({ "type": "object", "properties": map }));
    let whole = json!({ "properties": { "type": { "type": "string" } } });
    assert_eq!(schema(whole.clone()), whole);
    assert_eq!(schema(Value::Null), json!({}));
}

#[test]
fn trees() {
    let step = |id: &str, parameters: Value| json!({ "operationId": id, "itemValuePath": "Id", "itemTitlePath": "Name", "itemIsParent": "(IsFolder eq true)", "parameters": parameters, "selectableFilter": "Type eq 'zip'" });
    let tree = json!({
        "settings": { "canSelectParentNodes": false, "canSelectLeafNodes": true },
        "open": step("Root", json!({})),
        "browse": step("Folder", json!({ "id": { "selectedItemValuePath": "Id" } })),
    });
    let picker = json!({ "capability": "file-picker", "parameters": { "isFolder": false, "dataset": null }, "value-path": "Id" });
    let file =
        json!({ "name": "file", "in": "query", "type": "string", "x-ms-dynamic-values": picker, "x-ms-dynamic-tree": tree });
    let id = json!({ "name": "id", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "double" });
    let connector = connector(&[
        ("/get", "get", json!({ "operationId": "Get", "parameters": [file], "responses": {} })),
        ("/root", "get", json!({ "operationId": "Root", "responses": {} })),
        ("/folder/{id}", "get", json!({ "operationId": "Folder", "parameters": [id], "responses": {} })),
    ]);
    let operation = connector.operation("Get").expect("the operation");
    let found = find(operation, "file");
    let Plan::Ready { request, .. } = plan(operation, "file", &[]) else { panic!("ready") };
    assert_eq!(request.path, "/root");
    let answer = json!([{ "Id": "a!/b", "Name": "A", "IsFolder": true }, { "Id": "c", "Name": "C", "Type": "zip" }, { "Id": "d", "Name": "D" }]);
    let (Answer::Items(items), _) = lookup::read(&connector, found, false, &answer) else { panic!("items") };
    let shown: Vec<_> = items.iter().map(|item| (item.title.as_str(), item.is_parent, item.selectable)).collect();
    assert_eq!(shown, [("A", Some(true), false), ("C", Some(false), true), ("D", Some(false), false)]);
    let wanted = Wanted { known: &[], opened: Some(&items[0].item), options: Options::default() };
    let Plan::Ready { request, .. } = lookup::plan(operation, found, wanted) else { panic!("ready") };
    assert_eq!(request.path, "/folder/a%2521%252Fb");
}

/// Where the extensions of a definition are that an input or an answer of an operation reaches: found with nothing of ours.
fn reached(definition: &Value) -> std::collections::BTreeSet<String> {
    struct Walk<'v> {
        definition: &'v Value,
        seen: std::collections::HashSet<String>,
        found: std::collections::BTreeSet<String>,
    }
    impl Walk<'_> {
        fn resolve(&self, pointer: String, value: &Value) -> (String, Value) {
            match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
                Some(target) => {
                    let decoded = target.replace("%20", " ");
                    (decoded.clone(), self.definition.pointer(&decoded).cloned().unwrap_or_default())
                }
                None => (pointer, value.clone()),
            }
        }

        /// A schema (or a parameter, or the items of one): its own extensions, then what is in it.
        fn schema(&mut self, pointer: String, value: &Value) {
            if !value.is_object() || !self.seen.insert(pointer.clone()) {
                return;
            }
            for key in ["values", "list", "tree", "schema", "properties"] {
                let key = format!("x-ms-dynamic-{key}");
                if value[&key].is_object() {
                    self.found.insert(format!("{pointer}/{key}"));
                }
            }
            if value["$ref"].is_string() {
                let (pointer, value) = self.resolve(pointer, value);
                return self.schema(pointer, &value);
            }
            let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
            for key in ["items", "additionalProperties", "schema"] {
                self.schema(format!("{pointer}/{key}"), &value[key].clone());
            }
            for (at, part) in value["allOf"].as_array().cloned().into_iter().flatten().enumerate() {
                self.schema(format!("{pointer}/allOf/{at}"), &part);
            }
            for (key, property) in value["properties"].as_object().cloned().into_iter().flatten() {
                self.schema(format!("{pointer}/properties/{}", escape(&key)), &property);
            }
        }
    }
    let mut walk = Walk { definition, seen: Default::default(), found: Default::default() };
    for (path, item) in definition["paths"].as_object().into_iter().flatten() {
        let path = format!("/paths/{}", path.replace('~', "~0").replace('/', "~1"));
        walk.schema(format!("{path}/x-ms-notification-content"), &item["x-ms-notification-content"]);
        for (verb, operation) in item.as_object().into_iter().flatten() {
            if !["get", "put", "post", "delete", "options", "head", "patch"].contains(&verb.as_str()) {
                continue;
            }
            for (owner, place) in [(operation, format!("{path}/{verb}")), (item, path.clone())] {
                for (at, parameter) in owner["parameters"].as_array().into_iter().flatten().enumerate() {
                    let (pointer, parameter) = walk.resolve(format!("{place}/parameters/{at}"), parameter);
                    walk.schema(pointer, &parameter);
                }
            }
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let (pointer, response) = walk.resolve(format!("{path}/{verb}/responses/{status}"), response);
                walk.schema(format!("{pointer}/schema"), &response["schema"]);
            }
        }
    }
    walk.found
}

/// Every real Swagger and every published connector: each extension is found, whatever holds it, and soon.
#[test]
fn every_dynamic_marker_is_found() {
    use connsmith::call::namespace::ops;
    let (Some(namespace), Some(corpus)) = (shared("namespace"), shared("corpus")) else { return };
    let folder =
        |path: &Path| std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect::<Vec<_>>();
    let mut files: Vec<_> =
        folder(&namespace.join("swaggers")).into_iter().filter(|file| !file.ends_with("index.json")).collect();
    let connectors = folder(&corpus).iter().filter(|path| path.is_dir()).flat_map(|path| folder(path)).collect::<Vec<_>>();
    files.extend(connectors.iter().map(|path| path.join("apiDefinition.swagger.json")).filter(|path| path.is_file()));
    let (mut markers, mut operations, mut slowest) = (0, 0, std::time::Duration::ZERO);
    for file in &files {
        let bytes = std::fs::read(file).expect("a file");
        let Ok(connector) = source::swagger("test.json", bytes.clone()) else { continue };
        let start = std::time::Instant::now();
        let listed = ops::list(&connector);
        let unplaced = ops::unplaced(&connector, &listed);
        ops::json(&connector, &listed, &unplaced);
        slowest = slowest.max(start.elapsed());
        operations += listed.len();
        for one in &listed {
            for lookup in one.leaves.iter().flat_map(|leaf| leaf.lookups.iter()).take(2) {
                let wanted = Wanted { known: &[], opened: None, options: Options::default() };
                let _ = (lookup::plan(one.operation, *lookup, wanted), lookup::before(one.operation, *lookup));
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let Ok(definition) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else { continue };
        let found: std::collections::BTreeSet<String> = ops::markers(&connector)
            .iter()
            .filter(|node| node.is_object() && !unplaced.contains(node))
            .map(|node| node.pointer())
            .collect();
        let expected = reached(&definition);
        markers += expected.len();
        let missed: Vec<_> = expected.difference(&found).collect();
        assert!(missed.is_empty(), "{}: {missed:?}", file.display());
        let extra: Vec<_> = found.difference(&expected).collect();
        assert!(extra.is_empty(), "{}: {extra:?}", file.display());
    }
    println!("{} files, {operations} operations, {markers} markers, the slowest in {slowest:?}", files.len());
    assert!(files.len() > 600 && markers > 2000, "{} files, {markers} markers", files.len());
}

/// Trigger configurations that are deployed or documented: built from their arguments, and checked.
#[test]
fn recorded_triggers() {
    use connsmith::call::namespace::trigger;
    use connsmith::rule::Severity;
    let Some(folder) = shared("namespace") else { return };
    let vectors = read(folder.join("vectors/trigger-config.json"));
    let (mut built, mut checked) = (0, 0);
    for vector in vectors["vectors"].as_array().into_iter().flatten() {
        let id = vector["id"].as_str().unwrap_or_default();
        let config = match (&vector["config"], &vector["parameters"]) {
            (Value::Null, Value::Null) => continue,
            (Value::Null, parameters) => json!({ "properties": { "parameters": parameters } }),
            (config, _) => config.clone(),
        };
        let connector = swagger(&folder, vector["swagger"].as_str().unwrap_or_default());
        if let (Some(connector), Value::Object(args)) = (&connector, &vector["args"]) {
            let operation = connector.operation(vector["operation"].as_str().unwrap_or_default()).expect("the operation");
            let (parameters, problems) = trigger::parameters(operation, &arguments(&json!(args)));
            assert!(problems.iter().all(|problem| problem.severity != Severity::Error), "{id}: {problems:?}");
            assert_eq!(parameters, config["properties"]["parameters"], "{id}");
            built += 1;
        }
        let text = config.to_string().into_bytes();
        let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", text);
        let problems = trigger::check(&document, connector.as_ref());
        let codes = |severity: Severity| -> Vec<&str> {
            problems.iter().filter(|problem| problem.severity == severity).map(|problem| problem.code).collect()
        };
        let (errors, warnings) = (codes(Severity::Error), codes(Severity::Warning));
        let expected: Vec<&str> = vector["expectFindings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let has = |word: &str| expected.iter().any(|text| text.contains(word));
        match vector["expectError"].as_str() {
            Some(error) if error.contains("parameterName") => assert!(errors.contains(&"misnamed"), "{id}: {problems:?}"),
            Some(error) if error.contains("deserialize") => assert!(errors.contains(&"type"), "{id}: {problems:?}"),
            Some(error) if error.contains("find member") => assert!(errors.contains(&"misplaced"), "{id}: {problems:?}"),
            Some(error) if error.contains("nested") => assert!(errors.contains(&"body"), "{id}: {problems:?}"),
            Some(error) if error.contains("rename") => assert!(warnings.contains(&"body"), "{id}: {problems:?}"),
            Some(error) => panic!("{id}: {error}"),
            None if id == "arm-example" => assert!(!errors.is_empty()), // a part of a configuration only
            None => {
                assert_eq!(errors.contains(&"unknown-operation"), has("no operation"), "{id}: {problems:?}");
                assert_eq!(warnings.contains(&"deprecated"), has("is deprecated"), "{id}: {problems:?}");
                assert_eq!(errors.contains(&"missing"), has("missing required"), "{id}: {problems:?}");
                assert_eq!(warnings.contains(&"unknown"), has("is not in the swagger"), "{id}: {problems:?}");
                for text in expected.iter().filter_map(|text| text.split("(newer: ").nth(1)) {
                    let newer = text.trim_end_matches(')');
                    assert!(
                        problems.iter().any(|problem| problem.help.as_deref().is_some_and(|help| help.contains(newer))),
                        "{id}: {problems:?}"
                    );
                }
            }
        }
        if expected.is_empty() && vector["expectFindings"].is_array() {
            assert!(problems.iter().all(|problem| problem.severity == Severity::Info), "{id}: {problems:?}");
        }
        assert!(problems.iter().all(|problem| problem.origin.as_deref().is_some_and(|origin| origin.starts_with("t.json:1:"))));
        checked += 1;
    }
    assert!(built >= 10 && checked >= 18, "{built} built, {checked} checked");
}

/// The documented algorithm: one entry `body`, whatever the definition calls it; hidden defaults in, the service's address out.
#[test]
fn parameters_of_a_trigger() {
    use connsmith::call::namespace::trigger;
    let leaf = || json!({ "type": "string" });
    let schema = json!({ "type": "object", "required": ["recipient", "notificationUrl", "kind"], "properties": {
        "recipient": { "type": "object", "required": ["groupId"], "properties": { "groupId": leaf(), "channelId": leaf() } },
        "messageBody": { "type": "object", "properties": { "content": leaf(), "subject": leaf() } },
        "kind": { "type": "string", "default": "created", "x-ms-visibility": "internal" },
        "notificationUrl": { "type": "string", "x-ms-notification-url": true, "x-ms-visibility": "internal" },
    } });
    let operation = json!({ "operationId": "OnPost", "x-ms-trigger": "single", "responses": {}, "parameters": [
        { "name": "user.name", "in": "query", "type": "string", "required": true },
        { "name": "top", "in": "query", "type": "integer" },
        { "name": "requestBody", "in": "body", "required": true, "schema": schema },
    ] });
    let connector = connector(&[("/hooks", "post", operation)]);
    let operation = connector.operation("OnPost").expect("the operation");
    let read = |_: &str| Err(String::new());
    let options = ["user.name=a/b", "top=5", "body.recipient.groupId=g", "messageBody.content=c"];
    let given: Vec<Argument> =
        options.iter().map(|text| connsmith::call::arguments::of_option(text, read).expect("an argument")).collect();
    let (parameters, problems) = trigger::parameters(operation, &given);
    assert!(problems.is_empty(), "{problems:?}");
    let body = json!({ "recipient": { "groupId": "g" }, "messageBody": { "content": "c" }, "kind": "created" });
    let expected =
        json!([{ "name": "user.name", "value": "a/b" }, { "name": "top", "value": 5 }, { "name": "body", "value": body }]);
    assert_eq!(parameters, expected);
    let config = |parameters: Value| {
        let properties = json!({
            "connectionDetails": { "connectorName": "c", "connectionName": "n" }, "operationName": "OnPost", "parameters": parameters,
            "notificationDetails": { "callbackUrl": "https://example.com/hook" },
        });
        let text = json!({ "properties": properties }).to_string().into_bytes();
        let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", text);
        let problems = trigger::check(&document, Some(&connector));
        problems.into_iter().map(|problem| (problem.code, problem.message)).collect::<Vec<_>>()
    };
    assert_eq!(config(expected), []);
    let wrong = config(json!([{ "name": "user.name", "value": "a" }, { "name": "requestBody", "value": { "recipient": {} } }]));
    let texts: Vec<&str> = wrong.iter().map(|(_, message)| message.as_str()).collect();
    let missing = "The API operation 'OnPost' is missing required property 'requestBody/recipient/groupId'.";
    assert_eq!(texts, ["the body's entry is called `body`, not `requestBody`", missing]);
}

/// What guides warn of: each fault is found.
#[test]
fn faults_of_triggers() {
    use connsmith::call::namespace::trigger;
    let good = json!({ "properties": {
        "triggerType": "Recurrence", "recurrence": { "frequency": "Minute", "interval": 5 },
        "notificationDetails": { "callbackUrl": "https://example.com/tick", "httpMethod": "Post" } } });
    let check = |pointer: &str, value: Value| {
        let mut config = good.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        config.pointer_mut(parent).expect("a place")[key] = value;
        let document =
            connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", config.to_string().into_bytes());
        trigger::check(&document, None).into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(check("/properties/state", json!("Enabled")), [] as [&str; 0]);
    let details = "/properties/notificationDetails";
    let auth = |value: Value| check(&format!("{details}/authentication"), value);
    let cases = [
        (check("/properties/callbackUrl", json!("x")), "misplaced"),
        (check("/properties/statee", json!("Enabled")), "unknown"),
        (check("/properties/foo", json!("x")), "unknown"),
        (check("/foo", json!("x")), "unknown"),
        (check("/name", json!("a b")), "value"),
        (check("/properties/parameters", json!([])), "start"),
        (check("/properties/description", json!("<resolve: Teams(id)>")), "placeholder"),
        (check("/properties/settings", json!({ "disableSplitOn": "true" })), "type"),
        (check("/properties/recurrence/startTime", json!("tomorrow")), "value"),
        (check("/properties/recurrence/timeZone", json!(5)), "type"),
        (check("/properties/state", json!("On")), "value"),
        (check("/properties/type", json!("SlidingWindow")), "repeated"),
        (check("/properties/delay", json!("PT5M")), "start"),
        (check("/properties/recurrence", json!({ "frequency": "Minute", "interval": 0 })), "value"),
        (check("/properties/recurrence", json!({ "frequency": "Week", "interval": 1 })), "value"),
        (check("/properties/recurrence", json!({ "frequency": "Minute" })), "missing"),
        (check("/properties/conditions", json!([{ "expression": "equals(1,1)" }])), "value"),
        (check("/properties/metadata", json!({ "a": "System.Collections.Hashtable" })), "hashtable"),
        (check(&format!("{details}/callbackUrl"), json!("")), "value"),
        (check(&format!("{details}/httpMethod"), json!("SEND")), "value"),
        (check(&format!("{details}/body"), json!("@triggerBody()")), "type"),
        (check(details, json!({})), "missing"),
        (auth(json!({ "type": "Basics" })), "value"),
        (auth(json!({ "type": "Basic", "username": "u" })), "missing"),
        (auth(json!({ "type": "ManagedServiceIdentity" })), "missing"),
        (auth(json!({ "type": "ManagedServiceIdentity", "audience": "https://example.com/tick" })), "value"),
        (auth(json!({ "type": "ManagedServiceIdentity", "audience": "https://Example.com/tick/" })), "value"),
        (auth(json!({ "type": "ClientCertificate", "pfx": "not base64" })), "value"),
        (auth(json!({ "type": "ManagedServiceIdentity", "audience": "a", "identity": "me" })), "value"),
        (auth(json!({ "type": "QueryString", "name": "code", "value": "v", "kind": 1 })), "unknown"),
    ];
    for (at, (codes, code)) in cases.into_iter().enumerate() {
        assert_eq!(codes, [code], "case {at}");
    }
    let both = check("/properties/connectionDetails", json!({ "connectorName": "a", "connectionName": "b" }));
    assert!(both.contains(&"start"), "{both:?}");
}

/// What is not a fault: times as ISO 8601 writes them, placeholders of templates, polls without a callback.
#[test]
fn triggers_without_a_fault() {
    use connsmith::call::namespace::trigger;
    use connsmith::rule::Severity;
    let check = |properties: Value| {
        let text = json!({ "location": "eastus", "properties": properties }).to_string().into_bytes();
        let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", text);
        let problems = trigger::check(&document, None);
        problems.into_iter().filter(|problem| problem.severity != Severity::Info).collect::<Vec<_>>()
    };
    let details = json!({ "callbackUrl": "https://example.com/tick" });
    for start in ["2026-06-01T00:00:00Z", "2026-06-01T00:00:00.000+02:00", "2026-06-01", "2026-06-01T08:30", "{start}"] {
        let recurrence = json!({ "frequency": "Day", "interval": 1, "startTime": start, "timeZone": "America/Los_Angeles" });
        let found =
            check(json!({ "triggerType": "Recurrence", "recurrence": recurrence, "notificationDetails": details.clone() }));
        assert_eq!(found, [], "{start}");
    }
    let connection = json!({ "connectorName": "a", "connectionName": "b" });
    let poll = json!({ "connectionDetails": connection, "operationName": "OnX", "deliveryMode": "Poll", "type": "NotSpecified" });
    assert_eq!(check(poll), []);
    let twice = br#"{"properties": {"state": "Enabled", "state": "Disabled", "triggerType": "Recurrence",
        "recurrence": {"frequency": "Day", "interval": 1}, "notificationDetails": {"callbackUrl": "https://example.com"}}}"#;
    let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", twice.to_vec());
    let found = trigger::check(&document, None);
    assert_eq!(found.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["repeated"]);
}

/// `trigger new` refuses what `trigger check` refuses; both leave the address to the service, wherever it is.
#[test]
fn operations_of_triggers() {
    use connsmith::call::namespace::trigger::{self, Callback, Recurrence, Start, Wish};
    use connsmith::rule::Severity;
    let hook = |id: &str, more: Value| {
        let address = json!({ "name": "cb", "in": "query", "type": "string", "required": true, "x-ms-notification-url": true });
        let version = json!({ "name": "v", "in": "query", "type": "string", "required": true, "default": "1" });
        let body = json!({ "name": "rule", "in": "body", "schema": { "type": "object", "properties": { "filter": { "type": "string" } } } });
        let mut operation = json!({ "operationId": id, "responses": {}, "parameters": [address, version, body] });
        more.as_object().into_iter().flatten().for_each(|(key, value)| operation[key] = value.clone());
        operation
    };
    let trigger_json = json!({ "x-ms-trigger": "single" });
    let connector = connector(&[
        ("/a", "post", hook("OnHook", trigger_json.clone())),
        ("/b", "post", hook("OnHook_V2", trigger_json.clone())),
        ("/c", "post", hook("WaitFor", json!({}))),
        ("/d", "post", hook("OnPick", json!({ "x-ms-trigger": "single", "x-ms-visibility": "internal" }))),
        ("/e", "get", json!({ "operationId": "List", "responses": {} })),
    ]);
    assert_eq!(trigger::nearest_trigger(&connector, "OnHookV9").as_deref(), Some("OnHook_V2"));
    let build = |id: &str, recurrence: Option<Recurrence>| {
        let start = Start::Event {
            operation: connector.operation(id).expect("the operation"),
            connector: "c".into(),
            connection: "n".into(),
            arguments: Vec::new(),
            recurrence,
        };
        let callback = Callback { url: "https://example.com".into(), method: "POST".into(), authentication: None, body: None };
        let wish = Wish {
            start,
            callback,
            description: None,
            enabled: true,
            whole_batches: false,
            conditions: Vec::new(),
            metadata: None,
            legacy_type: false,
        };
        let (body, problems) = trigger::build(&wish);
        (body, problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>())
    };
    let (body, problems) = build("OnHook", None);
    assert_eq!(problems, [] as [&str; 0]);
    assert_eq!(body.expect("a body")["properties"]["parameters"], json!([{ "name": "v", "value": "1" }]));
    let minute = Recurrence { frequency: "Minute".into(), interval: 5, time_zone: None, start_time: None };
    assert_eq!(build("OnHook", Some(minute)).1, ["start"]);
    for id in ["WaitFor", "OnPick", "List"] {
        assert_eq!(build(id, None), (None, vec!["not-a-trigger"]), "{id}");
    }
    let check = |parameters: Value| {
        let properties = json!({ "connectionDetails": { "connectorName": "c", "connectionName": "n" }, "operationName": "OnHook",
            "notificationDetails": { "callbackUrl": "https://example.com" }, "parameters": parameters });
        let text = json!({ "properties": properties }).to_string().into_bytes();
        let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", text);
        let problems = trigger::check(&document, Some(&connector));
        problems.into_iter().map(|problem| (problem.severity, problem.code, problem.help)).collect::<Vec<_>>()
    };
    let found = check(json!([{ "name": "filter", "value": "x" }, { "name": "v", "value": "1" }]));
    let help = "it is a property of the body: put it into the value of the entry `body`".to_owned();
    assert_eq!(found, [(Severity::Warning, "unknown", Some(help))]);
    let found = check(json!([{ "name": "cb", "value": "https://example.com" }, { "name": "v", "value": "1" }]));
    assert_eq!(found.iter().map(|(severity, code, _)| (*severity, *code)).collect::<Vec<_>>(), [(Severity::Error, "value")]);
    let found = check(json!([]));
    assert_eq!(found.iter().map(|(severity, code, _)| (*severity, *code)).collect::<Vec<_>>(), [(Severity::Info, "default")]);
}

fn tool<'a>(operation: Operation<'a>, fixed: &[&str]) -> connsmith::call::namespace::mcp::Tool<'a> {
    let read = |_: &str| Err(String::new());
    let fixed = fixed.iter().map(|text| connsmith::call::arguments::of_option(text, read).expect("an argument")).collect();
    connsmith::call::namespace::mcp::Tool { operation, fixed, agent: Vec::new(), skipped: Vec::new() }
}

fn check_mcp(config: &Value, connector: Option<&Connector>) -> Vec<(connsmith::Severity, &'static str, String)> {
    let text = config.to_string().into_bytes();
    let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "m.json", text);
    let problems = connsmith::call::namespace::mcp::check(&document, &|_| connector);
    problems.into_iter().map(|problem| (problem.severity, problem.code, problem.message)).collect()
}

/// Whether everything in the first value is in the second.
fn holds(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            want.iter().all(|(key, value)| got.get(key).is_some_and(|other| holds(value, other)))
        }
        (Value::Array(want), Value::Array(got)) => want.len() == got.len() && want.iter().zip(got).all(|(a, b)| holds(a, b)),
        (want, got) => want == got,
    }
}

/// The documented examples: built where they fit the real definition, found faulty where not.
#[test]
fn recorded_mcp_servers() {
    use connsmith::Severity;
    let Some(folder) = shared("namespace") else { return };
    let vectors = read(folder.join("vectors/mcp-config.json"));
    let vector =
        |id: &str| vectors["vectors"].as_array().into_iter().flatten().find(|one| one["id"] == id).cloned().expect("the vector");
    let mail = vector("doc-o365-send");
    let connector = swagger(&folder, mail["swagger"].as_str().unwrap_or_default()).expect("the Swagger file");
    let mut problems = Vec::new();
    // The definition looks people up, which only the designer can: the agent chooses whom to write to.
    let send = tool(connector.operation("SendEmailV2").expect("it"), &[]);
    let built = connsmith::call::namespace::mcp::tool_json(&send, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(holds(&mail["expectOperation"], &built), "{built:#}");
    let server = |operation: &Value| {
        json!({ "kind": "ManagedMcpServer", "properties": { "connectors": [
        { "name": "office365", "connectionName": "c", "operations": [operation] }] } })
    };
    assert_eq!(check_mcp(&server(&built), Some(&connector)), []);
    let mut without = built.clone();
    without["agentParameters"][0]["schema"]["properties"].as_object_mut().expect("properties").remove("To");
    let found = check_mcp(&server(&without), Some(&connector));
    assert_eq!(found, [(Severity::Error, "missing", mail["errorWhenMissing"].as_str().unwrap_or_default().to_owned())]);

    let teams = vector("doc-teams-post");
    let connector = swagger(&folder, teams["swagger"].as_str().unwrap_or_default()).expect("the Swagger file");
    let found = check_mcp(&server(&teams["expectOperation"]), Some(&connector));
    assert!(found.is_empty() || found.iter().any(|(severity, ..)| *severity == Severity::Error), "{found:?}");
    let mut operation = teams["expectOperation"].clone();
    operation["name"] = teams["operation"].clone();
    let found = check_mcp(&server(&operation), Some(&connector));
    assert!(found.iter().any(|(severity, code, _)| (*severity, *code) == (Severity::Warning, "deprecated")), "{found:?}");
    assert!(
        found
            .iter()
            .any(|(severity, code, text)| (*severity, *code) == (Severity::Error, "unknown") && text.contains("`message`")),
        "{found:?}"
    );

    let found = check_mcp(&vector("authmode-obo-user")["config"], None);
    let found: Vec<_> = found.iter().filter(|(severity, ..)| *severity != Severity::Info).map(|(_, code, _)| *code).collect();
    assert_eq!(found, ["mode"]);
}

/// The worked example, and a hidden leaf deep in a body that has to be fixed beside the agent's.
#[test]
fn inputs_of_a_tool() {
    use connsmith::call::namespace::mcp::{self, Part, Server};
    let recipient = json!({ "type": "object", "required": ["id", "kind"], "properties": {
        "id": { "type": "string" }, "kind": { "type": "string", "default": "html", "x-ms-visibility": "internal" } } });
    let properties = json!({ "recipient": recipient, "note": { "type": "string" }, "rare": { "type": "string", "x-ms-visibility": "advanced" } });
    let values = json!({ "operationId": "Teams", "value-path": "id" });
    let operation = json!({ "operationId": "Post", "summary": "Post it", "responses": {}, "parameters": [
        { "name": "teamId", "in": "path", "required": true, "type": "string", "x-ms-dynamic-values": values },
        { "name": "api-version", "in": "query", "required": true, "type": "string", "x-ms-visibility": "internal", "default": "1.0" },
        { "name": "requestBody", "in": "body", "required": true,
          "schema": { "type": "object", "required": ["recipient"], "properties": properties } },
    ] });
    let teams = json!({ "operationId": "Teams", "responses": {} });
    let connector = connector(&[("/teams/{teamId}/messages", "post", operation), ("/teams", "get", teams)]);
    let operation = connector.operation("Post").expect("the operation");
    let server = |fixed: &[&str]| {
        let part = Part {
            connector: "teams".into(),
            title: "Teams".into(),
            connection: Some("c".into()),
            tools: vec![tool(operation, fixed)],
        };
        mcp::build(&Server { description: None, mode: "DeveloperConnection".into(), parts: vec![part] })
    };
    let (body, problems) = server(&[]);
    assert!(body.is_none());
    assert_eq!(problems[0].message, "`Post` needs a value for `teamId`, which is looked up");
    let (body, problems) = server(&["teamId=a/b"]);
    assert!(problems.is_empty(), "{problems:?}");
    let built = body.expect("a body")["properties"]["connectors"][0]["operations"][0].clone();
    let fixed = json!([{ "name": "teamId", "value": "a/b" }, { "name": "api-version", "value": "1.0" },
        { "name": "requestBody", "value": { "recipient": { "kind": "html" } } }]);
    assert_eq!(built["userParameters"], fixed);
    let agent = json!([{ "name": "requestBody", "isRequired": true, "schema": { "type": "object", "required": true, "properties": {
        "recipient": { "type": "object", "required": true, "properties": { "id": { "type": "string", "required": true } } },
        "note": { "type": "string" } } } }]);
    assert_eq!(built["agentParameters"], agent);
    assert_eq!(built["description"], "Post it");
    let (body, problems) = server(&["teamId=a", "nope=1"]);
    assert!(body.is_none() && problems[0].code == "unknown", "{problems:?}");
}

/// Arrays keep the schema of their items, objects are decided as a whole, and what the service sets itself is left out.
#[test]
fn schemas_and_decisions_of_a_tool() {
    use connsmith::Severity;
    use connsmith::call::namespace::mcp::{Part, Server, Tool, build};
    let text = || json!({ "type": "string" });
    let line = json!({ "type": "object", "required": ["name", "unit"], "properties": { "name": text(), "quantity": { "type": "integer" },
        "unit": { "type": "string", "default": "each", "x-ms-visibility": "internal" },
        "id": { "type": "string", "readOnly": true } } });
    let looked_up = json!({ "type": "string", "x-ms-dynamic-values": { "operationId": "Units", "value-path": "id" } });
    let order = json!({ "type": "object", "required": ["lines"], "properties": {
        "lines": { "type": "array", "items": line },
        "created": { "type": "string", "readOnly": true },
        "buyer": { "type": "object", "required": ["region"], "properties": { "mail": text(), "region": looked_up } } } });
    let header = |name: &str| json!({ "name": name, "in": "header", "type": "string", "required": name == "Content-Type" });
    let operation = json!({ "operationId": "Order", "summary": "Order", "description": "Order it", "responses": {}, "parameters": [
        header("Content-Type"), header("X-Trace"), { "name": "id", "in": "query", "type": "string" },
        { "name": "order", "in": "body", "required": true, "schema": order } ] });
    let units = json!({ "operationId": "Units", "responses": {} });
    let connector = connector(&[("/orders", "post", operation), ("/units", "get", units)]);
    let operation = connector.operation("Order").expect("the operation");
    let server = |fixed: &[&str], agent: &[&str], skipped: &[&str]| {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let tool = Tool { agent: own(agent), skipped: own(skipped), ..tool(operation, fixed) };
        let part = Part { connector: "shop".into(), title: "Shop".into(), connection: Some("c".into()), tools: vec![tool] };
        let (body, problems) = build(&Server { description: None, mode: "DeveloperConnection".into(), parts: vec![part] });
        let told: Vec<_> = problems.into_iter().map(|problem| (problem.severity, problem.code, problem.message)).collect();
        (body.map(|body| body["properties"]["connectors"][0]["operations"][0].clone()), told)
    };
    let (built, told) = server(&[], &[], &["body.buyer"]);
    let schema = built.expect("a tool")["agentParameters"][1]["schema"]["properties"].clone();
    let items = json!({ "type": "object", "properties": {
        "name": { "type": "string", "required": true }, "quantity": { "type": "integer" },
        "unit": { "type": "string", "default": "each", "enum": ["each"], "required": true } } });
    assert_eq!(schema, json!({ "lines": { "type": "array", "items": items, "required": true } }));
    let codes = |told: &[(Severity, &'static str, String)]| told.iter().map(|(_, code, _)| *code).collect::<Vec<_>>();
    assert!(told.iter().all(|(severity, ..)| *severity == Severity::Info), "{told:?}");
    assert_eq!(codes(&told), ["hidden", "header", "header"]);
    // The agent gets the address, so the object is there, and the region becomes required.
    let (built, told) = server(&[], &[], &[]);
    assert!(built.is_none());
    assert!(told.iter().any(|(_, code, text)| *code == "undecided" && text.contains("`body.buyer.region`")), "{told:?}");
    let (built, _) = server(&[], &["body.buyer"], &[]);
    let buyer = built.expect("a tool")["agentParameters"][1]["schema"]["properties"]["buyer"].clone();
    assert_eq!(buyer["properties"]["region"], json!({ "type": "string", "required": true }));
    let (built, _) = server(&[r#"body.buyer={"region":"eu"}"#], &[], &[]);
    let fixed = json!([{ "name": "order", "value": { "buyer": { "region": "eu" } } }]);
    assert_eq!(built.expect("a tool")["userParameters"], fixed);
    for (found, code) in [
        (server(&["id=1"], &["id"], &["body.buyer"]), "repeated"),
        (server(&[], &["Content-Type"], &["body.buyer"]), "header"),
        (server(&[], &[], &["body.buyer", "body.lines"]), "missing"),
        (server(&[], &[], &["body.buyers"]), "unknown"),
    ] {
        let first = found.1.iter().find(|(severity, ..)| *severity == Severity::Error);
        assert_eq!((found.0, first.map(|(_, code, _)| *code)), (None, Some(code)), "{:?}", found.1);
    }
}

/// Faults of a server configuration, one by one.
#[test]
fn faults_of_mcp_servers() {
    let connector = cascade();
    let operation = json!({ "name": "Teams", "displayName": "d", "description": "d", "agentParameters": [
        { "name": "site", "schema": { "type": "string", "required": true } }] });
    let good = json!({ "kind": "ManagedMcpServer", "properties": { "connectors": [
        { "name": "a", "connectionName": "c", "operations": [operation] }] } });
    let check = |pointer: &str, value: Value| {
        let mut config = good.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        config.pointer_mut(parent).expect("a place")[key] = value;
        let found = check_mcp(&config, Some(&connector));
        found.into_iter().map(|(_, code, _)| code).filter(|code| *code != "deprecated").collect::<Vec<_>>()
    };
    let first = "/properties/connectors/0/operations/0";
    assert_eq!(check("/properties/state", json!("Enabled")), [] as [&str; 0]);
    let cases = [
        (check("/kind", json!("Managed")), vec!["value"]),
        (check("/properties/kind", json!("ManagedMcpServer")), vec!["misplaced"]),
        (check("/properties/connectors", json!([])), vec!["missing"]),
        (check("/properties/authenticationMode", json!("AppOnly")), vec!["missing"]),
        (check("/properties/resourceAuth", json!({})), vec!["mode"]),
        (check(&format!("{first}/name"), json!("Nope")), vec!["unknown-operation"]),
        (check(&format!("{first}/agentParameters"), json!([])), vec!["missing"]),
        (check(&format!("{first}/userParameters"), json!([{ "name": "site", "value": "s" }])), vec!["repeated"]),
        (check(&format!("{first}/userParameters"), json!([{ "name": "sites", "value": "s" }])), vec!["unknown"]),
        (check(&format!("{first}/agentParameters/0/schema"), json!("x")), vec!["type"]),
        (check(&format!("{first}/agentParameters/0/schema"), json!({ "anyOf": [] })), vec!["union"]),
        (check("/properties/policies", json!([{ "target": { "connectorName": "b" } }])), vec!["target"]),
        (check("/properties/connectors/0/operations", json!([operation, operation])), vec!["repeated"]),
        // Each connector has tools of its own.
        (
            check("/properties/connectors", {
                let part = |name: &str| json!({ "name": name, "connectionName": "c", "operations": [operation] });
                json!([part("a"), part("b")])
            }),
            vec![],
        ),
        (
            check("/properties/connectors", json!([{ "connectorName": "a", "operations": [{ "operationName": "Teams" }] }])),
            vec!["shape"],
        ),
        (check("/properties/connectors/0/operations", json!([])), vec!["missing"]),
        (check("/properties/foo", json!(1)), vec!["unknown"]),
        (check("/foo", json!(1)), vec!["unknown"]),
        (check("/name", json!("a b")), vec!["value"]),
        (check("/properties/settings", json!({ "textOnlyContent": "true" })), vec!["type"]),
        (check("/properties/hostedMcpServer", json!({ "hostedMcpServerId": "x" })), vec!["misplaced"]),
        (check("/properties/description", json!("<resolve: Teams(id)>")), vec!["placeholder"]),
        (check(&format!("{first}/agentParameters/0/schema/required"), json!("true")), vec!["type"]),
        (check(&format!("{first}/agentParameters/0/schema/type"), json!("integer")), vec!["type"]),
        (check(&format!("{first}/agentParameters/0/schema"), json!({ "$ref": "#/x" })), vec!["union"]),
    ];
    for (at, (codes, expected)) in cases.into_iter().enumerate() {
        assert_eq!(codes, expected, "case {at}");
    }
}

/// The worked examples of guides and samples: calls, bodies of resources, authentication.
#[test]
fn documented_examples() {
    use connsmith::call::namespace::{resource, sandbox, trigger};
    use connsmith::rule::Severity;
    let folder = shared("namespace").unwrap_or_default();
    let vectors = super::vectors("arm-and-invoke-docs.json");
    let mut count = 0;
    for vector in vectors["vectors"].as_array().into_iter().flatten() {
        let id = vector["id"].as_str().unwrap_or_default();
        count += 1;
        if let (Some(connector), Some(operation)) =
            (vector["swagger"].as_str().and_then(|name| swagger(&folder, name)), vector["operation"].as_str())
        {
            let operation = connector.operation(operation).expect("the operation");
            let want = &vector["request"];
            // Without arguments, those of the expected request.
            let mut given: Vec<Argument> = Vec::new();
            let args = match vector["args"].as_object() {
                Some(args) => args.clone(),
                None => want["queries"].as_object().cloned().unwrap_or_default(),
            };
            for (name, value) in args.into_iter().filter(|(name, _)| name != "body") {
                given.push(Argument { place: Place::Named(name), value: Given::Json(value), origin: String::new() });
            }
            given.push(Argument { place: Place::Body, value: Given::Json(want["body"].clone()), origin: String::new() });
            let built = request::build(operation, &given, Options::default());
            let request = built.request.unwrap_or_else(|| panic!("{id}: {:?}", built.problems));
            let body = invoke::body(&request).expect("a body").0;
            for key in ["method", "path", "queries"] {
                assert!(holds(&want[key], &body["request"].get(key).cloned().unwrap_or_default()), "{id} {key}: {body}");
            }
            // Defaults of the definition may be in the body, too.
            assert!(holds(&want["body"], &body["request"]["body"]), "{id}: {body}");
            if let Some(url) = vector["runtimeUrl"].as_str() {
                let call = sandbox::direct("{connectionRuntimeUrl}", &request).expect("a call");
                assert_eq!(call["url"], url, "{id}");
                assert!(holds(&want["body"], &call["body"]), "{id}");
            }
            continue;
        }
        // Without the connector's definition there is nothing to build it from.
        if vector["operation"].is_string() {
            continue;
        }
        if vector["authentication"].is_object() {
            let details = json!({ "callbackUrl": "https://example.com/hook", "authentication": vector["authentication"] });
            let config = json!({ "properties": { "triggerType": "Recurrence", "recurrence": { "frequency": "Day", "interval": 1 }, "notificationDetails": details } });
            let document =
                connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", config.to_string().into_bytes());
            let found = trigger::check(&document, None);
            assert_eq!(
                found.iter().all(|problem| problem.severity != Severity::Error),
                vector["valid"] == true,
                "{id}: {found:?}"
            );
            continue;
        }
        let text = |pointer: &str| vector.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let connection = || resource::Connection {
            connector: text("/body/properties/connectorName").unwrap_or_default(),
            title: text("/body/properties/displayName"),
            location: text("/body/location"),
            ..Default::default()
        };
        match id {
            "metadata-url" => {
                #[cfg(feature = "platform")]
                {
                    use connsmith::ship::namespace::address::metadata;
                    let here = |text: &Value| {
                        text.as_str().unwrap_or_default().replace("{host}", "a.azure-apihub.net").replace(['{', '}'], "")
                    };
                    let manager = "https://management.azure.com".parse().expect("a URL");
                    let found = metadata(&here(&vector["given"]), &manager, &[]).expect("an address");
                    assert_eq!(found.as_str(), here(&vector["expect"]));
                }
            }
            "sandboxgroup-gatewayConnections" => {
                for entry in vector["entries"].as_array().into_iter().flatten() {
                    let url = entry.get("connectionRuntimeUrl").or_else(|| entry.get("mcpRuntimeUrl")).and_then(Value::as_str);
                    assert_eq!(sandbox::entry(entry["resourceId"].as_str().unwrap_or_default(), url.unwrap_or_default()), *entry);
                }
            }
            "content-header-400" => {
                let header = json!({ "name": "Content-Type", "in": "header", "type": "string", "default": "application/json", "required": true });
                let connector =
                    connector(&[("/x", "get", json!({ "operationId": "X", "parameters": [header], "responses": {} }))]);
                let built = request::build(connector.operation("X").expect("it"), &[], Options::default());
                let (body, left_out) = invoke::body(&built.request.expect("a request")).expect("a body");
                assert_eq!((body["request"].get("headers"), left_out), (None, vec!["header Content-Type".to_owned()]));
            }
            "connection-oauth" => assert_eq!(resource::connection(&connection()), vector["body"]),
            "connection-parameterValueSet" => {
                let set = &vector["body"]["properties"]["parameterValueSet"];
                let values =
                    set["values"].as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value["value"].clone()));
                let wanted = resource::Connection {
                    set: set["name"].as_str().map(str::to_owned),
                    values: values.collect(),
                    ..connection()
                };
                assert_eq!(resource::connection(&wanted), vector["body"]);
                assert_eq!(resource::secrets(&vector["body"]).len(), 1);
            }
            "consent-links" => assert_eq!(resource::consent("https://portal.azure.com"), vector["body"]),
            "namespace-create" => {
                let mut body = resource::namespace("{loc}", &[], &[]);
                body["tags"] = json!({});
                assert_eq!(body, vector["body"]);
            }
            other => panic!("{other}: what does it want?"),
        }
    }
    assert!(count >= 15, "only {count} vectors ran");
}

/// What callbacks receive, as Microsoft's readers take it.
#[test]
fn recorded_payloads() {
    use connsmith::call::namespace::payload::{Kind, Reader, read as read_payload};
    let vectors = super::vectors("callback-payload.json");
    let mut count = 0;
    for vector in vectors["vectors"].as_array().into_iter().flatten() {
        let id = vector["id"].as_str().unwrap_or_default();
        let reader = if id.starts_with("node") { Reader::Node } else { Reader::DotNet };
        match read_payload(&vector["payload"], reader) {
            Ok((kind, items)) => {
                assert_eq!(kind.name(), vector["kind"], "{id}");
                if let Some(number) = vector["items"].as_u64() {
                    assert_eq!(items.len() as u64, number, "{id}");
                }
            }
            Err(_) => assert_eq!(vector["kind"], "error", "{id}"),
        }
        count += 1;
    }
    assert!(count >= 9, "only {count} vectors ran");
    let kind = |payload: Value| read_payload(&payload, Reader::DotNet).expect("a payload").0;
    assert_eq!(kind(json!({ "body": "QUJD" })), Kind::Binary);
    assert_eq!(kind(json!({ "body": { "value": "s" } })), Kind::Single);
    assert_eq!(kind(json!({ "Body": { "VALUE": [] } })), Kind::Batch);
    assert_eq!(kind(json!({ "body": { "value": [1], "x": 2 } })), Kind::Single);
}

/// The examples on the pages of the rules about configurations: what is marked is found, and a good one has no such finding.
#[test]
fn pages_of_rules_about_configurations() {
    use connsmith::call::namespace::judged::{self, Kind};
    let operation = |more: Value| {
        let mut operation = json!({ "responses": {} });
        more.as_object().into_iter().flatten().for_each(|(key, value)| operation[key] = value.clone());
        operation
    };
    let list = json!({ "name": "list", "in": "query", "type": "string" });
    let task = json!({ "name": "task", "in": "body", "required": true, "schema": { "type": "object", "required": ["title"], "properties": { "title": { "type": "string" } } } });
    let rule =
        json!({ "name": "rule", "in": "body", "schema": { "type": "object", "properties": { "filter": { "type": "string" } } } });
    let connector = connector(&[
        ("/tasks", "get", operation(json!({ "operationId": "ListTasks", "parameters": [list] }))),
        ("/tasks", "post", operation(json!({ "operationId": "AddTask", "parameters": [task] }))),
        ("/old", "get", operation(json!({ "operationId": "OldTasks", "deprecated": true }))),
        ("/on", "post", operation(json!({ "operationId": "OnTask", "x-ms-trigger": "batch", "parameters": [list, rule] }))),
    ]);
    let mut pages = 0;
    for rule in connsmith::rules::RULES.iter().filter(|rule| rule.subject == "namespace") {
        let mut heading = "";
        for part in rule.page().split("\n## ").skip(1) {
            heading = if part.starts_with("Bad") {
                "Bad"
            } else if part.starts_with("Good") {
                "Good"
            } else {
                heading
            };
            let (fence, rest) = part
                .split_once("```json ")
                .unwrap_or_else(|| panic!("{}: no example", rule.id))
                .1
                .split_once('\n')
                .expect("a line");
            let kind = if fence == "trigger" { Kind::Trigger } else { Kind::Mcp };
            let text = rest.split("```").next().unwrap_or_default();
            let (marks, lines): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("! "));
            let bytes = (lines.join("\n") + "\n").into_bytes();
            let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "example", bytes);
            let found = judged::findings(kind, &document, Some(&connector));
            let own = found.iter().filter(|finding| finding.rule.id == rule.id).map(|finding| {
                let at = document.position(finding.at.span.start);
                format!("! {}:{}: {}", at.line, at.column, finding.message)
            });
            assert_eq!(own.collect::<Vec<_>>(), marks, "{} {heading}", rule.id);
            assert_eq!(marks.is_empty(), heading == "Good", "{}", rule.id);
            // An example has one fault, of the level that the page claims.
            let others =
                found.iter().filter(|finding| finding.rule.id != rule.id && finding.severity != connsmith::Severity::Info);
            assert_eq!(others.map(|finding| finding.message.as_str()).collect::<Vec<_>>(), [""; 0], "{} {heading}", rule.id);
            assert!(found.iter().all(|finding| finding.rule.id != rule.id || finding.severity == rule.severity), "{}", rule.id);
        }
        pages += 1;
    }
    assert_eq!(pages, 22);
    // Every problem belongs to one of them.
    for code in ["syntax", "shape", "misnamed", "sandbox", "event", "target", "anything else"] {
        let id = judged::rule_of(code);
        assert!(connsmith::rules::RULES.iter().any(|rule| rule.id == id), "{code}: {id}");
    }
}
