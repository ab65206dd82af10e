//! The language server: answers requests of editors from open texts and from files on disk.
//!
//! [`Server`] receives and returns messages. It has no streams and no clock, so that tests can drive it; [`run`] connects it to two
//! streams. Requests about a single text are answered by functions from a [`session::Session`] to protocol types, in the files of
//! this folder.
mod actions;
mod completion;
mod cursor;
mod describe;
mod diagnostics;
mod hover;
mod names;
mod outline;
pub mod session;
mod spot;
mod text;
mod transport;

use crate::connector::discover;
use crate::judge::config::Date;
use crate::rules::RULES;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types as lsp;
use lsp_types::request::Request as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use session::{Loaded, Place, Session, Settings};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;
use text::Units;
use transport::Incoming;

/// The command that previews an operation as makers see it.
pub const PREVIEW: &str = "connsmith.preview";
/// The client's command that runs an operation in a terminal: the URI of the definition and the `operationId`. The client names it in
/// its capabilities under `experimental.commands.commands`.
pub const RUN: &str = "connsmith.run";
const CHECK_WORKSPACE: &str = "connsmith.checkWorkspace";
const FIX_ALL: &str = "connsmith.fixAll";
const EXPLAIN: &str = "connsmith.explain";

/// The relevant capabilities of the client.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the protocol")]
pub struct Features {
    pub related_information: bool,
    pub code_description: bool,
    pub tags: bool,
    pub snippets: bool,
    /// Whether descriptions of completions may be Markdown.
    pub completion_markdown: bool,
    hover_markdown: bool,
    symbol_tree: bool,
    prepares_rename: bool,
    action_literals: bool,
    pub document_changes: bool,
    pub create_files: bool,
    pub change_annotations: bool,
    /// Whether the client has the command [`RUN`], which needs a terminal.
    pub run: bool,
    pub resolve_edits: bool,
    pull: bool,
    refresh: bool,
    watch: bool,
    configuration: bool,
    progress: bool,
    apply_edit: bool,
}

impl Features {
    fn read(capabilities: &Value) -> Features {
        let has =
            |pointer: &str| capabilities.pointer(pointer).is_some_and(|value| !value.is_null() && *value != Value::Bool(false));
        let lists = |pointer: &str, word: &str| {
            capabilities.pointer(pointer).and_then(Value::as_array).is_some_and(|list| list.iter().any(|item| item == word))
        };
        Features {
            related_information: has("/textDocument/publishDiagnostics/relatedInformation"),
            code_description: has("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            tags: has("/textDocument/publishDiagnostics/tagSupport"),
            snippets: has("/textDocument/completion/completionItem/snippetSupport"),
            completion_markdown: lists("/textDocument/completion/completionItem/documentationFormat", "markdown"),
            hover_markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            symbol_tree: has("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            prepares_rename: has("/textDocument/rename/prepareSupport"),
            action_literals: has("/textDocument/codeAction/codeActionLiteralSupport"),
            document_changes: has("/workspace/workspaceEdit/documentChanges"),
            create_files: has("/workspace/workspaceEdit/documentChanges")
                && lists("/workspace/workspaceEdit/resourceOperations", "create"),
            change_annotations: has("/workspace/workspaceEdit/changeAnnotationSupport"),
            run: lists("/experimental/commands/commands", RUN),
            resolve_edits: lists("/textDocument/codeAction/resolveSupport/properties", "edit"),
            pull: has("/textDocument/diagnostic"),
            refresh: has("/workspace/diagnostics/refreshSupport"),
            watch: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            configuration: has("/workspace/configuration"),
            progress: has("/window/workDoneProgress"),
            apply_edit: has("/workspace/applyEdit"),
        }
    }
}

/// The state of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Only `initialize` is accepted.
    New,
    Running,
    /// After `shutdown`: only `exit` is accepted.
    Down,
}

/// Why the server ends.
#[derive(Debug)]
pub enum End {
    /// As the protocol requires: `shutdown`, then `exit`.
    Asked,
    /// `exit` without `shutdown`, or the client disconnected.
    Unasked,
    /// The input is not valid.
    Broken(std::io::Error),
}

/// A check of all connectors in the workspace, one by one while the server is idle.
#[derive(Debug)]
struct Job {
    left: VecDeque<discover::Found>,
    all: usize,
    errors: usize,
    warnings: usize,
    /// Where the client wants to see the progress.
    token: Option<Value>,
    /// The request that started it.
    request: RequestId,
}

/// What was published for a file.
#[derive(Debug)]
struct Published {
    /// A hash of the findings.
    number: u64,
    /// The folder of the connector to which the file belonged then; None for a configuration.
    owner: Option<PathBuf>,
}

/// Requests from the server to the client.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Configuration,
    Other,
}

/// The server: messages in, messages out.
pub struct Server {
    pub session: Session,
    features: Features,
    stage: Stage,
    out: Vec<Message>,
    asked: BTreeMap<String, Asked>,
    number: u32,
    /// The client's process, until [`Server::take_client`].
    client: Option<u32>,
    /// Files with published findings.
    published: BTreeMap<PathBuf, Published>,
    /// Connectors that the last check of the workspace has shown, whether or not a file of theirs is open.
    checked: BTreeMap<PathBuf, discover::Found>,
    /// Those of them whose findings may have changed since, and ones that no longer count.
    again: BTreeSet<PathBuf>,
    job: Option<Job>,
    end: Option<End>,
    /// Problems for the log that do not concern the client.
    notes: Vec<String>,
}

