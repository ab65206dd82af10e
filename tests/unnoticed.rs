//! One notion of what flows notice: `diff` says nothing above info of a change that a safe fix makes or that flows do not see,
//! and `fix` brings up no finding that was not there. First the kinds, then published connectors.
use connsmith::connector::discover::{self, Found};
use connsmith::connector::publisher::Publisher;
use connsmith::connector::versions::Comparison;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::change;
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::fixes::{self, Fixed, Why};
use connsmith::judge::profile::Selection;
use connsmith::judge::timing::Meter;
use connsmith::judge::walk::Plan;
use connsmith::rule::Severity;
use connsmith::rule::finding::Finding;
use connsmith::rule::fix::Safety;
use connsmith::text::document::{Document, File};
use connsmith::text::edit::{self, Edit};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

// ---------------------------------------------------------------------------------------------------------------------
// What a comparison says

fn folder(definition: &Value, properties: &Value) -> Folder {
    let file = |file: File, name: &str, value: &Value| FolderFile {
        file,
        name: name.into(),
        bytes: serde_json::to_vec_pretty(value).unwrap(),
    };
    let files = vec![
        file(File::Definition, "apiDefinition.swagger.json", definition),
        file(File::Properties, "apiProperties.json", properties),
    ];
    Folder { files, ..Folder::default() }
}

/// The rules that say something above info of two versions.
fn noticed(old: &Connector, new: &Connector) -> Vec<Finding> {
    let plan = Plan::new(&Selection::default(), Publisher::Certified);
    let all = change::check(&Comparison { old, new }, &plan, &mut Meter::off());
    all.into_iter().filter(|finding| finding.severity > Severity::Info).collect()
}

/// A definition with one of everything that the kinds below change.
fn definition() -> Value {
    let text = |label: &str| json!({ "type": "string", "title": label, "description": "What it is." });
    let plots = json!({ "type": "array", "items": { "type": "object", "properties": { "name": text("Name") } } });
    json!({
        "swagger": "2.0",
        "info": { "title": "Fabrikam Plants", "description": "Keeps the plants of an office alive.", "version": "1.0" },
        "host": "api.fabrikam.com",
        "basePath": "/v1",
        "schemes": ["https"],
        "paths": {
            "/plots": { "get": {
                "operationId": "ListPlots",
                "summary": "List plots",
                "responses": { "200": { "description": "OK", "schema": plots } },
            } },
            "/plants/{id}": { "put": {
                "operationId": "UpdatePlant",
                "summary": "Update a plant",
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "type": "string" },
                    { "name": "row", "in": "query", "type": "integer", "x-ms-summary": "Row" },
                    { "name": "plot", "in": "query", "type": "string", "x-ms-summary": "Plot",
                      "x-ms-dynamic-values": { "operationId": "ListPlots", "value-path": "name", "value-title": "name" } },
                    { "name": "body", "in": "body", "required": true, "schema": {
                        "type": "object",
                        "properties": { "name": text("Name"), "height": { "type": "integer", "title": "Height" } },
                    } },
                ],
                "responses": {
                    "200": { "description": "OK", "schema": { "type": "object", "properties": { "phone": text("Phone") } } },
                },
            } },
            "/hooks": {
                "x-ms-notification-content": { "schema": { "type": "object", "properties": { "id": text("ID") } } },
                "post": {
                    "operationId": "WhenPlantDies",
                    "summary": "When a plant dies",
                    "x-ms-trigger": "single",
                    "parameters": [
                        { "name": "body", "in": "body", "schema": { "type": "object", "properties": {
                            "url": { "type": "string", "x-ms-notification-url": true },
                        } } },
                    ],
                    "responses": { "204": { "description": "Done" } },
                },
            },
        },
        "securityDefinitions": {
            "oauth2": { "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a.fabrikam.com/a",
                        "tokenUrl": "https://a.fabrikam.com/t", "scopes": { "plants": "All plants" } },
        },
        "security": [{ "oauth2": ["plants", "plots"] }],
    })
}

fn properties() -> Value {
    json!({ "properties": {
        "connectionParameters": {
            "token": { "type": "oauthSetting", "oAuthSettings": {
                "identityProvider": "oauth2", "clientId": "[[DUMMY]]", "scopes": ["plants"], "redirectMode": "Global",
                "customParameters": { "authorizationUrl": { "value": "https://a.fabrikam.com/a" } },
            } },
            "tenant": { "type": "string" },
        },
        "policyTemplateInstances": [
            { "templateId": "dynamichosturl", "title": "Host",
              "parameters": { "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('tenant').fabrikam.com" } },
        ],
    } })
}

