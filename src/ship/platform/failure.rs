//! Why the service could not be reached, or refused: one kind of message for all verbs.
use super::message::{Reply, Request};
use super::redact::Redactor;
use crate::text::measure::has_more_values;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It was never sent: unknown host, no connection, or no trust.
    NotSent,
    /// The connection broke; the service may have carried out the request.
    Broken,
    /// A timeout; the service may have carried out the request.
    TimedOut,
    /// A response with this HTTP status, 400 or above.
    Status(u16),
    /// A redirect, with this HTTP status, that is not followed.
    Redirect(u16),
    /// An unexpected response.
    NotUnderstood,
    /// Nobody is signed in, or the sign-in was refused or has expired.
    SignIn,
    /// Something on this side prevents the request.
    Here,
    /// The request was accepted, but its operation failed or did not finish in time.
    Unfinished,
}

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: Kind,
    /// The purpose of the request, as it follows "cannot": "list the connectors".
    pub asked: Box<str>,
    /// The host that got the request; empty if none did.
    pub host: Box<str>,
    /// The service's own code (`ConnectorNotFound`).
    pub code: Option<Box<str>>,
    /// The message of the service, or why there is no response.
    pub text: Box<str>,
    pub request_id: Option<Box<str>>,
    /// The time after which the service wants a retry.
    pub retry_after: Option<Duration>,
    /// What to do.
    pub remedy: Box<str>,
}

impl Failure {
    /// A failure before anything was sent.
    pub fn here(asked: impl Into<Box<str>>, text: impl Into<Box<str>>, remedy: impl Into<Box<str>>) -> Failure {
        Failure::new(Kind::Here, asked, text, remedy)
    }

    /// Somebody has to sign in.
    pub fn sign_in(asked: impl Into<Box<str>>, text: impl Into<Box<str>>, remedy: impl Into<Box<str>>) -> Failure {
        Failure::new(Kind::SignIn, asked, text, remedy)
    }

    pub(crate) fn new(kind: Kind, asked: impl Into<Box<str>>, text: impl Into<Box<str>>, remedy: impl Into<Box<str>>) -> Failure {
        Failure {
            kind,
            asked: asked.into(),
            host: Box::default(),
            code: None,
            text: text.into(),
            request_id: None,
            retry_after: None,
            remedy: remedy.into(),
        }
    }

    /// The failure of a request that was answered, but whose operation did not end well. The text may have words of the service in it.
    pub fn of_operation(request: &Request, text: &str, remedy: impl Into<Box<str>>, redactor: &Redactor) -> Failure {
        let failure = Failure::new(Kind::Unfinished, request.asked.as_str(), redactor.text(text), remedy);
        Failure { host: request.host().into(), ..failure }
    }

    /// The failure for a reply with a status of 400 or above, or for an unexpected one.
    pub(super) fn of_reply(kind: Kind, request: &Request, reply: &Reply, redactor: &Redactor) -> Failure {
        let said = Said::of(reply, redactor);
        Failure {
            host: request.host().into(),
            code: said.code.map(Into::into),
            request_id: said.request_id.map(Into::into),
            retry_after: reply.retry_after,
            ..Failure::new(kind, request.asked.as_str(), said.text, remedy(kind, request))
        }
    }

    /// Whether somebody has to sign in first.
    pub fn needs_sign_in(&self) -> bool {
        matches!(self.kind, Kind::SignIn | Kind::Status(401))
    }

