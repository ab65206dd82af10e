//! Sends requests to Azure Resource Manager and follows those that take time.
use super::address::Address;
use crate::ship::platform::Service;
use crate::ship::platform::failure::{Failure, Kind};
use crate::ship::platform::message::{Reply, Request};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// How long to wait for an operation to finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub longest: Duration,
    /// The maximum number of polls.
    pub most: u32,
}

impl Limit {
    /// Polls about every three seconds, as Microsoft's client does.
    pub fn of(longest: Duration) -> Limit {
        Limit { longest, most: u32::try_from(longest.as_secs() / 3).unwrap_or(u32::MAX).max(1) }
    }
}

/// A Resource Manager that somebody is signed in to. The [`Service`] must get its tokens for it.
pub struct Arm<'s> {
    pub service: &'s Service,
    pub limit: Limit,
}

/// The state of something that takes time.
enum State {
    Done,
    Open(String),
    Failed(String),
}

fn state(word: &str) -> State {
    match word.to_ascii_lowercase().as_str() {
        "succeeded" => State::Done,
        "failed" | "canceled" | "cancelled" => State::Failed(word.to_owned()),
        _ => State::Open(word.to_owned()),
    }
}

impl Arm<'_> {
    /// Sends a request.
    ///
    /// # Errors
    /// When it does not succeed, with a remedy for Azure.
    pub fn send(&self, request: &Request) -> Result<Reply, Failure> {
        self.announce(request);
        self.service.send(request).map_err(explained)
    }

    /// Lets the program know that something may change from now on.
    pub(super) fn announce(&self, request: &Request) {
        if request.changes() {
            (self.service.http.outside.changes)();
        }
    }

    /// The same; the response must be JSON.
    ///
    /// # Errors
    /// When there is no such response.
    pub fn json(&self, request: &Request) -> Result<Value, Failure> {
        let reply = self.send(request)?;
        self.service.http.json(request, &reply)
    }

    /// What is at an address; None if nothing is.
    ///
    /// # Errors
    /// When that cannot be found out.
    pub fn find(&self, address: &Address, asked: &str) -> Result<Option<Value>, Failure> {
        self.find_by(&address.get(asked))
    }

    /// What a request reads; None if there is nothing.
    ///
    /// # Errors
    /// When that cannot be found out.
    pub fn find_by(&self, request: &Request) -> Result<Option<Value>, Failure> {
        match self.json(request) {
            Ok(value) => Ok(Some(value)),
            // A resource group or subscription that is not there is an error.
            Err(failure) if failure.kind == Kind::Status(404) && is_absent(&failure) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// All entries of a list.
    ///
    /// # Errors
    /// When a page cannot be read, is on another host, or the list does not end.
    pub fn list(&self, request: &Request) -> Result<Vec<Value>, Failure> {
        self.service.list(request, |entry| Some(entry.clone())).map_err(explained)
    }

    /// Sends a request that changes the resource at an address, waits until that is done, and returns the resource.
    ///
    /// # Errors
    /// When it fails, or is not done in time.
    pub fn change(&self, request: &Request, address: &Address) -> Result<Value, Failure> {
        let reply = self.send(request)?;
        let body = self.body(request, &reply)?;
        let followed = self.follow(request, &reply)?;
        let asked = request.asked.as_str();
        let mut resource = if followed || !body.is_object() { self.json(&address.get(asked))? } else { body };
        let mut waited = Waited::default();
        loop {
            let Some(word) = provisioning(&resource) else { return Ok(resource) };
            match state(word) {
                State::Done => return Ok(resource),
                State::Failed(word) => return Err(self.failed(request, &word, resource.pointer("/properties/error"))),
                State::Open(word) => self.wait(request, &mut waited, None, &word)?,
            }
            resource = self.json(&address.get(asked))?;
        }
    }

    /// Deletes what is at an address, and waits until that is done. Returns whether there was something.
    ///
    /// # Errors
    /// When it fails, or is not done in time.
    pub fn remove(&self, address: &Address, asked: &str) -> Result<bool, Failure> {
        let request = address.delete(asked);
        let reply = match self.send(&request) {
            Err(failure) if failure.kind == Kind::Status(404) && is_absent(&failure) => return Ok(false),
            // The response was lost: what counts is whether it is gone.
            Err(failure) if failure.is_ambiguous() && matches!(self.find(address, asked), Ok(None)) => return Ok(true),
            outcome => outcome?,
        };
        self.follow(&request, &reply)?;
        Ok(reply.status != 204)
    }

    /// The body of a reply; null if there is none.
    fn body(&self, request: &Request, reply: &Reply) -> Result<Value, Failure> {
        if reply.bytes.iter().all(u8::is_ascii_whitespace) { Ok(Value::Null) } else { self.service.http.json(request, reply) }
    }

    /// Waits for what a reply announces in `Azure-AsyncOperation` or `Location`. Returns whether there was something to wait for.
    fn follow(&self, request: &Request, first: &Reply) -> Result<bool, Failure> {
        let operation = first.header("azure-asyncoperation");
        let location = first.header("location").filter(|_| first.status == 202);
        let Some(text) = operation.or(location) else { return Ok(false) };
        let url = self.own(request, text)?;
        let poll = Request::new("GET", url, request.asked.as_str()).header("Accept", "application/json");
        let (mut waited, mut pause) = (Waited::default(), first.retry_after);
        let mut word = "Accepted".to_owned();
        loop {
            self.wait(request, &mut waited, pause, &word)?;
            let reply = match self.send(&poll) {
                // What a deletion leaves behind is nothing.
                Err(failure) if failure.kind == Kind::Status(404) && request.method == "DELETE" => return Ok(true),
                outcome => outcome?,
            };
            pause = reply.retry_after;
            let body = self.body(&poll, &reply)?;
            let said = body.get("status").and_then(Value::as_str).or_else(|| provisioning(&body));
            match said.filter(|_| operation.is_some() || reply.status == 202).map(state) {
                Some(State::Failed(word)) => return Err(self.failed(request, &word, body.get("error"))),
                Some(State::Open(now)) => word = now,
                Some(State::Done) => return Ok(true),
                None if reply.status == 202 => {}
                None => return Ok(true),
            }
        }
    }

    /// An address that the service names for a running operation: a token goes there, so it must be on its own host.
    fn own(&self, request: &Request, text: &str) -> Result<Url, Failure> {
        let url = request.url.join(text).ok().filter(|url| url.origin() == request.url.origin());
        url.ok_or_else(|| {
            let why = "the service names another host for the operation's status, which is not trusted";
            let remedy = "`--verbose` shows the response; check later whether it is done";
            Failure::of_operation(request, why, remedy, &self.service.http.redactor)
        })
    }

    fn failed(&self, request: &Request, word: &str, error: Option<&Value>) -> Failure {
        let text = |key: &str| error.and_then(|error| error.get(key)).and_then(Value::as_str);
        let why = match (text("code"), text("message")) {
            (Some(code), Some(message)) => format!("Azure reports `{word}`: `{code}`: {message}"),
            (Some(text), None) | (None, Some(text)) => format!("Azure reports `{word}`: {text}"),
            (None, None) => format!("Azure reports `{word}`"),
        };
        let remedy = "fix what the service reports; `--verbose` shows what was sent and received";
        Failure::of_operation(request, &why, remedy, &self.service.http.redactor)
    }

    /// Waits before the next question.
    fn wait(&self, request: &Request, waited: &mut Waited, wish: Option<Duration>, word: &str) -> Result<(), Failure> {
        let http = &self.service.http;
        let word: String = http.redactor.text(word).chars().take(40).collect();
        // A service that wishes for no pause would be asked without end.
        let pause = wish.unwrap_or_default().max(http.pause());
        waited.times += 1;
        waited.time = waited.time.saturating_add(pause); // a service may wish for any number of seconds
        if waited.times > self.limit.most || waited.time > self.limit.longest {
            let why = format!("it did not finish in time: the state is `{word}`");
            let remedy = "Azure goes on with it: look again later, or wait longer with `--wait SECONDS`";
            return Err(Failure::of_operation(request, &why, remedy, &http.redactor));
        }
        if waited.times == 3 {
            (http.outside.say)(&format!("waiting for Azure to {} ({word})", request.asked));
        }
        (http.outside.sleep)(pause);
        Ok(())
    }

    /// Reads a resource again and again until `done` returns something.
    ///
    /// # Errors
    /// When it cannot be read, `done` fails, or it takes too long.
    pub fn until<T>(&self, request: &Request, done: impl FnMut(&Value) -> Result<Option<T>, Failure>) -> Result<T, Failure> {
        self.until_by(request, |request| self.json(request), done)
    }

    /// The same with another way to read it.
    ///
    /// # Errors
    /// When it cannot be read, `done` fails, or it takes too long.
    pub fn until_by<T>(
        &self,
        request: &Request,
        read: impl Fn(&Request) -> Result<Value, Failure>,
        mut done: impl FnMut(&Value) -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let mut waited = Waited::default();
        loop {
            let resource = read(request)?;
            if let Some(found) = done(&resource)? {
                return Ok(found);
            }
            let word = status(&resource).unwrap_or("unknown").to_owned();
            self.wait(request, &mut waited, None, &word)?;
        }
    }
}

#[derive(Default)]
struct Waited {
    times: u32,
    time: Duration,
}

/// The state of a resource that is being created or changed.
fn provisioning(resource: &Value) -> Option<&str> {
    resource.pointer("/properties/provisioningState").and_then(Value::as_str)
}

/// The status of a connection, in the service's own words.
pub fn status(connection: &Value) -> Option<&str> {
    let all = ["/properties/overallStatus", "/properties/statuses/0/status", "/properties/provisioningState", "/state"];
    all.iter().find_map(|pointer| connection.pointer(pointer).and_then(Value::as_str))
}

/// Why a connection cannot be used, as the service says it.
pub fn trouble(connection: &Value) -> Option<String> {
    let at = |pointer: &str| connection.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
    for place in ["/properties/error", "/properties/statuses/0/error"] {
        let (code, message) = (at(&format!("{place}/code")), at(&format!("{place}/message")));
        match (code, message) {
            (Some(code), Some(message)) => return Some(format!("`{code}`: {message}")),
            (Some(text), None) | (None, Some(text)) => return Some(text.to_owned()),
            (None, None) => {}
        }
    }
    at("/properties/statuses/0/statusReason").map(str::to_owned)
}

/// Whether a 404 says that the resource is absent, not what it is in.
fn is_absent(failure: &Failure) -> bool {
    !matches!(
        failure.code.as_deref(),
        Some("SubscriptionNotFound" | "ResourceGroupNotFound" | "ParentResourceNotFound" | "InvalidSubscriptionId")
    )
}

/// A failure with what helps in Azure.
pub fn explained(failure: Failure) -> Failure {
    let remedy = match (failure.kind, failure.code.as_deref()) {
        (Kind::Status(_), Some("SubscriptionNotFound" | "InvalidSubscriptionId")) => {
            "check `--subscription`: `az account list` shows the subscriptions that you can see"
        }
        (Kind::Status(_), Some("ResourceGroupNotFound")) => "check `--resource-group`, or create it with `az group create`",
        (Kind::Status(_), Some("MissingSubscriptionRegistration")) => {
            "register the provider once: `az provider register --namespace Microsoft.Web`"
        }
        (Kind::Status(_), Some("AIGatewayConnectionOwnerAccessDenied")) => {
            "only the connection's owner may do this: inside of a sandbox, call the connection's runtime URL instead"
        }
        (Kind::Status(403), _) => {
            "this account is not allowed to do this: it needs the role Contributor on the resource group; `connsmith whoami` shows who is signed in"
        }
        (Kind::Status(404), _) => {
            "check the names: `connsmith ns list` shows the namespaces, and `list` of `ns connection`, `ns trigger` and `ns mcp` what is in one"
        }
        _ => return failure,
    };
    Failure { remedy: remedy.into(), ..failure }
}
