//! `serve`: the gateway on this machine.
use super::run::{SECRET, api, folder, json_headers};
use connsmith::call::exchange::Payload;
use connsmith::call::{fit, mock};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

pub struct Server {
    child: Child,
    pub address: String,
    /// What the server says on standard error.
    pub log: Arc<Mutex<String>>,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Server {
        Server::of("serve", folder, arguments)
    }

    /// Starts the server of a verb on a free port.
    pub fn of(verb: &str, folder: &Path, arguments: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        command.args([verb, "--port", "0"]).args(arguments).current_dir(folder).env("CONNSMITH_CONNECTION_API_KEY", SECRET);
        let mut child = command.env("NO_PROXY", "127.0.0.1").stderr(Stdio::piped()).spawn().expect("it runs");
        let mut errors = BufReader::new(child.stderr.take().expect("piped"));
        let log = Arc::new(Mutex::new(String::new()));
        let address = loop {
            let mut line = String::new();
            assert!(errors.read_line(&mut line).expect("text") > 0, "it ended: {}", log.lock().expect("no panic"));
            log.lock().expect("no panic").push_str(&line);
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split([';', '/']).next().expect("an address").to_owned();
            }
        };
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                kept.lock().expect("no panic").push_str(&(line + "\n"));
            }
        });
        Server { child, address, log }
    }

    /// Sends a request; `head` are further headers, each with its line end.
    pub fn ask(&self, line: &str, head: &str, body: &[u8]) -> (u16, String) {
        let host = if head.contains("Host:") { String::new() } else { format!("Host: {}\r\n", self.address) };
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\n{host}{head}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_gateway_calls_the_api() {
    let (host, asked) = api(|request| {
        let next = format!("http://{}/api/items?page=2", request.header("host").unwrap_or_default());
        (200, json_headers(), json!({ "value": [], "nextLink": next }).to_string())
    });
    let folder = folder(&host);
    let mut properties: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("apiProperties.json")).expect("a file")).expect("JSON");
    let policies = properties["properties"]["policyTemplateInstances"].as_array_mut().expect("a list");
    policies.push(json!({ "templateId": "updatenextlink", "title": "n", "parameters": { "x-ms-apimTemplateParameter.nextLinkPropertyName": "nextLink" } }));
    std::fs::write(folder.path().join("apiProperties.json"), properties.to_string()).expect("a file");
    let server = Server::start(folder.path(), &["--record", "kept.jsonl"]);
    // With and without the base path, and as Power Fx asks.
    let (status, body) = server.ask("GET /api/items?x=a%20b", "X-Own: 1\r\nAuthorization: Bearer mine\r\n", b"");
    assert_eq!(status, 200, "{body}");
    let value: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(value["nextLink"], format!("http://{}/items?page=2", server.address));
    let invoke = "x-ms-request-method: POST\r\nx-ms-request-url: /apim/items/0123/items?y=1\r\nx-ms-client-session-id: s\r\nContent-Type: application/json\r\n";
    let (status, body) = server.ask("POST /invoke", invoke, b"{\"name\": \"x\"}");
    assert_eq!(status, 200, "{body}");
    let asked = asked.lock().expect("no panic").clone();
    assert_eq!(asked[0].line, "GET /api/items?x=a%20b HTTP/1.1");
    assert_eq!((asked[0].header("x-own"), asked[0].header("x-key")), (Some("1"), Some(SECRET)));
    assert_eq!(asked[0].header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    assert_eq!(asked[1].line, "POST /api/items?y=1 HTTP/1.1");
    assert_eq!((asked[1].header("x-ms-client-session-id"), asked[1].body.as_slice()), (None, &b"{\"name\":\"x\"}"[..]));
    for (line, head, expected) in [
        ("GET /nothing", "", 404),
        ("GET /items/..", "", 404),
        ("GET /items/%2e%2E", "", 404),
        ("GET /items/%252e%252e", "", 404),
        ("PUT /items", "", 405),
        ("GET /items", "Host: evil.example\r\n", 403),
        ("GET /items", "Origin: https://evil.example\r\n", 403),
        ("GET /items", "Origin: null\r\n", 403),
        ("GET /items", "Sec-Fetch-Site: cross-site\r\n", 403),
        ("POST /invoke", "", 400),
        ("POST /invoke", "x-ms-request-method: GET\r\nx-ms-request-url: //evil.example/items\r\n", 400),
        ("POST /invoke", "x-ms-request-method: GET\r\nx-ms-request-url: /items#x\r\n", 400),
    ] {
        assert_eq!(server.ask(line, head, b"").0, expected, "{line} {head}");
    }
    let (status, _) = server.ask("POST /items", "Content-Type: application/json\r\n", &vec![b' '; 17 << 20]);
    assert!(status == 413 || status == 0, "{status}");
    let kept = std::fs::read_to_string(folder.path().join("kept.jsonl")).expect("a recording");
    assert_eq!(kept.lines().count(), 2);
    let log = server.log.lock().expect("no panic").clone();
    assert!(log.contains("GET /api/items?x=a%20b 200"), "{log}");
    for text in [&kept, &log] {
        assert!(!text.contains(SECRET) && !text.contains("s3cr3t"), "the secret is kept: {text}");
    }
    drop(server);
    // What was kept is answered without the API, also after an editor has saved it with a byte order mark.
    std::fs::write(folder.path().join("kept.jsonl"), format!("\u{feff}{kept}")).expect("a file");
    let server = Server::start(folder.path(), &["--mock-from", "kept.jsonl", "--base-url", "http://127.0.0.1:1"]);
    let (status, body) = server.ask("GET /items?x=a%20b", "", b"");
    assert!(status == 200 && body.contains("page=2"), "{body}");
    assert_eq!(server.ask("GET /items/7", "", b"").0, 200);
}