const PUT: &str = "/paths/~1plants~1{id}/put";
const HOOK: &str = "/paths/~1hooks/post";

/// Sets a value, by the pointer of its object and its name; `null` takes it away.
type Edits<'a> = &'a [(&'a str, &'a str, Value)];

fn set(value: &mut Value, edits: Edits) {
    for (pointer, name, to) in edits {
        let place = value.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"));
        match (place, to) {
            (Value::Object(object), Value::Null) => drop(object.remove(*name)),
            (Value::Object(object), to) => drop(object.insert((*name).into(), to.clone())),
            _ => panic!("no object at {pointer}"),
        }
    }
}

/// What is said of an update, by rule, when both versions have been edited.
fn said(before: Edits, after: Edits) -> Vec<&'static str> {
    let version = |edits: &[Edits]| {
        let mut both = json!({ "definition": definition(), "properties": properties() });
        edits.iter().for_each(|edits| set(&mut both, edits));
        let folder = folder(&both["definition"], &both["properties"]);
        Connector::new(folder)
    };
    let (old, new) = (version(&[before]), version(&[before, after]));
    noticed(&old, &new).iter().map(|finding| finding.rule.id).collect()
}

/// Pointers below the definition, and below the parameters of the operation that is updated.
fn at(below: &str) -> String {
    format!("/definition{PUT}{below}")
}

