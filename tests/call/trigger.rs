//! `trigger`: subscriptions, deliveries, polls.
use super::run::{SECRET, api, connsmith, json_headers};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// A folder with a webhook and two polls for an API on this host.
fn folder(host: &str, with_delete: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let item = json!({ "type": "object", "properties": { "id": { "type": "integer", "x-ms-summary": "Item id" } } });
    let page = json!({ "type": "object", "properties": { "value": { "type": "array", "items": item } } });
    let body = json!({ "type": "object", "required": ["target"], "properties": {
        "target": { "type": "object", "required": ["url"], "properties": { "url": { "type": "string", "x-ms-notification-url": true, "x-ms-visibility": "internal" } } },
        "event": { "type": "string", "default": "created", "x-ms-visibility": "internal" } } });
    let mut definition = json!({
        "swagger": "2.0", "info": { "title": "Items", "version": "1.0" }, "host": host, "basePath": "/api", "schemes": ["http"],
        "consumes": ["application/json"], "produces": ["application/json"],
        "securityDefinitions": { "API Key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
        "paths": {
            "/hooks": {
                "x-ms-notification-content": { "schema": item },
                "post": { "operationId": "OnItem", "x-ms-trigger": "single", "responses": { "201": { "description": "made" } },
                          "parameters": [{ "name": "body", "in": "body", "required": true, "schema": body }] } },
            "/poll": { "get": { "operationId": "OnPoll", "x-ms-trigger": "batch", "responses": { "200": { "description": "ok", "schema": page } } } },
            "/policy": { "get": { "operationId": "OnPolicy", "x-ms-trigger": "batch", "responses": { "200": { "description": "ok", "schema": page } },
                "parameters": [{ "name": "$filter", "in": "query", "type": "string", "default": "id gt 0", "x-ms-visibility": "internal" }] } },
        },
    });
    if with_delete {
        definition["paths"]["/hooks/{id}"] = json!({ "delete": { "operationId": "Forget", "x-ms-visibility": "internal", "responses": {},
            "parameters": [{ "name": "id", "in": "path", "required": true, "type": "string" }] } });
    }
    let policy = json!({ "templateId": "pollingtrigger", "title": "t", "parameters": {
        "x-ms-apimTemplateParameter.triggerConfig": { "$filter": "id gt @{triggerBody().value[0].id}" },
        "x-ms-apimTemplateParameter.triggerDataPath": "@triggerBody().value", "x-ms-apimTemplate-operationName": ["OnPolicy"] } });
    let parameter =
        json!({ "type": "securestring", "uiDefinition": { "displayName": "API key", "constraints": { "required": "true" } } });
    let properties =
        json!({ "properties": { "connectionParameters": { "api_key": parameter }, "policyTemplateInstances": [policy] } });
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), definition.to_string()).expect("a file");
    std::fs::write(folder.path().join("apiProperties.json"), properties.to_string()).expect("a file");
    folder
}

/// Delivers to the address in the body of a subscription.
fn deliver(subscription: &[u8], payload: &str) {
    let body: Value = serde_json::from_slice(subscription).expect("JSON");
    let url = body["target"]["url"].as_str().expect("an address").to_owned();
    let payload = payload.to_owned();
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        let (address, path) = url.strip_prefix("http://").expect("http").split_once('/').expect("a path");
        let mut stream = TcpStream::connect(address).expect("it listens");
        let length = payload.len();
        write!(stream, "POST /{path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{payload}")
            .expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    });
}

#[test]
fn a_webhook_subscribes_and_unsubscribes() {
    let (host, asked) = api(|request| {
        if request.line.starts_with("POST") {
            deliver(&request.body, "{\"id\": \"7\"}");
            return (201, vec![("Location".into(), "/api/hooks/5".into())], String::new());
        }
        (204, Vec::new(), String::new())
    });
    let folder = folder(&host, true);
    let output = connsmith(folder.path(), &["trigger", "OnItem", "--wait", "60"]);
    let (out, error) =
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
    assert_eq!(output.status.code(), Some(1), "{out}{error}");
    assert!(out.contains("Item id = \"7\""), "{out}");
    assert!(
        error.contains("`body/id` is the text `7`, but the definition declares a whole number") && error.contains("unsubscribed"),
        "{error}"
    );
    assert!(!out.contains(SECRET) && !error.contains(SECRET));
    let asked = asked.lock().expect("no panic").clone();
    let body: Value = serde_json::from_slice(&asked[0].body).expect("JSON");
    assert_eq!(body["event"], "created");
    assert_eq!((asked[1].line.as_str(), asked[1].header("x-key")), ("DELETE /api/hooks/5 HTTP/1.1", Some(SECRET)));
}

