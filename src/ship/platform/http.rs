//! Requests and replies: one place for time limits, repetition, traces and failures.
use super::failure::{Failure, Kind, remedy};
use super::redact::Redactor;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::io::{self, Read};
use std::time::{Duration, SystemTime};
use ureq::tls::{RootCerts, TlsConfig};
use url::Url;

/// Takes a line for people.
pub type Tell = dyn Fn(&str);

/// What this part of the library needs of the world: the program supplies it.
pub struct Outside {
    /// The time of day.
    pub now: Box<dyn Fn() -> SystemTime>,
    pub sleep: Box<dyn Fn(Duration)>,
    /// Tells somebody who waits why.
    pub tell: Box<Tell>,
    /// Takes the lines of a trace, already without secrets.
    pub trace: Option<Box<Tell>>,
}

impl Outside {
    /// Seconds since 1970.
    pub fn seconds(&self) -> u64 {
        (self.now)().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

/// How patient to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Patience {
    /// The longest that one exchange may take.
    pub timeout: Duration,
    /// How often a request is repeated at most.
    pub retries: u32,
    /// The wait before the first repetition; each further one is twice as long. What is waited is chance between half of it
    /// and all of it.
    pub delay: Duration,
    /// The longest that a service may make us wait (Retry-After).
    pub longest_wait: Duration,
    /// A proxy for all requests but those that it excepts.
    pub proxy: Option<ureq::Proxy>,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            timeout: Duration::from_secs(60),
            retries: 3,
            delay: Duration::from_secs(2),
            longest_wait: Duration::from_secs(120),
            proxy: None,
        }
    }
}

/// What is sent along.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    None,
    Json(Value),
    Form(Vec<(&'static str, String)>),
    Bytes(Vec<u8>),
}

/// One thing to ask of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What is asked, as it follows "cannot": "list the connectors".
    pub asked: String,
    pub method: &'static str,
    pub url: Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
    /// Whether asking twice does no more than asking once. Other requests are repeated only when the service surely did
    /// nothing.
    pub repeats: bool,
    /// Whether the answer is a secret as a whole, which no trace shows.
    pub private: bool,
}

impl Request {
    /// A request that may be repeated.
    pub fn new(method: &'static str, url: Url, asked: impl Into<String>) -> Request {
        Request { asked: asked.into(), method, url, headers: Vec::new(), body: Body::None, repeats: true, private: false }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Request {
        self.headers.push((name, value.into()));
        self
    }

    /// Sends JSON.
    #[must_use]
    pub fn json(mut self, body: Value) -> Request {
        self.body = Body::Json(body);
        self.header("Content-Type", "application/json")
    }

    /// Sends a form.
    #[must_use]
    pub fn form(mut self, fields: Vec<(&'static str, String)>) -> Request {
        self.body = Body::Form(fields);
        self.header("Content-Type", "application/x-www-form-urlencoded")
    }

    /// Host and port, as people know them.
    pub(super) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether it is for a part of a connector, at an address that carries its own permission.
    pub(super) fn is_of_part(&self) -> bool {
        !matches!(self.body, Body::Form(_)) && !self.headers.iter().any(|(name, _)| *name == "Authorization")
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        match &self.body {
            Body::None => None,
            Body::Json(value) => Some(value.to_string().into_bytes()),
            Body::Form(fields) => {
                let fields = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
                Some(fields.collect::<Vec<_>>().join("&").into_bytes())
            }
            Body::Bytes(bytes) => Some(bytes.clone()),
        }
    }

    /// The request for people: first line, headers, body; without secrets.
    pub fn shown(&self, redactor: &Redactor) -> String {
        let mut text = format!("{} {}\n", self.method, self.url);
        for (name, value) in &self.headers {
            let _ = writeln!(text, "{name}: {value}"); // writing to a String cannot fail
        }
        match &self.body {
            Body::None => {}
            Body::Json(value) => text.push_str(&format!("\n{}\n", pretty(value))),
            Body::Form(_) => {
                text.push_str(&format!("\n{}\n", String::from_utf8_lossy(&self.bytes().unwrap_or_default())));
            }
            Body::Bytes(bytes) => text.push_str(&format!("\n({} bytes)\n", bytes.len())),
        }
        redactor.text(&text)
    }

    /// The request for programs, without secrets.
    pub fn listed(&self, redactor: &Redactor) -> Value {
        let headers: Map<String, Value> =
            self.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
        let body = match &self.body {
            Body::None => Value::Null,
            Body::Json(value) => value.clone(),
            Body::Form(_) => String::from_utf8_lossy(&self.bytes().unwrap_or_default()).into(),
            Body::Bytes(bytes) => format!("({} bytes)", bytes.len()).into(),
        };
        let whole = json!({ "method": self.method, "url": self.url.as_str(), "headers": headers, "body": body });
        // What takes the place of a secret needs no escape.
        serde_json::from_str(&redactor.text(&whole.to_string())).unwrap_or_default()
    }
}

/// JSON for people: two spaces, other letters than ASCII as they are, no newline at the end.
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() // a Value has text keys only: cannot fail
}

/// Percent-encodes everything but the letters, digits and marks that RFC 3986 leaves unreserved.
pub fn encoded(text: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(text, RESERVED).to_string()
}

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
    pub retry_after: Option<Duration>,
}

