//! What makers see.
use super::{connector, definition, read, shared};
use connsmith::Connector;
use connsmith::call::source;
use connsmith::call::view::{self, Designer, Fold};
use connsmith::connector::discover::{self, Found};
use serde_json::{Value, json};

/// The operations of a definition with one POST whose body has this schema.
fn of_body(schema: Value) -> Connector {
    let body = json!({ "name": "body", "in": "body", "required": true, "schema": schema });
    connector(&[("/x", "post", json!({ "operationId": "X", "parameters": [body], "responses": {} }))])
}

fn of_parameters(parameters: Value) -> Connector {
    connector(&[("/x/{id}", "get", json!({ "operationId": "X", "parameters": parameters, "responses": {} }))])
}

fn labels(connector: &Connector) -> Vec<(String, String)> {
    let shown = view::operations(connector).remove(0);
    shown.fields.into_iter().map(|field| (field.key, field.label)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect()
}

fn titles(schema: Value) -> Vec<(String, String)> {
    let responses = json!({ "200": { "description": "OK", "schema": schema } });
    let connector = connector(&[("/x", "get", json!({ "operationId": "X", "responses": responses }))]);
    let shown = view::operations(&connector).remove(0);
    shown.outputs.into_iter().map(|token| (token.key, token.title)).collect()
}

/// Microsoft's own parser and ours, over connectors that are published.
#[test]
fn as_the_designer_has_it() {
    let (Some(oracle), Some(corpus)) = (shared("designer"), shared("corpus")) else { return };
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for file in std::fs::read_dir(oracle).expect("the oracle").flatten() {
        let want = read(file.path());
        let name = want["connector"].as_str().unwrap_or_default();
        let found = Found::folder(&corpus.join(name));
        let connector = source::connector(discover::load(&found, name.to_owned()));
        let got = view::json::connector(&connector, Designer::New);
        let order: Vec<&Value> = got["operations"].as_array().into_iter().flatten().map(|one| &one["id"]).collect();
        let expected: Vec<&Value> = want["order"].as_array().into_iter().flatten().collect();
        assert_eq!(order, expected, "{name}");
        for operation in got["operations"].as_array().into_iter().flatten() {
            let want = &want["operations"][operation["id"].as_str().unwrap_or_default()];
            let pick = |list: &Value, keys: &[&str]| -> Vec<Value> {
                let one = |item: &Value| keys.iter().map(|key| (key.to_string(), item[*key].clone())).collect::<Value>();
                list.as_array().into_iter().flatten().map(one).collect()
            };
            let input = ["key", "label", "required", "visibility", "type", "format", "default"];
            let sorted = |list: &Value| {
                let mut all: Vec<String> = pick(list, &["key", "title"]).iter().map(Value::to_string).collect();
                all.sort();
                all
            };
            let choices = |list: &Value, key: &str| -> Vec<Value> {
                let titles = |item: &Value| match item["choices"].as_array() {
                    Some(choices) if key.is_empty() => Value::Array(choices.clone()),
                    Some(choices) => choices.iter().map(|choice| choice[key].clone()).collect(),
                    None => Value::Null,
                };
                list.as_array().into_iter().flatten().map(titles).collect()
            };
            let lookups = |list: &Value, old: &str, new: &str| -> Vec<bool> {
                let has = |item: &Value| !item[old].is_null() || !item[new].is_null();
                list.as_array().into_iter().flatten().map(has).collect()
            };
            let split = |value: &Value| value["split"]["collectionPath"].clone();
            let same = [
                pick(&operation["inputs"], &input) == pick(&want["inputs"], &input),
                choices(&operation["inputs"], "title") == choices(&want["inputs"], ""),
                lookups(&operation["inputs"], "lookup", "schemaLookup") == lookups(&want["inputs"], "lookup", "schema"),
                sorted(&operation["outputs"]) == sorted(&want["outputs"]),
                split(operation) == split(want),
            ];
            all += 1;
            right += usize::from(same == [true; 5]);
            if same != [true; 5] {
                wrong.push(format!("{name} {}: {same:?}", operation["id"]));
            }
        }
    }
    println!("{right} of {all} operations are as the designer has them");
    assert!(right * 1000 >= all * 995, "{right} of {all}: {:#?}", &wrong[..wrong.len().min(20)]);
}

#[test]
fn order_of_operations() {
    let one = |id: &str, visibility: &str| json!({ "operationId": id, "x-ms-visibility": visibility, "responses": {} });
    let connector = connector(&[
        ("/a", "get", one("A", "advanced")),
        ("/b", "get", one("B", "")),
        ("/c", "get", one("C", "Important")),
        ("/d", "get", one("D", "INTERNAL")),
        ("/e", "get", one("E", "none")),
    ]);
    let ids: Vec<_> = view::operations(&connector).into_iter().map(|shown| shown.id).collect();
    assert_eq!(ids, ["C", "B", "E", "A"]);
}

#[test]
fn order_and_folding() {
    let connector = of_parameters(json!([
        { "name": "$top", "in": "query", "type": "integer" },
        { "name": "adv", "in": "query", "type": "string", "x-ms-visibility": "advanced", "default": "x" },
        { "name": "id", "in": "path", "type": "string", "required": true },
        { "name": "h", "in": "header", "type": "string", "x-ms-visibility": "important" },
        { "name": "v", "in": "query", "type": "string", "required": true, "x-ms-visibility": "internal", "default": "1" },
    ]));
    let shown = view::operations(&connector).remove(0);
    let keys: Vec<_> = shown.fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["path.$.id", "query.$.v", "header.$.h", "query.$.$top", "query.$.adv"]);
    // In the form an advanced field comes before one without a mark.
    let form: Vec<_> = shown.form().iter().map(|field| field.key.as_str()).collect();
    assert_eq!(form, ["path.$.id", "header.$.h", "query.$.adv", "query.$.$top"]);
    let folds = |designer| shown.fields.iter().map(|field| field.fold(designer)).collect::<Vec<_>>();
    assert_eq!(folds(Designer::New), [Fold::Shown, Fold::Hidden, Fold::Shown, Fold::Folded, Fold::ShownForItsValue]);
    assert_eq!(folds(Designer::Classic), [Fold::Shown, Fold::Hidden, Fold::Shown, Fold::Shown, Fold::ShownForItsValue]);
}