#[test]
fn what_flows_do_not_notice_is_not_told() {
    let (id, row, plot, ok) = (at("/parameters/0"), at("/parameters/1"), at("/parameters/2"), at("/responses/200"));
    let (op, responses, phone) = (at(""), at("/responses"), at("/responses/200/schema/properties/phone"));
    let hook = format!("/definition{HOOK}/parameters/0");
    let url = format!("{hook}/schema/properties/url");
    let oauth = "/properties/properties/connectionParameters/token/oAuthSettings";
    let policy = "/properties/properties/policyTemplateInstances/0/parameters";
    let list = || json!({ "operationId": "ListPlots", "itemValuePath": "name", "itemTitlePath": "name" });
    let encoding = "x-ms-url-encoding";
    type Changed<'a> = Vec<(&'a str, &'a str, Value)>;
    let cases: Vec<(&str, Changed, Changed, &[&str])> = vec![
        ("encoding, none and single", vec![], vec![(&id, encoding, json!("single"))], &[]),
        ("encoding outside of the path", vec![(&row, encoding, json!("single"))], vec![(&row, encoding, json!(null))], &[]),
        ("encoding twice", vec![], vec![(&id, encoding, json!("double"))], &["input-encoding-changed"]),
        ("a path is never without its parts", vec![(&id, "required", json!(false))], vec![(&id, "required", json!(true))], &[]),
        (
            "the schema of a 204",
            vec![(&responses, "204", json!({ "description": "Gone", "schema": { "type": "string" } }))],
            vec![(&responses, "204", json!({ "description": "Gone" }))],
            &[],
        ),
        ("a schema that says nothing", vec![(&ok, "schema", json!({}))], vec![(&ok, "schema", json!(null))], &[]),
        ("a schema that says something", vec![], vec![(&ok, "schema", json!(null))], &["response-schema-removed"]),
        (
            "a 204 with fields, alone",
            vec![
                (&responses, "200", json!(null)),
                (
                    &responses,
                    "204",
                    json!({ "description": "Gone", "schema": { "type": "object", "properties": { "id": { "type": "string" } } } }),
                ),
            ],
            vec![(&responses, "204", json!({ "description": "Gone" }))],
            &["response-schema-removed"],
        ),
        ("the body that holds the notification URL", vec![], vec![(&hook, "required", json!(true))], &[]),
        ("the notification URL hidden", vec![], vec![(&url, "x-ms-visibility", json!("internal"))], &[]),
        ("the notification URL with its type", vec![(&url, "type", json!(null))], vec![(&url, "type", json!("string"))], &[]),
        ("another input that becomes required", vec![], vec![(&row, "required", json!(true))], &["input-became-required"]),
        ("marked as deprecated", vec![], vec![(&op, "summary", json!("Update a plant (deprecated)"))], &[]),
        (
            "written tidily",
            vec![(&op, "summary", json!("update  a a plant."))],
            vec![(&op, "summary", json!("Update a plant"))],
            &[],
        ),
        (
            "spelled right",
            vec![(&op, "summary", json!("Recieve a plant"))],
            vec![(&op, "summary", json!("Receive a plant"))],
            &[],
        ),
        ("another summary", vec![], vec![(&op, "summary", json!("Replace a plant"))], &["operation-summary-changed"]),
        (
            "the default of an input that must be given",
            vec![(&row, "required", json!(true)), (&row, "default", json!(1))],
            vec![(&row, "default", json!(null))],
            &[],
        ),
        (
            "the default of one that may be left empty",
            vec![(&row, "default", json!(1))],
            vec![(&row, "default", json!(2))],
            &["input-default-changed"],
        ),
        ("a default in quotes", vec![(&row, "default", json!("25"))], vec![(&row, "default", json!(25))], &[]),
        (
            "a hidden default in quotes, in the query",
            vec![(&row, "default", json!("1")), (&row, "x-ms-visibility", json!("internal"))],
            vec![(&row, "default", json!(1))],
            &[],
        ),
        (
            "a hidden default",
            vec![(&row, "default", json!(1)), (&row, "x-ms-visibility", json!("internal"))],
            vec![(&row, "default", json!(2))],
            &["internal-default-changed"],
        ),
        (
            "a file picker",
            vec![],
            vec![
                (&plot, "x-ms-dynamic-values", json!({ "capability": "file-picker", "value-path": "name" })),
                (&plot, "x-ms-dynamic-tree", json!({ "settings": {}, "open": list(), "browse": list() })),
            ],
            &[],
        ),
        ("the newer twin of a lookup", vec![], vec![(&plot, "x-ms-dynamic-list", list())], &[]),
        (
            "another lookup beside it",
            vec![],
            vec![(
                &plot,
                "x-ms-dynamic-list",
                json!({ "operationId": "ListPlots", "itemValuePath": "id", "itemTitlePath": "name" }),
            )],
            &["dynamic-lookup-changed"],
        ),
        (
            "another lookup",
            vec![],
            vec![(
                &plot,
                "x-ms-dynamic-values",
                json!({
                    "operationId": "ListPlots", "value-path": "name", "value-title": "name", "parameters": { "all": true },
                }),
            )],
            &["dynamic-lookup-changed"],
        ),
        (
            "a lookup of an operation that is not there",
            vec![],
            vec![(
                &plot,
                "x-ms-dynamic-values",
                json!({ "operationId": "ListPlot", "value-path": "name", "value-title": "name" }),
            )],
            &["dynamic-lookup-broken"],
        ),
        ("a lookup beside an output", vec![], vec![(&phone, "x-ms-dynamic-list", list())], &[]),
        (
            "a format that nobody knows",
            vec![(&row, "type", json!("string")), (&row, "format", json!("shoe size"))],
            vec![(&row, "format", json!(null))],
            &[],
        ),
        (
            "two names of a format",
            vec![(&row, "type", json!("string")), (&row, "format", json!("GUID"))],
            vec![(&row, "format", json!("uuid"))],
            &[],
        ),
        (
            "the format of an output",
            vec![(&phone, "format", json!("phone"))],
            vec![(&phone, "format", json!(null))],
            &["output-field-format-changed"],
        ),
        ("a new name", vec![(&row, "required", json!(true))], vec![(&row, "name", json!("line"))], &["input-field-renamed"]),
        (
            "a new name of what must be given from now on",
            vec![],
            vec![(&row, "name", json!("line")), (&row, "required", json!(true))],
            &["input-field-renamed", "required-parameter-added"],
        ),
        (
            "parameters of sign-in in another case",
            vec![],
            vec![
                (oauth, "customParameters", json!({ "AuthorizationUrl": { "value": "https://a.fabrikam.com/a" } })),
                (oauth, "redirectMode", json!("global")),
            ],
            &[],
        ),
        (
            "another address to sign in at",
            vec![],
            vec![(oauth, "customParameters", json!({ "authorizationUrl": { "value": "https://b.fabrikam.com/a" } }))],
            &["oauth-settings-changed"],
        ),
        (
            "a scope that was required already",
            vec![],
            vec![("/definition/securityDefinitions/oauth2/scopes", "plots", json!("All plots"))],
            &[],
        ),
        (
            "another scope",
            vec![],
            vec![("/definition/securityDefinitions/oauth2/scopes", "people", json!("All people"))],
            &["security-definition-changed"],
        ),
        (
            "a connection parameter in another case, and a section without effect",
            vec![],
            vec![
                (policy, "x-ms-apimTemplateParameter.urlTemplate", json!("https://@connectionParameters('Tenant').fabrikam.com")),
                (policy, "x-ms-apimTemplate-policySection", json!("Request")),
            ],
            &[],
        ),
        (
            "another host by policy",
            vec![],
            vec![(
                policy,
                "x-ms-apimTemplateParameter.urlTemplate",
                json!("https://@connectionParameters('tenant').contoso.com"),
            )],
            &["policies-changed"],
        ),
        (
            "an address written in one piece",
            vec![],
            vec![("/definition", "host", json!("https://API.fabrikam.com/v1/")), ("/definition", "basePath", json!(null))],
            &[],
        ),
        ("another host", vec![], vec![("/definition", "host", json!("api.contoso.com"))], &["host-changed"]),
    ];
    let mut wrong = Vec::new();
    for (name, before, after, expected) in &cases {
        let found = said(before, after);
        if found != *expected {
            wrong.push(format!("{name}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

// ---------------------------------------------------------------------------------------------------------------------
// What a fix does

fn checker() -> Checker {
    Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() })
}

fn settled(checker: &Checker, folder: Folder, current: &Path, up_to: Safety) -> (Vec<Finding>, Fixed) {
    let judge = |folder| {
        let connector = checker.connector(folder, current)?;
        let findings = checker.findings(&connector);
        Ok::<_, connsmith::judge::config::Error>((connector, findings))
    };
    let (_, before) = judge(folder.clone()).unwrap();
    (before, fixes::fix_all(folder, up_to, |_| true, judge).unwrap())
}

/// The text of a file afterwards.
fn text(settled: &Fixed, file: File) -> String {
    settled.connector.document(file).map(|document| document.text.clone()).unwrap_or_default()
}

/// A connector of the tests, settled.
fn fixed(before: Edits, up_to: Safety) -> Fixed {
    let mut both = json!({ "definition": definition(), "properties": properties() });
    set(&mut both, before);
    settled(&checker(), folder(&both["definition"], &both["properties"]), Path::new("/"), up_to).1
}

#[test]
fn a_fix_leaves_nothing_empty_behind() {
    let responses = at("/responses");
    for default in [json!({ "description": "default" }), json!({ "description": "default", "schema": {} })] {
        let settled = fixed(&[(&responses, "200", Value::Null), (&responses, "default", default)], Safety::Unsafe);
        let text = text(&settled, File::Definition);
        assert!(text.contains("\"default\": {"), "{text}");
        assert!(!text.contains("\"propertyValue\": \"\""), "{text}");
    }
    // With a schema there is something to show, and "default" says nothing of it.
    let schema = json!({ "type": "object", "properties": {
        "phone": { "type": "string", "title": "Phone number", "description": "Whom to call about it." },
    } });
    let default = json!({ "description": "default", "schema": schema });
    let settled = fixed(&[(&responses, "200", Value::Null), (&responses, "default", default)], Safety::Unsafe);
    let after: Value = serde_json::from_str(&text(&settled, File::Definition)).unwrap();
    assert_eq!(after.pointer(&format!("{PUT}/responses/200/description")), Some(&json!("OK")), "{after:#}");
}

#[test]
fn ids_do_not_become_a_run_of_capitals() {
    for (before, after) in [
        ("MCAS_GET_OPEN_ALERTS", "McasGetOpenAlerts"),
        ("MCAS-getAlerts", "McasGetAlerts"),
        ("get_ID_list_V2", "GetIDList_V2"),
        ("list plants", "ListPlants"),
    ] {
        let settled = fixed(&[(&at(""), "operationId", json!(before))], Safety::Unsafe);
        let definition: Value = serde_json::from_str(&text(&settled, File::Definition)).unwrap();
        assert_eq!(definition.pointer(&format!("{PUT}/operationId")), Some(&json!(after)));
    }
}

#[test]
fn what_flows_would_notice_is_not_safe() {
    let (phone, row) = (at("/responses/200/schema/properties/phone"), at("/parameters/1"));
    let edits = [(&*phone, "format", json!("phone")), (&*row, "type", json!("string")), (&*row, "format", json!("guid"))];
    let safe = text(&fixed(&edits, Safety::Safe), File::Definition);
    assert!(safe.contains("\"format\": \"phone\"") && safe.contains("\"format\": \"uuid\""), "{safe}");
    assert!(!text(&fixed(&edits, Safety::Unsafe), File::Definition).contains("\"format\": \"phone\""));
}

// ---------------------------------------------------------------------------------------------------------------------
// Published connectors

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("CONNSMITH_SHARED").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("corpus");
    if !folder.is_dir() {
        println!("skipped: the published connectors are not at {}", folder.display());
        return None;
    }
    Some(folder)
}

/// A folder with edits made.
fn edited(folder: &Folder, connector: &Connector, edits: &[&Edit]) -> Folder {
    let mut after = folder.clone();
    for file in &mut after.files {
        let here: Vec<&Edit> = edits.iter().filter(|edit| edit.file == file.file).copied().collect();
        if let Some(document) = connector.document(file.file).filter(|_| !here.is_empty()) {
            file.bytes = edit::apply(&document.text, &here).0.into_bytes();
        }
    }
    after
}

/// What is said of the safe fixes of a connector: of `alone` of each rule by itself, and of all together.
fn complaints(checker: &Checker, found: &Found, current: &Path, alone: usize) -> Vec<(Severity, String)> {
    let folder = discover::load(found, discover::shown(&found.folder, current));
    let name = folder.name.clone();
    let (before, settled) = settled(checker, folder.clone(), current, Safety::Safe);
    let old = checker.connector(folder.clone(), current).unwrap();
    let mut all = Vec::new();
    let mut list = |what: &str, new: &Connector| {
        for finding in noticed(&old, new) {
            all.push((finding.severity, format!("{name}: {what}: {}: {}", finding.rule.id, finding.message)));
        }
    };
    list("all fixes", &settled.connector);
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in before.iter().filter(|finding| finding.suppressed.is_none()) {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety == Safety::Safe) else { continue };
        let count = of_rule.entry(finding.rule.id).or_default();
        *count += 1;
        // What is not UTF-8 or lacks brackets is edited by the rounds only.
        let plain = fix.edits.iter().all(|edit| old.document(edit.file).is_some_and(is_plain));
        if *count <= alone && plain {
            let after = edited(&folder, &old, &fix.edits.iter().collect::<Vec<_>>());
            list(finding.rule.id, &checker.connector(after, current).unwrap());
        }
    }
    // What is said to be safe is safe, not left out in the end.
    let refused = settled.refused.iter().filter(|refused| refused.why == Why::Noticed);
    all.extend(
        refused.map(|refused| (Severity::Error, format!("{name}: {} is not safe at {}", refused.rule.id, refused.at.pointer))),
    );
    all
}

fn is_plain(document: &Document) -> bool {
    document.is_whole() && std::str::from_utf8(document.text.as_bytes()).is_ok()
}

fn safe_fixes(first: usize, every: usize, alone: usize) {
    let Some(folder) = shared() else { return };
    let found = discover::find(std::slice::from_ref(&folder)).unwrap();
    let checker = checker();
    let sample = found.par_iter().skip(first).step_by(every);
    let all: Vec<_> = sample.flat_map_iter(|found| complaints(&checker, found, &folder, alone)).collect();
    let count = |severity: Severity| all.iter().filter(|(known, _)| *known == severity).count();
    println!("safe fixes: {} errors, {} warnings", count(Severity::Error), count(Severity::Warning));
    let lines: Vec<&str> = all.iter().map(|(_, line)| line.as_str()).collect();
    assert!(all.is_empty(), "\n{}", lines.join("\n"));
}

/// Every twentieth.
#[test]
fn safe_fixes_of_published_connectors_are_not_noticed() {
    safe_fixes(3, 20, 1);
}

/// All of them, and every fix alone.
#[test]
#[ignore = "minutes; see CONTRIBUTING.md"]
fn all_safe_fixes_of_published_connectors_are_not_noticed() {
    safe_fixes(0, 1, usize::MAX);
}

/// How many findings each rule has.
fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.suppressed.is_none()) {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    counts
}

