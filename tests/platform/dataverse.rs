//! Connectors as rows of Dataverse: an imitation of its Web API, and every verb against it.
use crate::program::{Done, User, root};
use crate::requests::{own, put};
use crate::service::{Answer, Asked, Connector, ENVIRONMENT, Fault, Service, State, json_answer, refusal};
use base64::Engine;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use std::time::Duration;

const SOLUTION: &str = "99999999-0000-0000-0000-000000000001";

/// The tables, and how the platform behaves behind them.
#[derive(Default)]
pub struct Tables {
    pub rows: Vec<Map<String, Value>>,
    /// Ids of the rows in the solution `contoso`.
    pub components: Vec<String>,
    /// Whether the header with the name of a solution has no effect.
    pub ignores_header: bool,
    /// How often a row is read before the platform has taken it over.
    pub delay: usize,
    /// The platform never takes anything over, and says nothing.
    pub silent: bool,
    version: u64,
    number: usize,
}

const COLUMNS: [&str; 15] = [
    "connectorid",
    "name",
    "displayname",
    "description",
    "connectortype",
    "iconbrandcolor",
    "openapidefinition",
    "connectionparameters",
    "connectionparametersets",
    "policytemplateinstances",
    "scriptoperations",
    "customcodeblobcontent",
    "capabilities",
    "iconblob",
    "connectorinternalid",
];

fn no_content() -> Answer {
    Answer { status: 204, headers: Vec::new(), body: Vec::new() }
}

/// The answer to a request below `/api/data/v9.2/`.
pub fn answer(state: &mut State, asked: &Asked, path: &str) -> Answer {
    let bearer = asked.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if !state.tokens.iter().any(|token| token == bearer) {
        return json_answer(401, &json!({ "error": { "code": "0x80040227", "message": "The token is not accepted." } }));
    }
    let query: Vec<(String, String)> = asked
        .query
        .split('&')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| {
            let plain = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
            (plain(name), plain(value))
        })
        .collect();
    let option = |name: &str| query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let path = percent_decode_str(path).decode_utf8().unwrap().into_owned();
    if let Some(id) = path.strip_prefix("connectors(").and_then(|rest| rest.strip_suffix(')')) {
        return one(state, asked, &id.to_ascii_lowercase());
    }
    match (asked.method.as_str(), path.as_str()) {
        ("GET", "connectors") => {
            let mut rows = state.solution.clone();
            rows.push(json!({ "connectorid": "99999999-0000-0000-0000-00000000ffff", "name": "other", "displayname": "Other", "connectorinternalid": "shared_other" }));
            rows.extend(state.tables.rows.iter().map(shown));
            if let Some(filter) = option("$filter") {
                let fits = |row: &Value| {
                    filter.split(" or ").any(|part| {
                        let (column, value) = part.split_once(" eq ").unwrap();
                        row[column].as_str() == Some(&value.trim_matches('\'').replace("''", "'"))
                    })
                };
                rows.retain(fits);
            }
            json_answer(200, &json!({ "value": rows }))
        }
        ("POST", "connectors") => create(state, asked),
        ("GET", "solutions") => {
            let filter = option("$filter").unwrap();
            let rows = match filter.contains("'contoso'")
                || filter.contains("'Contoso Apps'")
                || filter.starts_with("solutionid eq ")
            {
                true => {
                    json!([{ "solutionid": SOLUTION, "uniquename": "contoso", "friendlyname": "Contoso Apps", "ismanaged": false, "publisherid": { "customizationprefix": "con" } }])
                }
                false => json!([]),
            };
            json_answer(200, &json!({ "value": rows }))
        }
        ("GET", "solutioncomponents") => {
            let held = state.solution.iter().map(|row| row["connectorid"].clone());
            let held = held.chain(state.tables.components.iter().map(|id| id.clone().into()));
            let rows: Vec<Value> = held.map(|id| json!({ "objectid": id, "componenttype": 372 })).collect();
            json_answer(200, &json!({ "value": rows }))
        }
        ("POST", "AddSolutionComponent") => {
            let body = asked.json();
            assert_eq!((&body["ComponentType"], &body["SolutionUniqueName"]), (&json!(372), &json!("contoso")));
            state.tables.components.push(body["ComponentId"].as_str().unwrap().to_owned());
            json_answer(200, &json!({ "id": "1" }))
        }
        ("POST", "PublishXml") => {
            assert!(asked.json()["ParameterXml"].as_str().unwrap().contains("<connectors><connector>{"));
            no_content()
        }
        _ => refusal(404, "0x8006088a", "Resource not found for the segment."),
    }
}

