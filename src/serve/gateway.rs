//! The platform's gateway on this machine: a connector's operations as routes, and the single route for Power Fx.
use super::calls::Calls;
use super::http::{self, Budget};
use super::recording::{Exchange, Recording};
use crate::call::exchange::{self, Answer, Headers, Payload};
use crate::call::pipeline::Stop;
use crate::call::request::{Body, Pair, Request};
use crate::call::{fit, mock, route};
use crate::connector::{Connector, Operation};
use crate::text::measure;
use axum::body::Body as Content;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Request as Incoming, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The maximum size of a request in bytes.
pub const LONGEST_REQUEST: usize = 16 << 20;
/// The maximum number of values in a request's JSON.
const MOST_VALUES: usize = 100_000;
/// How many calls of the API may be under way at once: fewer than connections, so that the others get an answer.
const MOST_CALLS: usize = 128;
/// The time limit for receiving a body.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where answers come from.
pub enum Backend {
    Api,
    /// Generated from the definition.
    Mock,
    /// From recorded exchanges; responses missing there are generated.
    Recorded(Recording),
}

/// Takes a text while requests are served.
pub type Sink = Box<dyn Fn(&str) + Send + Sync>;

/// A gateway to start.
pub struct Gateway {
    pub connector: Connector,
    pub calls: Calls,
    pub backend: Backend,
    /// Receives each exchange, without secrets.
    pub record: Option<Sink>,
    /// Receives a log line for each request, without secrets.
    pub log: Sink,
}

struct Running {
    gateway: Gateway,
    hosts: Vec<String>,
    origin: String,
    bodies: Budget,
    calls: Semaphore,
}

/// Headers that apply to a single connection, or that are meant for the gateway, not the API.
const NOT_PASSED: [&str; 14] = [
    "connection",
    "content-length",
    "keep-alive",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "host",
    "origin",
    "referer",
    "authorization",
    "accept-encoding",
    "content-encoding",
    "expect",
];

/// Headers with which an API would give orders to a browser about this machine.
const NOT_RETURNED: [&str; 3] = ["clear-site-data", "service-worker-allowed", "strict-transport-security"];

/// Serves on this machine. `ready` receives the address.
///
/// # Errors
/// If the port is in use.
pub fn serve(gateway: Gateway, port: u16, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let running = Running {
            gateway,
            hosts: http::hosts(address.port()),
            origin: format!("http://{address}"),
            bodies: Budget::default(),
            calls: Semaphore::new(MOST_CALLS),
        };
        let router = axum::Router::new().fallback(incoming).with_state(Arc::new(running));
        ready(address);
        http::serve(listener, router).await;
        Ok(())
    })
}

async fn incoming(State(running): State<Arc<Running>>, request: Incoming<Content>) -> Response<Content> {
    let begin = Instant::now();
    let (head, content) = request.into_parts();
    let method = head.method.as_str().to_owned();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let stranger = http::is_stranger(&head, &running.hosts);
    let answer = if stranger {
        refusal(StatusCode::FORBIDDEN, "ForeignHost", "requests must use the name of this machine")
    } else {
        match http::take(content, LONGEST_REQUEST, PATIENCE, &running.bodies).await {
            Err(why) => not_taken(why),
            Ok((bytes, held)) => {
                let headers = head.headers.iter();
                let headers = headers
                    .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
                let came = Came { method: method.clone(), target: target.clone(), headers: Headers(headers.collect()), bytes };
                let running = Arc::clone(&running);
                let work = tokio::task::spawn_blocking(move || {
                    let answer = running.answer(came);
                    drop(held);
                    answer
                });
                work.await.unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal", "the call was interrupted"))
            }
        }
    };
    let redactor = &running.gateway.calls.network.redactor;
    let line = format!("{method} {target} {} {} ms", answer.status, begin.elapsed().as_millis());
    (running.gateway.log)(&redactor.text(&line));
    response(answer)
}

/// A request as received.
struct Came {
    method: String,
    /// Path and query.
    target: String,
    headers: Headers,
    bytes: Vec<u8>,
}

impl Running {
    fn answer(&self, came: Came) -> Answer {
        let calls = &self.gateway.calls;
        let mut came = match unwrapped(came) {
            Ok(came) => came,
            Err(why) => return refusal(StatusCode::BAD_REQUEST, "BadRequest", why),
        };
        let bytes = std::mem::take(&mut came.bytes);
        let (path, query) = came.target.split_once('?').unwrap_or((&came.target, ""));
        let Some((operation, path)) = self.operation(&came.method, path) else {
            let connector = &self.gateway.connector;
            return match self.paths(path).iter().any(|path| route::knows_path(connector, path)) {
                true => refusal(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "the path has no operation with this method"),
                false => refusal(StatusCode::NOT_FOUND, "NotFound", "the definition has no such operation"),
            };
        };
        let answer = match &self.gateway.backend {
            Backend::Api => self.call(operation, &came, bytes, &path, query),
            Backend::Mock => mock::answer(operation),
            Backend::Recorded(recording) => recording.find(&came.method, &path, query).unwrap_or_else(|| mock::answer(operation)),
        };
        if let Some(record) = &self.gateway.record {
            let exchange = Exchange::new(&came.method, &path, query, &answer);
            record(&calls.network.redactor.text(&exchange.line()));
        }
        let differences = fit::check(operation, &answer);
        if matches!(self.gateway.backend, Backend::Api) && answer.is_success() {
            for problem in differences {
                let place = problem.origin.unwrap_or_default();
                (self.gateway.log)(&calls.network.redactor.text(&format!("  {} ({place})", problem.message)));
            }
        }
        answer
    }

