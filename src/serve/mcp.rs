//! The operations of a connector as the tools of an MCP server, over standard input and output or over HTTP on this machine.
use super::calls::Calls;
use super::http::{self, Budget};
use super::stdio::{MOST_VALUES, Stdio};
use crate::call::exchange::{Answer, Payload};
use crate::call::request::{Argument, Problem};
use crate::call::tools::{self, Tool};
use crate::connector::Connector;
use crate::rule::Severity;
use crate::text::measure::has_more_values;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use base64::Engine;
use rmcp::ErrorData;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ResourceContents, ServerCapabilities, ServerConfig, Tool as Offered, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer, ServiceExt};
use rmcp::transport::streamable_http_server::session::SessionManager;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The maximum size of a response for a model in bytes.
const LONGEST_TEXT: usize = 100_000;
/// The maximum size of a file that is returned, in bytes.
const LONGEST_FILE: usize = 4 << 20;
/// The maximum size of a request in bytes.
const LONGEST_REQUEST: usize = 4 << 20;

/// The time limit for receiving a body.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many calls may be under way at once; further ones wait.
const MOST_CALLS: usize = 64;
/// How many sessions over HTTP are kept.
const MOST_SESSIONS: usize = 64;

/// What the server offers.
pub struct Offer {
    pub connector: Connector,
    pub calls: Calls,
    pub tools: Vec<Tool>,
    /// Arguments with a value that the model neither sees nor changes.
    pub fixed: Vec<Argument>,
    /// Whether three tools (search, describe, call) replace all others.
    pub dynamic: bool,
}

/// The server; copies share their tools.
#[derive(Clone)]
pub struct Server {
    offer: Arc<Offer>,
    calls: Arc<Semaphore>,
    /// Whether the client has closed its input, so that nobody waits for calls that were not made yet.
    closed: Arc<AtomicBool>,
}

/// The tools that replace all others if there are many.
const SEARCH: &str = "search_operations";
const DESCRIBE: &str = "describe_operation";
const CALL: &str = "call_operation";

impl Server {
    pub fn new(mut offer: Offer) -> Server {
        // More would not fit into a text for a model.
        offer.calls.network.most_values = MOST_VALUES;
        Server { offer: Arc::new(offer), calls: Arc::new(Semaphore::new(MOST_CALLS)), closed: Arc::default() }
    }

    fn offered(&self) -> Vec<Offered> {
        if !self.offer.dynamic {
            return self.offer.tools.iter().map(offered).collect();
        }
        let text = |text: &str| json!({ "type": "string", "description": text });
        let meta = |name: &'static str, description: &'static str, input: Value, annotations: ToolAnnotations| {
            Offered::new(name, description, Arc::new(object(input))).with_annotations(annotations)
        };
        let reads = ToolAnnotations::new().read_only(true).open_world(false);
        let writes = self.offer.tools.iter().any(|tool| !tool.read_only);
        vec![
            meta(
                SEARCH,
                "Lists the operations whose name, title or description contains all words of the query, or all operations without a query.",
                json!({ "type": "object", "properties": { "query": text("Words to look for") } }),
                reads.clone(),
            ),
            meta(
                DESCRIBE,
                "Describes one operation: what it does and the JSON schema of its arguments.",
                json!({ "type": "object", "properties": { "name": text("The name of the operation") }, "required": ["name"] }),
                reads,
            ),
            meta(
                CALL,
                "Calls one operation. Describe it first.",
                json!({ "type": "object", "properties": {
                    "name": text("The name of the operation"),
                    "arguments": { "type": "object", "description": "The arguments, as its schema describes" } }, "required": ["name"] }),
                ToolAnnotations::new().read_only(!writes).destructive(writes).open_world(true),
            ),
        ]
    }

    fn tool(&self, name: &str) -> Option<&Tool> {
        self.offer.tools.iter().find(|tool| tool.name == name)
    }

    /// Calls a tool; None if no tool has this name.
    fn called(&self, name: &str, given: &Map<String, Value>) -> Option<CallToolResult> {
        if !self.offer.dynamic {
            return Some(self.run(self.tool(name)?, given));
        }
        let text = |key: &str| given.get(key).and_then(Value::as_str).unwrap_or_default();
        let unknown = || CallToolResult::error(vec![ContentBlock::text(format!("no operation is named `{}`", text("name")))]);
        Some(match name {
            SEARCH => {
                let query = text("query").to_lowercase();
                let found = self.offer.tools.iter().filter(|tool| {
                    let all = format!("{} {} {}", tool.name, tool.title, tool.description).to_lowercase();
                    query.split_whitespace().all(|word| all.contains(word))
                });
                let lines: Vec<String> = found.map(|tool| format!("{}: {}", tool.name, tool.title)).collect();
                let said = if lines.is_empty() { "no operation matches these words".to_owned() } else { lines.join("\n") };
                CallToolResult::success(vec![ContentBlock::text(said)])
            }
            DESCRIBE => match self.tool(text("name")) {
                Some(tool) => {
                    let said = json!({ "name": tool.name, "title": tool.title, "description": tool.description,
                        "readOnly": tool.read_only, "inputSchema": tool.input });
                    CallToolResult::success(vec![ContentBlock::text(pretty(&said))])
                }
                None => unknown(),
            },
            CALL => match self.tool(text("name")) {
                Some(tool) => {
                    let empty = Map::new();
                    self.run(tool, given.get("arguments").and_then(Value::as_object).unwrap_or(&empty))
                }
                None => unknown(),
            },
            _ => return None,
        })
    }

