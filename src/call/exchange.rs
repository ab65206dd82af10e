//! A request on its way to the API and what comes back, as connection and policies see them.
use super::choices::Choices;
use super::request::{Body, Pair, Part, PartContent, Request, percent_encode};
use crate::connector::Connector;
use crate::text::document::Node;
use crate::text::measure::has_more_values;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::fmt::Write;

/// What is sent or received below the head.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    None,
    /// JSON, which policies can look into.
    Json(Value),
    Bytes(Vec<u8>),
}

impl Payload {
    /// The bytes as they go out.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Payload::None => None,
            Payload::Json(value) => Some(value.to_string().into_bytes()),
            Payload::Bytes(bytes) => Some(bytes.clone()),
        }
    }

    /// The bytes as they go out, without a copy of those that are bytes already.
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        match self {
            Payload::Bytes(bytes) => Some(bytes),
            other => other.bytes(),
        }
    }

    /// What bytes with this media type are. Those that say JSON and are none stay bytes.
    ///
    /// # Errors
    /// If it is JSON of more than `most` values: a message that follows the name of the thing.
    pub fn of(bytes: Vec<u8>, media_type: Option<&str>, most: usize) -> Result<Payload, String> {
        if bytes.is_empty() {
            return Ok(Payload::None);
        }
        if !media_type.is_none_or(is_json) {
            return Ok(Payload::Bytes(bytes));
        }
        let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if has_more_values(json, most) {
            return match serde_json::from_slice::<IgnoredAny>(json) {
                Ok(_) => Err(format!("has more than {most} values")),
                Err(_) => Ok(Payload::Bytes(bytes)),
            };
        }
        match serde_json::from_slice(json) {
            Ok(value) => Ok(Payload::Json(value)),
            Err(_) => Ok(Payload::Bytes(bytes)),
        }
    }
}

/// What cannot be in the name of a query parameter. The rest stays as the definition has it, such as `$top` and `filter[a]`.
const NOT_IN_NAMES: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Whether a media type is JSON of some kind.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// A request to the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// In capitals.
    pub method: String,
    /// Scheme, host and base path, without `/` at the end.
    pub base: String,
    /// What follows: begins with `/`, its values encoded.
    pub path: String,
    pub queries: Vec<Pair>,
    pub headers: Headers,
    pub payload: Payload,
    /// Whether values of `x-ms-url-encoding: double` are encoded twice, as the caller does.
    pub double: bool,
}

impl Outgoing {
    /// The request with the host and base path of the definition. Without a host the base is empty: a policy may still give one.
    pub fn new(connector: &Connector, request: &Request, choices: &Choices) -> Outgoing {
        let mut headers = Headers::default();
        for pair in &request.headers {
            headers.0.push((pair.name.clone(), if pair.double { percent_encode(&pair.value) } else { pair.value.clone() }));
        }
        let mut content_type = request.content_type.clone();
        let payload = payload(&request.body, &mut content_type);
        if let Some(content_type) = content_type.filter(|_| headers.get("content-type").is_none()) {
            headers.0.push(("Content-Type".to_owned(), content_type));
        }
        Outgoing {
            method: request.method.clone(),
            base: base(connector).unwrap_or_default(),
            path: request.path.clone(),
            queries: request.queries.clone(),
            headers,
            payload,
            double: choices.is("encoding", "caller"),
        }
    }

    /// A request for nothing, in the place of one that cannot be made.
    pub(super) fn empty() -> Outgoing {
        Outgoing {
            method: "GET".to_owned(),
            base: String::new(),
            path: "/".to_owned(),
            queries: Vec::new(),
            headers: Headers::default(),
            payload: Payload::None,
            double: false,
        }
    }

    /// The GET of an address that an answer named: a further page, the state of some work. What signs the caller in goes along
    /// only to the host from which the answer came. None when it is no address.
    pub fn follow(&self, link: &str) -> Option<Outgoing> {
        let own = self.origin();
        let absolute = if link.starts_with("https://") || link.starts_with("http://") {
            link.to_owned()
        } else if link.starts_with("//") {
            return None;
        } else if link.starts_with('/') {
            format!("{own}{link}")
        } else if let Some(query) = link.strip_prefix('?') {
            format!("{}{}?{query}", self.base, self.path.split('?').next().unwrap_or_default())
        } else {
            return None;
        };
        let mut request = Outgoing::at(&absolute)?;
        if request.is_for_same_host(self) {
            request.headers = self.headers.clone();
        }
        Some(request)
    }

    /// Scheme and host.
    fn origin(&self) -> &str {
        &self.base[..origin_end(&self.base).unwrap_or(self.base.len())]
    }

    /// Whether it goes where another one went.
    pub fn is_for_same_host(&self, other: &Outgoing) -> bool {
        self.origin().eq_ignore_ascii_case(other.origin())
    }

    /// The GET of an address, without headers. None when it is none.
    pub fn at(url: &str) -> Option<Outgoing> {
        let (base, rest) = url.split_at(origin_end(url)?);
        let path = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
        let path = path.split('#').next().unwrap_or_default().to_owned();
        Some(Outgoing { base: base.to_owned(), path, ..Outgoing::empty() })
    }