#[test]
fn a_field_comes_after_what_its_lookup_needs() {
    let values = json!({ "operationId": "L", "parameters": { "b": { "parameter": "b" } }, "value-path": "id" });
    let connector = of_parameters(json!([
        { "name": "a", "in": "query", "type": "string", "required": true, "x-ms-dynamic-values": values },
        { "name": "b", "in": "query", "type": "string" },
    ]));
    let shown = view::operations(&connector).remove(0);
    let form: Vec<_> = shown.form().iter().map(|field| field.key.as_str()).collect();
    assert_eq!(form, ["query.$.b", "query.$.a"]);
}

#[test]
fn labels_of_properties() {
    let leaf = |summary: &str| json!({ "type": "string", "x-ms-summary": summary });
    let object = |own: Value, properties: Value| {
        let mut object = own;
        object["type"] = json!("object");
        object["properties"] = properties;
        object
    };
    let root = |properties: Value| of_body(object(json!({}), properties));
    let connector = root(json!({ "recipient": object(json!({ "title": "Recipient" }), json!({ "groupId": leaf("Group") })) }));
    assert_eq!(labels(&connector), pairs(&[("body.$.recipient.groupId", "Recipient Group")]));
    let connector = root(json!({ "recipient": object(json!({}), json!({ "groupId": leaf("Group") })) }));
    assert_eq!(labels(&connector), pairs(&[("body.$.recipient.groupId", "Group")]));
    let connector =
        root(json!({ "recipient": object(json!({ "x-ms-summary": "To" }), json!({ "groupId": { "type": "string" } })) }));
    assert_eq!(labels(&connector), pairs(&[("body.$.recipient.groupId", "To groupId")]));
    let inner = object(json!({ "x-ms-summary": "S" }), json!({ "z": leaf("Zed") }));
    let connector = root(json!({ "mix": object(json!({ "title": "M" }), json!({ "in": inner })) }));
    assert_eq!(labels(&connector), pairs(&[("body.$.mix.in.z", "M Zed")]));
    let connector = root(json!({ "t": { "type": "string", "title": "T", "x-ms-summary": "S" }, "wp.0": { "type": "string" } }));
    assert_eq!(labels(&connector), pairs(&[("body.$.t", "T"), ("body.$.wp~10", "wp.0")]));
}

