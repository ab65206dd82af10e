//! Sends the requests of a connector to its API, and redacts their secrets.
use crate::call::exchange::{Answer, Headers, Outgoing, Payload, Sender};
use crate::ship::platform::redact::Redactor;
use crate::ship::wire::{Broken, LONGEST_ANSWER, MOST_REDIRECTS, Wire};
use crate::text::measure::MOST_VALUES;
use axum::http::{HeaderName, HeaderValue};
use std::sync::Arc;
use std::time::Duration;
use url::{Origin, Url};

/// Receives the lines of a trace, with secrets already removed.
pub type Trace = dyn Fn(&str) + Send + Sync;

/// The network. Copies share their secrets.
#[derive(Clone)]
pub struct Network {
    wire: Wire,
    pub redactor: Arc<Redactor>,
    /// The maximum number of values in a JSON response.
    pub most_values: usize,
    /// Receives what is sent and received.
    pub trace: Option<Arc<Trace>>,
}

impl Network {
    /// A network with a timeout.
    pub fn new(timeout: Duration, proxy: Option<ureq::Proxy>) -> Network {
        Network {
            wire: Wire::new(timeout, proxy),
            redactor: Arc::new(Redactor::default()),
            most_values: MOST_VALUES,
            trace: None,
        }
    }

    fn note(&self, text: &str) {
        if let Some(trace) = &self.trace {
            trace(&self.redactor.text(text));
        }
    }

    /// A single request, without following redirects.
    fn once(&self, request: &Outgoing, url: &str) -> Result<Answer, String> {
        for (name, value) in &request.headers.0 {
            if HeaderName::try_from(name.as_str()).is_err() {
                return Err(format!("`{name}` cannot be the name of a header"));
            }
            if HeaderValue::from_bytes(value.as_bytes()).is_err() {
                return Err(format!("the header `{name}` has a line break or another character that headers cannot have"));
            }
        }
        self.note(&format!("> {} {url}", request.method));
        let headers = request.headers.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let reply = self.wire.exchange(&request.method, url, headers, request.payload.bytes());
        let reply = reply.map_err(|(broken, why)| {
            let what = format!("{} {}", request.method, url.split('?').next().unwrap_or_default());
            let more = match broken {
                Broken::Broken | Broken::TimedOut if request.method != "GET" => "; the API may have processed the request",
                _ => "",
            };
            self.redactor.text(&format!("{what} got no response: {why}{more}"))
        })?;
        self.note(&format!("< {} ({} bytes)", reply.status, reply.bytes.len()));
        if reply.bytes.len() as u64 > LONGEST_ANSWER {
            return Err(format!("the response is larger than {} MiB and was discarded", LONGEST_ANSWER >> 20));
        }
        let headers = Headers(reply.headers);
        let payload = Payload::of(reply.bytes, headers.get("content-type"), self.most_values);
        let payload = payload.map_err(|why| format!("the response {why} and was discarded"))?;
        Ok(Answer { status: reply.status, headers, payload })
    }
}

impl Sender for Network {
    /// Follows redirects of requests that read, on the same host. All others are errors: after a changing request, a redirect usually
    /// leads to a sign-in page, and another host must not get the caller's key.
    fn send(&mut self, request: &Outgoing) -> Result<Answer, String> {
        let mut url = request.url();
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.once(request, &url)?;
            let location = match answer.status {
                301 | 302 | 303 | 307 | 308 => answer.headers.get("location"),
                _ => None,
            };
            let Some(location) = location else { return Ok(answer) };
            let here = Url::parse(&url).map_err(|error| self.redactor.text(&format!("`{url}` is not a valid URL: {error}")))?;
            let target = here.join(location).map_err(|_| format!("a redirect ({}) without a valid URL", answer.status))?;
            let reads = matches!(request.method.as_str(), "GET" | "HEAD");
            if !reads || target.origin() != here.origin() {
                let to = match target.origin() {
                    Origin::Opaque(_) => format!("a URL with the scheme `{}`", target.scheme()),
                    origin => origin.ascii_serialization(),
                };
                let why = if reads { "to another host" } else { "of a request that changes something" };
                return Err(format!("the API returned {}, a redirect to {to}; a redirect {why} is not followed", answer.status));
            }
            url = target.into();
        }
        Err(format!("stopped after {} redirects in a row", MOST_REDIRECTS + 1))
    }
}
