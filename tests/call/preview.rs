//! `preview`: the page, its server and the files it writes. What a browser makes of it: `.ci/preview`.
use super::run::{SECRET, api, connsmith, folder, json_headers};
use super::serve::Server;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// The connector of `run`, with an input whose list comes from another operation, and one whose fields do.
fn with_lookups(host: &str) -> tempfile::TempDir {
    let folder = folder(host);
    let path = folder.path().join("apiDefinition.swagger.json");
    let mut definition: Value = super::read(path.clone());
    let operations = &mut definition["paths"];
    operations["/items/{id}"]["get"]["parameters"][0]["x-ms-dynamic-values"] =
        json!({ "operationId": "ListItems", "value-collection": "value", "value-path": "id", "value-title": "name" });
    let schema = json!({ "operationId": "GetSchema", "parameters": { "id": { "parameter": "name" } }, "value-path": "schema" });
    operations["/items"]["post"]["parameters"] = json!([
        { "name": "name", "in": "query", "type": "string", "required": true },
        { "name": "body", "in": "body", "required": true, "schema": { "type": "object", "x-ms-dynamic-schema": schema } } ]);
    operations["/schema"] = json!({ "get": { "operationId": "GetSchema", "x-ms-visibility": "internal", "responses": { "200": { "description": "ok" } },
        "parameters": [{ "name": "id", "in": "query", "type": "string", "required": true }] } });
    std::fs::write(path, definition.to_string()).expect("a file");
    folder
}

fn data(server: &Server) -> Value {
    let (status, body) = server.ask("GET /data?connector=0", "", b"");
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).expect("JSON")
}

fn looked_up(server: &Server, asked: Value) -> Value {
    let (status, body) = server.ask("POST /lookup", "Content-Type: application/json\r\n", asked.to_string().as_bytes());
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).expect("JSON")
}

fn number(data: &Value, id: &str) -> usize {
    let operations = data["connector"]["operations"].as_array().expect("a list");
    operations.iter().position(|operation| operation["id"] == id).expect("the operation")
}

#[test]
fn the_page_and_its_data() {
    let folder = with_lookups("api.example.com");
    let server = Server::of("preview", folder.path(), &["--no-open"]);
    let (status, page) = server.ask("GET /", "", b"");
    assert_eq!(status, 200);
    assert!(page.starts_with("<!doctype html>") && page.contains("AddItem"), "{}", &page[..page.len().min(500)]);
    let data = data(&server);
    let connector = &data["connector"];
    assert_eq!((connector["title"].as_str(), &data["isLive"]), (Some("Items"), &json!(true)));
    let tools: Vec<_> = connector["tools"].as_array().into_iter().flatten().map(|tool| tool["name"].clone()).collect();
    assert_eq!(tools.len(), 4, "{tools:?}");
    assert_eq!(connector["connection"]["ways"][0]["fields"][0]["masked"], true);
    let at = number(&data, "GetItem");
    let (status, body) = server.ask(&format!("GET /operation?connector=0&operation={at}"), "", b"");
    let detail: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((status, &detail["method"], &detail["inputs"][0]["lookup"]["needs"]), (200, &json!("GET"), &json!([])));
    assert_eq!(server.ask("GET /operation?connector=0&operation=99", "", b"").0, 404);
    // Each finding is shown at the thing around its place.
    let of = |rule: &str| {
        let found = connector["findings"].as_array().into_iter().flatten().find(|finding| finding["rule"] == rule);
        found.unwrap_or_else(|| panic!("no {rule}: {:#}", connector["findings"])).clone()
    };
    assert_eq!(of("path-parameter-encoding-missing")["operations"], json!([at]));
    assert_eq!(of("connection-parameter-description-missing")["parameter"], "api_key");
    let own = detail["inputs"][0]["findings"].as_array().expect("a list");
    let rules: Vec<_> = own.iter().filter_map(|at| connector["findings"][at.as_u64()? as usize]["rule"].as_str()).collect();
    assert!(rules.contains(&"path-parameter-encoding-missing"), "{rules:?}");
}

#[test]
fn strangers_are_refused() {
    let folder = folder("api.example.com");
    let server = Server::of("preview", folder.path(), &["--no-open"]);
    for (line, head, body, expected) in [
        ("GET /", "Host: evil.example\r\n", "", 403),
        ("GET /data", "Origin: https://evil.example\r\n", "", 403),
        ("GET /", "Sec-Fetch-Site: cross-site\r\n", "", 403),
        ("POST /lookup", "Origin: null\r\nContent-Type: application/json\r\n", "{}", 403),
        ("POST /lookup", "Content-Type: text/plain\r\n", "{}", 415),
        ("POST /lookup", "Content-Type: application/json\r\n", "{", 400),
        ("POST /", "", "", 405),
        ("GET /../apiProperties.json", "", "", 404),
        ("GET /apiProperties.json", "", "", 404),
    ] {
        assert_eq!(server.ask(line, head, body.as_bytes()).0, expected, "{line} {head}");
    }
    let status = server.ask("POST /lookup", "Content-Type: application/json\r\n", &vec![b' '; 2 << 20]).0;
    assert!(status == 413 || status == 0, "{status}");
}