    /// Calls an operation. Errors become responses that the model can read.
    fn run(&self, tool: &Tool, given: &Map<String, Value>) -> CallToolResult {
        let calls = &self.offer.calls;
        let clean = |text: &str| calls.network.redactor.text(text);
        let failed = |text: &str| CallToolResult::error(vec![ContentBlock::text(clean(text))]);
        let Some(operation) = tools::operation(&self.offer.connector, tool) else {
            return failed("the operation no longer exists");
        };
        let arguments = match tools::arguments(&self.offer.connector, tool, given, &self.offer.fixed) {
            Ok(arguments) => arguments,
            Err(why) => return failed(&why),
        };
        let built = calls.build(operation, &arguments);
        let Some(request) = built.request else { return failed(&said(&built.problems)) };
        // A person may want to send it. A model that a response talked into it would reach another operation.
        if let Some(problem) = built.problems.iter().find(|problem| problem.leaves_the_path()) {
            return failed(&problem.message);
        }
        let called = calls.call(operation, &request, None);
        match (called.stop, called.answer) {
            (Some(stop), _) => failed(&stop.message()),
            (None, Some(answer)) => result(&answer, &clean),
            (None, None) => failed("there is no response"),
        }
    }
}

fn said(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let line = |problem: &Problem| match &problem.help {
        // Help for the command line is useless to a model.
        Some(help) if !help.contains("--") => format!("{}; {help}", problem.message),
        _ => problem.message.clone(),
    };
    errors.map(line).collect::<Vec<_>>().join("\n")
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() // a Value has text keys only: cannot fail
}

fn offered(tool: &Tool) -> Offered {
    let annotations = ToolAnnotations::with_title(tool.title.clone())
        .read_only(tool.read_only)
        .destructive(tool.destructive)
        .idempotent(tool.idempotent)
        .open_world(true);
    Offered::new(tool.name.clone(), tool.description.clone(), Arc::new(object(tool.input.clone())))
        .with_title(tool.title.clone())
        .with_annotations(annotations)
}

/// A response for a model.
fn result(answer: &Answer, clean: &dyn Fn(&str) -> String) -> CallToolResult {
    let status = format!("HTTP {}", answer.status);
    let wrap = |content: Vec<ContentBlock>| match answer.is_success() {
        true => CallToolResult::success(content),
        false => CallToolResult::error(content),
    };
    match &answer.payload {
        Payload::None => wrap(vec![ContentBlock::text(format!("{status}, without a body"))]),
        Payload::Json(value) => {
            let text = clean(&pretty(value));
            let whole = text.len() <= LONGEST_TEXT;
            let text = cut(text);
            let mut made =
                wrap(vec![ContentBlock::text(if answer.is_success() { text.clone() } else { format!("{status}\n{text}") })]);
            // A value is still JSON after redaction.
            if answer.is_success() && whole && value.is_object() {
                made.structured_content = serde_json::from_str(&text).ok();
            }
            made
        }
        Payload::Bytes(bytes) => {
            let kind = answer.headers.get("content-type").unwrap_or("application/octet-stream");
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let text = cut(clean(text));
                    wrap(vec![ContentBlock::text(if answer.is_success() { text } else { format!("{status}\n{text}") })])
                }
                Err(_) if bytes.len() > LONGEST_FILE => wrap(vec![ContentBlock::text(format!(
                    "{status}, a file of {} bytes ({kind}), which is too large to return",
                    bytes.len()
                ))]),
                Err(_) => {
                    let data = base64::engine::general_purpose::STANDARD.encode(bytes);
                    let block = if kind.starts_with("image/") {
                        ContentBlock::image(data, kind)
                    } else {
                        ContentBlock::resource(ResourceContents::blob(data, "connsmith://answer").with_mime_type(kind))
                    };
                    wrap(vec![block])
                }
            }
        }
    }
}

