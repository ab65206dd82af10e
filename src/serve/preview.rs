//! The preview page: what makers see of a connector, served on this machine or written as files.
pub mod data;
mod page;

use super::calls::Calls;
use super::http::{self, Budget, NOTHING_ALLOWED, answer, plain};
use crate::call::exchange::Payload;
use crate::call::leaf::{self, Leaf};
use crate::call::lookup::{self, Plan, Wanted};
use crate::call::request::{Argument, Given, Place};
use crate::call::view::{self, Designer, Lookup, Shown};
use crate::call::{mock, request};
use crate::connector::Operation;
use crate::text::measure;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, Response, StatusCode};
use data::Content;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// The maximum size of a request in bytes.
const LONGEST_REQUEST: usize = 1 << 20;
/// The maximum number of values in the JSON of a request, and of a lookup's response.
const MOST_VALUES: usize = 100_000;
/// The time limit for receiving a body.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a page waits for a change before it asks again.
const WAIT: Duration = Duration::from_secs(25);
/// How many connectors are kept in memory.
const MOST_KEPT: usize = 8;

/// A connector that was read.
pub struct Ready {
    content: Content,
    calls: Calls,
    is_live: bool,
    /// The data of its page, made once.
    data: OnceLock<Arc<str>>,
}

impl Ready {
    /// With `is_live`, lookups call the API; otherwise they are answered from the definition.
    pub fn new(content: Content, mut calls: Calls, is_live: bool) -> Ready {
        calls.network.most_values = MOST_VALUES;
        Ready { content, calls, is_live, data: OnceLock::new() }
    }
}

/// Reads the connectors that are previewed.
pub struct Source {
    /// Finds them: the name of each.
    pub names: Box<dyn Fn() -> Vec<String> + Send + Sync>,
    /// Reads the one with this number.
    pub read: Box<dyn Fn(usize) -> Result<Ready, String> + Send + Sync>,
    pub designer: Designer,
}

/// Reports changes of the files to a running server.
#[derive(Clone)]
pub struct Changes(watch::Sender<u64>);

impl Default for Changes {
    fn default() -> Changes {
        Changes(watch::channel(1).0)
    }
}

impl Changes {
    /// Says that files changed: pages load again.
    pub fn happened(&self) {
        self.0.send_modify(|version| *version += 1);
    }

    fn version(&self) -> u64 {
        *self.0.borrow()
    }
}

struct Server {
    source: Source,
    changes: Changes,
    hosts: Vec<String>,
    bodies: Budget,
    kept: Mutex<Kept>,
}

/// What was read, all at the same version of the files.
#[derive(Default)]
struct Kept {
    version: u64,
    names: Vec<String>,
    ready: BTreeMap<usize, Arc<Ready>>,
}

/// Serves on this machine until the program ends. `ready` receives the address.
///
/// # Errors
/// If the port is in use.
pub fn serve(source: Source, changes: Changes, port: u16, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let server =
            Server { source, changes, hosts: http::hosts(address.port()), bodies: Budget::default(), kept: Mutex::default() };
        let router = axum::Router::new().fallback(incoming).with_state(Arc::new(server));
        ready(address);
        http::serve(listener, router).await;
        Ok(())
    })
}

/// Makes the pages of all connectors as files, and passes the name and content of each to `put`. They need no server; lookups show what
/// the mock returns.
///
/// # Errors
/// If a connector cannot be read, or `put` fails.
pub fn files(source: &Source, put: &mut dyn FnMut(&str, &str) -> Result<(), String>) -> Result<(), String> {
    let names = (source.names)();
    for at in 0..names.len() {
        let Ready { content, .. } = (source.read)(at)?;
        let details = (0..content.len()).filter_map(|at| Some(page::inert(&content.detail(at, true)?))).collect::<Vec<_>>();
        let mut data = about(&names, at, 0, source.designer);
        data["isStatic"] = true.into();
        data["connector"] = content.overview();
        put(&file_name(&names, at), &page::page(&page::inert(&data), &details, false))?;
    }
    Ok(())
}

/// The file of a connector: the first one is where browsers begin.
fn file_name(names: &[String], at: usize) -> String {
    if at == 0 || names.len() == 1 { "index.html".to_owned() } else { format!("connector-{}.html", at + 1) }
}

/// What every page knows: the connectors, and which one it shows.
fn about(names: &[String], at: usize, version: u64, designer: Designer) -> Value {
    let all: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(at, name)| json!({ "name": crate::report::escape::visible(name), "file": file_name(names, at) }))
        .collect();
    json!({ "version": version, "number": at, "all": all, "isStatic": false,
        "designer": if designer == Designer::Classic { "classic" } else { "new" } })
}