#[test]
fn what_a_webhook_lacks_is_said() {
    let (host, _) = api(|request| {
        deliver(&request.body, "{\"id\": 7}");
        (200, json_headers(), "{}".to_owned())
    });
    let folder = folder(&host, false);
    let output = connsmith(folder.path(), &["trigger", "OnItem", "--wait", "60"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    for expected in [
        "the response has no `Location`",
        "the definition has no DELETE operation",
        "the delivery matches its schema",
        "cannot unsubscribe",
    ] {
        assert!(error.contains(expected), "{expected}: {error}");
    }
    let output = connsmith(folder.path(), &["trigger", "OnItem", "--sample"]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("Item id = 1"), "{output:?}");
    let output = connsmith(folder.path(), &["trigger", "OnPoll", "--sample"]);
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interrupted_webhook_unsubscribes() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let (host, asked) = api(|request| match request.line.starts_with("POST") {
        true => (201, vec![("Location".into(), "/api/hooks/5".into())], String::new()),
        false => (204, Vec::new(), String::new()),
    });
    let folder = folder(&host, true);
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(["trigger", "OnItem"]).current_dir(folder.path()).env("CONNSMITH_CONNECTION_API_KEY", SECRET);
    let mut child = command.stderr(Stdio::piped()).spawn().expect("it runs");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("subscribed; waiting")), "it ended");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    assert!(lines.any(|line| line.contains("unsubscribed")));
    assert!(child.wait().expect("it ends").success());
    assert_eq!(asked.lock().expect("no panic")[1].line, "DELETE /api/hooks/5 HTTP/1.1");
}

#[test]
fn polls_keep_their_state() {
    let (host, asked) = api(|request| {
        let page = |ids: &[u32]| json!({ "value": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }).to_string();
        match request.line.split(' ').nth(1).unwrap_or_default() {
            "/api/poll" => {
                (202, vec![("Location".into(), "/api/poll?since=1".into()), ("Retry-After".into(), "0".into())], String::new())
            }
            "/api/poll?since=1" => {
                let mut headers = json_headers();
                headers.push(("Location".into(), "/api/poll?since=2".into()));
                (200, headers, page(&[8, 9]))
            }
            path if path.contains("gt%200") => (200, json_headers(), page(&[5, 4])),
            path if path.contains("gt%205") => (200, json_headers(), page(&[7, 6])),
            _ => (200, json_headers(), page(&[])),
        }
    });
    let folder = folder(&host, true);
    let output = connsmith(folder.path(), &["trigger", "OnPoll", "--interval", "0", "--state", "poll.json"]);
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && out.contains("run 2 of 2:"), "{output:?}");
    let state = super::read(folder.path().join("poll.json"));
    assert_eq!(state["location"], "/api/poll?since=2");
    let asked = asked.lock().expect("no panic").clone();
    assert_eq!((asked[1].line.as_str(), asked[1].header("x-key")), ("GET /api/poll?since=1 HTTP/1.1", Some(SECRET)));
    let once = ["trigger", "OnPolicy", "--once", "--state", "policy.json"];
    let output = connsmith(folder.path(), &once);
    assert!(output.stdout.is_empty() && output.status.success(), "the first question only learns: {output:?}");
    assert_eq!(super::read(folder.path().join("policy.json"))["query"]["$filter"], "id gt 5");
    let output = connsmith(folder.path(), &once);
    assert!(String::from_utf8_lossy(&output.stdout).contains("run 1 of 2:"), "{output:?}");
    assert_eq!(super::read(folder.path().join("policy.json"))["query"]["$filter"], "id gt 7");
    let output = connsmith(folder.path(), &once);
    assert!(output.stdout.is_empty(), "nothing is new, and the state stays: {output:?}");
    assert_eq!(super::read(folder.path().join("policy.json"))["query"]["$filter"], "id gt 7");
}