#[test]
fn what_is_no_field() {
    let connector = of_body(json!({ "type": "object", "properties": {
        "hidden": { "type": "object", "x-ms-visibility": "internal", "properties": { "a": { "type": "string", "default": "1" } } },
        "read": { "type": "string", "readOnly": true },
        "also": { "type": "object", "x-ms-permission": "read-only", "properties": { "a": { "type": "string" } } },
        "opt": { "type": "object", "required": ["must"], "properties": { "must": { "type": "string" } } },
    } }));
    let shown = view::operations(&connector).remove(0);
    let fields: Vec<_> = shown.fields.iter().map(|field| (field.key.as_str(), field.is_hidden(), field.required)).collect();
    assert_eq!(fields, [("body.$.hidden", true, false), ("body.$.opt.must", false, false)]);
}

#[test]
fn bodies_of_other_kinds() {
    let one = |schema: Value| {
        let shown = of_body(schema);
        let shown = view::operations(&shown).remove(0);
        (shown.fields[0].label.clone(), shown.fields[0].type_name.to_string(), shown.fields.len())
    };
    assert_eq!(one(json!({ "type": "string" })), ("body".into(), "string".into(), 1));
    assert_eq!(one(json!({ "allOf": [{ "type": "object", "properties": { "a": {} } }] })), ("body".into(), "any".into(), 1));
    assert_eq!(one(json!({ "type": "array", "title": "Rows", "items": {} })), ("Rows".into(), "array".into(), 1));
    assert_eq!(one(json!({ "type": "object", "x-ms-visibility": "internal", "properties": { "a": {} } })).0, "Body");
}

#[test]
fn files_and_choices() {
    let file = |name: &str, more: Value| {
        let mut file = json!({ "name": name, "in": "formData", "type": "file", "x-ms-summary": "Report" });
        more.as_object().into_iter().flatten().for_each(|(key, value)| file[key] = value.clone());
        file
    };
    let parameters = json!([
        file("f", json!({})),
        file("only", json!({ "x-ms-format": "contentOnly" })),
        file("a@b", json!({})),
        { "name": "list", "in": "formData", "type": "array", "items": { "type": "string" } },
        { "name": "flag", "in": "formData", "type": "boolean" },
    ]);
    let connector = of_parameters(parameters);
    let shown = view::operations(&connector).remove(0);
    let fields: Vec<_> = shown.fields.iter().map(|field| (field.key.as_str(), field.label.as_str())).collect();
    let expected = [
        ("formData.$.f.$content", "Report"),
        ("formData.$.f.$filename", "Report (file name)"),
        ("formData.$.only.$content", "Report"),
        ("formData.$.flag", "flag"),
    ];
    assert_eq!(fields, expected);
    let flag: Vec<_> = shown.fields[3].choices.iter().map(|choice| choice.title.as_ref()).collect();
    assert_eq!(flag, ["", "Yes", "No"]);
}

