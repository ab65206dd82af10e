//! `mcp`: tools, and the protocol in both generations over standard input and output and over HTTP.
use super::run::{SECRET, api, connsmith, folder, json_headers};
use connsmith::call::tools::{self, Wish};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// All that the server said.
    said: String,
}

impl Client {
    fn start(folder: &Path, arguments: &[&str]) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        command.arg("mcp").args(arguments).current_dir(folder).env("CONNSMITH_CONNECTION_API_KEY", SECRET);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
        let (input, output) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        Client { child, input, output: BufReader::new(output), said: String::new() }
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input, "{message}").and_then(|()| self.input.flush()).expect("the server listens");
    }

    /// The answer to a request.
    fn ask(&mut self, id: u32, method: &str, parameters: Value) -> Value {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("text") > 0, "the server is gone");
            self.said.push_str(&line);
            let message: Value = serde_json::from_str(&line).expect("JSON");
            if message["id"] == id {
                return message;
            }
        }
    }

    fn initialize(&mut self) -> Value {
        let parameters =
            json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let answer = self.ask(0, "initialize", parameters);
        self.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        answer
    }

    fn end(mut self) -> String {
        drop(self.input);
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("text");
        assert!(self.child.wait().expect("it ends").success());
        self.said + &rest
    }
}

fn items() -> (String, std::sync::Arc<std::sync::Mutex<Vec<super::run::Asked>>>) {
    api(|request| match request.line.as_str() {
        line if line.contains("/items/file") => (200, vec![("Content-Type".into(), "image/png".into())], "\u{0}\u{1}".to_owned()),
        line if line.contains("/items/bad") => (404, json_headers(), "{\"error\": \"gone\"}".to_owned()),
        line if line.contains("/items/slow") => {
            std::thread::sleep(std::time::Duration::from_secs(20));
            (200, json_headers(), "{}".to_owned())
        }
        _ => (200, json_headers(), json!({ "id": 1, "name": request.header("x-key") }).to_string()),
    })
}

#[test]
fn tools_are_what_a_model_can_use() {
    let (host, _) = items();
    let folder = folder(&host);
    let bytes = std::fs::read(folder.path().join("apiDefinition.swagger.json")).expect("a file");
    let connector = connsmith::call::source::swagger("test.json", bytes).expect("a definition");
    let all = Wish { writes: true, ..Wish::default() };
    let (list, notes) = tools::tools(&connector, &all);
    let names: Vec<&str> = list.iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(names, ["GetItem", "DeleteItem", "ListItems", "AddItem"]);
    assert_eq!(list[0].input["properties"], json!({ "id": { "type": "string" } }), "what is internal is not shown");
    assert_eq!(list[3].input["required"], json!(["name"]));
    assert_eq!(list[3].input["properties"]["name"], json!({ "type": "string", "title": "Name" }));
    assert!(list[0].read_only && !list[3].read_only && !list[3].destructive && list[1].destructive && list[1].idempotent);
    assert!(notes.is_empty(), "{notes:?}");
    let (list, notes) = tools::tools(&connector, &Wish::default());
    assert_eq!(
        (list.len(), notes.as_slice()),
        (2, ["2 operations that change something are not offered; use `--allow-writes` to include them".to_owned()].as_slice())
    );
    let given = json!({ "version": "9" });
    let why = tools::arguments(&connector, &list[0], given.as_object().expect("an object"), &[]).expect_err("it is internal");
    assert_eq!(why, "`GetItem` has no argument `version`; it has `id`");
}

/// Messages of the protocol are no arguments of a tool.
#[test]
fn an_mcp_server_is_no_tool() {
    let server = json!({ "operationId": "InvokeMCP", "x-ms-agentic-protocol": "mcp-streamable-1.0", "responses": {} });
    let connector = super::connector(&[("/mcp", "post", server)]);
    let (list, notes) = tools::tools(&connector, &Wish { writes: true, ..Wish::default() });
    assert!(list.is_empty());
    assert_eq!(notes, ["`InvokeMCP` is an MCP server itself: connect the client to its URL"]);
}

#[test]
fn long_names_are_cut() {
    let long = "A".repeat(70);
    let connector = super::connector(&[
        ("/a", "get", json!({ "operationId": long, "responses": {} })),
        ("/b", "get", json!({ "operationId": "Get things!", "responses": {} })),
    ]);
    let (list, _) = tools::tools(&connector, &Wish::default());
    assert!(list[0].name.len() == 60 && list[0].name.starts_with("AAAA"), "{}", list[0].name);
    assert_eq!(list[1].name, "Get_things");
}

