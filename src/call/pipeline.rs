//! One call from its request to its answer, in the order of the platform: authentication, policies of the request, the script or
//! the API, policies of the answer.
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
    /// When it cannot run, or ends with an exception: why, for people.
    fn run(&mut self, operation: Operation, request: &Outgoing, sender: &mut dyn Sender) -> Result<Answer, String>;
}

/// Why a call ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Values of the connection are missing: their names.
    Missing(Vec<String>),
    /// There is no address to send to.
    NoHost,
    Policy(Fault),
    /// The connector's script would run now, and there is nothing to run it with.
    Script,
    /// The script failed.
    ScriptFailed(String),
    /// The API gave no answer.
    NoAnswer(String),
}

impl Stop {
    /// What is wrong and what to do, for people.
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
                "this request goes to the connector's script, which needs `mono` with `csc` or `mcs` to run".to_owned()
            }
            Stop::ScriptFailed(why) => format!("the script failed: {why}"),
            Stop::NoAnswer(why) => why.clone(),
        }
    }
}

/// A call, as far as it came.
#[derive(Clone, Debug)]
pub struct Called {
    /// The request as the API or the script gets it.
    pub request: Outgoing,
    pub done: Vec<Done>,
    /// The requests that policies sent on their own, with their answers.
    pub side_calls: Vec<(Outgoing, Option<Answer>)>,
    /// The answer after all policies; None where the call ended early or nothing was to be sent.
    pub answer: Option<Answer>,
    pub stop: Option<Stop>,
    /// Whether the platform would mark the connection as not signed in.
    pub unauthenticated: bool,
    /// Whether the script made the answer, or would have.
    pub script: bool,
    /// What policies fetched that signs the caller in: nobody may see it.
    pub secrets: Vec<String>,
}

/// What a call is made with.
pub struct Caller<'c> {
    pub connection: &'c Connection,
    pub choices: &'c Choices,
    pub sender: &'c mut dyn Sender,
    pub script: Option<&'c mut dyn Script>,
    /// Stops before anything is sent.
    pub dry: bool,
    /// An address in the place of the definition's scheme, host and base path.
    pub base: Option<&'c str>,
    /// The address of a gateway of ours through which callers come.
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

/// Makes one call.
pub fn call(operation: Operation, request: &Request, caller: &mut Caller) -> Called {
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
    if request.is_for_same_host(from) {
        let mut signed = Outgoing { queries: Vec::new(), headers: Default::default(), ..request.clone() };
        if let Err(missing) = authenticate(operation, caller.connection, caller.choices, &mut signed) {
            return Some(stopped(request, Stop::Missing(missing)));
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
    Some(called)
}

/// What comes after an answer that is not the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The work goes on at this address; ask again after so many seconds.
    Later(String, u64),
    /// The next page is at this address.
    Page(String),
}

/// How long flows wait between two questions when the answer does not say, in seconds.
pub const WAIT: u64 = 20;

/// What comes after an answer: of a 202 what `Location` names, of a page the next one.
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
