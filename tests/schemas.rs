//! `schemas/`: the facts parse and say where they come from; the JSON Schemas are valid draft-07, agree with
//! the facts and pass what is published (`../shared/corpus`, where that exists).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use toml::Table;

const SCHEMAS: [&str; 4] =
    ["apiDefinition.swagger.schema.json", "apiProperties.schema.json", "settings.schema.json", "connsmith.schema.json"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

fn facts(name: &str) -> Table {
    let text = fs::read_to_string(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    text.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn all_facts() -> Vec<(String, Table)> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("schemas/")
        .map(|entry| entry.expect("entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.ends_with(".toml") && name != "connsmith.template.toml")
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), facts(&name))).collect()
}

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn validator(name: &str) -> Validator {
    jsonschema::validator_for(&schema(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn strings(value: &toml::Value) -> BTreeSet<&str> {
    value.as_array().expect("array").iter().map(|v| v.as_str().expect("string")).collect()
}

fn has_source(table: &Table, place: &str) -> bool {
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let (Some(source), Some(date)) = (text("source"), text("date")) else {
        return false;
    };
    assert!(source.len() > 5, "{place}: no source");
    let form = [4, 7, 10].contains(&date.len()) && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    assert!(form && (date.starts_with("19") || date.starts_with("20")), "{place}: date {date}");
    true
}

/// A table is a fact, with its source and date, or holds nothing but facts.
fn check_fact(value: &toml::Value, place: &str) {
    match value {
        toml::Value::Table(table) if has_source(table, place) => {}
        toml::Value::Table(table) => {
            assert!(!table.is_empty(), "{place}: empty");
            table.iter().for_each(|(key, value)| check_fact(value, &format!("{place}.{key}")));
        }
        toml::Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| check_fact(value, &format!("{place}[{i}]")));
        }
        _ => panic!("{place}: no source and date"),
    }
}

fn check_lists(value: &toml::Value, place: &str) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let kebab = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                assert!(kebab, "{place}: key {key}");
                check_lists(value, &format!("{place}.{key}"));
            }
        }
        toml::Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                assert!(!items[..i].contains(item), "{place}: {item} twice");
                check_lists(item, &format!("{place}[{i}]"));
            }
        }
        _ => {}
    }
}

#[test]
fn every_fact_has_a_source_and_a_date() {
    let all = all_facts();
    assert!(all.len() >= 21, "{} files", all.len());
    for (name, file) in &all {
        assert!(has_source(file, name), "{name}: the file has no source and date");
        for (key, value) in file.iter().filter(|(key, _)| !["source", "date"].contains(&key.as_str())) {
            check_fact(value, &format!("{name}: {key}"));
        }
        check_lists(&toml::Value::Table(file.clone()), name);
    }
}

#[test]
fn codes_are_the_174() {
    let file = facts("codes.toml");
    let codes = file["codes"].as_array().expect("codes");
    let names: BTreeSet<&str> = codes.iter().map(|c| c["code"].as_str().expect("code")).collect();
    assert_eq!((codes.len(), names.len()), (174, 174));
    for code in codes {
        let level = code.get("level").and_then(toml::Value::as_str);
        assert!(matches!(level, None | Some("error" | "warning")), "{code}");
        let evidence = code["evidence"].as_str().expect("evidence");
        assert!(["log", "published", "none"].contains(&evidence), "{code}");
        assert_eq!(level.is_none(), evidence == "none", "{code}");
    }
}

#[test]
fn facts_name_known_codes() {
    let codes = facts("codes.toml");
    let known: BTreeSet<&str> =
        codes["codes"].as_array().expect("codes").iter().map(|c| c["code"].as_str().expect("code")).collect();
    for file in ["restricted-words.toml", "reserved-parameters.toml"] {
        let facts = facts(file);
        let tables = facts.values().flat_map(|v| v.as_array().cloned().unwrap_or_else(|| vec![v.clone()]));
        for code in tables.filter_map(|t| Some(t.get("code")?.as_str()?.to_owned())) {
            assert!(known.contains(code.as_str()), "{file}: {code}");
        }
    }
}

#[test]
fn patterns_compile() {
    let file = facts("secret-patterns.toml");
    for pattern in file["patterns"].as_array().expect("patterns") {
        regex::Regex::new(pattern["regex"].as_str().expect("regex")).expect("regex");
    }
    for allowed in strings(&file["placeholders"]["allow"]) {
        regex::Regex::new(&format!("^(?:{allowed})$")).expect("regex");
    }
    let names = facts("connection-parameter-types.toml");
    regex::Regex::new(names["names"]["pattern"].as_str().expect("pattern")).expect("regex");
}