/// What a body may hold; the refusal otherwise.
fn fault(body: &Map<String, Value>, has_script: bool) -> Option<Answer> {
    let bad = |message: String| Some(json_answer(400, &json!({ "error": { "code": "0x80048d19", "message": message } })));
    for (name, value) in body {
        let fits = match name.as_str() {
            "connectortype" => value.is_number(),
            _ => value.is_string() || value.is_null(),
        };
        if !COLUMNS.contains(&name.as_str()) || !fits {
            return bad(format!("The property '{name}' does not exist on type 'Microsoft.Dynamics.CRM.connector'."));
        }
    }
    for name in
        ["openapidefinition", "connectionparameters", "connectionparametersets", "policytemplateinstances", "scriptoperations"]
    {
        let text = body.get(name).and_then(Value::as_str);
        if text.is_some_and(|text| serde_json::from_str::<Value>(text).is_err()) {
            return bad(format!("{name} is no JSON"));
        }
    }
    let operations = body.get("scriptoperations").and_then(Value::as_str).is_some_and(|text| text.len() > 2);
    if operations && !has_script && body.get("customcodeblobcontent").is_none_or(Value::is_null) {
        return bad("InvalidScriptDefinitionUrlWithNonNullOperations".to_owned());
    }
    if body
        .get("iconblob")
        .and_then(Value::as_str)
        .is_some_and(|text| base64::engine::general_purpose::STANDARD.decode(text).is_err())
    {
        return bad("iconblob".to_owned());
    }
    None
}