#[test]
fn a_client_calls_tools() {
    let (host, asked) = items();
    let folder = folder(&host);
    let mut client = Client::start(folder.path(), &["--allow-writes"]);
    let answer = client.initialize();
    assert_eq!(answer["result"]["protocolVersion"], "2025-11-25");
    assert_eq!(answer["result"]["serverInfo"]["name"], "connsmith");
    let list = client.ask(1, "tools/list", json!({}));
    let tools = list["result"]["tools"].as_array().expect("tools").clone();
    assert_eq!(tools.len(), 4);
    assert_eq!(tools[1]["annotations"]["destructiveHint"], true);
    let call = |client: &mut Client, id, name: &str, arguments: Value| {
        client.ask(id, "tools/call", json!({ "name": name, "arguments": arguments }))
    };
    let answer = call(&mut client, 2, "GetItem", json!({ "id": "a/b" }));
    assert_eq!(answer["result"]["structuredContent"], json!({ "id": 1, "name": "[redacted]" }));
    assert_eq!(asked.lock().expect("no panic")[0].line, "GET /api/items/a%2Fb?version=2 HTTP/1.1");
    let answer = call(&mut client, 3, "AddItem", json!({ "name": "x", "tags": ["y"] }));
    assert_ne!(answer["result"]["isError"], true, "{answer}");
    assert_eq!(
        serde_json::from_slice::<Value>(&asked.lock().expect("no panic")[1].body).expect("JSON"),
        json!({ "name": "x", "tags": ["y"] })
    );
    // What goes wrong is for the model to read.
    let answer = call(&mut client, 4, "GetItem", json!({ "id": "bad" }));
    assert_eq!(answer["result"]["isError"], true);
    assert!(answer["result"]["content"][0]["text"].as_str().is_some_and(|text| text.starts_with("HTTP 404\n")), "{answer}");
    let answer = call(&mut client, 5, "AddItem", json!({}));
    assert!(answer["result"]["isError"] == true && answer.to_string().contains("missing required property"), "{answer}");
    let answer = call(&mut client, 6, "Nothing", json!({}));
    assert_eq!(answer["error"]["code"], -32602);
    let answer = call(&mut client, 7, "GetItem", json!({ "id": "file" }));
    assert_eq!(answer["result"]["content"][0]["type"], "text", "two control characters are text: {answer}");
    // A value in the path does not lead to another operation.
    let before = asked.lock().expect("no panic").len();
    for id in ["..", ".", ""] {
        let answer = call(&mut client, 70, "GetItem", json!({ "id": id }));
        let said = answer["result"]["content"][0]["text"].as_str().unwrap_or_default();
        assert!(answer["result"]["isError"] == true && said.starts_with("the path parameter `id` is "), "{id}: {answer}");
    }
    assert_eq!(asked.lock().expect("no panic").len(), before, "such a call is not sent");
    // A call that was cancelled does not hold up others.
    client.send(&json!({ "jsonrpc": "2.0", "id": 8, "method": "tools/call", "params": { "name": "GetItem", "arguments": { "id": "slow" } } }));
    client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 8 } }));
    let answer = call(&mut client, 9, "GetItem", json!({ "id": "1" }));
    assert_eq!(answer["result"]["structuredContent"]["id"], 1);
    // What cannot be read gets an error, and the next message an answer.
    writeln!(client.input, "{{\"jsonrpc\": \"2.0\", \"id\": 10,").expect("the server listens");
    let mut line = String::new();
    client.output.read_line(&mut line).expect("text");
    let answer: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{answer}");
    let answer = client.ask(11, "tools/call", json!({ "name": "GetItem", "arguments": 5 }));
    assert_eq!(answer["error"], json!({ "code": -32602, "message": "`arguments` must be an object" }));
    writeln!(client.input, r#"{{"jsonrpc": "2.0", "id": 12, "method": "tools/call", "params": {{"name": "GetItem", "arguments": {{"id": "\ud83d"}}}}}}"#)
        .expect("the server listens");
    let answer = client.ask(13, "tools/call", json!({ "name": "GetItem", "arguments": { "id": "1" } }));
    assert_eq!(answer["result"]["structuredContent"]["id"], 1);
    let said = client.end();
    assert!(said.contains("\"id\":12"), "half of a character is no reason not to answer: {said}");
    assert!(!said.contains(SECRET) && !said.contains("X-Key"), "a secret reaches the model: {said}");
}

#[test]
fn many_operations_are_searched() {
    let (host, _) = items();
    let folder = folder(&host);
    let mut client = Client::start(folder.path(), &["--dynamic", "--fix", "id=7"]);
    client.initialize();
    let list = client.ask(1, "tools/list", json!({}));
    let names: Vec<&str> =
        list["result"]["tools"].as_array().expect("tools").iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["search_operations", "describe_operation", "call_operation"]);
    let call = |client: &mut Client, name: &str, arguments: Value| {
        client.ask(2, "tools/call", json!({ "name": name, "arguments": arguments }))["result"].clone()
    };
    assert_eq!(call(&mut client, "search_operations", json!({ "query": "get item" }))["content"][0]["text"], "GetItem: Get item");
    let described = call(&mut client, "describe_operation", json!({ "name": "GetItem" }));
    assert!(
        !described["content"][0]["text"].as_str().expect("text").contains("\"id\""),
        "what is fixed is not shown: {described}"
    );
    let answer = call(&mut client, "call_operation", json!({ "name": "GetItem" }));
    assert_eq!(answer["structuredContent"]["id"], 1, "{answer}");
    let answer = call(&mut client, "call_operation", json!({ "name": "DeleteItem" }));
    assert_eq!(answer["isError"], true, "what writes is not there");
    client.end();
}