#[test]
fn files_of_the_gateway_that_cannot_be_used() {
    let folder = folder("127.0.0.1:1");
    let refused = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        let done = command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(folder.path())
            .env("CONNSMITH_CONNECTION_API_KEY", SECRET);
        let done = done.output().expect("it ends");
        assert_eq!(done.status.code(), Some(2), "{done:?}");
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    std::fs::write(folder.path().join("bad.jsonl"), "{\"method\": \"GET\", \"path\": \"/\", \"status\": 200}\n{]\n")
        .expect("a file");
    assert!(refused(&["--mock-from", "bad.jsonl"]).contains("`bad.jsonl` is not a recording: line 2, column 2 is not JSON"));
    std::fs::write(folder.path().join("values.json"), "{\n  \"api_key\" 1}").expect("a file");
    assert!(refused(&["--connection", "values.json"]).contains("`values.json` is not JSON (line 2, column 12)"));
    assert!(refused(&["--record", "."]).contains("it is not a plain file"));
}

#[test]
fn many_callers_and_slow_ones() {
    let (host, _) = api(|_| (200, json_headers(), "{\"id\": 1}".to_owned()));
    let folder = folder(&host);
    let server = Server::start(folder.path(), &[]);
    // One sends half a head, one half a body; nobody waits for them.
    let mut half = TcpStream::connect(&server.address).expect("a connection");
    half.write_all(b"GET /items HTT").expect("it is sent");
    let mut body = TcpStream::connect(&server.address).expect("a connection");
    write!(body, "POST /items HTTP/1.1\r\nHost: {}\r\nContent-Length: 100\r\n\r\n{{", server.address).expect("it is sent");
    let failed: usize = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..50)
            .map(|caller| {
                let server = &server;
                scope.spawn(move || {
                    (0..20).filter(|turn| server.ask(&format!("GET /items/{caller}-{turn}"), "", b"").0 != 200).count()
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().expect("no panic")).sum()
    });
    assert_eq!(failed, 0);
}

/// What an API may send, and what a client may send.
#[test]
fn values_are_counted_and_pages_are_sandboxed() {
    let (host, asked) = api(|request| match request.line.as_str() {
        line if line.contains("/items/many") => (200, json_headers(), format!("[{}1]", "1,".repeat(500_001))),
        line if line.contains("/items/page") => {
            let headers = [("Content-Type", "text/html"), ("Content-Security-Policy", "default-src *"), ("Clear-Site-Data", "*")];
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            (200, headers, "<script>alert(1)</script>".to_owned())
        }
        _ => (200, json_headers(), "{}".to_owned()),
    });
    let folder = folder(&host);
    let server = Server::start(folder.path(), &[]);
    let (status, body) = server.ask("GET /items/many", "", b"");
    assert!(status == 502 && body.contains("the response has more than 500000 values and was discarded"), "{status} {body}");
    let many = format!("{{\"name\": \"x\", \"tags\": [{}1]}}", "1,".repeat(100_000));
    let (status, body) = server.ask("POST /items", "Content-Type: application/json\r\n", many.as_bytes());
    assert!(status == 413 && body.contains("the body has more than 100000 values"), "{status} {body}");
    assert_eq!(asked.lock().expect("no panic").len(), 1, "the body was not passed on");
    // What only says that it is JSON is passed on as it is.
    let (status, _) = server.ask("POST /items", "Content-Type: application/json\r\n", ",".repeat(100_001).as_bytes());
    assert_eq!((status, asked.lock().expect("no panic")[1].body.len()), (200, 100_001));
    let raw = |request: String| {
        let mut stream = TcpStream::connect(&server.address).expect("a connection");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    let own = format!("Host: {}\r\nConnection: close\r\n", server.address);
    let answer = raw(format!("GET /items/page HTTP/1.1\r\n{own}\r\n"));
    assert!(
        answer.contains("\r\ncontent-security-policy: sandbox\r\n") && answer.contains("x-content-type-options: nosniff"),
        "{answer}"
    );
    assert!(!answer.contains("default-src") && !answer.to_ascii_lowercase().contains("clear-site-data"), "{answer}");
    let answer = raw(format!("POST /items HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\nzz\r\n"));
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[test]
fn slow_calls_do_not_hold_up_other_answers() {
    let (host, asked) = api(|_| {
        std::thread::sleep(std::time::Duration::from_secs(30));
        (200, json_headers(), "{}".to_owned())
    });
    let folder = folder(&host);
    let server = Server::start(folder.path(), &[]);
    let calls: Vec<TcpStream> = (0..129)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).expect("a connection");
            write!(stream, "GET /items/1 HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).expect("it is sent");
            stream
        })
        .collect();
    while asked.lock().expect("no panic").len() < 128 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let (status, body) = server.ask("GET /items/1", "", b"");
    assert!(status == 503 && body.contains("128 calls of the API are under way"), "{status} {body}");
    assert_eq!(server.ask("GET /nothing", "", b"").0, 404);
    drop(calls);
}