impl Reply {
    /// The value of a header, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The longest answer that is read, in bytes. A definition may have a megabyte, an icon too.
const LONGEST_ANSWER: u64 = 100 << 20;

/// Whoever waits longer than this is told why.
const WORTH_TELLING: Duration = Duration::from_secs(5);

/// Sends requests.
pub struct Http {
    agent: ureq::Agent,
    patience: Patience,
    pub outside: Outside,
    pub redactor: Redactor,
}

impl Http {
    /// A client with these habits.
    pub fn new(patience: Patience, outside: Outside) -> Http {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(patience.timeout))
            .timeout_connect(Some(patience.timeout.min(Duration::from_secs(15))))
            // A connection that the service has closed meanwhile looks like one that broke after sending.
            .max_idle_connections(0)
            .user_agent(concat!("connsmith/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .proxy(patience.proxy.clone())
            .build()
            .new_agent();
        Http { agent, patience, outside, redactor: Redactor::default() }
    }

    /// Sends a request, as often as need be, and hands back an answer with a status below 400.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn send(&self, request: &Request) -> Result<Reply, Failure> {
        let mut attempt = 0;
        loop {
            let failure = match self.once(request) {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure,
            };
            match self.wait_before(attempt, request, &failure) {
                Some(wait) => {
                    self.trace(&format!("again in {:.1} s: {failure}", wait.as_secs_f64()));
                    if wait >= WORTH_TELLING {
                        (self.outside.tell)(&format!(
                            "waiting {:.0} s for {} to {}",
                            wait.as_secs_f64(),
                            request.host(),
                            request.asked
                        ));
                    }
                    (self.outside.sleep)(wait);
                    attempt += 1;
                }
                None => return Err(failure),
            }
        }
    }

    /// As [`Http::send`]; the answer must be JSON.
    ///
    /// # Errors
    /// When there is no such answer.
    pub fn send_for_json(&self, request: &Request) -> Result<Value, Failure> {
        self.json(request, &self.send(request)?)
    }

