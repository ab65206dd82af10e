//! Requests and replies: one place for time limits, retries, traces and failures.
use super::cloud::Hosts;
use super::failure::{Failure, Kind, remedy};
use super::message::{Reply, Request};
use super::redact::Redactor;
use crate::ship::wire::{Broken, LONGEST_ANSWER, MOST_REDIRECTS, Wire};
use crate::text::measure::{MOST_VALUES, has_more_values};
use serde_json::Value;
use std::fmt::Write;
use std::time::{Duration, SystemTime};
use url::Url;

/// Takes a line for people.
pub type Say = dyn Fn(&str);

/// What this part of the library needs from outside: the program supplies it.
pub struct Outside {
    /// The time of day.
    pub now: Box<dyn Fn() -> SystemTime>,
    pub sleep: Box<dyn Fn(Duration)>,
    /// Explains a wait to the user.
    pub say: Box<Say>,
    /// Called before a request is sent that may change something in Azure.
    pub changes: Box<dyn Fn()>,
    /// Takes the lines of a trace, already without secrets.
    pub trace: Option<Box<Say>>,
}

impl Outside {
    /// Seconds since 1970.
    pub fn seconds(&self) -> u64 {
        (self.now)().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

/// Timeouts and retries.
#[derive(Clone, Debug, PartialEq)]
pub struct Patience {
    /// Timeout for a single request.
    pub timeout: Duration,
    /// How often a request is repeated at most.
    pub retries: u32,
    /// The wait before the first retry; each further one is twice as long. The actual wait is random, between half of it
    /// and all of it.
    pub delay: Duration,
    /// The longest that a service may make us wait (Retry-After).
    pub longest_wait: Duration,
    /// A proxy for all requests except those that it excludes.
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

/// How much of a response a trace shows, in bytes.
const SHOWN: usize = 64 << 10;

/// The trace of a longer response only gives its length in bytes.
const SEARCHED: usize = 1 << 20;

/// Waits longer than this are explained to the user.
const WORTH_TELLING: Duration = Duration::from_secs(5);

/// Sends requests.
pub struct Http {
    wire: Wire,
    patience: Patience,
    hosts: Hosts,
    pub outside: Outside,
    pub redactor: Redactor,
}

impl Http {
    /// A client with these settings. Redirects are followed to `hosts` only.
    pub fn new(patience: Patience, hosts: Hosts, outside: Outside) -> Http {
        let wire = Wire::new(patience.timeout, patience.proxy.clone());
        Http { wire, patience, hosts, outside, redactor: Redactor::default() }
    }

    /// Sends a request, with retries, and returns a response with a status below 400.
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
                    self.trace(&format!("retrying in {:.1} s: {failure}", wait.as_secs_f64()));
                    if wait >= WORTH_TELLING {
                        (self.outside.say)(&format!(
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

    /// Like [`Http::send`]; the response must be JSON.
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
        if has_more_values(&reply.bytes, MOST_VALUES) {
            let failure = Failure::of_reply(Kind::NotUnderstood, request, reply, &self.redactor);
            return Err(Failure {
                text: format!("the response of {} has more than {MOST_VALUES} values", request.host()).into(),
                ..failure
            });
        }
        let text = String::from_utf8_lossy(&reply.bytes);
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let failure = Failure::of_reply(Kind::NotUnderstood, request, reply, &self.redactor);
            Failure {
                text: format!("{} answered {} with something that is not JSON ({error})", request.host(), reply.status).into(),
                ..failure
            }
        })
    }

    /// How long to wait before a retry; None if that would be useless, or could do something twice.
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

    /// The wait before a retry, counted from 0.
    pub(crate) fn back_off(&self, attempt: u32) -> Duration {
        self.patience.delay.mul_f64(f64::from(1_u32 << attempt.min(16)) * (0.5 + fastrand::f64() / 2.0))
    }

    /// The wait between two questions whether something is done, if the service names none: 3 seconds by default.
    pub fn pause(&self) -> Duration {
        self.patience.delay.mul_f64(1.5)
    }

    /// How often a request is repeated at most.
    pub(crate) fn retries(&self) -> u32 {
        self.patience.retries
    }

    fn trace(&self, text: &str) {
        if let Some(trace) = &self.outside.trace {
            trace(&self.redactor.text(text));
        }
    }

    /// One request, and the redirects that may be followed.
    fn once(&self, request: &Request) -> Result<Reply, Failure> {
        let mut reply = self.exchanged(request)?;
        let mut request = request.clone();
        for _ in 0..MOST_REDIRECTS {
            if !(300..400).contains(&reply.status) {
                break;
            }
            request.url = self.redirected(&request, &reply)?;
            reply = self.exchanged(&request)?;
        }
        match reply.status {
            300..400 => Err(self.not_followed(&request, &reply, "again and again".to_owned())),
            ..400 if request.changes() && reply.is_web_page() => {
                let failure = Failure::of_reply(Kind::NotUnderstood, &request, &reply, &self.redactor);
                let text = format!("{} answered {} with {}", request.host(), reply.status, failure.text);
                Err(Failure { text: text.into(), ..failure })
            }
            ..400 => Ok(reply),
            status => Err(Failure::of_reply(Kind::Status(status), &request, &reply, &self.redactor)),
        }
    }

    /// Where a redirect leads. One of a request that changes something is a failure: following it with GET, as
    /// browsers do, would take a sign-in page for success. A token stays on its host, and anything else on hosts that are known.
    fn redirected(&self, request: &Request, reply: &Reply) -> Result<Url, Failure> {
        let target = reply.header("location").and_then(|location| request.url.join(location).ok());
        let Some(target) = target.filter(|_| reply.status != 304) else {
            return Err(self.not_followed(request, reply, "without a valid URL".to_owned()));
        };
        let to = format!("to {}", target.origin().ascii_serialization());
        let here = target.origin() == request.url.origin();
        let may_leave = request.is_of_part() && self.hosts.allow(&target);
        if request.changes() || !(here || may_leave) {
            return Err(self.not_followed(request, reply, to));
        }
        Ok(target)
    }

    fn not_followed(&self, request: &Request, reply: &Reply, to: String) -> Failure {
        let failure = Failure::of_reply(Kind::Redirect(reply.status), request, reply, &self.redactor);
        Failure { code: None, text: format!("a redirect {to}, which is not followed").into(), ..failure }
    }

    /// One request, whatever the status of the answer.
    pub(super) fn exchanged(&self, request: &Request) -> Result<Reply, Failure> {
        if self.outside.trace.is_some() {
            self.trace(&format!("> {}", request.shown(&self.redactor).trim_end().replace('\n', "\n> ")));
        }
        let reply = self.exchange(request).map_err(|(broken, why)| {
            let kind = Kind::from(broken);
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
                // Looking for secrets in more than that takes too long, and nobody reads it.
                Ok(body) if !request.private && body.len() <= SEARCHED => {
                    // Cut when the secrets are out: half a secret is not recognized.
                    let body = self.redactor.text(body.trim_end());
                    let end = (0..=SHOWN.min(body.len())).rev().find(|&end| body.is_char_boundary(end)).unwrap_or_default();
                    text.push_str(&format!("<\n< {}", body[..end].replace('\n', "\n< ")));
                    if end < body.len() {
                        text.push_str(&format!("\n< … {} bytes more", body.len() - end));
                    }
                }
                _ => text.push_str(&format!("<\n< ({} bytes)", reply.bytes.len())),
            }
            self.trace(&text);
        }
        if reply.bytes.len() as u64 > LONGEST_ANSWER {
            return Err(Failure {
                host: request.host().into(),
                ..Failure::new(
                    Kind::NotUnderstood,
                    request.asked.as_str(),
                    format!("the response of {} is longer than {} MiB", request.host(), LONGEST_ANSWER >> 20),
                    "it was discarded; `--verbose` shows how it begins",
                )
            });
        }
        Ok(reply)
    }

    fn exchange(&self, request: &Request) -> Result<Reply, (Broken, String)> {
        let headers = request.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let mut reply = self.wire.exchange(request.method, request.url.as_str(), headers, request.bytes())?;
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

impl From<Broken> for Kind {
    fn from(broken: Broken) -> Kind {
        match broken {
            Broken::NotSent => Kind::NotSent,
            Broken::Broken => Kind::Broken,
            Broken::TimedOut => Kind::TimedOut,
            Broken::Here => Kind::Here,
        }
    }
}