#[test]
fn lookups_of_the_mock_and_of_the_api() {
    let (host, asked) = api(|request| {
        if request.line.contains("/schema") {
            let schema = json!({ "type": "object", "required": ["size"], "properties": {
                "size": { "type": "integer", "x-ms-summary": "Size" }, "secret": { "type": "string", "x-ms-visibility": "internal" } } });
            return (200, json_headers(), json!({ "schema": schema }).to_string());
        }
        (
            200,
            json_headers(),
            json!({ "value": [{ "id": 7, "name": format!("Seven {SECRET}\u{202e}") },
            { "id": 8, "name": "Authorization: Bearer" }] })
            .to_string(),
        )
    });
    let folder = with_lookups(&host);
    let server = Server::of("preview", folder.path(), &["--no-open"]);
    let data = data(&server);
    let ask = json!({ "operation": number(&data, "GetItem"), "input": "id", "values": {} });
    let found = looked_up(&server, ask.clone());
    // The secret that the API sends back does not reach the page, and hidden characters are shown.
    assert_eq!((found["items"][0]["value"].as_str(), found["total"].as_u64()), (Some("7"), Some(2)), "{found}");
    let title = found["items"][0]["title"].as_str().unwrap_or_default();
    assert!(title.starts_with("Seven ") && title.ends_with("\\u{202e}") && !title.contains(SECRET), "{title}");
    let schema = json!({ "operation": number(&data, "AddItem"), "input": "body", "schema": true, "values": {} });
    assert!(
        looked_up(&server, schema.clone())["error"]
            .as_str()
            .is_some_and(|error| error.contains("`name`") || error.contains("name"))
    );
    let mut given = schema;
    given["values"] = json!({ "query.$.name": "a b" });
    let fields = looked_up(&server, given);
    let shown: Vec<_> =
        fields["fields"].as_array().into_iter().flatten().map(|field| (&field["label"], &field["hidden"])).collect();
    assert_eq!(shown, [(&json!("Size"), &json!(false)), (&json!("secret"), &json!(true))], "{fields}");
    {
        let asked = asked.lock().expect("no panic");
        assert_eq!(asked[0].header("x-key"), Some(SECRET));
        assert!(asked[1].line.starts_with("GET /api/schema?id=a%20b "), "{}", asked[1].line);
    }
    let mock = Server::of("preview", folder.path(), &["--no-open", "--lookups", "mock"]);
    assert_eq!(looked_up(&mock, ask)["items"][0]["value"], "1");
    assert_eq!(asked.lock().expect("no panic").len(), 2, "the mock asks nobody");
    for server in [&server, &mock] {
        for line in ["GET /", "GET /data"] {
            assert!(!server.ask(line, "", b"").1.contains(SECRET), "{line} has the secret");
        }
        assert!(!server.log.lock().expect("no panic").contains(SECRET));
    }
}

#[test]
fn a_change_of_the_files_is_noticed() {
    let folder = folder("api.example.com");
    let server = Server::of("preview", folder.path(), &["--no-open"]);
    let version = data(&server)["version"].as_u64().expect("a number");
    let path = folder.path().join("apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&path).expect("a file").replace("Get item", "Get one item");
    std::fs::write(&path, text).expect("a file");
    // It answers as soon as something changed.
    let (status, body) = server.ask(&format!("GET /changes?since={version}"), "", b"");
    assert_eq!(status, 200);
    assert_ne!(serde_json::from_str::<Value>(&body).expect("JSON")["version"], version);
    let begin = Instant::now();
    while !data(&server)["connector"]["operations"].to_string().contains("Get one item") {
        assert!(begin.elapsed() < Duration::from_secs(30), "the page shows the old file");
    }
}

fn written(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join("site").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn files_that_need_no_server() {
    let folder = with_lookups("api.example.com");
    let path = folder.path().join("apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&path).expect("a file").replace("Get item", "</script><script>alert(1)</script>");
    std::fs::write(&path, text).expect("a file");
    let output = connsmith(folder.path(), &["preview", "--out", "site"]);
    assert!(output.status.success(), "{output:?}");
    let page = written(folder.path(), "index.html");
    assert!(!page.contains("<script>alert(1)") && page.contains("\\u003c/script\\u003e"));
    assert!(page.contains("http-equiv=\"Content-Security-Policy\"") && page.contains("connect-src 'none'"));
    assert!(!page.contains(SECRET));
    let details = page.split("<script type=\"application/json\" id=\"operation-").skip(1);
    let details: Vec<Value> = details
        .map(|rest| {
            let json = rest.split_once('>').and_then(|(_, rest)| rest.split_once("</script>")).expect("a block").0;
            serde_json::from_str(json).expect("JSON")
        })
        .collect();
    assert_eq!(details.len(), 4);
    let items = details.iter().find_map(|detail| detail["inputs"][0]["lookup"].get("items")).expect("entries of the mock");
    assert_eq!(items[0], json!({ "value": "1", "title": "text", "description": null, "selectable": true }));
    // It may be written again, but not over a file of somebody else.
    assert!(connsmith(folder.path(), &["preview", "--out", "site"]).status.success());
    std::fs::write(folder.path().join("site/index.html"), "mine").expect("a file");
    let output = connsmith(folder.path(), &["preview", "--out", "site"]);
    assert!(output.status.code() == Some(2) && written(folder.path(), "index.html") == "mine", "{output:?}");
    // With several connectors, each has its file.
    let both = tempfile::tempdir().expect("a folder");
    for name in ["one", "two"] {
        std::fs::create_dir(both.path().join(name)).expect("a folder");
        std::fs::copy(&path, both.path().join(name).join("apiDefinition.swagger.json")).expect("a file");
    }
    assert!(connsmith(both.path(), &["preview", "--out", "site"]).status.success());
    assert!(written(both.path(), "index.html").contains("connector-2.html"));
    let second = written(both.path(), "connector-2.html");
    assert!(second.contains("\"number\":1") && second.contains("\"connection\":null"));
    for (arguments, message) in [
        (&["preview", "--out", "apiProperties.json"][..], "is a file"),
        (&["preview", "nowhere"], "nowhere"),
        (&["preview", "--choose", "nothing=1"], "nothing"),
    ] {
        let output = connsmith(folder.path(), arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && error.contains(message), "{arguments:?}: {error}");
    }
}
