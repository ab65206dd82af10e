//! `run` against an API on this machine that keeps what it is asked.
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

/// A request as it came: first line, headers in lower case, body.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// An API on loopback. `answer` gets the request and gives status line, headers and body.
pub fn api(
    answer: impl Fn(&Asked) -> (u16, Vec<(String, String)>, String) + Send + Sync + 'static,
) -> (String, Arc<Mutex<Vec<Asked>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (kept, answer) = (Arc::clone(&asked), Arc::new(answer));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                let mut request = Asked::default();
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                request.line = line.trim_end().to_owned();
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim_end().is_empty() {
                        break;
                    }
                    let (name, value) = line.trim_end().split_once(':').unwrap_or((line.trim_end(), ""));
                    request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
                }
                let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
                request.body = vec![0; length];
                reader.read_exact(&mut request.body).expect("a body");
                kept.lock().expect("no panic").push(request.clone());
                let (status, headers, body) = answer(&request);
                let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                let mut stream = stream;
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
            });
        }
    });
    (host, asked)
}

pub fn json_headers() -> Vec<(String, String)> {
    vec![("Content-Type".into(), "application/json".into())]
}

/// A folder with a connector for an API on this host.
pub fn folder(host: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let item = json!({ "type": "object", "properties": { "id": { "type": "integer" }, "name": { "type": "string" } } });
    let page = json!({ "type": "object", "properties": { "value": { "type": "array", "items": item }, "nextLink": { "type": "string" } } });
    let answer = |schema: &Value| json!({ "200": { "description": "ok", "schema": schema } });
    let definition = json!({
        "swagger": "2.0", "info": { "title": "Items", "version": "1.0" }, "host": host, "basePath": "/api", "schemes": ["http"],
        "consumes": ["application/json"], "produces": ["application/json"],
        "securityDefinitions": { "API Key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
        "paths": {
            "/items/{id}": {
                "get": { "operationId": "GetItem", "summary": "Get item", "description": "Gets an item.", "responses": answer(&item), "parameters": [
                    { "name": "id", "in": "path", "required": true, "type": "string" },
                    { "name": "version", "in": "query", "required": true, "type": "string", "default": "2", "x-ms-visibility": "internal" } ] },
                "delete": { "operationId": "DeleteItem", "summary": "Delete item", "responses": { "204": { "description": "gone" } }, "parameters": [
                    { "name": "id", "in": "path", "required": true, "type": "string" } ] } },
            "/items": {
                "get": { "operationId": "ListItems", "summary": "List items", "x-ms-pageable": { "nextLinkName": "nextLink" }, "responses": answer(&page) },
                "post": { "operationId": "AddItem", "summary": "Add item", "responses": answer(&item), "parameters": [
                    { "name": "body", "in": "body", "required": true, "schema": { "type": "object", "required": ["name"],
                      "properties": { "name": { "type": "string", "x-ms-summary": "Name" }, "tags": { "type": "array", "items": { "type": "string" } } } } } ] } },
        },
    });
    let policy = json!({ "templateId": "setheader", "title": "t", "parameters": {
        "x-ms-apimTemplateParameter.name": "Authorization", "x-ms-apimTemplateParameter.value": "Bearer @connectionParameters('api_key')",
        "x-ms-apimTemplateParameter.existsAction": "override", "x-ms-apimTemplate-policySection": "Request" } });
    let parameter =
        json!({ "type": "securestring", "uiDefinition": { "displayName": "API key", "constraints": { "required": "true" } } });
    let properties = json!({ "properties": { "connectionParameters": { "api_key": parameter }, "policyTemplateInstances": [policy],
        "iconBrandColor": "#007ee5", "capabilities": [] } });
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), definition.to_string()).expect("a file");
    std::fs::write(folder.path().join("apiProperties.json"), properties.to_string()).expect("a file");
    folder
}

pub const SECRET: &str = "s3cr3t/k+y";

pub fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder).env("CONNSMITH_CONNECTION_API_KEY", SECRET).env("NO_PROXY", "127.0.0.1");
    command.output().expect("the program runs")
}

/// Everything that the program said. The secret is in none of it.
fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    for form in [SECRET, "s3cr3t%2Fk%2By", "czNjcjN0L2sreQ"] {
        assert!(!out.contains(form) && !error.contains(form), "the secret is shown: {out}{error}");
    }
    (out, error)
}