async fn incoming(State(server): State<Arc<Server>>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    if http::is_stranger(&head, &server.hosts) {
        return plain(StatusCode::FORBIDDEN, "requests must use the name of this machine");
    }
    let query = |name: &str| {
        let pairs = head.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(known, _)| *known == name).find_map(|(_, value)| value.parse::<u64>().ok())
    };
    let number = query("connector").unwrap_or(0) as usize;
    let reads = matches!(head.method, Method::GET | Method::HEAD);
    match head.uri.path() {
        "/" if reads => blocking(move || server.page(number)).await,
        "/data" if reads => blocking(move || server.data(number)).await,
        "/operation" if reads => {
            let at = query("operation").unwrap_or(u64::MAX) as usize;
            blocking(move || server.detail(number, at)).await
        }
        "/changes" if reads => {
            let since = query("since").unwrap_or(0);
            let mut changes = server.changes.0.subscribe();
            let _ = tokio::time::timeout(WAIT, changes.wait_for(|version| *version != since)).await; // either way, it gets the version
            json_answer(StatusCode::OK, &json!({ "version": server.changes.version() }))
        }
        "/lookup" if head.method == Method::POST => {
            let kind = head.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            if !kind.starts_with("application/json") {
                return plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be JSON");
            }
            let (bytes, held) = match http::take(body, LONGEST_REQUEST, PATIENCE, &server.bodies).await {
                Ok(taken) => taken,
                Err(why) => return why.plain(LONGEST_REQUEST),
            };
            let values = measure::values(&bytes);
            if values > MOST_VALUES {
                return plain(StatusCode::PAYLOAD_TOO_LARGE, &format!("the body has more than {MOST_VALUES} values"));
            }
            let Ok(weight) = server.bodies.values(values) else {
                return http::NotTaken::Busy.plain(LONGEST_REQUEST);
            };
            let Ok(asked) = serde_json::from_slice::<Value>(&bytes) else {
                return plain(StatusCode::BAD_REQUEST, "the body must be JSON");
            };
            blocking(move || {
                let answer = server.lookup(number, &asked);
                drop((held, weight));
                answer
            })
            .await
        }
        "/" | "/data" | "/operation" | "/changes" | "/lookup" => plain(StatusCode::METHOD_NOT_ALLOWED, "use another method"),
        _ => plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

async fn blocking(work: impl FnOnce() -> Response<Body> + Send + 'static) -> Response<Body> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "the work was interrupted"))
}

fn json_answer(status: StatusCode, value: &Value) -> Response<Body> {
    answer(status, "application/json", value.to_string(), NOTHING_ALLOWED)
}

impl Server {
    /// A connector, read again if the files have changed since, with the names of all.
    fn ready(&self, number: usize) -> (u64, Vec<String>, Result<Arc<Ready>, String>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let version = self.changes.version();
        if kept.version != version {
            *kept = Kept { version, names: (self.source.names)(), ..Kept::default() };
        }
        if let Some(ready) = kept.ready.get(&number) {
            return (version, kept.names.clone(), Ok(Arc::clone(ready)));
        }
        let read = match number < kept.names.len() {
            true => (self.source.read)(number).map(Arc::new),
            false => Err("there is no such connector any more".to_owned()),
        };
        if let Ok(ready) = &read {
            while kept.ready.len() >= MOST_KEPT {
                kept.ready.pop_first();
            }
            kept.ready.insert(number, Arc::clone(ready));
        }
        (version, kept.names.clone(), read)
    }

    /// The data of the page as JSON, without secrets.
    fn content(&self, number: usize) -> Arc<str> {
        let (version, names, ready) = self.ready(number);
        let mut data = about(&names, number, version, self.source.designer);
        match ready {
            Ok(ready) => Arc::clone(ready.data.get_or_init(|| {
                data["isLive"] = ready.is_live.into();
                data["connector"] = ready.content.overview();
                page::inert(&cleaned(&ready, data)).into()
            })),
            Err(why) => {
                data["error"] = crate::report::escape::lines(&why).into();
                page::inert(&data).into()
            }
        }
    }

    fn page(&self, number: usize) -> Response<Body> {
        let page = page::page(&self.content(number), &[], true);
        answer(StatusCode::OK, "text/html; charset=utf-8", page, &page::policy(true))
    }

    fn data(&self, number: usize) -> Response<Body> {
        answer(StatusCode::OK, "application/json", self.content(number).to_string(), NOTHING_ALLOWED)
    }

    fn detail(&self, number: usize, at: usize) -> Response<Body> {
        let (_, _, ready) = self.ready(number);
        match ready.as_ref().ok().and_then(|ready| Some(cleaned(ready, ready.content.detail(at, false)?))) {
            Some(detail) => json_answer(StatusCode::OK, &detail),
            None => json_answer(StatusCode::NOT_FOUND, &json!({ "error": "the operation is not there any more" })),
        }
    }

    /// Makes a lookup. Whatever fails is a message for the page.
    fn lookup(&self, number: usize, asked: &Value) -> Response<Body> {
        let (_, _, ready) = self.ready(number);
        let found = ready.and_then(|ready| {
            let found = looked_up(&ready, asked).map_err(|why| ready.calls.network.redactor.text(&why));
            found.map(|mut found| {
                // An API may send back more than it was given.
                each_text(&mut found, &|text| ready.calls.network.redactor.text(text));
                found
            })
        });
        let value = found.unwrap_or_else(|why| json!({ "error": crate::report::escape::lines(&why) }));
        json_answer(StatusCode::OK, &value)
    }
}

/// Replaces every text of a value.
fn each_text(value: &mut Value, change: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Object(object) => object.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

/// The connector's own data without the secrets of the connection, should they be in its files.
fn cleaned(ready: &Ready, mut value: Value) -> Value {
    each_text(&mut value, &|text| ready.calls.network.redactor.known(text));
    value
}

/// The entries or fields of a lookup that the page asks for: `operation` (its number), `input` (or `output`, the number of a dynamic
/// output), `values` by the keys of the fields, and the `item` of a tree to open.
fn looked_up(ready: &Ready, asked: &Value) -> Result<Value, String> {
    let at = asked["operation"].as_u64().unwrap_or(u64::MAX) as usize;
    let operation = ready.content.operation(at).ok_or("the operation is not there any more")?;
    let shown = view::show(operation);
    let leaves = leaf::inputs(operation);
    let lookup = lookup_of(operation, &shown, &leaves, asked).ok_or("the lookup is not there any more")?;
    let known: Vec<Argument> = asked["values"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| argument(&leaves, &shown, key, value))
        .collect();
    let opened = asked.get("item").filter(|item| !item.is_null());
    let wanted = Wanted { known: &known, opened, options: super::calls::options(&ready.calls.choices, true) };
    let called = lookup::called(operation, lookup, opened.is_some());
    let planned = match lookup::plan(operation, lookup, wanted) {
        Plan::Needs(names) => return Err(format!("it needs a value for {}", names.join(", "))),
        Plan::Broken(problems) => return Err(said(&problems)),
        Plan::Ready { request, .. } => request,
    };
    let called = called.ok_or("the lookup calls an operation that is not in the definition")?;
    let answer = match ready.is_live {
        false => mock::answer(called),
        true => {
            let called = ready.calls.call(called, &planned, None);
            match (called.stop, called.answer) {
                (Some(stop), _) => return Err(stop.message()),
                (None, None) => return Err("there is no response".to_owned()),
                (None, Some(answer)) if !answer.is_success() => {
                    return Err(format!("the API answered with the status {}", answer.status));
                }
                (None, Some(answer)) => answer,
            }
        }
    };
    let body = match answer.payload {
        Payload::Json(value) => value,
        Payload::None => Value::Null,
        Payload::Bytes(_) => return Err("the response is not JSON".to_owned()),
    };
    let (read, problems) = lookup::read(operation.connector, lookup, opened.is_some(), &body);
    let notes: Vec<_> = problems.into_iter().map(|problem| crate::report::escape::lines(&problem.message).into_owned()).collect();
    Ok(match read {
        lookup::Answer::Items(items) => json!({ "items": data::entries(&items), "total": items.len(), "notes": notes }),
        lookup::Answer::Schema(schema) => json!({ "fields": Content::fields_of(&schema), "notes": notes }),
    })
}

fn said(problems: &[request::Problem]) -> String {
    problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("; ")
}

fn lookup_of<'a>(operation: Operation<'a>, shown: &Shown<'a>, leaves: &[Leaf<'a>], asked: &Value) -> Option<Lookup<'a>> {
    if let Some(output) = asked["output"].as_u64() {
        let all = leaf::output_lookups(operation).into_iter().filter(|found| found.lookup.is_of_schema());
        return all.map(|found| found.lookup).nth(output as usize);
    }
    let leaf = leaf::find(leaves, asked["input"].as_str()?)?;
    match data::field_of(shown, leaf) {
        Some(field) if asked["schema"] == true => field.schema_lookup,
        Some(field) if field.lookup.is_some() => field.lookup,
        _ => lookup::choose(&leaf.lookups),
    }
}

/// The value of a field as an argument of its operation.
fn argument(leaves: &[Leaf], shown: &Shown, key: &str, value: &Value) -> Option<Argument> {
    let field = shown.fields.iter().find(|field| field.key == key)?;
    let name = data::name_of(leaves, field)?;
    let place = match field.parameter.location().as_ref() {
        "path" => Place::In("path", name),
        "query" => Place::In("query", name),
        "header" => Place::In("header", name),
        "formData" => Place::In("formData", name),
        _ if field.path.is_empty() => Place::Body,
        _ => Place::Named(name),
    };
    let value = match value {
        Value::String(text) => Given::Text(text.clone()),
        value => Given::Json(value.clone()),
    };
    Some(Argument { place, value, origin: key.to_owned() })
}