impl Server {
    /// A new server. Displayed paths are relative to the folder `current`.
    pub fn new(current: PathBuf, today: Option<Date>) -> Server {
        Server {
            session: Session::new(current, today),
            features: Features::default(),
            stage: Stage::New,
            out: Vec::new(),
            asked: BTreeMap::new(),
            number: 0,
            client: None,
            published: BTreeMap::new(),
            checked: BTreeMap::new(),
            again: BTreeSet::new(),
            job: None,
            end: None,
            notes: Vec::new(),
        }
    }

    /// Whether there are messages to send.
    fn has_messages(&self) -> bool {
        !self.out.is_empty()
    }

    /// The messages to send.
    pub fn take_messages(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.out)
    }

    /// The notes to log.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// Why the server should end, if it should.
    pub fn take_end(&mut self) -> Option<End> {
        self.end.take()
    }

    /// The process of the client, once after it has named one. The server should end when that process is gone.
    pub fn take_client(&mut self) -> Option<u32> {
        self.client.take()
    }

    /// Handles a message from the client.
    pub fn handle(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                match catch_unwind(AssertUnwindSafe(|| self.request(request))) {
                    Ok(Some(answer)) => self.answer(id, answer),
                    Ok(None) => {}
                    Err(cause) => {
                        self.went_wrong(&*cause);
                        self.answer(id, Err(fault(ErrorCode::InternalError, "the request failed; see the log for details")));
                    }
                }
            }
            Message::Notification(notification) => {
                if let Err(cause) = catch_unwind(AssertUnwindSafe(|| self.notification(notification))) {
                    self.went_wrong(&*cause);
                }
            }
            Message::Response(response) => self.response(response),
        }
    }

    /// Responds to an invalid message.
    pub fn refuse(&mut self, id: Option<Value>, why: &str) {
        // A response needs an id.
        let id = id.and_then(|id| serde_json::from_value::<RequestId>(id).ok());
        let error = fault(ErrorCode::InvalidRequest, why);
        match id {
            Some(id) => self.answer(id, Err(error)),
            None => self.notes.push(format!("a message from the client was ignored: {why}")),
        }
    }

    /// Responds to what is not JSON.
    pub fn refuse_text(&mut self, why: &str) {
        // What cannot be read has no id that is known.
        let Ok(id) = serde_json::from_value::<RequestId>(transport::known_id(Value::Null)) else { return };
        self.answer(id, Err(fault(ErrorCode::ParseError, why)));
    }

    /// A request that is being worked on is canceled.
    fn cancel_running(&mut self, id: &RequestId) {
        if let Some(job) = self.job.take_if(|job| job.request == *id) {
            self.cancel_job(job);
        }
    }

    fn cancel_job(&mut self, job: Job) {
        self.progress(&job, json!({ "kind": "end", "message": "canceled" }));
        self.cancel(job.request);
    }

    /// A request was canceled before it was answered.
    pub fn cancel(&mut self, id: RequestId) {
        self.answer(id, Err(fault(ErrorCode::RequestCanceled, "the request was canceled")));
    }

    fn went_wrong(&mut self, cause: &(dyn std::any::Any + Send)) {
        let why = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
        self.notes.push(format!("a bug in connsmith, please report it: {}", why.unwrap_or("unknown")));
    }

    fn answer(&mut self, id: RequestId, answer: Result<Value, ResponseError>) {
        self.out.push(Message::Response(Response { id, response_result: answer }));
    }

    fn notify<N: lsp::notification::Notification>(&mut self, params: N::Params) {
        self.out.push(Message::Notification(Notification { method: N::METHOD.into(), params: to_value(params) }));
    }

    fn ask(&mut self, method: &str, params: Value, asked: Asked) {
        self.number += 1;
        let id = format!("connsmith-{}", self.number);
        self.asked.insert(id.clone(), asked);
        self.out.push(Message::Request(Request { id: id.into(), method: method.into(), params }));
    }

    fn response(&mut self, response: Response) {
        let id = response.id.to_string();
        let Some(asked) = self.asked.remove(id.trim_matches('"')) else { return };
        if let (Asked::Configuration, Ok(value)) = (asked, response.response_result) {
            self.configure(value.get(0).unwrap_or(&Value::Null));
        }
    }

    fn configure(&mut self, value: &Value) {
        if value.is_object() && self.session.set_settings(Settings::read(value)) {
            self.again.extend(self.checked.keys().cloned());
            self.refresh();
        }
    }

    /// Asks the client to refresh what it has pulled.
    fn refresh(&mut self) {
        if self.features.pull && self.features.refresh {
            self.ask("workspace/diagnostic/refresh", Value::Null, Asked::Other);
        }
    }

    fn request(&mut self, request: Request) -> Option<Result<Value, ResponseError>> {
        match (self.stage, request.method.as_str()) {
            (Stage::New, "initialize") => return Some(Ok(self.initialize(&request.params))),
            (Stage::New, _) => {
                return Some(Err(fault(ErrorCode::ServerNotInitialized, "the first request must be `initialize`")));
            }
            (Stage::Running, "initialize") => {
                return Some(Err(fault(ErrorCode::InvalidRequest, "`initialize` was already sent")));
            }
            (Stage::Running, "shutdown") => {
                self.stage = Stage::Down;
                if let Some(job) = self.job.take() {
                    self.cancel_job(job);
                }
                return Some(Ok(Value::Null));
            }
            (Stage::Down, _) => return Some(Err(fault(ErrorCode::InvalidRequest, "the server has shut down"))),
            (Stage::Running, _) => {}
        }
        self.session.sync();
        if request.method == lsp::request::ExecuteCommand::METHOD {
            return match params(request.params) {
                Ok(params) => self.command(request.id, params),
                Err(error) => Some(Err(error)),
            };
        }
        Some(self.asked_of_text(&request.method, request.params))
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Running;
        self.features = Features::read(params.get("capabilities").unwrap_or(&Value::Null));
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.is_some_and(|list| list.iter().any(|name| name == "utf-8"));
        self.session.units = Units { utf8, ..Units::default() };
        self.client = params.get("processId").and_then(Value::as_i64).and_then(|id| u32::try_from(id).ok());
        let path = |value: &Value| text::path_of(&lsp::Uri::from_str(value.as_str()?).ok()?);
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        self.session.roots = folders.into_iter().flatten().filter_map(|folder| path(folder.get("uri")?)).collect();
        if self.session.roots.is_empty() {
            self.session.roots.extend(params.get("rootUri").and_then(path));
        }
        if let Some(options) = params.get("initializationOptions").filter(|options| options.is_object()) {
            self.session.set_settings(Settings::read(options));
        }
        let kinds =
            ["quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite", actions::FIX_ALL, actions::FIX_CONNECTOR];
        let mut capabilities = json!({
            "positionEncoding": if utf8 { "utf-8" } else { "utf-16" },
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "hoverProvider": true,
            "completionProvider": { "triggerCharacters": ["\"", "/", "#", "'", "@"] },
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "renameProvider": if self.features.prepares_rename { json!({ "prepareProvider": true }) } else { json!(true) },
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "inlayHintProvider": true,
            "codeLensProvider": { "resolveProvider": false },
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "executeCommandProvider": { "commands": [CHECK_WORKSPACE, FIX_ALL, EXPLAIN, PREVIEW], "workDoneProgress": true },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        });
        // Without literals, actions could only be commands.
        if self.features.action_literals {
            capabilities["codeActionProvider"] =
                json!({ "codeActionKinds": kinds, "resolveProvider": self.features.resolve_edits });
        }
        if self.features.pull {
            capabilities["diagnosticProvider"] =
                json!({ "identifier": diagnostics::SOURCE, "interFileDependencies": true, "workspaceDiagnostics": false });
        }
        json!({ "capabilities": capabilities, "serverInfo": { "name": "connsmith", "version": env!("CARGO_PKG_VERSION") } })
    }

    fn notification(&mut self, Notification { method, params }: Notification) {
        if method == "exit" {
            self.end = Some(if self.stage == Stage::Down { End::Asked } else { End::Unasked });
            return;
        }
        if self.stage != Stage::Running {
            return;
        }
        match method.as_str() {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => {
                if let Ok(lsp::DidOpenTextDocumentParams { text_document: opened }) = self::params(params) {
                    let is_configuration = is_configuration(&opened.uri);
                    self.session.open(opened.uri, opened.version, opened.text);
                    if is_configuration {
                        self.refresh();
                    }
                }
            }
            "textDocument/didChange" => {
                if let Ok(lsp::DidChangeTextDocumentParams { text_document, content_changes }) = self::params(params) {
                    self.session.change(&text_document.uri, text_document.version, content_changes);
                    if is_configuration(&text_document.uri) {
                        self.refresh();
                    }
                }
            }
            "textDocument/didClose" => {
                if let Ok(lsp::DidCloseTextDocumentParams { text_document }) = self::params(params) {
                    self.session.close(&text_document.uri);
                    if is_configuration(&text_document.uri) {
                        self.refresh();
                    }
                }
            }
            "textDocument/didSave" => {
                let path = params.pointer("/textDocument/uri").and_then(Value::as_str);
                let path = path.and_then(|uri| text::path_of(&lsp::Uri::from_str(uri).ok()?));
                // An open configuration counts as typed, a baseline as saved.
                if path.as_deref().is_some_and(session::may_be_settings) {
                    self.session.renew();
                    self.again.extend(self.checked.keys().cloned());
                    self.refresh();
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Ok(lsp::DidChangeWatchedFilesParams { changes }) = self::params(params) {
                    let paths: Vec<PathBuf> = changes.iter().filter_map(|change| text::path_of(&change.uri)).collect();
                    self.session.changed_on_disk(&paths);
                    let for_all = paths.iter().any(|path| session::may_be_settings(path));
                    let touched = |folder: &&PathBuf| {
                        for_all || paths.iter().any(|path| path.starts_with(folder) || folder.starts_with(path))
                    };
                    self.again.extend(self.checked.keys().filter(touched).cloned());
                    self.refresh();
                }
            }
            "workspace/didChangeConfiguration" => {
                if self.features.configuration {
                    self.ask_configuration();
                } else if let Some(settings) = params.pointer("/settings/connsmith") {
                    self.configure(&settings.clone());
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                if let Ok(lsp::DidChangeWorkspaceFoldersParams { event }) = self::params(params) {
                    let gone: Vec<PathBuf> = event.removed.iter().filter_map(|folder| text::path_of(&folder.uri)).collect();
                    self.session.roots.retain(|root| !gone.contains(root));
                    self.session.roots.extend(event.added.iter().filter_map(|folder| text::path_of(&folder.uri)));
                    let is_in = |folder: &Path, roots: &[PathBuf]| roots.iter().any(|root| folder.starts_with(root));
                    let left = |folder: &Path| is_in(folder, &gone) && !is_in(folder, &self.session.roots);
                    let no_more = self.checked.extract_if(.., |folder, _| left(folder));
                    self.again.extend(no_more.map(|(folder, _)| folder));
                }
            }
            "window/workDoneProgress/cancel" => {
                let token = params.get("token");
                if let Some(job) = self.job.take_if(|job| token.is_some() && token == job.token.as_ref()) {
                    self.finish_job(job);
                }
            }
            _ => {}
        }
    }

    fn initialized(&mut self) {
        if self.features.watch {
            let globs = ["**/connsmith.toml", "**/*.json", "**/*.csx", "**/*.md", "**/icon.png", "**/*.toml"];
            let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let registration = json!({
                "id": "connsmith-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.ask("client/registerCapability", json!({ "registrations": [registration] }), Asked::Other);
        }
        if self.features.configuration {
            self.ask_configuration();
        }
    }

    fn ask_configuration(&mut self) {
        self.ask("workspace/configuration", json!({ "items": [{ "section": "connsmith" }] }), Asked::Configuration);
    }

    /// Whether there is background work.
    pub fn has_work(&self) -> bool {
        self.stage == Stage::Running && (self.session.is_dirty() || !self.again.is_empty() || self.job.is_some())
    }

    /// Does a piece of background work.
    pub fn work(&mut self) {
        if self.session.is_dirty() {
            self.session.sync();
            for folder in self.session.take_dirty() {
                self.again.remove(&folder);
                self.publish_guarded(&folder);
            }
            self.publish_configurations();
        } else if let Some(folder) = self.again.pop_first() {
            self.publish_guarded(&folder);
            if self.again.is_empty() {
                self.publish_configurations();
            }
        } else if self.job.is_some() {
            self.job_step();
        }
    }

    fn publish_guarded(&mut self, folder: &Path) {
        if let Err(cause) = catch_unwind(AssertUnwindSafe(|| self.publish_all(folder))) {
            self.went_wrong(&*cause);
            self.session.forget(folder);
            self.checked.remove(folder);
        }
    }

    /// Publishes the findings of a connector, which may be neither open nor there any more.
    fn publish_all(&mut self, folder: &Path) {
        if let Some(loaded) = self.session.loaded(folder) {
            let all = diagnostics::of_connector(&self.session, loaded, &self.features);
            return self.publish_connector(folder, all);
        }
        let found = self.checked.get(folder);
        let all = match found.and_then(|found| self.session.load(found)).filter(|loaded| loaded.main_file().is_some()) {
            Some(loaded) => diagnostics::of_connector(&self.session, &loaded, &self.features),
            None => {
                self.checked.remove(folder);
                BTreeMap::new()
            }
        };
        self.publish_connector(folder, all);
    }

    fn publish_connector(&mut self, folder: &Path, mut all: BTreeMap<PathBuf, Vec<lsp::Diagnostic>>) {
        // Files that it has no longer have no findings.
        for (path, _) in self.published.iter().filter(|(_, one)| one.owner.as_deref() == Some(folder)) {
            all.entry(path.clone()).or_default();
        }
        for (path, list) in all {
            // A client that pulls requests the findings of open files itself.
            let pulled = self.features.pull && self.session.buffer(&path).is_some();
            self.publish(&path, if pulled { Vec::new() } else { list }, Some(folder));
        }
    }

    /// Publishes the findings in the configurations that were read.
    fn publish_configurations(&mut self) {
        self.session.configurations_are_shown();
        let mut all = diagnostics::of_configurations(&self.session, &self.features);
        for (path, _) in self.published.iter().filter(|(_, one)| one.owner.is_none()) {
            // One that applies to connectors that are not open is read again only with them.
            let waits = !self.checked.is_empty() && self.session.buffer(path).is_none() && path.is_file();
            if !waits {
                all.entry(path.clone()).or_default();
            }
        }
        for (path, list) in all {
            self.publish(&path, list, None);
        }
    }

    fn publish(&mut self, path: &Path, diagnostics: Vec<lsp::Diagnostic>, owner: Option<&Path>) {
        let buffer = self.session.buffer(path);
        let pulled = self.features.pull && buffer.is_some();
        let is_new = if diagnostics.is_empty() {
            self.published.remove(path).is_some()
        } else {
            let number = number_of(&to_value(&diagnostics));
            let now = Published { number, owner: owner.map(Path::to_owned) };
            self.published.insert(path.to_owned(), now).is_none_or(|before| before.number != number)
        };
        // Open files also get an empty list, because the client may wait for it.
        if !is_new && (pulled || buffer.is_none()) {
            return;
        }
        let version = buffer.map(|buffer| buffer.version);
        if let Some(uri) = self.session.uri(path) {
            self.notify::<lsp::notification::PublishDiagnostics>(lsp::PublishDiagnosticsParams { uri, diagnostics, version });
        }
    }

    fn job_step(&mut self) {
        let Some(mut job) = self.job.take() else { return };
        let Some(found) = job.left.pop_front() else { return self.finish_job(job) };
        let done = job.all - job.left.len();
        if let Some(loaded) = self.session.load(&found) {
            let findings: Vec<_> =
                crate::rule::finding::counting(self.session.findings(&loaded)).map(|finding| finding.severity).collect();
            job.errors += findings.iter().filter(|severity| **severity == crate::Severity::Error).count();
            job.warnings += findings.iter().filter(|severity| **severity == crate::Severity::Warning).count();
            // Those of open connectors are already shown.
            if self.session.loaded(&found.folder).is_none() {
                let all = diagnostics::of_connector(&self.session, &loaded, &self.features);
                self.publish_connector(&found.folder, all);
            }
            self.checked.insert(found.folder.clone(), found);
        }
        let value = json!({
            "kind": "report",
            "message": format!("{done} of {}", job.all),
            "percentage": done * 100 / job.all.max(1),
        });
        self.progress(&job, value);
        self.job = Some(job);
    }

    fn finish_job(&mut self, job: Job) {
        let checked = job.all - job.left.len();
        self.publish_configurations();
        self.progress(&job, json!({ "kind": "end", "message": format!("{checked} connectors") }));
        self.answer(job.request, Ok(json!({ "connectors": checked, "errors": job.errors, "warnings": job.warnings })));
    }

    fn progress(&mut self, job: &Job, value: Value) {
        let Some(token) = &job.token else { return };
        let params = json!({ "token": token, "value": value });
        self.out.push(Message::Notification(Notification { method: "$/progress".into(), params }));
    }

    /// Runs a command; None if the response comes later.
    fn command(&mut self, id: RequestId, params: lsp::ExecuteCommandParams) -> Option<Result<Value, ResponseError>> {
        let argument = |at: usize| params.arguments.get(at).and_then(Value::as_str);
        let uri = |at: usize| argument(at).and_then(|uri| lsp::Uri::from_str(uri).ok());
        let missing = |what: &str| Some(Err(fault(ErrorCode::InvalidParams, &format!("the command needs {what}"))));
        match params.command.as_str() {
            CHECK_WORKSPACE => {
                if self.job.is_some() {
                    return Some(Err(fault(ErrorCode::RequestFailed, "the workspace is already being checked")));
                }
                let search = discover::search(&self.session.roots);
                let mut token = params.work_done_progress_params.work_done_token.clone().map(to_value);
                if token.is_none() && self.features.progress {
                    self.number += 1;
                    let own = json!(format!("connsmith-check-{}", self.number));
                    self.ask("window/workDoneProgress/create", json!({ "token": own }), Asked::Other);
                    token = Some(own);
                }
                // What was there at the last check and is not any more is cleared.
                let here: BTreeSet<&PathBuf> = search.found.iter().map(|found| &found.folder).collect();
                let gone = self.checked.extract_if(.., |folder, _| !here.contains(folder));
                self.again.extend(gone.map(|(folder, _)| folder));
                let all = search.found.len();
                let job = Job { left: search.found.into(), all, errors: 0, warnings: 0, token, request: id };
                self.progress(&job, json!({ "kind": "begin", "title": "connsmith", "cancellable": true, "percentage": 0 }));
                self.job = Some(job);
                None
            }
            FIX_ALL => {
                let Some(uri) = uri(0) else { return missing("the URI of a file") };
                let whole = params.arguments.get(1).and_then(Value::as_bool).unwrap_or(true);
                let edit = self.session.place(&uri).and_then(|Place { loaded, document }| {
                    actions::fix_all(&self.session, loaded, Some(document.file).filter(|_| !whole), &self.features)
                });
                if let Some(edit) = edit.filter(|_| self.features.apply_edit) {
                    let params = lsp::ApplyWorkspaceEditParams { label: Some("Safe fixes".into()), edit };
                    self.ask("workspace/applyEdit", to_value(params), Asked::Other);
                    return Some(Ok(Value::Bool(true)));
                }
                Some(Ok(Value::Bool(false)))
            }
            EXPLAIN => {
                let Some(name) = argument(0) else { return missing("the name of a rule") };
                let rule = RULES.iter().find(|rule| crate::judge::profile::names_rule(name, rule));
                Some(match rule {
                    Some(rule) => Ok(json!(format!("# {}\n\n{}", rule.title, rule.prose()))),
                    None => Err(fault(ErrorCode::InvalidParams, &format!("no rule is named `{name}`"))),
                })
            }
            PREVIEW => {
                let (Some(uri), Some(name)) = (uri(0), argument(1)) else {
                    return missing("the URI of a definition and an operationId");
                };
                let place = self.session.place(&uri);
                let operation = place.and_then(|place| place.loaded.target.operation(name));
                Some(Ok(json!(operation.map(hover::of_operation))))
            }
            other => Some(Err(fault(ErrorCode::InvalidParams, &format!("no command is named `{other}`")))),
        }
    }

    /// Answers a request about a text.
    fn asked_of_text(&mut self, method: &str, value: Value) -> Result<Value, ResponseError> {
        use lsp::request as ask;
        let session = &self.session;
        match method {
            ask::DocumentDiagnosticRequest::METHOD => {
                let params: lsp::DocumentDiagnosticParams = params(value)?;
                Ok(self.pulled(&params))
            }
            ask::HoverRequest::METHOD => {
                let lsp::HoverParams { text_document_position_params: at, .. } = params(value)?;
                let kind = if self.features.hover_markdown { lsp::MarkupKind::Markdown } else { lsp::MarkupKind::PlainText };
                answer(session.place(&at.text_document.uri).and_then(|place| hover::hover(session, place, at.position, kind)))
            }
            ask::Completion::METHOD => {
                let lsp::CompletionParams { text_document_position: at, .. } = params(value)?;
                let place = session.place(&at.text_document.uri);
                answer(place.map(|place| completion::complete(session, place, at.position, &self.features)))
            }
            ask::CodeActionRequest::METHOD => {
                let lsp::CodeActionParams { text_document, range, context, .. } = params(value)?;
                let only = context.only.unwrap_or_default();
                let place = session.place(&text_document.uri);
                answer(place.map(|place| actions::actions(session, place, range, &only, &self.features)))
            }
            ask::CodeActionResolveRequest::METHOD => {
                let mut action: lsp::CodeAction = params(value)?;
                let data = action.data.take().unwrap_or_default();
                let uri = data.get("fixAll").and_then(Value::as_str).and_then(|uri| lsp::Uri::from_str(uri).ok());
                let whole = data.get("connector") == Some(&Value::Bool(true));
                if let Some(Place { loaded, document }) = uri.and_then(|uri| session.place(&uri)) {
                    action.edit = actions::fix_all(session, loaded, Some(document.file).filter(|_| !whole), &self.features);
                    action.edit.get_or_insert_default();
                }
                answer(Some(action))
            }
            ask::Formatting::METHOD => {
                let lsp::DocumentFormattingParams { text_document, .. } = params(value)?;
                answer(session.place(&text_document.uri).and_then(|place| actions::format(session, place)))
            }
            ask::RangeFormatting::METHOD => {
                let lsp::DocumentRangeFormattingParams { text_document, range, .. } = params(value)?;
                answer(session.place(&text_document.uri).and_then(|place| actions::format_range(session, place, range)))
            }
            ask::GotoDefinition::METHOD => {
                let lsp::GotoDefinitionParams { text_document_position_params: at, .. } = params(value)?;
                answer(self.locations(&at, |found| found.defines))
            }
            ask::References::METHOD => {
                let lsp::ReferenceParams { text_document_position: at, context, .. } = params(value)?;
                answer(self.locations(&at, |found| context.include_declaration || !found.defines))
            }
            ask::DocumentHighlightRequest::METHOD => {
                let lsp::DocumentHighlightParams { text_document_position_params: at, .. } = params(value)?;
                answer(self.highlights(&at))
            }
            ask::PrepareRenameRequest::METHOD => {
                let at: lsp::TextDocumentPositionParams = params(value)?;
                let found = self.name_at(&at).map(|(place, name, found)| {
                    let range = text::range(place.document, found.span, session.units);
                    json!({ "range": range, "placeholder": name.text() })
                });
                answer(found)
            }
            ask::Rename::METHOD => {
                let lsp::RenameParams { text_document_position: at, new_name, .. } = params(value)?;
                let Some(place) = session.place(&at.text_document.uri) else { return Ok(Value::Null) };
                let done = actions::rename(session, place, at.position, &new_name, &self.features);
                let edit = done.map_err(|why| fault(ErrorCode::RequestFailed, &why))?;
                if let Some(message) = self.name_at(&at).and_then(|(_, name, _)| name.warning()) {
                    let params = lsp::ShowMessageParams { typ: lsp::MessageType::WARNING, message: message.into() };
                    self.notify::<lsp::notification::ShowMessage>(params);
                }
                answer(edit)
            }
            ask::DocumentSymbolRequest::METHOD => {
                let lsp::DocumentSymbolParams { text_document, .. } = params(value)?;
                let symbols = session.place(&text_document.uri).map(|place| outline::symbols(session, place));
                if self.features.symbol_tree {
                    return answer(symbols);
                }
                let mut list = Vec::new();
                flatten(symbols.unwrap_or_default(), &text_document.uri, None, &mut list);
                answer(Some(list))
            }
            ask::WorkspaceSymbolRequest::METHOD => {
                let lsp::WorkspaceSymbolParams { query, .. } = params(value)?;
                answer(Some(self.workspace_symbols(&query)))
            }
            ask::FoldingRangeRequest::METHOD => {
                let lsp::FoldingRangeParams { text_document, .. } = params(value)?;
                answer(session.place(&text_document.uri).map(|place| outline::folds(place.document)))
            }
            ask::SelectionRangeRequest::METHOD => {
                let lsp::SelectionRangeParams { text_document, positions, .. } = params(value)?;
                let place = session.place(&text_document.uri);
                let all = |place: Place| {
                    let one = |at: &lsp::Position| outline::selection(place.document, *at, session.units);
                    positions.iter().map(one).collect::<Vec<_>>()
                };
                answer(place.map(all))
            }
            ask::InlayHintRequest::METHOD => {
                let lsp::InlayHintParams { text_document, range, .. } = params(value)?;
                answer(session.place(&text_document.uri).map(|place| outline::hints(session, place, range)))
            }
            ask::CodeLensRequest::METHOD => {
                let lsp::CodeLensParams { text_document, .. } = params(value)?;
                answer(
                    session
                        .place(&text_document.uri)
                        .map(|place| outline::lenses(session, place, &text_document.uri, &self.features)),
                )
            }
            other => Err(fault(ErrorCode::MethodNotFound, &format!("`{other}` is not supported"))),
        }
    }

    fn name_at(&self, at: &lsp::TextDocumentPositionParams) -> Option<(Place<'_>, names::Name, names::Occurrence)> {
        let place = self.session.place(&at.text_document.uri)?;
        let offset = text::offset(&place.document.text, at.position, self.session.units) as u32;
        let (name, found) = names::at(&place.loaded.target.connector, place.document, offset)?;
        Some((place, name, found))
    }

    /// The requested occurrences of the name at a place.
    fn locations(
        &self,
        at: &lsp::TextDocumentPositionParams,
        wanted: impl Fn(&names::Occurrence) -> bool,
    ) -> Option<Vec<lsp::Location>> {
        let (Place { loaded, .. }, name, _) = self.name_at(at)?;
        let found = names::occurrences(&loaded.target.connector, &name);
        Some(found.iter().filter(|found| wanted(found)).filter_map(|found| self.location(loaded, found)).collect())
    }

    fn location(&self, loaded: &Loaded, found: &names::Occurrence) -> Option<lsp::Location> {
        let range = text::range(loaded.target.document(found.file)?, found.span, self.session.units);
        Some(lsp::Location { uri: self.session.uri(loaded.path(found.file)?)?, range })
    }

    fn highlights(&self, at: &lsp::TextDocumentPositionParams) -> Option<Vec<lsp::DocumentHighlight>> {
        let (Place { loaded, document }, name, _) = self.name_at(at)?;
        let here = names::occurrences(&loaded.target.connector, &name).into_iter().filter(|found| found.file == document.file);
        let highlight = |found: names::Occurrence| lsp::DocumentHighlight {
            range: text::range(document, found.span, self.session.units),
            kind: Some(if found.defines { lsp::DocumentHighlightKind::WRITE } else { lsp::DocumentHighlightKind::READ }),
        };
        Some(here.map(highlight).collect())
    }

    fn workspace_symbols(&self, query: &str) -> Vec<lsp::WorkspaceSymbol> {
        const MOST: usize = 500;
        let mut found = Vec::new();
        let mut add = |loaded: &Loaded| {
            let path = loaded.path(crate::text::document::File::Definition);
            if let Some(uri) = path.and_then(|path| self.session.uri(path)) {
                outline::workspace_symbols(loaded, &uri, self.session.units, query, &mut found);
            }
            found.len() < MOST
        };
        if !self.session.all().all(&mut add) {
            return found;
        }
        // The others are read but not checked, which takes about a millisecond each.
        for connector in discover::search(&self.session.roots).found {
            let known = self.session.loaded(&connector.folder).is_some();
            if !known && !self.session.load(&connector).is_none_or(|loaded| add(&loaded)) {
                break;
            }
        }
        found
    }

    /// The report for a client that pulls.
    fn pulled(&self, params: &lsp::DocumentDiagnosticParams) -> Value {
        let path = text::path_of(&params.text_document.uri);
        let items = match path.as_ref().and_then(|path| Some((path, self.session.of(path)?))) {
            Some((path, (loaded, _))) => diagnostics::of_connector(&self.session, loaded, &self.features).remove(path),
            None => None,
        };
        let items = items.unwrap_or_default();
        let result = format!("{:016x}", number_of(&to_value(&items)));
        if params.previous_result_id.as_ref() == Some(&result) {
            return json!({ "kind": "unchanged", "resultId": result });
        }
        json!({ "kind": "full", "resultId": result, "items": items })
    }
}

/// Symbols as a list, for clients that show no tree.
fn flatten(symbols: Vec<lsp::DocumentSymbol>, uri: &lsp::Uri, container: Option<&str>, list: &mut Vec<Value>) {
    for symbol in symbols {
        let location = lsp::Location { uri: uri.clone(), range: symbol.range };
        let mut one = json!({ "name": symbol.name, "kind": symbol.kind, "location": location });
        if let Some(container) = container {
            one["containerName"] = container.into();
        }
        list.push(one);
        flatten(symbol.children.unwrap_or_default(), uri, Some(&symbol.name), list);
    }
}

fn is_configuration(uri: &lsp::Uri) -> bool {
    text::path_of(uri).is_some_and(|path| session::is_configuration(&path))
}

/// A hash of a value.
fn number_of(value: &Value) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    value.to_string().hash(&mut hasher);
    hasher.finish()
}

fn fault(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}

fn params<T: DeserializeOwned>(value: Value) -> Result<T, ResponseError> {
    serde_json::from_value(value).map_err(|error| fault(ErrorCode::InvalidParams, &error.to_string()))
}

/// Protocol types always serialize to JSON.
fn to_value(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn answer(value: Option<impl serde::Serialize>) -> Result<Value, ResponseError> {
    Ok(value.map_or(Value::Null, to_value))
}

/// How often the server looks whether the client still runs while there is nothing to do.
const LOOKS_EVERY: Duration = Duration::from_secs(3);

/// The process of the client. A client that crashes may leave the streams open, such as in the hands of its other children.
struct Watch<F> {
    process: Option<u32>,
    runs: F,
    every: Duration,
}

impl<F: Fn(u32) -> bool> Watch<F> {
    /// A process that is not there in the beginning runs in another container or on another machine, so its end cannot be seen.
    fn of(&mut self, process: u32) {
        self.process = Some(process).filter(|process| (self.runs)(*process));
    }

    fn is_gone(&self) -> bool {
        self.process.is_some_and(|process| !(self.runs)(process))
    }

    /// Waits for input.
    fn wait(&self, receiver: &Receiver<Incoming>) -> Incoming {
        loop {
            let received = match self.process {
                Some(_) => receiver.recv_timeout(self.every),
                None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match received {
                Ok(incoming) => return incoming,
                Err(RecvTimeoutError::Timeout) if !self.is_gone() => {}
                Err(_) => return Incoming::End(Ok(())),
            }
        }
    }
}

/// Serves a client over two streams until it ends the session, or until its process is gone: `runs` says whether a process runs.
/// `note` receives log messages.
///
/// Messages are read ahead: requests canceled before their turn are skipped, and changes typed in the meantime are checked once.
pub fn run<R: BufRead + Send + 'static>(
    mut input: R,
    output: &mut impl Write,
    mut server: Server,
    mut note: impl FnMut(&str),
    runs: impl Fn(u32) -> bool,
) -> End {
    let mut watch = Watch { process: None, runs, every: LOOKS_EVERY };
    let (sender, receiver) = mpsc::channel();
    // It ends with its stream. It is not joined, because the client may keep the stream open.
    std::thread::spawn(move || {
        loop {
            let incoming = transport::read(&mut input);
            let is_end = matches!(incoming, Incoming::End(_));
            if sender.send(incoming).is_err() || is_end {
                break;
            }
        }
    });
    let mut queue = VecDeque::new();
    loop {
        match next(&receiver, &mut queue, &mut server, &watch) {
            Some(Incoming::Message(message)) => server.handle(message),
            Some(Incoming::NotAMessage { id, why }) => server.refuse(id, &why),
            Some(Incoming::NotJson(why)) => server.refuse_text(&why),
            Some(Incoming::End(Ok(()))) => return End::Unasked,
            Some(Incoming::End(Err(error))) => return End::Broken(error),
            None if server.has_work() => server.work(),
            None => {}
        }
        for message in server.take_messages() {
            if transport::write(output, message).is_err() {
                return End::Unasked;
            }
        }
        server.take_notes().iter().for_each(|text| note(text));
        if let Some(process) = server.take_client() {
            watch.of(process);
        }
        if let Some(end) = server.take_end() {
            return end;
        }
    }
}

/// The next message; None if there is background work, or something to send, instead.
fn next(
    receiver: &Receiver<Incoming>,
    queue: &mut VecDeque<Incoming>,
    server: &mut Server,
    watch: &Watch<impl Fn(u32) -> bool>,
) -> Option<Incoming> {
    loop {
        match receiver.try_recv() {
            Ok(Incoming::Message(Message::Notification(Notification { method, params }))) if method == "$/cancelRequest" => {
                let id = params.get("id").cloned().map(transport::known_id);
                let id = id.and_then(|id| serde_json::from_value::<RequestId>(id).ok());
                let asked = |incoming: &Incoming| matches!(incoming, Incoming::Message(Message::Request(request)) if Some(&request.id) == id.as_ref());
                if let Some(at) = queue.iter().position(asked) {
                    queue.remove(at);
                    id.into_iter().for_each(|id| server.cancel(id));
                } else if let Some(id) = id {
                    server.cancel_running(&id);
                }
            }
            Ok(incoming) => queue.push_back(incoming),
            Err(TryRecvError::Empty) => break,
            Err(TryRecvError::Disconnected) => {
                if queue.is_empty() {
                    return Some(Incoming::End(Ok(())));
                }
                break;
            }
        }
    }
    if let Some(first) = queue.pop_front() {
        return Some(first);
    }
    // What was said of canceled requests must go out before the next message is waited for.
    if server.has_work() || server.has_messages() {
        return None;
    }
    Some(watch.wait(receiver))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_server_ends_with_its_client() {
        let (sender, receiver) = mpsc::channel();
        let asked = Cell::new(0);
        // It runs when it is first looked for, and three times after that.
        let runs = |_| asked.replace(asked.get() + 1) < 4;
        let mut watch = Watch { process: None, runs, every: Duration::from_millis(1) };
        watch.of(7);
        assert!(matches!(watch.wait(&receiver), Incoming::End(Ok(()))));
        assert_eq!(asked.get(), 5);
        // One that is not there to begin with is not watched.
        let mut watch = Watch { process: None, runs: |_| false, every: Duration::from_millis(1) };
        watch.of(7);
        assert_eq!(watch.process, None);
        sender.send(Incoming::NotJson(String::new())).unwrap();
        assert!(matches!(watch.wait(&receiver), Incoming::NotJson(_)));
    }
}