/// A request over HTTP as it is; the whole answer.
fn http(address: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    write!(stream, "POST /mcp HTTP/1.1\r\n{head}Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn strangers_are_refused_over_http() {
    let (host, _) = items();
    let folder = folder(&host);
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(["mcp", "--http", "0"]).current_dir(folder.path()).env("CONNSMITH_CONNECTION_API_KEY", SECRET);
    let mut child = command.stderr(Stdio::piped()).spawn().expect("it runs");
    let mut errors = BufReader::new(child.stderr.take().expect("piped"));
    let address = loop {
        let mut line = String::new();
        assert!(errors.read_line(&mut line).expect("text") > 0, "it ended");
        if let Some((_, rest)) = line.split_once("http://") {
            break rest.split('/').next().expect("an address").to_owned();
        }
    };
    let old = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } } });
    let own = format!("Host: {address}\r\n");
    let answer = http(&address, &own, &old.to_string());
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("2025-11-25"), "{answer}");
    for head in
        ["Host: evil.example\r\n".to_owned(), format!("{own}Origin: https://evil.example\r\n"), format!("{own}Origin: null\r\n")]
    {
        let answer = http(&address, &head, &old.to_string());
        assert!(answer.starts_with("HTTP/1.1 403"), "{head}: {answer}");
    }
    for head in [
        format!("{own}Sec-Fetch-Site: cross-site\r\n"),
        format!("{own}Origin: http://{address}\r\nOrigin: https://evil.example\r\n"),
    ] {
        let answer = http(&address, &head, &old.to_string());
        assert!(answer.starts_with("HTTP/1.1 403"), "{head}: {answer}");
    }
    // The session that was idle longest goes.
    let session = |answer: &str| {
        let line = answer.lines().find_map(|line| line.strip_prefix("mcp-session-id: "));
        line.expect("a session").to_owned()
    };
    let list = json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/list" }).to_string();
    let of = |id: &str| format!("{own}Mcp-Session-Id: {id}\r\n");
    let initialized = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string();
    let mut sessions = Vec::new();
    for _ in 0..64 {
        let id = session(&http(&address, &own, &old.to_string()));
        http(&address, &of(&id), &initialized);
        sessions.push(id);
    }
    assert!(http(&address, &of(&sessions[0]), &list).starts_with("HTTP/1.1 200"), "it is used");
    http(&address, &own, &old.to_string());
    assert!(http(&address, &of(&sessions[0]), &list).starts_with("HTTP/1.1 200"), "it was used last");
    assert!(http(&address, &of(&sessions[1]), &list).starts_with("HTTP/1.1 404"), "it was idle longest");
    let meta = json!({ "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" } });
    let new = json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": { "name": "GetItem", "arguments": { "id": "5" }, "_meta": meta } });
    let head = format!("{own}MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: GetItem\r\n");
    let answer = http(&address, &head, &new.to_string());
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("\"structuredContent\":{\"id\":1") && !answer.contains(SECRET),
        "{answer}"
    );
    let long = format!("{{\"x\": \"{}\"}}", "x".repeat(5 << 20));
    let mut stream = TcpStream::connect(&address).expect("a connection");
    let head = format!(
        "POST /mcp HTTP/1.1\r\n{own}Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        long.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(long.as_bytes()));
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    child.kill().expect("it runs");
    let _ = child.wait();
}

#[test]
fn lists_and_configurations() {
    let (host, _) = items();
    let folder = folder(&host);
    let output = connsmith(folder.path(), &["mcp", "--list", "--allow-writes"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("DeleteItem") && text.contains("destroys") && text.contains("4 tools, about "), "{text}");
    for (client, pointer) in [
        ("vscode", "/servers/items/env/CONNSMITH_CONNECTION_API_KEY"),
        ("claude", "/mcpServers/items/env/CONNSMITH_CONNECTION_API_KEY"),
    ] {
        let output = connsmith(folder.path(), &["mcp", "--client-config", client, "--only", "GetItem"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert!(value.pointer(pointer).is_some() && !text.contains(SECRET), "{text}");
        assert!(text.contains("--only"), "{text}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_connsmith"))
        .arg("mcp")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(3), "without a value for the connection nothing is served");
    let output = connsmith(folder.path(), &["mcp", "--only", "GetIten"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `GetItem`?"));
}