#[test]
fn schemas_are_draft_07() {
    for name in SCHEMAS {
        let schema = schema(name);
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{name}");
        assert_eq!(schema["$id"], format!("{}/raw/main/schemas/{name}", env!("CARGO_PKG_REPOSITORY")));
        jsonschema::meta::validate(&schema).unwrap_or_else(|e| panic!("{name}: {e}"));
        validator(name);
    }
}

/// The schema of apiProperties.json repeats the policy templates and identity providers; they must not drift.
#[test]
fn properties_schema_agrees_with_the_facts() {
    let schema = schema("apiProperties.schema.json");
    let keys = |v: &Value| v.as_object().expect("object").keys().cloned().collect::<BTreeSet<_>>();
    let policies = facts("policy-templates.toml");
    let templates = policies["templates"].as_array().expect("templates");
    assert_eq!(templates.len(), 13);
    let prefix = policies["names"]["parameter-prefix"].as_str().expect("prefix");
    let branches = schema["definitions"]["policy"]["allOf"].as_array().expect("allOf");
    for (template, branch) in templates.iter().zip(branches) {
        let id = template["id"].as_str().expect("id");
        assert_eq!(branch["if"]["properties"]["templateId"]["enum"], json!(template["spellings"]), "{id}");
        let mut expected = BTreeSet::from([policies["names"]["operations"].as_str().expect("name").to_owned()]);
        let section = policies["names"]["section"].as_str().expect("name");
        let parameters = &branch["then"]["properties"]["parameters"];
        if !strings(&template["sections"]).is_empty() {
            expected.insert(section.to_owned());
            assert_eq!(parameters["properties"][section]["enum"], json!(template["sections"]), "{id}");
        }
        let mut required = Vec::new();
        for parameter in template["parameters"].as_array().expect("parameters") {
            let name = format!("{prefix}{}", parameter["name"].as_str().expect("name"));
            if parameter["required"].as_bool().expect("bool") {
                required.push(name.clone());
            }
            if let Some(values) = parameter.get("values") {
                assert_eq!(parameters["properties"][&name]["enum"], json!(values), "{id}");
            }
            expected.insert(name);
        }
        assert_eq!(keys(&parameters["properties"]), expected, "{id}");
        assert_eq!(parameters["required"], json!(required), "{id}");
    }
    let wrong = policies["wrong-names"]["parameters"].as_array().expect("wrong-names");
    for entry in wrong {
        let template = templates.iter().find(|t| t["id"] == entry["template"]).expect("template");
        let names: Vec<_> = template["parameters"].as_array().expect("parameters").iter().map(|p| &p["name"]).collect();
        assert!(names.contains(&&entry["right"]) && !names.contains(&&entry["wrong"]), "{entry}");
    }

    let providers = facts("identity-providers.toml");
    let ids: Vec<_> = providers["providers"].as_array().expect("providers").iter().map(|p| &p["id"]).collect();
    let oauth = &schema["definitions"]["oAuthSettings"]["properties"];
    assert_eq!(oauth["identityProvider"]["anyOf"][0]["enum"], json!(ids));
    assert_eq!(oauth["redirectMode"]["enum"], json!(providers["redirect"]["modes"]));
    assert_eq!(keys(oauth), strings(&providers["settings"]["keys"]).iter().map(|s| (*s).to_owned()).collect());

    let types = facts("connection-parameter-types.toml");
    let names: Vec<_> = types["types"].as_array().expect("types").iter().map(|t| &t["type"]).collect();
    let parameter = &schema["definitions"]["connectionParameter"]["properties"];
    assert_eq!(parameter["type"]["enum"], json!(names));
    let constraints = keys(&schema["definitions"]["constraints"]["properties"]);
    assert_eq!(constraints, strings(&types["constraints"]["keys"]).iter().map(|s| (*s).to_owned()).collect());
    let root = keys(&schema["properties"]["properties"]["properties"]);
    assert_eq!(root, strings(&types["properties"]["keys"]).iter().map(|s| (*s).to_owned()).collect());
}

fn definition(operation: Value) -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "Contoso", "version": "1.0", "x-ms-keywords": "a" },
        "host": "api.contoso.com",
        "paths": { "/items/{id}": { "get": operation } },
        "x-anything": 1
    })
}

fn operation(parameter: Value) -> Value {
    definition(json!({
        "operationId": "GetItem", "x-ms-openai-data": {}, "parameters": [parameter],
        "responses": { "200": { "description": "OK" } }
    }))
}

