//! Random edits: after each of them the server says what `check` says of the text, and no request fails.
use connsmith::connector::discover::{self, Found};
use connsmith::judge::check::{Checker, Options};
use connsmith::rule::finding::counting;
use connsmith::serve::lsp::Server;
use connsmith::text::document::File;
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A finding as both sides have it: rule, message, line and columns.
type Shown = (String, String, u64, u64, u64, u64);

struct Editor {
    server: Server,
    uri: String,
    text: String,
    version: i32,
    number: i32,
    shown: Vec<Shown>,
}

fn shown(list: &Value) -> Vec<Shown> {
    let number = |one: &Value, pointer: &str| one.pointer(pointer).and_then(Value::as_u64).unwrap();
    let mut shown: Vec<Shown> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["code"].as_str().unwrap().to_owned(),
                one["message"].as_str().unwrap().to_owned(),
                number(one, "/range/start/line"),
                number(one, "/range/start/character"),
                number(one, "/range/end/line"),
                number(one, "/range/end/character"),
            )
        })
        .collect();
    shown.sort();
    shown
}

impl Editor {
    fn open(folder: &Path, file: &Path) -> Editor {
        let mut server = Server::new(folder.to_owned(), None);
        let uri = crate::client::uri(file);
        let text = std::fs::read_to_string(file).unwrap();
        server.handle(Message::Request(Request {
            id: 0.into(),
            method: "initialize".into(),
            params: json!({ "capabilities": {} }),
        }));
        let mut editor = Editor { server, uri, text, version: 1, number: 0, shown: Vec::new() };
        let document = json!({ "uri": editor.uri, "languageId": "json", "version": 1, "text": editor.text });
        editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
        editor
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.server.handle(Message::Notification(Notification { method: method.into(), params }));
        while self.server.has_work() {
            self.server.work();
        }
        for message in self.server.take_messages() {
            if let Message::Notification(Notification { method, params }) = message
                && method == "textDocument/publishDiagnostics"
                && params["uri"] == self.uri
            {
                assert_eq!(params["version"], self.version);
                self.shown = shown(&params["diagnostics"]);
            }
        }
        assert_eq!(self.server.take_notes(), Vec::<String>::new(), "{}", self.text);
    }

    fn place(&self, at: usize) -> Value {
        let line = self.text[..at].matches('\n').count();
        let start = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        json!({ "line": line, "character": self.text[start..at].encode_utf16().count() })
    }

