//! The verbs as commands.
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder).env("CONNSMITH_FUNCTION_KEY", "k/1").output().expect("the program runs")
}

fn out(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a connector of an action, a trigger and a lookup.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let schema =
        json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string", "x-ms-summary": "Text" } } });
    let list = json!({ "operationId": "Rooms", "value-path": "id", "value-title": "name" });
    let definition = json!({
        "swagger": "2.0", "info": { "title": "Chat", "version": "1.0" }, "host": "example.com",
        "paths": {
            "/{connectionId}/rooms/{room}": { "post": { "operationId": "Say", "summary": "Say something", "responses": {}, "parameters": [
                { "name": "room", "in": "path", "required": true, "type": "string", "x-ms-dynamic-values": list },
                { "name": "body", "in": "body", "required": true, "schema": schema } ] } },
            "/rooms": { "get": { "operationId": "Rooms", "x-ms-visibility": "internal", "responses": {} } },
            "/said": { "get": { "operationId": "OnSaid", "x-ms-trigger": "batch", "responses": {}, "parameters": [
                { "name": "room", "in": "query", "required": true, "type": "string" } ] } },
        },
    });
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).expect("a file");
    write("apiDefinition.swagger.json", definition.to_string());
    write("export.json", json!({ "properties": { "swagger": definition.to_string() } }).to_string());
    write("rooms.json", json!([{ "id": 1, "name": "One" }]).to_string());
    write("bad.json", "{ \"properties\": { \"parameters\": {} } }".to_owned());
    folder
}

#[test]
fn preview() {
    let folder = folder();
    let shown = out(&run(folder.path(), &["preview", "--format", "json"]));
    assert_eq!(shown["connectors"][0]["operations"][0]["inputs"][1]["label"], "Text");
    let output = run(folder.path(), &["preview", ".", "--format", "json", "--out", "view.json"]);
    assert!(output.stdout.is_empty() && output.status.success(), "{output:?}");
    assert_eq!(super::read(folder.path().join("view.json")), shown);
    let output = run(folder.path(), &["preview", "nowhere", ".", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output), shown);
}

#[test]
fn operations_and_calls() {
    let folder = folder();
    for source in [".", "export.json"] {
        let listed = out(&run(folder.path(), &["namespace", "ops", source, "--format", "json"]));
        let kinds: Vec<_> = listed["operations"].as_array().into_iter().flatten().map(|one| one["kind"].clone()).collect();
        assert_eq!(kinds, ["action", "action", "polling"], "{source}");
        assert_eq!(listed["operations"][0]["path"], "/rooms/{room}");
        assert_eq!(listed["operations"][1]["usedBy"], json!(["Say"]));
    }
    let table = run(folder.path(), &["ns", "ops", "."]);
    assert!(!String::from_utf8_lossy(&table.stdout).contains("Rooms"), "{table:?}");
    let call = ["ns", "invoke", "export.json", "Say", "--dry-run", "--arg"];
    let output = run(folder.path(), &[&call[..], &["room=a b", "--arg", "text=Hi"]].concat());
    assert_eq!(out(&output), json!({ "request": { "method": "POST", "path": "/rooms/a%20b", "body": { "text": "Hi" } } }));
    let output = run(folder.path(), &[&call[..], &["room=a", "--format", "json"]].concat());
    assert_eq!((output.status.code(), out(&output)["problems"][0]["code"].as_str()), (Some(1), Some("missing")));
    let output = run(folder.path(), &["ns", "invoke", ".", "OnSaid", "--dry-run"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("it is a trigger"), "{output:?}");
    let output = run(folder.path(), &["ns", "invoke", ".", "Sey", "--dry-run"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(error(&output).contains("did you mean `Say`?"), "{output:?}");
    let output = run(folder.path(), &["ns", "lookup", ".", "Say", "room", "--recorded", "rooms.json"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\tOne\n");
    std::fs::write(
        folder.path().join("refused.json"),
        "\u{feff}{\"response\":{\"statusCode\":\"NotFound\",\"body\":{\"error\":{\"message\":\"gone\"}}}}",
    )
    .expect("a file");
    let output = run(folder.path(), &["ns", "lookup", ".", "Say", "room", "--recorded", "refused.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("the recorded response is an error: NotFound: gone"), "{output:?}");
    // JSON stays JSON, whatever characters a text has.
    let output = run(folder.path(), &[&call[..], &["room=a", "--arg", "text=a\u{200b} ::b", "--format", "json"]].concat());
    assert_eq!(out(&output)["request"]["body"]["text"], "a\u{200b} ::b");
    let output = run(folder.path(), &[&call[..], &["room=a", "--arg", "text=a\u{200b} ::b"]].concat());
    assert_eq!(out(&output)["request"]["body"]["text"], "a\u{200b} ::b");
    let output = run(folder.path(), &["ns", "lookup", ".", "Say", "body.text"]);
    assert!(error(&output).contains("`body.text` of `Say` has no lookup; these have a lookup: room"), "{output:?}");
    for wrong in ["nowhere.json", "rooms.json", ".."] {
        let output = run(folder.path(), &["ns", "ops", wrong]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(!error(&output).contains("panicked"), "{output:?}");
    }
}

#[test]
fn configurations() {
    let folder = folder();
    let start = ["ns", "trigger", "new", ".", "OnSaid", "--connector", "chat", "--connection", "c", "--functions", "app/On Said"];
    let output = run(folder.path(), &[&start[..], &["--arg", "room=7", "--out", "said.trigger.json"]].concat());
    assert!(output.status.success(), "{output:?}");
    let written = super::read(folder.path().join("said.trigger.json"));
    let details = &written["properties"]["notificationDetails"];
    assert_eq!(details["callbackUrl"], "https://app.azurewebsites.net/runtime/webhooks/connector?functionName=On%20Said");
    assert_eq!(details["authentication"], json!({ "type": "QueryString", "name": "code", "value": "k/1" }));
    assert_eq!(written["properties"]["parameters"], json!([{ "name": "room", "value": "7" }]));
    let output = run(folder.path(), &["ns", "trigger", "check", "said.trigger.json", "--source", "."]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1 file checked, no problems\n");
    let output = run(folder.path(), &start);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{output:?}");
    let output = run(folder.path(), &[&start[..], &["--arg", "room=7", "--key-in-url"]].concat());
    let url = out(&output)["properties"]["notificationDetails"]["callbackUrl"].clone();
    assert!(url.as_str().is_some_and(|url| url.ends_with("&code=k%2F1")), "{url}");
    let output = run(folder.path(), &["ns", "trigger", "check", "bad.json", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let places: Vec<_> = out(&output)["problems"].as_array().into_iter().flatten().map(|one| one["place"].clone()).collect();
    assert!(places.contains(&json!("bad.json:1:33")), "{places:?}");
    let tool = ["ns", "mcp", "new", ".", "Say", "--connector", "chat", "--connection", "c"];
    assert_eq!(run(folder.path(), &tool).status.code(), Some(1));
    let output = run(folder.path(), &[&tool[..], &["--fix", "Say:room=7", "--out", "chat.mcp.json"]].concat());
    assert!(output.status.success(), "{output:?}");
    let output = run(folder.path(), &["ns", "mcp", "check", "chat.mcp.json", "--source", "chat=."]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1 file checked, no problems\n");
}