#[test]
fn definition_schema_says_no_where_the_import_does() {
    let validator = validator("apiDefinition.swagger.schema.json");
    let id = json!({ "name": "id", "in": "path", "type": "string", "required": true });
    assert!(validator.is_valid(&operation(id.clone())));
    let with = |key: &str, value: Value| {
        let mut parameter = id.clone();
        parameter[key] = value;
        operation(parameter)
    };
    let mut root = operation(id.clone());
    root["basepath"] = json!("/");
    let mut three = operation(id.clone());
    three["openapi"] = json!("3.0.0");
    let mut scheme = operation(id.clone());
    scheme["host"] = json!("https://api.contoso.com");
    let refused = [
        ("unknown root key", root),
        ("OpenAPI 3", three),
        ("scheme in host", scheme),
        ("path parameter not required", with("required", json!(false))),
        ("schema outside the body", with("schema", json!({}))),
        ("file outside formData", with("type", json!("file"))),
        ("allowEmptyValue in the path", with("allowEmptyValue", json!(true))),
        ("connectionId", with("name", json!("connectionId"))),
        ("array without items", with("type", json!("array"))),
        ("body without schema", operation(json!({ "name": "body", "in": "body" }))),
        ("body with a type", operation(json!({ "name": "body", "in": "body", "schema": {}, "type": "string" }))),
        ("no operationId", definition(json!({ "responses": { "200": { "description": "OK" } } }))),
        ("no responses", definition(json!({ "operationId": "A" }))),
        ("empty responses", definition(json!({ "operationId": "A", "responses": {} }))),
        ("4XX", definition(json!({ "operationId": "A", "responses": { "4XX": { "description": "" } } }))),
        (
            "empty required",
            definition(json!({ "operationId": "A", "responses": { "200":
            { "description": "OK", "schema": { "type": "object", "required": [] } } } })),
        ),
        (
            "type list",
            definition(json!({ "operationId": "A", "responses": { "200":
            { "description": "OK", "schema": { "type": ["string", "null"] } } } })),
        ),
        (
            "oneOf",
            definition(json!({ "operationId": "A", "responses": { "200":
            { "description": "OK", "schema": { "oneOf": [] } } } })),
        ),
    ];
    for (what, document) in &refused {
        assert!(!validator.is_valid(document), "accepted: {what}");
    }
}

#[test]
fn properties_schema_takes_what_certification_takes() {
    let validator = validator("apiProperties.schema.json");
    let token = |mode: &str| {
        json!({ "type": "oauthSetting", "oAuthSettings": { "identityProvider": "aad", "redirectMode": mode,
            "customParameters": { "resourceUri": { "value": "https://api.contoso.com" } } } })
    };
    let document = |mode: &str, template: &str| {
        json!({ "properties": {
            "iconBrandColor": "#1f6feb",
            "connectionParameterSets": {
                "uiDefinition": { "displayName": "Sign-in", "description": "How to sign in." },
                "values": [{ "name": "oauth", "uiDefinition": { "displayName": "OAuth" },
                    "parameters": { "token": token(mode), "token:TenantId": { "type": "string" } } }]
            },
            "policyTemplateInstances": [{ "templateId": template,
                "parameters": { "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('host')" } }],
            "scriptOperations": ["GetItem"]
        } })
    };
    assert!(validator.is_valid(&document("GlobalPerConnector", "dynamichosturl")));
    assert!(!validator.is_valid(&document("perConnector", "dynamichosturl")), "redirect mode");
    assert!(!validator.is_valid(&document("Global", "setheader")), "wrong parameters");
    assert!(!validator.is_valid(&document("Global", "sethost")), "unknown template");
    assert!(!validator.is_valid(&json!({ "properties": { "iconBrandColor": "blue" } })), "colour");
    assert!(!validator.is_valid(&json!({ "iconBrandColor": "#1f6feb", "properties": {} })), "key at the root");
}