    /// The address as it is sent.
    pub fn url(&self) -> String {
        let mut url = format!("{}{}", self.base, self.path);
        let mut separator = if self.path.contains('?') { '&' } else { '?' };
        for pair in &self.queries {
            let once = percent_encode(&pair.value);
            let value = if pair.double && self.double { percent_encode(&once) } else { once };
            let name = percent_encoding::utf8_percent_encode(&pair.name, NOT_IN_NAMES);
            let _ = write!(url, "{separator}{name}={value}"); // writing to a String cannot fail
            separator = '&';
        }
        url
    }

    /// The command line of cURL that sends the same. A body that is no text is read from a file.
    pub fn curl(&self) -> String {
        let quoted = crate::report::escape::shell;
        let mut command = format!("curl --globoff -X {} {}", self.method, quoted(&self.url()));
        for (name, value) in &self.headers.0 {
            // cURL sends a header without value only when it ends in a semicolon.
            let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
            let _ = write!(command, " \\\n  -H {}", quoted(&header));
        }
        match self.payload.bytes().map(String::from_utf8) {
            Some(Ok(text)) => {
                let _ = write!(command, " \\\n  --data-raw {}", quoted(&text));
            }
            Some(Err(_)) => command.push_str(" \\\n  --data-binary @body.bin"),
            None => {}
        }
        command
    }
}

/// Where the host of an address ends.
fn origin_end(url: &str) -> Option<usize> {
    let begin = url.find("://")? + 3;
    Some(url[begin..].find(['/', '?', '#']).map_or(url.len(), |at| begin + at))
}

/// Scheme, host and base path of a definition; None without a host.
fn base(connector: &Connector) -> Option<String> {
    let api = connector.api()?;
    let path = api.get("basePath").and_then(|path| path.str()).unwrap_or_default();
    let path = path.trim_matches('/');
    let mut schemes = api.get("schemes").into_iter().flat_map(Node::items).filter_map(Node::str).peekable();
    let plain = schemes.peek().is_some() && schemes.all(|scheme| scheme == "http");
    let host = api.host()?.str()?;
    let slash = if path.is_empty() { "" } else { "/" };
    let scheme = if plain { "http" } else { "https" };
    Some(format!("{scheme}://{}{slash}{path}", host.trim().trim_end_matches('/')))
}

fn payload(body: &Body, content_type: &mut Option<String>) -> Payload {
    let form = |fields: &[(String, String)]| {
        let one = |(name, value): &(String, String)| format!("{}={}", percent_encode(name), percent_encode(value));
        Payload::Bytes(fields.iter().map(one).collect::<Vec<_>>().join("&").into_bytes())
    };
    match body {
        Body::None => Payload::None,
        Body::Json(value) => match (value, content_type.as_deref()) {
            (_, None) => Payload::Json(value.clone()),
            (_, Some(kind)) if is_json(kind) => Payload::Json(value.clone()),
            (Value::Object(object), Some(kind)) if kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") => {
                let fields = object.iter().map(|(name, value)| (name.clone(), super::request::plain(value, None)));
                form(&fields.collect::<Vec<_>>())
            }
            (Value::String(text), Some(_)) => Payload::Bytes(text.clone().into_bytes()),
            _ => Payload::Json(value.clone()),
        },
        Body::Text(text) => Payload::Bytes(text.clone().into_bytes()),
        Body::Bytes(bytes) => Payload::Bytes(bytes.clone()),
        Body::Form(fields) => form(fields),
        Body::Multipart(parts) => {
            let boundary = boundary(parts);
            *content_type = Some(format!("multipart/form-data; boundary={boundary}"));
            Payload::Bytes(multipart(parts, &boundary))
        }
    }
}

fn content(part: &Part) -> &[u8] {
    match &part.content {
        PartContent::Text(text) => text.as_bytes(),
        PartContent::Bytes(bytes) => bytes,
    }
}

/// A line that none of the parts holds.
fn boundary(parts: &[Part]) -> String {
    let mut number = 0_u32;
    loop {
        let boundary = format!("connsmith-part-{number:08}");
        let clashes = parts.iter().any(|part| memchr::memmem::find(content(part), boundary.as_bytes()).is_some());
        if !clashes {
            return boundary;
        }
        number += 1;
    }
}

fn multipart(parts: &[Part], boundary: &str) -> Vec<u8> {
    // As browsers write names: https://html.spec.whatwg.org/#multipart-form-data
    let escaped = |text: &str| text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        bytes.extend_from_slice(format!("Content-Disposition: form-data; name=\"{}\"", escaped(&part.name)).as_bytes());
        if let Some(file) = &part.file_name {
            bytes.extend_from_slice(
                format!("; filename=\"{}\"\r\nContent-Type: application/octet-stream", escaped(file)).as_bytes(),
            );
        }
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes.extend_from_slice(content(part));
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    bytes
}

/// Headers in the order in which they are sent; names are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The value of the first header with this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Sets a header in the place of all with its name.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.0.iter().position(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some(at) => {
                self.0[at].1 = value.to_owned();
                let mut index = 0;
                self.0.retain(|(known, _)| {
                    index += 1;
                    index - 1 == at || !known.eq_ignore_ascii_case(name)
                });
            }
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes a header away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }
}

/// An answer of the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub headers: Headers,
    pub payload: Payload,
}

impl Answer {
    /// Whether the API did what it was asked.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Sends requests: the network, or an imitation of an API.
pub trait Sender {
    /// Sends one request and hands back the answer, whatever its status.
    ///
    /// # Errors
    /// When there is no answer: why, for people.
    fn send(&mut self, request: &Outgoing) -> Result<Answer, String>;
}