    /// The interpretations of a path: as is, relative to the base path, and after the prefix of the connector's paths in the platform
    /// (`/apim/NAME/CONNECTION`).
    fn paths(&self, path: &str) -> Vec<String> {
        let mut paths = vec![path.to_owned()];
        let base = self.gateway.connector.api().and_then(|api| api.get("basePath")?.str().map(|base| base.into_owned()));
        let base = base.unwrap_or_default();
        let below = |path: &str| {
            let base = base.trim_end_matches('/');
            path.strip_prefix(base).filter(|rest| rest.starts_with('/') && !base.is_empty()).map(str::to_owned)
        };
        paths.extend(below(path));
        if let Some(rest) = path.strip_prefix("/apim/").and_then(|rest| rest.splitn(3, '/').nth(2)) {
            let rest = format!("/{rest}");
            paths.extend(below(&rest));
            paths.push(rest);
        }
        paths
    }

    fn operation(&self, method: &str, path: &str) -> Option<(Operation<'_>, String)> {
        self.paths(path).into_iter().find_map(|path| {
            let (operation, _) = route::operation(&self.gateway.connector, method, &path)?;
            Some((operation, path))
        })
    }

    fn call(&self, operation: Operation, came: &Came, bytes: Vec<u8>, path: &str, query: &str) -> Answer {
        let Ok(_call) = self.calls.try_acquire() else {
            let why = format!("{MOST_CALLS} calls of the API are under way; try again later");
            return refusal(StatusCode::SERVICE_UNAVAILABLE, "Busy", &why);
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // A form's `+` is a space.
            Pair { name: decoded(name), value: decoded(&value.replace('+', " ")), double: false }
        });
        let passed = |name: &str| {
            !NOT_PASSED.iter().any(|known| known.eq_ignore_ascii_case(name))
                && !name.to_ascii_lowercase().starts_with("x-ms-client-")
        };
        let headers = came.headers.0.iter().filter(|(name, _)| passed(name) && !name.eq_ignore_ascii_case("content-type"));
        let content_type = came.headers.get("content-type").map(str::to_owned);
        let values = match content_type.as_deref().is_none_or(exchange::is_json) {
            true => measure::values(&bytes).min(MOST_VALUES),
            false => 0,
        };
        let _held = match self.bodies.values(values) {
            Ok(held) => held,
            Err(why) => return not_taken(why),
        };
        let body = match Payload::of(bytes, content_type.as_deref(), MOST_VALUES) {
            Ok(Payload::None) => Body::None,
            Ok(Payload::Json(value)) => Body::Json(value),
            Ok(Payload::Bytes(bytes)) => Body::Bytes(bytes),
            Err(why) => return refusal(StatusCode::PAYLOAD_TOO_LARGE, "TooLarge", &format!("the body {why}")),
        };
        let request = Request {
            method: came.method.clone(),
            path: path.to_owned(),
            queries: pairs.collect(),
            headers: headers.map(|(name, value)| Pair { name: name.clone(), value: value.clone(), double: false }).collect(),
            content_type: content_type.filter(|_| !matches!(body, Body::None)),
            body,
        };
        let calls = &self.gateway.calls;
        let called = calls.call(operation, &request, Some(&self.origin));
        match (called.stop, called.answer) {
            (None, Some(answer)) => answer,
            (Some(stop), _) => {
                let status = if matches!(stop, Stop::Missing(_)) { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_GATEWAY };
                refusal(status, "CallFailed", &calls.network.redactor.text(&stop.message()))
            }
            (None, None) => refusal(StatusCode::BAD_GATEWAY, "CallFailed", "there is no response"),
        }
    }
}

/// The request wrapped by Power Fx: `POST /invoke` with method and URL in headers.
fn unwrapped(came: Came) -> Result<Came, &'static str> {
    if came.method != "POST" || came.target.split('?').next() != Some("/invoke") {
        return Ok(came);
    }
    let method = came.headers.get("x-ms-request-method").ok_or("the header `x-ms-request-method` is missing")?;
    let target = came.headers.get("x-ms-request-url").ok_or("the header `x-ms-request-url` is missing")?;
    if !target.starts_with('/') || target.starts_with("//") {
        return Err("`x-ms-request-url` must begin with one `/`");
    }
    if target.contains('#') {
        return Err("`x-ms-request-url` must not contain `#`, which begins a fragment; write `%23`");
    }
    let (method, target) = (method.to_ascii_uppercase(), target.to_owned());
    let own = ["x-ms-request-method", "x-ms-request-url", "x-ms-user-agent", "x-ms-enable-selects"];
    let headers = came.headers.0.into_iter().filter(|(name, _)| !own.iter().any(|known| known.eq_ignore_ascii_case(name)));
    Ok(Came { method, target, headers: Headers(headers.collect()), bytes: came.bytes })
}

/// A response of the gateway itself.
fn refusal(status: StatusCode, code: &str, message: &str) -> Answer {
    let body = json!({ "error": { "code": code, "message": message } });
    let headers = Headers(vec![("content-type".to_owned(), "application/json".to_owned())]);
    Answer { status: status.as_u16(), headers, payload: Payload::Json(body) }
}

fn not_taken(why: http::NotTaken) -> Answer {
    let (status, code, message) = why.said(LONGEST_REQUEST);
    refusal(status, code, &message)
}

fn response(answer: Answer) -> Response<Content> {
    let mut response = Response::new(Content::from(answer.payload.into_bytes().unwrap_or_default()));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    for (name, value) in &answer.headers.0 {
        if NOT_PASSED.iter().chain(&NOT_RETURNED).any(|known| known.eq_ignore_ascii_case(name)) {
            continue;
        }
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str())) {
            response.headers_mut().append(name, value);
        }
    }
    // A page from the API must not act as this origin, which can call every operation.
    for (name, value) in [("content-security-policy", "sandbox"), ("x-content-type-options", "nosniff")] {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