#[test]
fn an_operation_runs() {
    let (host, asked) = api(|request| {
        let echo = request.header("authorization").unwrap_or_default().to_owned();
        (200, json_headers(), json!({ "id": "7", "name": echo }).to_string())
    });
    let folder = folder(&host);
    let output = connsmith(folder.path(), &["run", "GetItem", "--arg", "id=a b/c", "--explain", "--verbose"]);
    let (out, error) = said(&output);
    assert_eq!(output.status.code(), Some(1), "{out}{error}");
    let request = asked.lock().expect("no panic")[0].clone();
    assert_eq!(request.line, "GET /api/items/a%20b%2Fc?version=2 HTTP/1.1");
    assert_eq!(request.header("x-key"), Some(SECRET));
    assert_eq!(request.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    for expected in [
        "default: query version = \"2\"",
        "policy 1, setheader: header `Authorization`",
        "choice: missing-value=fail",
        "HTTP 200",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    assert!(
        error.contains("`body/id` is the text `7`, but the definition declares a whole number (apiDefinition.swagger.json:1:"),
        "{error}"
    );
    let output = connsmith(folder.path(), &["run", "GetItem", "--arg", "id=1", "--format", "json"]);
    let (out, _) = said(&output);
    let value: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["calls"][0]["answer"]["body"]["id"], "7");
    assert_eq!(value["differences"][0]["code"], "type");
}

#[test]
fn values_of_a_response_are_counted() {
    let (host, _) = api(|_| (200, json_headers(), format!("[{}1]", "1,".repeat(500_001))));
    let folder = folder(&host);
    let output = connsmith(folder.path(), &["run", "GetItem", "--arg", "id=1"]);
    let (_, error) = said(&output);
    assert!(error.contains("the response has more than 500000 values and was discarded"), "{error}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn nothing_is_sent_in_a_dry_run() {
    let (host, asked) = api(|_| (200, Vec::new(), String::new()));
    let folder = folder(&host);
    let arguments = ["run", "AddItem", "--arg", "name=it's", "--arg", "tags=[\"x\"]"];
    let output = connsmith(folder.path(), &[&arguments[..], &["--dry-run"]].concat());
    let (out, error) = said(&output);
    assert!(output.status.success(), "{out}{error}");
    assert!(out.starts_with(&format!("POST http://{host}/api/items\n")) && out.contains("X-Key: [redacted]"), "{out}");
    let (out, _) = said(&connsmith(folder.path(), &[&arguments[..], &["--curl"]].concat()));
    assert!(out.contains(r#"--data-raw '{"name":"it'\''s","tags":["x"]}'"#), "{out}");
    // What hides a secret leaves the rest of the command and of the request as it is.
    assert!(out.contains("-H 'Authorization: [redacted]' \\\n") && out.contains("-H 'X-Key: [redacted]' \\\n"), "{out}");
    assert!(asked.lock().expect("no panic").is_empty());
    // Without values their names stand for them.
    let output = Command::new(env!("CARGO_BIN_EXE_connsmith"))
        .args(["run", "GetItem", "--arg", "id=1", "--dry-run"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert!(said(&output).0.contains("X-Key: <api_key>\nAuthorization: Bearer <api_key>\n"), "{output:?}");
    let output = Command::new(env!("CARGO_BIN_EXE_connsmith"))
        .args(["run", "GetItem", "--arg", "id=1"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).1.contains("CONNSMITH_CONNECTION_API_KEY"), "{output:?}");
    std::fs::write(folder.path().join("mine.json"), json!({ "api_key": "from-file" }).to_string()).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_connsmith"))
        .args(["run", "GetItem", "--arg", "id=1", "--connection", "mine.json"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(asked.lock().expect("no panic")[0].header("x-key"), Some("from-file"), "{output:?}");
}

#[test]
fn redirects_and_failures() {
    let (other, elsewhere) = api(|_| (200, Vec::new(), "{}".to_owned()));
    let (host, asked) = api(move |request| match request.line.as_str() {
        line if line.contains("/items/here") => (302, vec![("Location".into(), "/api/items/there".into())], String::new()),
        line if line.contains("/items/away") => (302, vec![("Location".into(), format!("http://{other}/x"))], String::new()),
        line if line.contains("/items/file") => (302, vec![("Location".into(), "file:///etc/passwd".into())], String::new()),
        line if line.contains("/items/bad") => (400, json_headers(), "{\"error\": \"no\"}".to_owned()),
        line if line.starts_with("POST") => (303, vec![("Location".into(), "/api/items/there".into())], String::new()),
        _ => (200, json_headers(), "{\"id\": 1}".to_owned()),
    });
    let folder = folder(&host);
    let run = |arguments: &[&str]| {
        let output = connsmith(folder.path(), &[&["run"], arguments].concat());
        let (out, error) = said(&output);
        (output.status.code(), out, error)
    };
    let (status, out, _) = run(&["GetItem", "--arg", "id=here"]);
    assert_eq!(status, Some(0), "{out}");
    let (status, _, error) = run(&["GetItem", "--arg", "id=away"]);
    assert!(status == Some(2) && error.contains("to another host is not followed"), "{error}");
    assert!(elsewhere.lock().expect("no panic").is_empty());
    let (status, _, error) = run(&["GetItem", "--arg", "id=file"]);
    assert!(status == Some(2) && error.contains("a redirect to a URL with the scheme `file`"), "{error}");
    let (status, _, error) = run(&["AddItem", "--arg", "name=x"]);
    assert!(status == Some(2) && error.contains("of a request that changes something is not followed"), "{error}");
    let (status, out, error) = run(&["GetItem", "--arg", "id=bad"]);
    assert!(status == Some(1) && out.contains("HTTP 400") && error.contains("no response for status 400"), "{out}{error}");
    assert_eq!(asked.lock().expect("no panic").iter().filter(|request| request.line.starts_with("POST")).count(), 1);
    let (status, _, error) = run(&["GetIten"]);
    assert!(status == Some(2) && error.contains("did you mean `GetItem`?"), "{error}");
    let (status, _, error) = run(&["GetItem", "--arg", "id=1", "--base-url", "http://127.0.0.1:1"]);
    assert!(status == Some(2) && error.contains("the connection was refused"), "{error}");
}

#[test]
fn pages_and_long_work_are_followed() {
    let (host, asked) = api(|request| match request.line.as_str() {
        line if line.contains("page=2") => (200, json_headers(), "{\"value\": [{\"id\": 2}]}".to_owned()),
        line if line.contains("/done") => (200, json_headers(), "{\"id\": 3}".to_owned()),
        line if line.contains("/items/long") => {
            (202, vec![("Location".into(), "/api/done".into()), ("Retry-After".into(), "0".into())], String::new())
        }
        _ => {
            let host = request.header("host").unwrap_or_default();
            (
                200,
                json_headers(),
                json!({ "value": [{ "id": 1 }], "nextLink": format!("http://{host}/api/items?page=2") }).to_string(),
            )
        }
    });
    let folder = folder(&host);
    let output = connsmith(folder.path(), &["run", "ListItems", "--follow", "--format", "json"]);
    let value: Value = serde_json::from_str(&said(&output).0).expect("JSON");
    assert_eq!(value["calls"][1]["answer"]["body"]["value"][0]["id"], 2);
    assert_eq!(asked.lock().expect("no panic")[1].header("x-key"), Some(SECRET));
    let output = connsmith(folder.path(), &["run", "GetItem", "--arg", "id=long", "--follow"]);
    assert!(output.status.success() && said(&output).0.contains("\"id\": 3"), "{output:?}");
}

#[test]
fn scripts_run_where_mono_is_installed() {
    let (host, asked) = api(|request| (200, json_headers(), json!({ "id": 1, "name": request.line }).to_string()));
    let folder = folder(&host);
    let script = r#"public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        var request = this.Context.Request;
        request.Headers.Add("X-Script", this.Context.OperationId);
        var answer = await this.Context.SendAsync(request, this.CancellationToken).ConfigureAwait(false);
        var body = JObject.Parse(await answer.Content.ReadAsStringAsync().ConfigureAwait(false));
        body["name"] = "seen " + body["name"];
        answer.Content = CreateJsonContent(body.ToString());
        return answer;
    }
}
"#;
    std::fs::write(folder.path().join("script.csx"), script).expect("a file");
    let output = connsmith(folder.path(), &["run", "GetItem", "--arg", "id=1"]);
    let (out, error) = said(&output);
    let works = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if works("mono") && (works("mcs") || works("csc")) {
        assert!(
            output.status.success() && out.contains("\"name\": \"seen GET /api/items/1?version=2 HTTP/1.1\""),
            "{out}{error}"
        );
        assert_eq!(asked.lock().expect("no panic")[0].header("x-script"), Some("GetItem"));
    } else {
        println!("mono is not installed: the request is shown as the script would get it");
        assert_eq!(output.status.code(), Some(2));
        assert!(out.starts_with("GET ") && error.contains("mono"), "{out}{error}");
    }
}

#[test]
fn odd_values_end_in_messages() {
    let (host, asked) = api(|_| {
        let headers = vec![("Location".into(), "/state".into()), ("Retry-After".into(), u64::MAX.to_string())];
        (202, headers, String::new())
    });
    let folder = folder(&host);
    let path = folder.path().join("apiDefinition.swagger.json");
    let mut definition = super::read(path.clone());
    let parameters = definition["paths"]["/items/{id}"]["get"]["parameters"].as_array_mut().expect("a list");
    parameters.push(json!({ "name": "X-Own", "in": "header", "type": "string" }));
    std::fs::write(path, definition.to_string()).expect("a file");
    let get = ["run", "GetItem", "--arg", "id=1"];
    for (more, expected) in [
        (vec!["--follow", "--follow-for", "5"], "the API has not finished after 5 s"),
        (vec!["--arg", "X-Own=a\nb: c"], "the header `X-Own` has a line break"),
        (vec!["--base-url", "example.com"], "--base-url: `example.com` is not a URL such as"),
        (vec!["--base-url", "http://h.example/?a=b"], "is not a URL such as"),
    ] {
        let (out, error) = said(&connsmith(folder.path(), &[&get[..], &more].concat()));
        assert!(error.contains(expected) && !error.contains("panicked"), "{more:?}: {out}{error}");
    }
    assert_eq!(asked.lock().expect("no panic").len(), 1);
}