    /// Whether the service may have carried out the request, though no response says so.
    pub fn is_ambiguous(&self) -> bool {
        matches!(self.kind, Kind::Broken | Kind::TimedOut | Kind::NotUnderstood | Kind::Status(408 | 500..))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}: ", self.asked)?;
        if let Kind::Status(status) | Kind::Redirect(status) = self.kind {
            write!(f, "{} answered {status}", self.host)?;
            if let Some(reason) = ureq::http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()) {
                write!(f, " {reason}")?;
            }
            write!(f, "{}", if self.code.is_none() && self.text.is_empty() { "" } else { ": " })?;
        }
        match &self.code {
            Some(code) if self.text.is_empty() => write!(f, "`{code}`")?,
            Some(code) => write!(f, "`{code}`: {}", self.text)?,
            None => f.write_str(&self.text)?,
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request id {id})")?;
        }
        if !self.remedy.is_empty() {
            write!(f, "\n  help: {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// What to do about it.
pub(super) fn remedy(kind: Kind, request: &Request) -> String {
    let text = match kind {
        Kind::NotSent => {
            "check the connection, the proxy (HTTPS_PROXY), and whether `--cloud` and the URLs in the settings are right"
        }
        Kind::Broken | Kind::NotUnderstood => "run the command again; `--verbose` shows what was sent and received",
        Kind::TimedOut => "run the command again, or wait longer with `--timeout SECONDS`",
        Kind::SignIn | Kind::Status(401) => "sign in with `connsmith login`; `connsmith whoami` shows who is signed in",
        Kind::Status(403 | 404) if request.is_of_part() => {
            "the URL from the service has expired or is refused from this network: run the command again"
        }
        Kind::Status(403) => {
            "this account is not allowed to do this here: use one that is a maker in the environment, or ask its administrator; `connsmith whoami` shows who is signed in"
        }
        Kind::Status(404) => {
            "check the id and the environment: `connsmith list` and `connsmith environments` show those that this account can see"
        }
        Kind::Status(409) => "something else is changing it at the same time: wait a moment and run the command again",
        Kind::Status(429) => "the service accepts no more requests for now: wait and run the command again",
        Kind::Status(408 | 500..) => {
            "the service has a problem: run the command again later; Microsoft's support can look up the request id"
        }
        Kind::Status(_) => "fix what the service reports; `--verbose` shows what was sent and received",
        Kind::Redirect(_) if request.changes() => {
            "nothing was changed: a proxy or the sign-in page of a network may be in front of the service; `--verbose` shows what was received"
        }
        Kind::Redirect(_) => {
            "the service redirects to another host: if you trust it, name it with `--allow-host HOST`; `--verbose` shows what was received"
        }
        Kind::Here | Kind::Unfinished => "",
    };
    text.to_owned()
}

/// The error in a reply, in any of the forms that Microsoft's services use.
struct Said {
    code: Option<String>,
    text: String,
    request_id: Option<String>,
}

/// The longest response that is searched for an error message, in bytes.
const SEARCHED: usize = 1 << 20;

impl Said {
    /// Secrets are removed before anything is cut: half a secret is not recognized.
    fn of(reply: &Reply, redactor: &Redactor) -> Said {
        const IDS: [&str; 4] = ["x-ms-request-id", "x-ms-correlation-request-id", "request-id", "x-ms-correlation-id"];
        let clean = |text: &str| redactor.text(text);
        let id = |text: &str| first_line(&clean(text), 100);
        let request_id = IDS.iter().find_map(|name| reply.header(name)).map(id);
        if reply.bytes.len() > SEARCHED {
            return Said { code: None, text: format!("a response of {} bytes", reply.bytes.len()), request_id };
        }
        let body = String::from_utf8_lossy(&reply.bytes);
        let body = body.trim_start_matches('\u{feff}').trim();
        // A response with an error message has few values; larger ones are not parsed.
        let few = !has_more_values(body.as_bytes(), 10_000);
        let json = if few { serde_json::from_str::<Value>(body).ok() } else { None };
        let Some(json) = json else {
            let part = |tag: &str| between(body, &format!("<{tag}>"), &format!("</{tag}>")).map(|text| clean(&text));
            return if body.starts_with('<') && part("Code").is_some() {
                let code = part("Code").map(|code| first_line(&code, 100));
                Said { code, text: first_line(&part("Message").unwrap_or_default(), 300), request_id }
            } else if body.starts_with('<') {
                let title = part("title").map(|title| format!(" with the title “{}”", first_line(title.trim(), 100)));
                Said { code: None, text: format!("a web page{} instead of JSON", title.unwrap_or_default()), request_id }
            } else {
                Said { code: None, text: first_line(&clean(body), 300), request_id }
            };
        };
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(clean);
        // {"error": {"code", "message"}}, {"error": "code", "error_description"}, {"code", "message"}, {"Message"}, "text"
        let inner = json.get("error").filter(|error| error.is_object()).unwrap_or(&json);
        let code = text(&json, "error").or_else(|| text(inner, "code"));
        let said = ["error_description", "message", "Message"].iter().find_map(|name| text(inner, name));
        let said = said.or_else(|| json.as_str().map(clean)).unwrap_or_default();
        // Entra's descriptions end with trace ids and a time, each on a separate line.
        let said = if json.get("error_description").is_some() { first_line(&said, 300) } else { said.trim().to_owned() };
        let request_id = request_id.or_else(|| text(&json, "trace_id").map(|text| first_line(&text, 100)));
        Said { code, text: said, request_id }
    }
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let from = text.find(start)? + start.len();
    Some(text[from..from + text[from..].find(end)?].to_owned())
}

fn first_line(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