#[test]
fn titles_of_outputs() {
    let rows = json!({ "type": "object", "properties": { "rows": { "type": "array", "title": "Rows", "items": {
        "type": "object", "properties": { "id": { "type": "string", "x-ms-summary": "Row id" } } } } } });
    let mut found = titles(rows);
    found.sort();
    let expected =
        [("body.$", "Body"), ("body.$.rows", "Rows"), ("body.$.rows.[*]", "Rows Item"), ("body.$.rows.[*].id", "Rows Row id")];
    assert_eq!(found, pairs(&expected));
    assert_eq!(titles(json!({ "type": "string", "description": "the whole" })), pairs(&[("body.$", "the whole")]));
    let hidden = json!({ "type": "object", "properties": { "a": { "type": "string", "x-ms-visibility": "internal" } } });
    assert_eq!(titles(hidden), pairs(&[("body.$", "Body")]));
    let own = json!({ "type": "object", "allOf": [{ "properties": { "a": {} } }], "properties": { "b": { "type": "string" } } });
    assert_eq!(titles(own), pairs(&[("body.$", "Body"), ("body.$.b", "b")]));
}

#[test]
fn which_response_and_split() {
    let show = |responses: Value| {
        let operation = json!({ "operationId": "X", "x-ms-trigger": "batch", "responses": responses });
        let connector = connector(&[("/x", "get", operation)]);
        let shown = view::json::connector(&connector, Designer::New);
        let operation = &shown["operations"][0];
        (operation["outputs"].as_array().map_or(0, Vec::len), operation["split"]["expression"].clone())
    };
    let list = json!({ "type": "array", "items": { "type": "object", "properties": { "id": { "type": "string" } } } });
    assert_eq!(show(json!({ "202": { "schema": list }, "400": {} })), (1, Value::Null));
    assert_eq!(show(json!({ "202": { "schema": list } })), (3, json!("triggerBody()")));
    assert_eq!(show(json!({ "200": {}, "201": { "schema": list } })), (1, Value::Null));
    let in_object = json!({ "type": "object", "properties": { "items": list } });
    assert_eq!(show(json!({ "200": { "schema": in_object } })).1, json!("triggerBody()?['items']"));
    let beside = json!({ "type": "object", "properties": { "items": list, "count": { "type": "integer" } } });
    assert_eq!(show(json!({ "200": { "schema": beside } })).1, Value::Null);
}

#[test]
fn references_that_lead_back() {
    let connector = definition(&json!({
        "swagger": "2.0",
        "paths": { "/x": { "post": { "operationId": "X",
            "parameters": [{ "name": "b", "in": "body", "schema": { "$ref": "#/definitions/A" } }],
            "responses": { "200": { "schema": { "$ref": "#/definitions/A" } } } } } },
        "definitions": {
            "A": { "type": "object", "properties": {
                "again": { "$ref": "#/definitions/A" }, "many": { "$ref": "#/definitions/L" }, "lost": { "$ref": "#/definitions/None" } } },
            "L": { "type": "array", "items": { "$ref": "#/definitions/L" } },
        },
    }));
    let shown = view::operations(&connector).remove(0);
    let fields: Vec<_> = shown.fields.iter().map(|field| (field.key.as_str(), field.type_name.as_ref())).collect();
    assert_eq!(fields, [("body.$.again", "object"), ("body.$.many", "array"), ("body.$.lost", "any")]);
    assert!(shown.outputs.iter().any(|token| token.key == "body.$.many.[*].[*]"));
}

/// Definitions that hold each other many times over: reading them ends, and soon.
#[test]
fn definitions_without_end() {
    let all: Vec<String> = (0..30).map(|at| format!("D{at}")).collect();
    let properties: Value = all.iter().map(|name| (name.clone(), json!({ "$ref": format!("#/definitions/{name}") }))).collect();
    let definitions: Value =
        all.iter().map(|name| (name.clone(), json!({ "type": "object", "properties": properties }))).collect();
    let schema = json!({ "$ref": "#/definitions/D0" });
    let connector = definition(&json!({ "swagger": "2.0", "definitions": definitions, "paths": { "/x": { "post": {
        "operationId": "X", "parameters": [{ "name": "b", "in": "body", "schema": schema }],
        "responses": { "200": { "schema": schema } } } } } }));
    let start = std::time::Instant::now();
    let shown = view::operations(&connector).remove(0);
    assert!(
        shown.fields.len() > 1000 && start.elapsed().as_secs() < 20,
        "{} fields in {:?}",
        shown.fields.len(),
        start.elapsed()
    );
}