    /// The JSON of a reply.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self, request: &Request, reply: &Reply) -> Result<Value, Failure> {
        let text = String::from_utf8_lossy(&reply.bytes);
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let failure = Failure::of_reply(Kind::NotUnderstood, request, reply, &self.redactor);
            Failure {
                text: format!("{} answered {} with something that is not JSON ({error})", request.host(), reply.status).into(),
                ..failure
            }
        })
    }

    /// How long to wait before asking again; None when that would be of no use, or could do something twice.
    fn wait_before(&self, attempt: u32, request: &Request, failure: &Failure) -> Option<Duration> {
        let again = match failure.kind {
            Kind::NotSent | Kind::Status(429) => true,
            Kind::Broken | Kind::Status(408 | 500..) => request.repeats,
            _ => false,
        };
        if !again || attempt >= self.patience.retries {
            return None;
        }
        let wait = match failure.retry_after {
            Some(wait) => wait,
            None => self.back_off(attempt),
        };
        (wait <= self.patience.longest_wait).then_some(wait)
    }

    /// The wait before a repetition, counted from 0.
    pub(super) fn back_off(&self, attempt: u32) -> Duration {
        self.patience.delay.mul_f64(f64::from(1_u32 << attempt.min(16)) * (0.5 + fastrand::f64() / 2.0))
    }

    /// How often a request is repeated at most.
    pub(super) fn retries(&self) -> u32 {
        self.patience.retries
    }

    fn trace(&self, text: &str) {
        if let Some(trace) = &self.outside.trace {
            trace(&self.redactor.text(text));
        }
    }

    fn once(&self, request: &Request) -> Result<Reply, Failure> {
        if self.outside.trace.is_some() {
            self.trace(&format!("> {}", request.shown(&self.redactor).trim_end().replace('\n', "\n> ")));
        }
        let reply = self.exchange(request).map_err(|error| {
            let (kind, why) = explained(&error);
            let failure = Failure {
                host: request.host().into(),
                ..Failure::new(
                    kind,
                    request.asked.as_str(),
                    self.redactor.text(&format!("{}: {why}", request.host())),
                    remedy(kind, request),
                )
            };
            self.trace(&format!("< {}", failure.text));
            failure
        })?;
        if self.outside.trace.is_some() {
            let mut text = format!("< {}\n", reply.status);
            for (name, value) in &reply.headers {
                let _ = writeln!(text, "< {name}: {value}"); // writing to a String cannot fail
            }
            match std::str::from_utf8(&reply.bytes) {
                Ok(body) if !request.private => text.push_str(&format!("<\n< {}", body.trim_end().replace('\n', "\n< "))),
                _ => text.push_str(&format!("<\n< ({} bytes)", reply.bytes.len())),
            }
            self.trace(&text);
        }
        match reply.status {
            ..400 => Ok(reply),
            status => Err(Failure::of_reply(Kind::Status(status), request, &reply, &self.redactor)),
        }
    }

    fn exchange(&self, request: &Request) -> Result<Reply, ureq::Error> {
        let mut head = ureq::http::Request::builder().method(request.method).uri(request.url.as_str());
        for (name, value) in &request.headers {
            head = head.header(*name, value.as_str());
        }
        let answer = match request.bytes() {
            Some(bytes) => self.agent.run(head.body(bytes).map_err(ureq::Error::Http)?)?,
            // A service refuses a POST without a length.
            None if request.method == "POST" => self.agent.run(head.body(Vec::new()).map_err(ureq::Error::Http)?)?,
            None => self.agent.run(head.body(()).map_err(ureq::Error::Http)?)?,
        };
        let status = answer.status().as_u16();
        let headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut bytes = Vec::new();
        answer.into_body().into_reader().take(LONGEST_ANSWER).read_to_end(&mut bytes).map_err(ureq::Error::from)?;
        let mut reply = Reply { status, headers, bytes, retry_after: None };
        reply.retry_after = reply.header("retry-after").and_then(|value| self.wait_of(value));
        Ok(reply)
    }

    /// `Retry-After`: seconds, or a date.
    fn wait_of(&self, value: &str) -> Option<Duration> {
        match value.trim().parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => Some(httpdate::parse_http_date(value).ok()?.duration_since((self.outside.now)()).unwrap_or_default()),
        }
    }
}

fn explained(error: &ureq::Error) -> (Kind, String) {
    use io::ErrorKind::*;
    match error {
        ureq::Error::HostNotFound => (Kind::NotSent, "there is no such host".to_owned()),
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            (Kind::NotSent, "no connection in time".to_owned())
        }
        ureq::Error::Timeout(_) => (Kind::TimedOut, "no answer in time".to_owned()),
        ureq::Error::Io(error) => match error.kind() {
            ConnectionRefused => (Kind::NotSent, "the connection is refused".to_owned()),
            HostUnreachable | NetworkUnreachable | NetworkDown | AddrNotAvailable => {
                (Kind::NotSent, "the host cannot be reached".to_owned())
            }
            ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof => {
                (Kind::Broken, "the connection broke before the answer was complete".to_owned())
            }
            TimedOut => (Kind::TimedOut, "no answer in time".to_owned()),
            _ => (Kind::Broken, error.to_string()),
        },
        ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::InvalidProxyUrl => {
            (Kind::NotSent, error.to_string())
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => (Kind::Here, error.to_string()),
        _ => (Kind::Broken, error.to_string()),
    }
}