/// The schema of `connsmith.toml` and its reader know the same settings, and say yes and no to the same texts, as far as a
/// schema can.
#[test]
fn schema_of_the_configuration_agrees_with_its_reader() {
    let schema = schema("connsmith.schema.json");
    let keys = |pointer: &str| {
        let properties = schema.pointer(&format!("{pointer}/properties")).unwrap_or_else(|| panic!("{pointer}"));
        properties.as_object().expect("object").keys().cloned().collect::<BTreeSet<_>>()
    };
    for (section, known) in connsmith::judge::config::SECTIONS {
        let pointer = match section {
            "" => "".to_owned(),
            "then" | "fix" => format!("/definitions/{section}"),
            "solution" => "/properties/solution".to_owned(),
            "solution.publisher" => "/properties/solution/properties/publisher".to_owned(),
            "length" => "/definitions/then/properties/length".to_owned(),
            section => format!("/properties/{section}/items"),
        };
        assert_eq!(keys(&pointer), known.iter().map(|key| (*key).to_owned()).collect(), "{section}");
    }
    let validator = validator("connsmith.schema.json");
    // serde writes a TOML date as an object; editors take it for a string.
    let date = regex::Regex::new(r#"\{"\$__toml_private_datetime":("[^"]*")\}"#).expect("regex");
    let rule = |more: &str| format!("[[rule]]\nid = \"our-rule\"\nmessage = \"m\"\ngiven = \"$\"\n{more}");
    let template = fs::read_to_string(folder().join("connsmith.template.toml")).expect("template");
    let uncommented = template.lines().filter_map(|line| line.strip_prefix('#').filter(|line| !line.starts_with(' ')));
    for (text, right) in [
        (template.clone(), true),
        (uncommented.map(|line| format!("{line}\n")).collect(), true),
        ("publisher = \"verified\"".into(), false),
        ("profile = \"loud\"".into(), false),
        ("baseline = 1".into(), false),
        ("known-words = \"one\"".into(), true),
        ("known-words = [1]".into(), false),
        ("restricted-hosts = {}".into(), false),
        ("rules = { host = \"off\" }".into(), true),
        ("rules = { host = \"never\" }".into(), false),
        ("[[overrides]]\nprofile = \"strict\"".into(), false),
        ("[overrides]\npaths = \"a\"".into(), false),
        ("[[overrides]]\npaths = \"a\"\nbaseline = \"b\"".into(), false),
        ("[[ignore]]\nrule = [\"host\"]\nreason = \"r\"\nuntil = 2030-01-01".into(), true),
        ("[[ignore]]\nrule = \"host\"".into(), false),
        ("[[ignore]]\nrule = \"host\"\nreason = \"\"".into(), false),
        ("[[ignore]]\nreason = \"r\"".into(), false),
        (rule("then = { pattern = \"a\", field = \"@key\" }\nfix = { rename = \"b\" }"), true),
        (rule("then = { length = { min = 1, max = 2 }, casing = \"kebab\", enumeration = [], schema = {} }"), true),
        (rule(""), false),
        (rule("then = {}"), false),
        (rule("then = { field = \"x\" }"), false),
        (rule("then = { casing = \"loud\" }"), false),
        (rule("then = { defined = false }"), false),
        (rule("then = { length = {} }"), false),
        (rule("then = { length = { min = -1 } }"), false),
        (rule("then = { schema = 3 }"), false),
        (rule("then = { defined = true }\nfix = {}"), false),
        (rule("then = { defined = true }\nfix = { set = 1, rename = \"b\" }"), false),
        (rule("then = { defined = true }\nseverity = \"off\""), false),
        (rule("then = { defined = true }\nfile = \"script\""), false),
        ("[[rule]]\nid = \"Rule\"\nmessage = \"m\"\ngiven = \"$\"\nthen = { defined = true }".into(), false),
        ("x = 1".into(), false),
    ] {
        let value: Table = text.parse().expect(&text);
        let dates = serde_json::to_value(&value).expect("JSON").to_string();
        let dates = date.replace_all(&dates, "$1").into_owned();
        let value: Value = serde_json::from_str(&dates).expect("JSON");
        let faults = connsmith::judge::config::ConfigFile::parse(&text, Path::new("/"), "connsmith.toml").faults;
        assert_eq!((validator.is_valid(&value), faults.is_empty()), (right, right), "{text}: {faults:?}");
    }
}

/// The files called `name`, without case, that are strict JSON.
fn published(name: &str, folder: &Path, found: &mut Vec<(PathBuf, Value)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("folder").map(|e| e.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            published(name, &path, found);
        } else if path.file_name().is_some_and(|f| f.eq_ignore_ascii_case(name)) {
            let bytes = fs::read(&path).expect("file");
            let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
            if let Ok(value) = serde_json::from_slice(text) {
                found.push((path, value));
            }
        }
    }
}

/// At least `floor` of a thousand published files are valid.
fn check_published(name: &str, schema: &str, floor: usize) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: no published connectors beside this folder");
        return;
    }
    let mut files = Vec::new();
    published(name, &corpus, &mut files);
    let validator = validator(schema);
    let (left, right) = files.split_at(files.len() / 2);
    let bad = |half: &[(PathBuf, Value)]| {
        half.iter().filter(|(_, v)| !validator.is_valid(v)).map(|(p, _)| p.clone()).collect::<Vec<_>>()
    };
    let failures = std::thread::scope(|scope| {
        let first = scope.spawn(|| bad(left));
        let mut second = bad(right);
        second.extend(first.join().expect("thread"));
        second
    });
    let valid = files.len() - failures.len();
    println!("{name}: {valid} of {} valid", files.len());
    assert!(!files.is_empty() && valid * 1000 >= files.len() * floor, "{valid} of {}: {failures:#?}", files.len());
}

#[test]
fn published_definitions_are_valid() {
    check_published("apiDefinition.swagger.json", SCHEMAS[0], 980);
}

#[test]
fn published_properties_are_valid() {
    check_published("apiProperties.json", SCHEMAS[1], 970);
}

#[test]
fn published_settings_are_valid() {
    check_published("settings.json", SCHEMAS[2], 1000);
}
