//! Requests to the service and its replies as values, without any code that sends them.
use super::redact::Redactor;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::time::Duration;
use url::Url;

/// The body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    None,
    Json(Value),
    Form(Vec<(&'static str, String)>),
    Bytes(Vec<u8>),
}

/// A request to a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The purpose of the request, as it follows "cannot": "list the connectors".
    pub asked: String,
    pub method: &'static str,
    pub url: Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
    /// Whether sending it twice has the same effect as once. Other requests are repeated only if the service certainly did
    /// nothing.
    pub repeats: bool,
    /// Whether the whole response is a secret, which no trace shows.
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

    /// Whether it is for a part of a connector, at a URL that carries its own permission.
    pub(super) fn is_of_part(&self) -> bool {
        !matches!(self.body, Body::Form(_)) && !self.headers.iter().any(|(name, _)| *name == "Authorization")
    }

    /// Whether it may change something: everything that is not a pure read counts, including a validation.
    pub(crate) fn changes(&self) -> bool {
        self.method != "GET"
    }

    /// The body below the headers.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
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

    /// The request on one line, with the size of its body.
    pub fn summary(&self, redactor: &Redactor) -> String {
        let size = match &self.body {
            Body::None => String::new(),
            _ => format!("  ({} bytes)", self.bytes().unwrap_or_default().len()),
        };
        redactor.text(&format!("{} {}{size}\n", self.method, self.url))
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
        // The replacement for a secret needs no escape.
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

/// A response, whatever its status.
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

    /// Whether this is a page for a browser, which proxies and the sign-in pages of networks send instead of a response.
    pub(super) fn is_web_page(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let begin = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(64)]).trim_start().to_ascii_lowercase();
        kind.starts_with("text/html") || begin.starts_with("<!doctype html") || begin.starts_with("<html")
    }
}