fn unsafe_fixes(first: usize, every: usize) {
    let Some(folder) = shared() else { return };
    let found = discover::find(std::slice::from_ref(&folder)).unwrap();
    let checker = checker();
    let one = |found: &Found| {
        let loaded = discover::load(found, discover::shown(&found.folder, &folder));
        let name = loaded.name.clone();
        let (before, settled) = settled(&checker, loaded, &folder, Safety::Unsafe);
        // More is read of a file once it is JSON.
        let fixes_syntax = settled.applied.iter().any(|applied| applied.rule.id == "json-syntax");
        let before = counts(&before);
        let more = counts(&settled.findings).into_iter().filter(|(rule, count)| *count > before.get(rule).copied().unwrap_or(0));
        more.filter(|_| !fixes_syntax).map(|(rule, count)| format!("{name}: {count} of {rule}")).collect::<Vec<_>>()
    };
    let all: Vec<String> = found.par_iter().skip(first).step_by(every).flat_map_iter(one).collect();
    println!("unsafe fixes: {} rules with more findings", all.len());
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

#[test]
fn fixes_of_published_connectors_bring_up_nothing() {
    unsafe_fixes(7, 20);
}

#[test]
#[ignore = "minutes; see CONTRIBUTING.md"]
fn all_fixes_of_published_connectors_bring_up_nothing() {
    unsafe_fixes(0, 1);
}