    fn edit(&mut self, from: usize, to: usize, new: &str) {
        self.version += 1;
        let change = json!({ "range": { "start": self.place(from), "end": self.place(to) }, "text": new });
        self.text.replace_range(from..to, new);
        let document = json!({ "uri": self.uri, "version": self.version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// Asks everything about a place; no answer may be a failure.
    fn ask_all(&mut self, at: usize) {
        let (document, place) = (json!({ "uri": self.uri }), self.place(at));
        let range = json!({ "start": place, "end": place });
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": self.place(self.text.len()) });
        let at = json!({ "textDocument": document, "position": place });
        let of = |more: Value| {
            let mut params = json!({ "textDocument": document });
            for (key, value) in more.as_object().unwrap() {
                params[key] = value.clone();
            }
            params
        };
        let options = json!({ "tabSize": 2, "insertSpaces": true });
        let requests = [
            ("textDocument/hover", at.clone()),
            ("textDocument/completion", at.clone()),
            ("textDocument/definition", at.clone()),
            ("textDocument/references", of(json!({ "position": place, "context": { "includeDeclaration": true } }))),
            ("textDocument/documentHighlight", at.clone()),
            ("textDocument/prepareRename", at.clone()),
            ("textDocument/documentSymbol", of(json!({}))),
            ("textDocument/foldingRange", of(json!({}))),
            ("textDocument/selectionRange", of(json!({ "positions": [place] }))),
            ("textDocument/inlayHint", of(json!({ "range": whole }))),
            ("textDocument/codeLens", of(json!({}))),
            (
                "textDocument/codeAction",
                of(json!({ "range": range, "context": { "diagnostics": [], "only": ["quickfix", "refactor"] } })),
            ),
            ("textDocument/rangeFormatting", of(json!({ "range": range, "options": options }))),
        ];
        for (method, params) in requests {
            self.number += 1;
            self.server.handle(Message::Request(Request { id: self.number.into(), method: method.into(), params }));
            for message in self.server.take_messages() {
                if let Message::Response(Response { response_result, .. }) = message {
                    assert!(response_result.is_ok(), "{method}: {response_result:?}\n{}", self.text);
                }
            }
            assert_eq!(self.server.take_notes(), Vec::<String>::new(), "{method}\n{}", self.text);
        }
    }
}

/// What `check` says of the file as it lies on the disk.
fn checked(folder: &Path, file: File) -> Vec<Shown> {
    let checker = Checker::new(&Options::default());
    let target = checker.read(&Found::folder(folder), folder).unwrap();
    let main = target.document(File::Definition).unwrap();
    let mut all = Vec::new();
    for finding in counting(&checker.findings(&target)) {
        let (document, span) = match target.document(finding.at.file) {
            Some(document) => (document, (finding.at.span.start, finding.at.span.end)),
            // What has no place of its own stands at the beginning of the definition.
            None => (main, (0, main.text.chars().next().map_or(0, char::len_utf8) as u32)),
        };
        if document.file != file {
            continue;
        }
        let (start, end) = (document.position(span.0), document.position(span.1));
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        let number = |value: u32| u64::from(value) - 1;
        all.push((
            finding.rule.id.to_owned(),
            message,
            number(start.line),
            number(start.utf16),
            number(end.line),
            number(end.utf16),
        ));
    }
    all.sort();
    all
}

/// One random edit: letters and brackets typed, words and lines deleted, pieces of the text moved.
fn random_edit(text: &str, random: &mut fastrand::Rng) -> (usize, usize, String) {
    const TYPED: [&str; 16] = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "a",
        "😀",
        "é",
        "\n",
        "\r\n",
        "\\",
        " ",
        "\"x-ms-visibility\": \"internal\",",
        "null",
    ];
    let floor = |at: usize| text.floor_char_boundary(at);
    let at = floor(random.usize(..=text.len()));
    match random.u8(..6) {
        0..=2 => (at, at, random.choice(TYPED).unwrap_or_default().to_owned()),
        3 => (at, floor((at + random.usize(1..=3)).min(text.len())).max(at), String::new()),
        4 => {
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
            (at, end, String::new())
        }
        _ => {
            let end = floor((at + random.usize(..80)).min(text.len())).max(at);
            (floor(random.usize(..=at)), floor(at), text[at..end].to_owned())
        }
    }
}

/// Edits the definition of a connector, in a copy of its folder.
fn edited(source: &Path, count: usize, each: usize, random: &mut fastrand::Rng) {
    let (_top, here) = crate::client::folder(&[]);
    for entry in std::fs::read_dir(source).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), here.join(entry.file_name())).unwrap();
    }
    let loaded = discover::load(&Found::folder(&here), String::new());
    let Some(file) = loaded.files.iter().find(|file| file.file == File::Definition) else { return };
    let Ok(original) = std::str::from_utf8(&file.bytes) else { return };
    // An editor keeps the mark to itself, and lone CRs are ends of lines that nobody has.
    if original.starts_with('\u{feff}') || original.replace("\r\n", "").contains('\r') {
        return;
    }
    let path = here.join(&file.name);
    let mut editor = Editor::open(&here, &path);
    for number in 0..count {
        let (from, to, new) = random_edit(&editor.text, random);
        // No lone CR may come of it.
        if editor.text[..from].ends_with('\r') || editor.text[..to].ends_with('\r') || new.ends_with('\r') {
            continue;
        }
        editor.edit(from, to, &new);
        if number % each == 0 {
            std::fs::write(&path, &editor.text).unwrap();
            assert_eq!(editor.shown, checked(&here, File::Definition), "{}: edit {number}\n{}", source.display(), editor.text);
            editor.ask_all(from);
        }
    }
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let paths = ["example", "good", "field"].map(|name| root.join(name));
    discover::search(&paths).found.into_iter().map(|found| found.folder).collect()
}

fn corpus(most: usize) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !root.is_dir() {
        eprintln!("skipped: the published connectors are not there");
        return Vec::new();
    }
    let all = discover::search(&[root]).found;
    let step = (all.len() / most).max(1);
    let small = |found: &Found| {
        let length = std::fs::metadata(found.folder.join("apiDefinition.swagger.json")).map_or(0, |data| data.len());
        (1..200_000).contains(&length)
    };
    all.into_iter().step_by(step).filter(small).take(most).map(|found| found.folder).collect()
}

#[test]
fn after_random_edits_the_server_says_what_check_says() {
    let mut random = fastrand::Rng::with_seed(20);
    for folder in fixtures().iter().take(6) {
        edited(folder, 50, 5, &mut random);
    }
}

#[test]
#[ignore = "takes minutes in a debug build"]
fn after_5000_random_edits_of_published_connectors_the_server_says_what_check_says() {
    let mut random = fastrand::Rng::with_seed(2026);
    for folder in corpus(50) {
        edited(&folder, 100, 1, &mut random);
    }
}