fn shown(row: &Map<String, Value>) -> Value {
    let mut row = row.clone();
    row.remove("reads");
    for name in ["connectionparameters", "connectionparametersets"] {
        if let Some(Value::String(text)) = row.get_mut(name) {
            // Secrets come back empty.
            let mut value: Value = serde_json::from_str(text).unwrap();
            hide(&mut value);
            *text = value.to_string();
        }
    }
    if let Some(icon @ Value::String(_)) = row.get_mut("iconblob") {
        *icon = "c2NhbGVk".into();
    }
    let version = row["versionnumber"].clone();
    row.insert("@odata.etag".into(), format!("W/\"{version}\"").into());
    row.into()
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                if name == "clientSecret" { *value = "".into() } else { hide(value) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

fn create(state: &mut State, asked: &Asked) -> Answer {
    let Value::Object(body) = asked.json() else { panic!("no object") };
    if let Some(fault) = fault(&body, false) {
        return fault;
    }
    assert_eq!(body["connectortype"], json!(1));
    let id = body["connectorid"].as_str().unwrap().to_owned();
    if state.tables.rows.iter().any(|row| row["connectorid"] == json!(id)) {
        return json_answer(412, &json!({ "error": { "code": "0x80040237", "message": "Cannot insert duplicate key." } }));
    }
    if let Some(name) = asked.headers.get("mscrm.solutionuniquename").filter(|_| !state.tables.ignores_header) {
        assert_eq!(name, "contoso");
        state.tables.components.push(id.clone());
    }
    let mut row = body;
    state.tables.version += 1;
    row.insert("versionnumber".into(), state.tables.version.into());
    row.insert("reads".into(), 0.into());
    row.insert("connectorinternalid".into(), Value::Null);
    let made = shown(&row);
    state.tables.rows.push(row);
    take_over(state, &id);
    match asked.headers.get("prefer").is_some_and(|prefer| prefer == "return=representation") {
        true => json_answer(201, &made),
        false => no_content(),
    }
}

/// The second stage: the platform makes or changes the connector behind a row.
fn take_over(state: &mut State, id: &str) {
    if state.tables.silent {
        return;
    }
    let delay = state.tables.delay as u64;
    let at = state.tables.rows.iter().position(|row| row["connectorid"] == json!(id)).unwrap();
    if state.tables.rows[at]["reads"].as_u64().unwrap() < delay {
        return;
    }
    let row = state.tables.rows[at].clone();
    let definition: Value = serde_json::from_str(row["openapidefinition"].as_str().unwrap()).unwrap();
    let internal = match row["connectorinternalid"].as_str() {
        Some(internal) => internal.to_owned(),
        None => {
            state.tables.number += 1;
            let internal = format!("shared_row-5f{:016x}", state.tables.number);
            state.tables.version += 1;
            let version = state.tables.version;
            let row = &mut state.tables.rows[at];
            row.insert("connectorinternalid".into(), internal.clone().into());
            row.insert("versionnumber".into(), version.into());
            let properties = json!({ "isCustomApi": true, "displayName": row["displayname"] });
            state.connectors.push(Connector { id: internal.clone(), properties, definition: Value::Null });
            internal
        }
    };
    state.connectors.iter_mut().find(|connector| connector.id == internal).unwrap().definition = definition;
}

fn one(state: &mut State, asked: &Asked, id: &str) -> Answer {
    let at = state.tables.rows.iter().position(|row| row["connectorid"] == json!(id));
    let gone = || {
        json_answer(
            404,
            &json!({ "error": { "code": "0x80040217", "message": format!("Entity 'connector' With Id = {id} Does Not Exist") } }),
        )
    };
    match (asked.method.as_str(), at) {
        ("GET", Some(at)) => {
            let reads = state.tables.rows[at]["reads"].as_u64().unwrap() + 1;
            state.tables.rows[at].insert("reads".into(), reads.into());
            take_over(state, id);
            json_answer(200, &shown(&state.tables.rows[at]))
        }
        ("PATCH", at) => {
            let Value::Object(body) = asked.json() else { panic!("no object") };
            let wanted = asked.headers.get("if-match");
            let Some(at) = at else {
                assert!(wanted.is_some(), "without If-Match this would make a row");
                return gone();
            };
            let version = format!("W/\"{}\"", state.tables.rows[at]["versionnumber"]);
            if wanted.is_some_and(|wanted| wanted != "*" && *wanted != version) {
                return json_answer(
                    412,
                    &json!({ "error": { "code": "0x80060882", "message": "The version of the existing record doesn't match the RowVersion property provided." } }),
                );
            }
            assert!(!body.contains_key("name") && !body.contains_key("connectorid"));
            if let Some(fault) = fault(&body, state.tables.rows[at].get("customcodeblobcontent").is_some_and(Value::is_string)) {
                return fault;
            }
            state.tables.version += 1;
            let version = state.tables.version;
            let row = &mut state.tables.rows[at];
            row.extend(body);
            row.insert("versionnumber".into(), version.into());
            row.insert("reads".into(), 0.into());
            take_over(state, id);
            no_content()
        }
        ("DELETE", Some(at)) => {
            let row = state.tables.rows.remove(at);
            state.connectors.retain(|connector| row["connectorinternalid"] != json!(connector.id));
            no_content()
        }
        (_, None) => gone(),
        _ => refusal(405, "0x80060888", "Not so."),
    }
}

/// An application in a folder with a connector.
fn application(service: &Service, kind: &str) -> User {
    let mut user = User::new(service);
    user.set("AZURE_TENANT_ID", "contoso.example");
    user.set("AZURE_CLIENT_ID", "the-application");
    user.set("AZURE_CLIENT_SECRET", "the-application-secret");
    user.set("CONNSMITH_ENVIRONMENT", &service.base);
    user.set("CONNSMITH_CLIENT_SECRET", "the-secret-of-the-connector");
    user.set("CONNSMITH_TIMEOUT", "60");
    let properties = own().into_iter().find(|(known, _)| *known == kind).unwrap().1;
    put(&user, kind, &properties);
    user
}

fn settings(user: &User) -> Value {
    serde_json::from_str(&user.read("settings.json")).unwrap()
}

fn row(service: &Service) -> Map<String, Value> {
    let state = service.state();
    assert_eq!(state.tables.rows.len(), 1);
    state.tables.rows[0].clone()
}

#[track_caller]
fn no_secrets(done: &Done) {
    for secret in ["eyJ", "the-secret-of", "the-application-secret"] {
        assert!(!done.all().contains(secret), "{secret} in {}", done.all());
    }
}

fn writes(service: &Service) -> Vec<String> {
    service.take().iter().filter(|asked| asked.method != "GET" && asked.path.starts_with("/api/data")).map(Asked::line).collect()
}

#[test]
fn from_create_to_delete() {
    let service = Service::start();
    let user = application(&service, "icon and script");
    service.state().tables.delay = 3;
    user.write("settings.json", "{\"icon\": \"my icon+100%.png\"}");
    let done = user.run(&["create", "--solution", "contoso", "--publish", "--format", "json", "--verbose"]).ok();
    no_secrets(&done);
    assert!(done.err.contains("going through Dataverse, because a solution is named"), "{}", done.err);
    let said = done.json();
    let id = said["connectorId"].as_str().unwrap().to_owned();
    let internal = said["internalId"].as_str().unwrap().to_owned();
    assert_eq!(
        said["redirectUrl"],
        json!(format!("https://global.consent.azure-apim.net/redirect/{}", internal.trim_start_matches("shared_")))
    );
    let asked = service.take();
    let post = asked.iter().find(|asked| asked.line().starts_with("POST /api/data/v9.2/connectors")).unwrap();
    assert_eq!(post.headers["mscrm.solutionuniquename"], "contoso");
    let body = post.json();
    // The script goes second.
    assert!(body.get("customcodeblobcontent").is_none() && body.get("scriptoperations").is_none());
    let written: Vec<String> =
        asked.iter().filter(|asked| asked.method != "GET" && asked.path.starts_with("/api/data")).map(Asked::line).collect();
    assert_eq!(
        written,
        [
            "POST /api/data/v9.2/connectors".to_owned(),
            format!("PATCH /api/data/v9.2/connectors({id})"),
            "POST /api/data/v9.2/PublishXml".to_owned()
        ]
    );
    let there = row(&service);
    assert_eq!(there["name"], json!("con_tasks-20icon-20and-20script"));
    assert_eq!(there["scriptoperations"], json!("[\"ListTasks\"]"));
    assert!(there["customcodeblobcontent"].as_str().unwrap().contains("ScriptBase"));
    assert_eq!(there["capabilities"], json!("118690005"));
    let kept = settings(&user);
    assert_eq!((kept["connectorId"].as_str(), kept["environment"].as_str()), (Some(&*id), Some(&*service.base)));
    assert!(kept["contentHash"].is_string());

    // Once more: nothing but the icon, which cannot be compared.
    let done = user.run(&["update"]).ok();
    assert!(done.err.contains("because the environment is named by its address"), "{}", done.err);
    for asked in service.take().iter().filter(|asked| asked.method == "PATCH") {
        assert_eq!(asked.json().as_object().unwrap().keys().collect::<Vec<_>>(), ["iconblob"]);
    }
    assert_eq!(user.run(&["update", "--diff"]).status, Some(0));

    let definition = user.read("apiDefinition.swagger.json").replacen("\"title\":", "\"x-new\": 1, \"title\":", 1);
    user.write("apiDefinition.swagger.json", &definition);
    let done = user.run(&["update", "--diff"]);
    assert_eq!(done.status, Some(1));
    assert!(done.out.contains("+    \"x-new\": 1"), "{}", done.out);
    service.take();
    user.run(&["update", "--no-script"]).ok();
    let asked = service.take();
    let patches: Vec<Value> = asked.iter().filter(|asked| asked.method == "PATCH").map(Asked::json).collect();
    assert!(asked.iter().any(|asked| asked.headers.get("if-match").is_some_and(|version| version.starts_with("W/"))));
    assert!(patches[0]["openapidefinition"].as_str().unwrap().contains("x-new"));
    assert_eq!(patches[1]["customcodeblobcontent"], Value::Null);

    // Somebody else changes it.
    service.state().tables.rows[0].insert("description".into(), "Other.".into());
    service.state().tables.rows[0].insert("versionnumber".into(), 1000.into());
    let done = user.run(&["update", "--no-script"]);
    assert_eq!(done.status, Some(2));
    assert!(done.err.contains("somebody else changed the connector"), "{}", done.err);
    user.run(&["update", "--no-script", "--force"]).ok();

    let done = user.run(&["list"]).ok();
    assert!(done.out.contains(&format!("{id}  Tasks icon and script  {internal}")), "{}", done.out);
    assert!(!user.run(&["list", "--solution", "contoso"]).ok().out.contains("Other"));
    user.run(&["download", "--cid", &internal, "--dest", "new"]).ok();
    let json = |name: &str| -> Value { serde_json::from_str(&user.read(name)).unwrap() };
    assert_eq!(json("new/apiDefinition.swagger.json"), json("apiDefinition.swagger.json"));
    assert_eq!(json("new/settings.json")["connectorId"], json!(id));
    let done = user.run(&["update", "new"]).ok();
    no_secrets(&done);

    user.run(&["delete", "--yes"]).ok();
    assert!(service.state().tables.rows.is_empty());
    assert_eq!(settings(&user)["connectorId"], Value::Null);
    assert!(!writes(&service).is_empty());
}

#[test]
fn a_header_without_effect_is_made_good() {
    let service = Service::start();
    let user = application(&service, "api key");
    service.state().tables.ignores_header = true;
    user.run(&["create", "--solution", "contoso"]).ok();
    let id = row(&service)["connectorid"].as_str().unwrap().to_owned();
    assert_eq!(service.state().tables.components, [id]);
    let done = user.run(&["create", "--solution", "nobody", "-w", "--allow-duplicate"]);
    assert!(done.err.contains("there is no such solution") && done.status == Some(2), "{done:?}");
}

#[test]
fn what_the_platform_does_not_take_over_is_said() {
    let service = Service::start();
    let mut user = application(&service, "oauth");
    service.state().tables.silent = true;
    let done = user.run(&["create", "--wait", "0.1"]);
    assert_eq!(done.status, Some(1), "{done:?}");
    assert!(done.err.contains("the platform has not taken over the connector"), "{}", done.err);
    no_secrets(&done);
    // The secret is in the row.
    assert!(row(&service)["connectionparameters"].as_str().unwrap().contains("the-secret-of-the-connector"));
    assert_eq!(settings(&user)["connectorId"], row(&service)["connectorid"]);

    // Somebody signed in sees the platform's copy.
    service.state().tables.silent = false;
    for name in ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"] {
        user.unset(name);
    }
    user.set("CONNSMITH_ENVIRONMENT", ENVIRONMENT);
    user.run(&["login"]).ok();
    let done = user.run(&["update", "--format", "json", "--wait", "5"]).ok();
    assert_eq!(done.json()["runtime"], json!("same"), "{}", done.err);
    service.state().tables.silent = true;
    user.write(
        "apiDefinition.swagger.json",
        &user.read("apiDefinition.swagger.json").replacen("\"title\":", "\"x-new\": 1, \"title\":", 1),
    );
    let done = user.run(&["update", "--format", "json", "--wait", "0.1"]);
    assert_eq!((done.json()["runtime"].as_str(), done.status), (Some("different"), Some(1)), "{}", done.err);
}

#[test]
fn addresses_of_a_stranger_get_no_token() {
    let service = Service::start();
    let mut user = application(&service, "api key");
    user.unset("CONNSMITH_ENVIRONMENT");
    user.write("settings.json", "{\"environment\": \"https://org.dynamics.com.evil.example\"}");
    let done = user.run(&["create"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("if you trust it, name it with `--env`"), "{}", done.err);
    assert!(service.lines().is_empty(), "{:?}", service.lines());
    let done = user.run(&["create", "--env", "http://org.crm.dynamics.com"]);
    assert!(done.err.contains("is not https") && done.status == Some(2), "{done:?}");
    let done =
        user.run(&["create", "--env", "https://org.crm.dynamics.com", "--dry-run", "--verbose", "--solution", "contoso"]).ok();
    assert!(done.out.starts_with("POST https://org.crm.dynamics.com/api/data/v9.2/connectors\n"), "{}", done.out);
    assert!(done.out.contains("MSCRM.SolutionUniqueName: contoso") && done.out.contains("AddSolutionComponent"), "{}", done.out);
    let done = user.run(&["create", "--env", "https://org.crm.dynamics.com", "--via", "powerapps"]);
    assert!(done.err.contains("needs the id of the environment") && done.status == Some(2), "{done:?}");
    assert!(service.lines().iter().all(|line| line.contains("/oauth2/")), "{:?}", service.lines());
}

fn odata(status: u16, code: &str, message: &str) -> Fault {
    let body = json!({ "error": { "code": code, "message": message } }).to_string();
    Fault::Answer(status, vec![("Content-Type", "application/json".to_owned())], body)
}

/// Every fault at every request of every verb: what can be done is done once, and what cannot is said; never are there two rows.
#[test]
fn every_fault_at_every_verb() {
    const VERBS: [(&str, &[&str]); 5] = [
        ("create", &["create", "--solution", "contoso", "--wait", "2"]),
        ("update", &["update", "--wait", "2"]),
        ("download", &["download", "--dest", "new"]),
        ("list", &["list"]),
        ("delete", &["delete", "--yes"]),
    ];
    let lines = |verb: &str| -> &[&str] {
        match verb {
            "create" => &[
                "GET /api/data/v9.2/connectors?",
                "GET /api/data/v9.2/solutions",
                "POST /api/data/v9.2/connectors",
                "PATCH /api/data/v9.2/connectors(",
                "GET /api/data/v9.2/connectors(",
            ],
            "update" => &["GET /api/data/v9.2/connectors(", "PATCH /api/data/v9.2/connectors("],
            "download" => &["GET /api/data/v9.2/connectors("],
            "list" => &["GET /api/data/v9.2/connectors?"],
            _ => &["GET /api/data/v9.2/connectors(", "DELETE /api/data/v9.2/connectors("],
        }
    };
    let once = [
        ("reset before", Fault::ResetBefore),
        ("reset after", Fault::ResetAfter),
        ("cut", Fault::Cut),
        ("half", Fault::CutJson),
        ("429", Fault::Answer(429, vec![("Retry-After", "0".to_owned())], "{}".into())),
        ("500", odata(500, "0x80040216", "An unexpected error occurred.")),
        ("503", Fault::Answer(503, vec![("Retry-After", "0".to_owned())], String::new())),
    ];
    let always = [
        ("403", odata(403, "0x80040220", "SecLib::AccessCheckEx failed."), 2, "SecLib::AccessCheckEx failed."),
        ("401", odata(401, "0x80040227", "No."), 3, "401 Unauthorized"),
        ("500", odata(500, "0x80040216", "An unexpected error occurred."), 2, "An unexpected error occurred."),
        ("reset before", Fault::ResetBefore, 2, "the connection broke"),
    ];
    let begin = |verb: &str| {
        let service = Service::start();
        let user = application(&service, "icon and script");
        user.write("settings.json", "{\"icon\": \"my icon+100%.png\"}");
        if verb != "create" {
            user.run(&["create", "--wait", "2"]).ok();
            let text = user.read("apiDefinition.swagger.json").replacen("\"title\":", "\"x-new\": 1, \"title\":", 1);
            user.write("apiDefinition.swagger.json", &text);
        }
        service.take();
        (service, user)
    };
    let survives = |verb: &str, arguments: &[&str], line: &str, (what, fault): &(&str, Fault)| {
        let case = format!("{verb}, {line}: {what}");
        // What only reads does not survive half an answer.
        if matches!(fault, Fault::CutJson) && line.starts_with("GET") {
            return;
        }
        let (service, user) = begin(verb);
        service.fail(line, fault.clone(), 1);
        let done = user.run(arguments);
        assert_eq!(done.status, Some(0), "{case}: {done:?}");
        no_secrets(&done);
        let state = service.state();
        assert_eq!(state.tables.rows.len(), usize::from(verb != "delete"), "{case}");
        if verb == "update" {
            assert!(state.tables.rows[0]["openapidefinition"].as_str().unwrap().contains("x-new"), "{case}");
        }
        if verb == "create" {
            assert!(state.tables.rows[0]["customcodeblobcontent"].is_string(), "{case}");
            assert_eq!(state.tables.components.len(), 1, "{case}");
        }
    };
    let fails = |verb: &str, arguments: &[&str], line: &str, (what, fault, status, words): &(&str, Fault, i32, &str)| {
        let case = format!("{verb}, {line}, always: {what}");
        let (service, user) = begin(verb);
        service.fail(line, fault.clone(), 1000);
        let done = user.run(arguments);
        assert_eq!(done.status, Some(*status), "{case}: {done:?}");
        assert!(done.err.contains(words), "{case}: {}", done.err);
        no_secrets(&done);
        let rows = service.state().tables.rows.len();
        assert!(rows <= 1, "{case}");
        // The settings know the row, or there is none.
        let known = user.work().join("settings.json").is_file() && settings(&user)["connectorId"].is_string();
        assert!(known || rows == 0, "{case}");
    };
    // Much of it is waiting.
    std::thread::scope(|scope| {
        for (verb, arguments) in VERBS {
            for line in lines(verb) {
                scope.spawn(|| once.iter().for_each(|fault| survives(verb, arguments, line, fault)));
                scope.spawn(|| always.iter().for_each(|fault| fails(verb, arguments, line, fault)));
            }
        }
    });
}

#[test]
fn a_timed_out_change_is_found() {
    let service = Service::start();
    let mut user = application(&service, "api key");
    user.run(&["create", "--wait", "2"]).ok();
    user.write(
        "apiDefinition.swagger.json",
        &user.read("apiDefinition.swagger.json").replacen("\"title\":", "\"x-new\": 1, \"title\":", 1),
    );
    user.set("CONNSMITH_TIMEOUT", "0.7");
    service.fail("PATCH /api/data", Fault::Slow(Duration::from_millis(1500)), 1);
    user.run(&["update", "--wait", "5"]).ok();
    assert!(row(&service)["openapidefinition"].as_str().unwrap().contains("x-new"));
    // The platform has no room for a script at first.
    let user = application(&service, "icon and script");
    user.write("settings.json", "{\"icon\": \"my icon+100%.png\"}");
    service.fail("PATCH /api/data", odata(400, "0x80040265", "Unable to find an unassigned function app in 'westeurope'."), 2);
    user.run(&["create", "--wait", "5"]).ok();
}

/// A secret does not come back, and a lost answer is no stranger's row for that.
#[test]
fn a_secret_that_does_not_come_back_is_no_difference() {
    let service = Service::start();
    let user = application(&service, "oauth");
    service.fail("POST /api/data/v9.2/connectors", Fault::ResetAfter, 1);
    let done = user.run(&["create", "--wait", "2"]).ok();
    no_secrets(&done);
    assert!(!done.err.contains("differs from what was sent"), "{}", done.err);
    assert!(settings(&user)["contentHash"].is_string());
    user.run(&["update", "--wait", "2"]).ok();
    assert!(row(&service)["connectionparameters"].as_str().unwrap().contains("the-secret-of-the-connector"));
}

/// What is taken out of the files is taken out of the row.
#[test]
fn what_the_files_no_longer_have_goes() {
    let service = Service::start();
    let user = application(&service, "sets");
    user.run(&["create", "--wait", "2"]).ok();
    assert!(
        row(&service)["connectionparametersets"].as_str().unwrap().contains("\"values\"")
            && !row(&service)["capabilities"].is_null()
    );
    let mut properties: Value = serde_json::from_str(&user.read("apiProperties.json")).unwrap();
    let body = properties["properties"].as_object_mut().unwrap();
    body.remove("connectionParameterSets");
    body.remove("capabilities");
    user.write("apiProperties.json", &properties.to_string());
    user.run(&["update", "--wait", "2"]).ok();
    let there = row(&service);
    assert_eq!((&there["connectionparametersets"], &there["capabilities"]), (&json!("{}"), &Value::Null));
    service.take();
    user.run(&["update", "--wait", "2"]).ok();
    assert_eq!(writes(&service), [""; 0]);
    assert_eq!(user.run(&["update", "--diff"]).status, Some(0));

    // The operations of a script that only the platform has.
    let user = application(&service, "icon and script");
    let done = user.run(&["create", "--wait", "2", "--no-icon", "--format", "json"]).ok();
    let id = done.json()["connectorId"].clone();
    std::fs::remove_file(user.work().join("script.csx")).unwrap();
    user.write("settings.json", &json!({ "connectorId": id, "environment": service.base }).to_string());
    user.write("apiProperties.json", &user.read("apiProperties.json").replace("\"ListTasks\"", "\"ListTasks\", \"Other\""));
    user.run(&["update", "--wait", "2", "--no-icon", "--no-check"]).ok();
    let state = service.state();
    let there = state.tables.rows.iter().find(|row| row["connectorid"] == id).unwrap();
    assert_eq!(there["scriptoperations"], json!("[\"ListTasks\",\"Other\"]"));
    assert!(there["customcodeblobcontent"].is_string());
}

/// A settings file of paconn names the connector as the service does. Changes of others are noticed all the same.
#[test]
fn the_name_in_the_service_means_the_row() {
    let service = Service::start();
    let user = application(&service, "api key");
    let said = user.run(&["create", "--wait", "2", "--format", "json"]).ok().json();
    let internal = said["internalId"].as_str().unwrap();
    let text = json!({ "connectorId": internal, "environment": service.base, "contentHash": "that of the service's copy" });
    user.write("settings.json", &text.to_string());
    user.run(&["update", "--wait", "2"]).ok();
    let hash = settings(&user)["contentHash"].as_str().unwrap().to_owned();
    assert!(hash.starts_with("row:"), "{hash}");
    service.state().tables.rows[0].insert("description".into(), "Other.".into());
    service.state().tables.rows[0].insert("versionnumber".into(), 1000.into());
    let done = user.run(&["update"]);
    assert!(done.status == Some(2) && done.err.contains("somebody else changed the connector"), "{done:?}");
    user.run(&["delete", "--yes"]).ok();
    assert_eq!((&settings(&user)["connectorId"], &settings(&user)["contentHash"]), (&Value::Null, &Value::Null));
}

/// What Dataverse has no place for is not lost in the files, either.
#[test]
fn a_download_keeps_what_only_the_file_holds() {
    let service = Service::start();
    let user = application(&service, "api key");
    let properties = user.read("apiProperties.json").replace("\"actions\"", "\"actions\", \"triggers\"");
    user.write("apiProperties.json", &properties);
    user.run(&["create", "--wait", "2"]).ok();
    service.state().tables.rows[0].insert("iconbrandcolor".into(), "#123456".into());
    let done = user.run(&["download", "--dest", ".", "--overwrite"]).ok();
    assert!(done.err.contains("keeps `publisher`, `stackOwner`, capability \"triggers\""), "{}", done.err);
    let after: Value = serde_json::from_str(&user.read("apiProperties.json")).unwrap();
    let mut expected: Value = serde_json::from_str(&properties).unwrap();
    expected["properties"]["iconBrandColor"] = "#123456".into();
    for name in ["publisher", "stackOwner", "capabilities", "iconBrandColor", "connectionParameters"] {
        assert_eq!(after["properties"][name], expected["properties"][name], "{name}");
    }
    // Nobody has changed anything since.
    user.run(&["update", "--wait", "2"]).ok();

    // What cannot become a file is not left out.
    service.state().tables.rows[0].insert("capabilities".into(), "118690005,118690077".into());
    let done = user.run(&["download", "--dest", "new"]).ok();
    assert!(done.err.contains("the capability with the number 118690077 is not known"), "{}", done.err);
    service.state().tables.rows[0].insert("policytemplateinstances".into(), "[{".into());
    let done = user.run(&["download", "--dest", "newer"]);
    assert!(done.status == Some(2) && done.err.contains("the column `policytemplateinstances` of the row"), "{done:?}");
    assert!(!user.work().join("newer").exists());
}

#[test]
fn what_is_not_there_or_not_done_is_said() {
    let service = Service::start();
    let mut user = application(&service, "api key");
    let done = user.run(&["download", "--solution", "contoso", "--via", "dataverse"]);
    assert!(done.status == Some(2) && done.err.contains("the solution `contoso` has no connector"), "{done:?}");
    user.run(&["create", "--solution", "contoso", "--wait", "2"]).ok();
    let id = row(&service)["connectorid"].as_str().unwrap().to_owned();
    let done = user.run(&["download", "--solution", "contoso", "--via", "dataverse"]);
    let words = format!("no connector given: use `--cid ID`; the solution `contoso` has “Tasks api key” ({id})");
    assert!(done.status == Some(2) && done.err.contains(&words), "{done:?}");
    // Publishing was asked for.
    service.fail("PublishXml", odata(403, "0x80040220", "SecLib::AccessCheckEx failed."), 1);
    let done = user.run(&["update", "--publish", "--wait", "2"]);
    assert!(done.status == Some(1) && done.err.contains("was updated, but not published"), "{done:?}");
    // What was written is known to be, though nobody can look at it.
    let text = user.read("apiDefinition.swagger.json").replacen("\"title\":", "\"x-new\": 1, \"title\":", 1);
    user.write("apiDefinition.swagger.json", &text);
    service.state().tables.silent = true;
    service.state().tables.rows.iter_mut().for_each(|row| _ = row.insert("connectorinternalid".into(), Value::Null));
    let done = user.run(&["update", "--wait", "0"]);
    assert!(done.status == Some(1) && done.err.contains("has not taken over the connector"), "{done:?}");
    // An environment that nobody knows.
    service.take();
    for name in ["nobody", "org.crm.dynamics.com"] {
        let done = user.run(&["list", "--via", "dataverse", "--env", name]);
        let words = format!("this account sees no environment with the id `{name}`");
        assert!(done.status == Some(2) && done.err.contains(&words) && done.err.contains("connsmith environments"), "{done:?}");
    }
    user.unset("CONNSMITH_ENVIRONMENT");
    user.write("settings.json", "{}");
    let done = user.run(&["list", "--via", "dataverse"]);
    assert!(done.status == Some(2) && done.err.contains("no environment given"), "{done:?}");
}

#[test]
fn two_at_once() {
    for _ in 0..4 {
        let service = Service::start();
        let users: Vec<User> = (0..2).map(|_| application(&service, "icon and script")).collect();
        users.iter().for_each(|user| user.write("settings.json", "{\"icon\": \"my icon+100%.png\"}"));
        let run = |arguments: &'static [&'static str]| -> Vec<Done> {
            std::thread::scope(|scope| {
                let runs: Vec<_> = users.iter().map(|user| scope.spawn(move || user.run(arguments))).collect();
                runs.into_iter().map(|run| run.join().unwrap()).collect()
            })
        };
        let done = run(&["create", "--wait", "2"]);
        assert_eq!(service.state().tables.rows.len(), 1, "{done:?}");
        assert!(done.iter().any(|done| done.status == Some(0)), "{done:?}");
        // Both change it, each in another way.
        let id = row(&service)["connectorid"].as_str().unwrap().to_owned();
        for (user, word) in users.iter().zip(["one", "two"]) {
            user.run(&["download", "--cid", &id, "--dest", ".", "-w"]).ok();
            let text = user.read("apiDefinition.swagger.json").replacen("\"title\":", &format!("\"x-{word}\": 1, \"title\":"), 1);
            user.write("apiDefinition.swagger.json", &text);
        }
        let done = run(&["update", "--wait", "2"]);
        let text = row(&service)["openapidefinition"].as_str().unwrap().to_owned();
        let won: Vec<&Done> = done.iter().filter(|done| done.status == Some(0)).collect();
        assert_eq!(won.len(), 1, "{done:?}");
        assert!(text.contains("x-one") != text.contains("x-two"));
        assert!(done.iter().any(|done| done.err.contains("somebody else changed the connector")), "{done:?}");
    }
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment() {
    for round in 0..40 {
        let service = Service::start();
        let user = application(&service, "icon and script");
        user.write("settings.json", "{\"icon\": \"my icon+100%.png\"}");
        let mut child = user.command(&["create", "--solution", "contoso", "--wait", "2"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(round * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        settings(&user);
        let again = user.run(&["create", "--solution", "contoso", "--wait", "2"]);
        assert!(service.state().tables.rows.len() == 1, "{again:?}");
        let id = row(&service)["connectorid"].as_str().unwrap().to_owned();
        // Whatever is missing, an update makes good.
        let done = user.run(&["update", "--cid", &id, "--solution", "contoso", "--wait", "2"]);
        assert_eq!(done.status, Some(0), "{round}: {done:?}");
        assert!(row(&service)["customcodeblobcontent"].is_string());
        assert_eq!(service.state().tables.components, [id]);
        settings(&user);
    }
}

/// What a row holds as texts parses back to the files.
#[test]
fn rows_of_published_connectors_come_back() {
    use connsmith::connector::discover;
    use connsmith::ship::dataverse::row::{Row, columns, holdable};
    use connsmith::ship::platform::upload::{Part, Upload, value};
    use connsmith::text::document::File;
    let corpus = root().join("../shared/corpus");
    if !corpus.exists() {
        println!("skipped: ../shared/corpus is not there");
        return;
    }
    let (mut seen, mut refused) = (0, 0);
    for found in discover::find(&[corpus]).unwrap().iter().step_by(3) {
        let connector = connsmith::Connector::new(discover::load(found, found.folder.display().to_string()));
        let (Some(definition), Some(properties)) = (&connector.definition, &connector.properties) else { continue };
        if !definition.is_whole() || !properties.is_whole() || !properties.root().is_object() {
            continue;
        }
        let script =
            connector.script.as_ref().map(|script| Part { name: "script.csx".into(), bytes: script.text.clone().into_bytes() });
        let mut upload = Upload {
            definition: value(definition.root()),
            properties: value(properties.root()),
            icon: None,
            script,
            clear_script: false,
        };
        if upload.script.is_none() {
            upload.properties["properties"].as_object_mut().unwrap().remove("scriptOperations");
        }
        let name = connector.file_name(File::Folder);
        let made = match columns(&upload, true) {
            Ok(made) => made,
            Err(error) => {
                println!("{name}: {error}");
                refused += 1;
                continue;
            }
        };
        let text = |column: &str| made.main[column].as_str().unwrap().to_owned();
        let parsed = |column: &str| serde_json::from_str::<Value>(&text(column)).unwrap();
        assert_eq!(parsed("openapidefinition"), upload.definition, "{name}");
        let body = &upload.properties["properties"];
        let or = |member: &str, none: Value| if body[member].is_null() { none } else { body[member].clone() };
        assert_eq!(parsed("connectionparameters"), or("connectionParameters", json!({})), "{name}");
        assert_eq!(parsed("policytemplateinstances"), or("policyTemplateInstances", json!([])), "{name}");

        // And the row makes the same files.
        let mut row = made.main.clone();
        row.extend(made.script.clone());
        row.insert("connectorid".into(), "37284777-a05f-4680-b0f9-1eb13e90fc71".into());
        let row = Row::of(&row.into()).unwrap();
        assert!(row.holds(&made.main) && row.holds(&made.script), "{name}");
        let copy = row.copy();
        assert_eq!(copy.definition.as_ref(), Some(&upload.definition), "{name}");
        assert_eq!(
            copy.script,
            upload.script.as_ref().map(|script| script.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&script.bytes).to_vec()),
            "{name}"
        );
        let (there, here) = (copy.form(), holdable(&upload).form(&copy));
        // A long description is cut, and a title trimmed.
        let cut = made.notes.iter().any(|note| note.contains("characters of the description"))
            || upload.title() != upload.title().map(str::trim);
        // A secret in a published file is none, and does not come back.
        if !cut && !there.properties.contains("clientSecret") && !here.properties.contains("clientSecret") {
            assert_eq!(there.properties, here.properties, "{name}");
        }
        seen += 1;
    }
    println!("{seen} rows, {refused} refused");
    assert!(seen >= 200 && refused < 20);
}
