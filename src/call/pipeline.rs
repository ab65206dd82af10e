//! A call from request to response, in the order of the platform: authentication, policies for the request, the script or the
//! API, policies for the response.
use super::choices::Choices;
use super::connection::{self, Connection, authenticate};
use super::exchange::{Answer, Outgoing, Sender};
use super::policy::{Context, Done, Fault, Policies};
use super::request::Request;
use crate::connector::{Connector, Operation};

/// Runs a connector's `script.csx`, which sends requests of its own.
pub trait Script {
    /// Runs the script for a request.
    ///
    /// # Errors
    /// If it cannot run, or ends with an exception: a message with the reason.
    fn run(&mut self, operation: Operation, request: &Outgoing, sender: &mut dyn Sender) -> Result<Answer, String>;
}

/// Why a call ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Values of the connection are missing, with these names.
    Missing(Vec<String>),
    /// There is no host to send to.
    NoHost,
    Policy(Fault),
    /// The connector's script would run now, but there is nothing to run it with.
    Script,
    /// The script failed.
    ScriptFailed(String),
    /// The API returned no response.
    NoAnswer(String),
}

impl Stop {
    /// A message that says what is wrong and what to do.
    pub fn message(&self) -> String {
        match self {
            Stop::Missing(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}` ({})", connection::variable(name))).collect();
                format!(
                    "the connection has no value for {}: set the environment variable, or pass a file with `--connection`",
                    names.join(", ")
                )
            }
            Stop::NoHost => "the definition has no `host`, and no policy sets one".to_owned(),
            Stop::Policy(fault) => fault.to_string(),
            Stop::Script => {
                "this request goes to the connector's script, which needs the .NET SDK (`dotnet`), or `mono` with `csc` or `mcs`, to run"
                    .to_owned()
            }
            Stop::ScriptFailed(why) => format!("the script failed: {why}"),
            Stop::NoAnswer(why) => why.clone(),
        }
    }
}

/// A call, as far as it got.
#[derive(Clone, Debug)]
pub struct Called {
    /// The request as the API or the script receives it.
    pub request: Outgoing,
    pub done: Vec<Done>,
    /// The requests sent by policies, with their responses.
    pub side_calls: Vec<(Outgoing, Option<Answer>)>,
    /// The response after all policies; None if the call ended early or was a dry run.
    pub answer: Option<Answer>,
    pub stop: Option<Stop>,
    /// Whether the platform would mark the connection as not signed in.
    pub unauthenticated: bool,
    /// Whether the script created the response, or would have.
    pub script: bool,
    /// Credentials fetched by policies, which must be redacted.
    pub secrets: Vec<String>,
}

/// The context of a call.
pub struct Caller<'c> {
    pub connection: &'c Connection,
    pub choices: &'c Choices,
    pub sender: &'c mut dyn Sender,
    pub script: Option<&'c mut dyn Script>,
    /// Stops before anything is sent.
    pub dry: bool,
    /// A URL that replaces the definition's scheme, host and base path.
    pub base: Option<&'c str>,
    /// The URL of our gateway that callers use, if any.
    pub gateway: Option<&'c str>,
}

/// Whether the connector's script runs for an operation.
pub fn runs_script(operation: Operation) -> bool {
    let connector: &Connector = operation.connector;
    if connector.script.is_none() {
        return false;
    }
    let named: Vec<_> = connector.api_properties().into_iter().flat_map(|properties| properties.script_operations()).collect();
    named.is_empty() || operation.id().is_some_and(|id| named.iter().any(|name| name.is(&id)))
}

impl Called {
    /// Whether the API has refused the access token.
    fn is_refused(&self) -> bool {
        let refuses = |answer: &Answer| answer.status == 401;
        self.answer.as_ref().is_some_and(refuses)
            || self.stop.is_some() && self.side_calls.iter().filter_map(|(_, answer)| answer.as_ref()).any(refuses)
    }
}

/// Makes a call with an access token that is valid, and once more with a new one if the API refuses it.
fn signed_in(caller: &mut Caller, mut work: impl FnMut(&mut Caller) -> Called) -> Called {
    let Some(session) = caller.connection.session.clone().filter(|_| !caller.dry) else { return work(caller) };
    let mut with = |token: &str, caller: &mut Caller| {
        let mut connection = caller.connection.clone();
        connection.put(&session.parameter, token.to_owned());
        work(&mut Caller {
            connection: &connection,
            choices: caller.choices,
            sender: &mut *caller.sender,
            script: match &mut caller.script {
                Some(script) => Some(&mut **script),
                None => None,
            },
            dry: caller.dry,
            base: caller.base,
            gateway: caller.gateway,
        })
    };
    let token = session.token(caller.sender);
    let mut called = with(&token, caller);
    if called.is_refused() {
        // A script may have changed something before the API refused its last request.
        let is_safe = !called.script || matches!(called.request.method.as_str(), "GET" | "HEAD");
        if let Some(token) = session.after_refusal(&token, caller.sender).filter(|_| is_safe) {
            called = with(&token, caller);
            if !called.is_refused() {
                session.accepted(&token);
            }
        }
    } else {
        session.accepted(&token);
    }
    called.secrets.extend(session.secrets());
    called
}

/// Makes a call.
pub fn call(operation: Operation, request: &Request, caller: &mut Caller) -> Called {
    signed_in(caller, |caller| attempt(operation, request, caller))
}

fn attempt(operation: Operation, request: &Request, caller: &mut Caller) -> Called {
    let connector = operation.connector;
    let mut outgoing = Outgoing::new(connector, request, caller.choices);
    if let Some(base) = caller.base {
        outgoing.base = base.trim_end_matches('/').to_owned();
    }
    // Without these the platform makes no connection.
    let missing = connection::missing(connector, caller.connection);
    if !missing.is_empty() {
        return stopped(outgoing, Stop::Missing(missing));
    }
    let mut done = match authenticate(operation, caller.connection, caller.choices, &mut outgoing) {
        Ok(done) => done,
        Err(missing) => return stopped(outgoing, Stop::Missing(missing)),
    };
    let context =
        Context { operation, connection: caller.connection, choices: caller.choices, dry: caller.dry, gateway: caller.gateway };
    let mut policies = Policies::new(context, &outgoing);
    let failed = policies.request(&mut outgoing, caller.sender).err();
    done.append(&mut policies.done);
    let script = runs_script(operation);
    let mut called = Called {
        request: outgoing,
        done,
        side_calls: std::mem::take(&mut policies.side_calls),
        answer: None,
        stop: failed.map(Stop::Policy),
        unauthenticated: false,
        script,
        secrets: std::mem::take(&mut policies.secrets),
    };
    if called.stop.is_none() && called.request.base.is_empty() {
        called.stop = Some(Stop::NoHost);
    }
    if called.stop.is_some() {
        return called;
    }
    let sent = match (&mut caller.script, script) {
        (None, true) => Err(Stop::Script),
        _ if caller.dry => return called,
        (Some(runner), true) => runner.run(operation, &called.request, caller.sender).map_err(Stop::ScriptFailed),
        (_, false) => caller.sender.send(&called.request).map_err(Stop::NoAnswer),
    };
    let mut answer = match sent {
        Ok(answer) => answer,
        Err(stop) => {
            called.stop = Some(stop);
            return called;
        }
    };
    if script {
        called.done.push(Done { by: "script.csx".to_owned(), what: "created the response".to_owned(), warning: false });
    }
    let failed = policies.response(&called.request, &mut answer).err();
    called.done.append(&mut policies.done);
    called.unauthenticated = policies.unauthenticated;
    called.stop = failed.map(Stop::Policy);
    called.answer = Some(answer);
    called
}

fn stopped(request: Outgoing, stop: Stop) -> Called {
    Called {
        request,
        done: Vec::new(),
        side_calls: Vec::new(),
        answer: None,
        stop: Some(stop),
        unauthenticated: false,
        script: false,
        secrets: Vec::new(),
    }
}

/// Asks on at an address that an answer named: signed in where the host is the same, with the policies of the answer. None when it is
/// no address.
pub fn follow(operation: Operation, from: &Outgoing, link: &str, method: &str, caller: &mut Caller) -> Option<Called> {
    let mut request = from.follow(link)?;
    request.method = method.to_owned();
    request.headers.remove("Content-Type");
    Some(signed_in(caller, |caller| ask_on(operation, from, request.clone(), caller)))
}

fn ask_on(operation: Operation, from: &Outgoing, mut request: Outgoing, caller: &mut Caller) -> Called {
    if let Some(session) = &caller.connection.session {
        request.headers.0.iter_mut().for_each(|(_, value)| *value = session.updated(value));
    }
    if request.is_for_same_host(from) {
        let mut signed = Outgoing { queries: Vec::new(), headers: Default::default(), ..request.clone() };
        if let Err(missing) = authenticate(operation, caller.connection, caller.choices, &mut signed) {
            return stopped(request, Stop::Missing(missing));
        }
        // An API key in the query is rarely part of the address that an answer names. Headers are there already, as policies left them.
        let path = request.path.clone();
        let is_there = |name: &str| path.contains(&format!("?{name}=")) || path.contains(&format!("&{name}="));
        request.queries.extend(signed.queries.into_iter().filter(|pair| !is_there(&pair.name)));
    }
    let context =
        Context { operation, connection: caller.connection, choices: caller.choices, dry: caller.dry, gateway: caller.gateway };
    let mut policies = Policies::new(context, &request);
    let mut called = Called { stop: None, ..stopped(request, Stop::NoHost) };
    match caller.sender.send(&called.request) {
        Ok(mut answer) => {
            called.stop = policies.response(&called.request, &mut answer).err().map(Stop::Policy);
            called.done.append(&mut policies.done);
            called.unauthenticated = policies.unauthenticated;
            called.answer = Some(answer);
        }
        Err(why) => called.stop = Some(Stop::NoAnswer(why)),
    }
    called
}

/// What follows a response that is not the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The work continues at this URL; poll again after this number of seconds.
    Later(String, u64),
    /// The next page is at this URL.
    Page(String),
}

/// How long flows wait between polls by default, in seconds.
pub const WAIT: u64 = 20;

/// What follows a response: the `Location` of a 202, or the next page.
pub fn next(operation: Operation, answer: &Answer) -> Option<Next> {
    if answer.status == 202 {
        let wait = answer.headers.get("retry-after").and_then(|wait| wait.trim().parse().ok()).unwrap_or(WAIT);
        return Some(Next::Later(answer.headers.get("location")?.to_owned(), wait));
    }
    let pageable = operation.get("x-ms-pageable")?;
    let name = pageable.get_str("nextLinkName").filter(|name| !name.is_empty())?;
    let super::exchange::Payload::Json(body) = &answer.payload else { return None };
    let link =
        body.get(name.as_ref()).or_else(|| super::policy::expression::at(body, &super::policy::expression::path(&name)))?;
    link.as_str().filter(|link| !link.is_empty()).map(|link| Next::Page(link.to_owned()))
}