#[test]
fn a_server_that_is_stopped_says_so() {
    let folder = folder("127.0.0.1:1");
    let mut server = Server::start(folder.path(), &["--mock"]);
    let stop = Command::new("kill").arg(server.child.id().to_string()).status();
    if !stop.is_ok_and(|stop| stop.success()) {
        return;
    }
    server.child.wait().expect("it ends");
    while !server.log.lock().expect("no panic").contains("stopped") {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let log = server.log.lock().expect("no panic").clone();
    assert!(!log.contains('\u{1b}') && !log.contains("written"), "{log:?}");
}

#[test]
fn made_up_answers_are_valid() {
    let property = |schema: Value| schema;
    let schema = json!({ "type": "object", "required": ["id"], "properties": {
        "id": property(json!({ "type": "string", "format": "uuid" })),
        "when": { "type": "string", "format": "date-time" },
        "kind": { "type": "string", "enum": ["b", "a"] },
        "count": { "type": "integer", "minimum": 3, "exclusiveMinimum": true },
        "small": { "type": "number", "maximum": 0.5 },
        "name": { "type": "string", "minLength": 6, "maxLength": 8 },
        "list": { "type": "array", "minItems": 2, "items": { "type": "boolean" } },
        "known": { "type": "integer", "example": 42 },
    } });
    let connector = super::connector(&[
        (
            "/a",
            "get",
            json!({ "operationId": "A", "responses": { "404": { "description": "" }, "200": { "description": "", "schema": schema } } }),
        ),
        (
            "/b",
            "get",
            json!({ "operationId": "B", "responses": { "201": { "description": "", "examples": { "application/json": { "x": 1 } } } } }),
        ),
        ("/c", "delete", json!({ "operationId": "C", "responses": { "204": { "description": "" } } })),
    ]);
    let operation = |id: &str| connector.operation(id).expect("it");
    let answer = mock::answer(operation("A"));
    let expected = json!({ "id": "00000000-0000-4000-8000-000000000001", "when": "2026-01-31T12:00:00Z", "kind": "b", "count": 4, "small": 0.5,
        "name": "textxx", "list": [true, true], "known": 42 });
    assert_eq!(answer.payload, Payload::Json(expected));
    assert_eq!(fit::check(operation("A"), &answer), []);
    assert_eq!(answer, mock::answer(operation("A")), "twice the same");
    let answer = mock::answer(operation("B"));
    assert_eq!((answer.status, answer.payload), (201, Payload::Json(json!({ "x": 1 }))));
    assert_eq!((mock::answer(operation("C")).status, mock::answer(operation("C")).payload), (204, Payload::None));
}

/// Of every published operation the made-up answer fits its own schema.
#[test]
fn made_up_answers_fit_published_definitions() {
    let Some(corpus) = super::shared("corpus") else { return };
    let (mut count, mut wrong) = (0, Vec::new());
    for found in connsmith::connector::discover::find(std::slice::from_ref(&corpus)).expect("connectors") {
        let connector = connsmith::call::source::connector(connsmith::connector::discover::load(&found, String::new()));
        for operation in connector.operations() {
            let answer = mock::answer(operation);
            // An operation without any declared answer gets an empty one.
            if operation.responses().next().is_none() {
                continue;
            }
            count += 1;
            for problem in fit::check(operation, &answer) {
                if problem.severity != connsmith::Severity::Info {
                    wrong.push(format!("{} {}: {}", found.folder.display(), operation.display(), problem.message));
                }
            }
        }
    }
    println!("{count} made-up answers, {} do not fit", wrong.len());
    assert!(
        count > 1_000 && wrong.len() * 100 < count,
        "{count} answers, {} wrong:\n{}",
        wrong.len(),
        wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
}