/// A text of at most [`LONGEST_TEXT`] bytes, with a note if it is truncated.
fn cut(text: String) -> String {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let end = (0..=LONGEST_TEXT).rev().find(|&end| text.is_char_boundary(end)).unwrap_or_default();
    format!("{}\n… truncated: the response has {} bytes. Request less, such as a smaller page.", &text[..end], text.len())
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let title = self.offer.connector.title().unwrap_or_else(|| "connector".to_owned());
        let server = Implementation::new("connsmith", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(server)
            .with_instructions(format!("Tools of the connector {title}."))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.offered()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let place = match Arc::clone(&self.calls).try_acquire_owned() {
            Ok(place) => place,
            Err(_) => {
                let canceled = || ErrorData::internal_error("canceled", None);
                let place = tokio::select! {
                    place = Arc::clone(&self.calls).acquire_owned() => place.map_err(|_| canceled())?,
                    () = context.ct.cancelled() => return Err(canceled()),
                };
                if self.closed.load(Ordering::Relaxed) {
                    return Err(canceled());
                }
                place
            }
        };
        let (server, name) = (self.clone(), request.name.to_string());
        let given = request.arguments.unwrap_or_default();
        let asked = name.clone();
        let work = tokio::task::spawn_blocking(move || {
            let called = server.called(&asked, &given);
            drop(place);
            called
        });
        let done = tokio::select! {
            done = work => done.map_err(|_| ErrorData::internal_error("the call was interrupted", None))?,
            // A request in flight cannot be canceled; its response is dropped.
            () = context.ct.cancelled() => return Err(ErrorData::internal_error("canceled", None)),
        };
        match done {
            Some(result) => Ok(result.into()),
            None => Err(ErrorData::invalid_params(format!("no tool is named `{name}`"), None)),
        }
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// Serves one client over standard input and output, until it closes them.
///
/// # Errors
/// If the client does not speak the protocol.
pub fn stdio(server: Server) -> Result<(), String> {
    let runtime = runtime().map_err(|error| error.to_string())?;
    let done = runtime.block_on(async {
        let client = Stdio::new(Arc::clone(&server.closed));
        let running = match server.serve(client).await {
            Ok(running) => running,
            // A client that closes the input before sending anything is not an error.
            Err(error) if error.to_string().contains("connection closed") => return Ok(()),
            Err(error) => return Err(error.to_string()),
        };
        running.waiting().await.map(drop).map_err(|error| error.to_string())
    });
    // Reading standard input cannot be interrupted, so it is not awaited.
    runtime.shutdown_background();
    done
}

/// Serves clients on this machine over HTTP, at `/mcp`. `ready` receives the address.
///
/// # Errors
/// If the port is in use.
pub fn http(server: Server, port: u16, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    runtime()?.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let config = StreamableHttpServerConfig::default()
            .with_allowed_hosts(http::hosts(address.port()))
            .with_allowed_origins(http::hosts(address.port()).into_iter().map(|host| format!("http://{host}")))
            .with_max_request_body_bytes(LONGEST_REQUEST);
        let sessions = Arc::new(LocalSessionManager::default());
        let service = StreamableHttpService::new(move || Ok(server.clone()), Arc::clone(&sessions), config);
        let door =
            Door { service, sessions, used: Mutex::default(), hosts: http::hosts(address.port()), bodies: Budget::default() };
        let router = axum::Router::new().route("/mcp", axum::routing::any(incoming)).with_state(Arc::new(door));
        ready(address);
        http::serve(listener, router).await;
        Ok(())
    })
}

/// What stands before the service over HTTP.
struct Door {
    service: StreamableHttpService<Server, LocalSessionManager>,
    sessions: Arc<LocalSessionManager>,
    /// When each session was used last.
    used: Mutex<BTreeMap<Arc<str>, Instant>>,
    hosts: Vec<String>,
    bodies: Budget,
}

/// The header with the id of a session.
const SESSION: &str = "mcp-session-id";

async fn incoming(State(door): State<Arc<Door>>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    if http::is_stranger(&head, &door.hosts) {
        return http::plain(StatusCode::FORBIDDEN, "requests must use the name of this machine");
    }
    let (bytes, held) = match http::take(body, LONGEST_REQUEST, PATIENCE, &door.bodies).await {
        Ok(taken) => taken,
        Err(why) => return why.plain(LONGEST_REQUEST),
    };
    if has_more_values(&bytes, MOST_VALUES) {
        return http::plain(StatusCode::PAYLOAD_TOO_LARGE, &format!("a message has at most {MOST_VALUES} values"));
    }
    let session = |headers: &axum::http::HeaderMap| headers.get(SESSION).and_then(|id| id.to_str().ok()).map(Arc::<str>::from);
    if let Some(id) = session(&head.headers) {
        door.is_used(&id);
    }
    let answer = door.service.handle(Request::from_parts(head, Body::from(bytes))).await;
    drop(held);
    if session(answer.headers()).is_some() {
        door.close_idle().await;
    }
    answer.map(Body::new)
}

impl Door {
    fn is_used(&self, id: &Arc<str>) {
        if let Some(last) = self.used.lock().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            *last = Instant::now();
        }
    }

    /// Closes the sessions that were idle longest if there are too many.
    async fn close_idle(&self) {
        let open: Vec<Arc<str>> = self.sessions.sessions.read().await.keys().cloned().collect();
        let closed = {
            let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            used.retain(|id, _| open.contains(id));
            for id in &open {
                used.entry(Arc::clone(id)).or_insert_with(Instant::now);
            }
            let mut oldest: Vec<_> = used.iter().map(|(id, last)| (*last, Arc::clone(id))).collect();
            oldest.sort();
            oldest.truncate(used.len().saturating_sub(MOST_SESSIONS));
            for (_, id) in &oldest {
                used.remove(id);
            }
            oldest
        };
        for (_, id) in closed {
            let _ = self.sessions.close_session(&id).await; // it may have ended meanwhile
        }
    }
}
