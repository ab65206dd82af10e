//! A client for tests: starts the program, speaks the protocol with it, and keeps what comes back.
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Nothing takes as long, also on a busy machine and in a debug build.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    number: i64,
    /// What was published last for each file.
    pub diagnostics: HashMap<String, Vec<Value>>,
    /// What came that is neither an answer nor a publication.
    pub others: Vec<Value>,
    /// What the server gets when it asks for the configuration.
    pub configuration: Value,
}

/// What a client of today can do.
pub fn capabilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "completion": { "completionItem": { "snippetSupport": true } },
            "codeAction": { "resolveSupport": { "properties": ["edit"] } },
        },
        "workspace": {
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"], "changeAnnotationSupport": {} },
            "applyEdit": true,
        },
        "window": { "workDoneProgress": true },
        "experimental": { "commands": { "commands": ["connsmith.run"] } },
    })
}

pub fn uri(path: &Path) -> String {
    let path = path.to_str().unwrap().replace('\\', "/").replace(' ', "%20");
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}

impl Client {
    /// Starts the program without saying anything.
    pub fn start(folder: &Path) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_connsmith"))
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, output) = mpsc::channel();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if stdout.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    match line.trim_end().split_once(": ") {
                        Some((name, value)) => {
                            assert_eq!(name, "Content-Length");
                            length = value.parse().unwrap();
                        }
                        None => {
                            assert_eq!(line, "\r\n", "nothing but the protocol goes to standard output");
                            break;
                        }
                    }
                }
                let mut bytes = vec![0; length];
                stdout.read_exact(&mut bytes).unwrap();
                let _ = sender.send(serde_json::from_slice(&bytes).unwrap());
            }
        });
        let input = child.stdin.take();
        Client { child, input, output, number: 0, diagnostics: HashMap::new(), others: Vec::new(), configuration: Value::Null }
    }

    /// Starts it in a folder and shakes hands.
    pub fn new(folder: &Path, capabilities: &Value) -> Client {
        let mut client = Client::start(folder);
        let folders = [json!({ "uri": uri(folder), "name": "test" })];
        client.ask("initialize", json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }));
        client.notify("initialized", json!({}));
        client
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).and_then(|()| input.flush()).unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; the answer is to be taken with [`Client::answer`].
    pub fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.number += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.number, "method": method, "params": params }));
        self.number
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// Asks and gets a result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next message. Publications are kept, and questions of the server are answered.
    pub fn next(&mut self) -> Value {
        let message = self.output.recv_timeout(PATIENCE);
        let message = message.unwrap_or_else(|_| panic!("the server says nothing more; so far: {:#?}", self.diagnostics));
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let list = message["params"]["diagnostics"].as_array().unwrap().clone();
                self.diagnostics.insert(message["params"]["uri"].as_str().unwrap().to_owned(), list);
            }
            Some(method) if message.get("id").is_some() => {
                let result = if method == "workspace/configuration" { json!([self.configuration]) } else { Value::Null };
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }));
                self.others.push(message.clone());
            }
            Some(_) => self.others.push(message.clone()),
            None => {}
        }
        message
    }

    /// Waits until something is published for a file that is as wanted.
    pub fn until(&mut self, uri: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        loop {
            if let Some(list) = self.diagnostics.get(uri).filter(|list| wanted(list)) {
                return list.clone();
            }
            let message = self.next();
            assert!(message.get("error").is_none(), "{message}");
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "json", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a part of a file, by line and character.
    pub fn change(&mut self, uri: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let change = json!({ "range": range(from, to), "text": text });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] }),
        );
    }

    pub fn replace(&mut self, uri: &str, version: i32, text: &str) {
        let changes = [json!({ "text": text })];
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes }),
        );
    }

    /// Asks about a place in a file.
    pub fn at(&mut self, method: &str, uri: &str, place: (u32, u32)) -> Value {
        self.ask(method, json!({ "textDocument": { "uri": uri }, "position": position(place) }))
    }

    /// Says goodbye as the protocol wants it; the exit status.
    pub fn finish(mut self) -> i32 {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.status()
    }

    /// Ends the input; the exit status.
    pub fn hang_up(mut self) -> i32 {
        drop(self.input.take());
        self.status()
    }

    pub fn status(&mut self) -> i32 {
        let end = std::time::Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let mut log = String::new();
                self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
                assert!(!log.contains("panicked") && !log.contains("please report"), "{log}");
                return status.code().unwrap_or(-1);
            }
            assert!(std::time::Instant::now() < end, "the server ends");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn position((line, character): (u32, u32)) -> Value {
    json!({ "line": line, "character": character })
}

pub fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    json!({ "start": position(from), "end": position(to) })
}

/// Line and UTF-16 column of the first byte behind `needle`, moved back by `back` bytes.
pub fn place(text: &str, needle: &str, back: usize) -> (u32, u32) {
    let at = text.find(needle).unwrap_or_else(|| panic!("no {needle:?}")) + needle.len() - back;
    let line = text[..at].matches('\n').count() as u32;
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    (line, text[start..at].encode_utf16().count() as u32)
}

/// Applies the edits of the protocol to a text.
pub fn applied(text: &str, edits: &[Value]) -> String {
    let offset = |place: &Value| {
        let (line, character) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let mut left = character;
        for (at, letter) in text[start..].char_indices() {
            if left == 0 || letter == '\n' {
                return start + at;
            }
            left -= letter.len_utf16();
        }
        text.len()
    };
    let mut spans: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().unwrap()))
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, *end)); // stable: insertions at one place stay in order
    let (mut result, mut at) = (String::new(), 0);
    for (start, end, new) in spans {
        assert!(start >= at, "edits overlap");
        result.push_str(&text[at..start]);
        result.push_str(new);
        at = end;
    }
    result + &text[at..]
}

/// The edits of a workspace edit for a file.
pub fn edits_of(edit: &Value, uri: &str) -> Vec<Value> {
    let changes = edit["documentChanges"].as_array().into_iter().flatten();
    changes
        .filter(|change| change["textDocument"]["uri"] == uri)
        .flat_map(|change| change["edits"].as_array().unwrap().clone())
        .collect()
}

/// A folder with a connector, as a git repository's top so that nothing above it counts.
pub fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let top = tempfile::tempdir().unwrap();
    let folder = top.path().canonicalize().unwrap();
    std::fs::create_dir(folder.join(".git")).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    (top, folder)
}
