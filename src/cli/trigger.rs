//! `connsmith trigger`
use super::calling::{Calling, warn};
use super::namespace::{Given, connector, json_file, operation, say};
use super::{CLEAN, FAILED, FOUND, SIGN_IN, interrupt, note, print, script};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::call::exchange::{Answer, Outgoing, Payload};
use connsmith::call::pipeline::{self, Called, Caller, Script, Stop};
use connsmith::call::request::{self, Options, Request};
use connsmith::call::trigger::{self, Kind, Poll, State};
use connsmith::call::{fit, mock, view};
use connsmith::connector::Operation;
use connsmith::rule::Severity;
use connsmith::serve::calls::options;
use connsmith::serve::listener::{self, Delivery};
use connsmith::serve::network::Network;
use connsmith::text::measure::MOST_VALUES;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Arguments {
    /// The trigger's `operationId`
    #[arg(value_name = "OPERATION")]
    operation: String,

    /// A connector's folder or a Swagger file
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    #[command(flatten)]
    given: Given,

    /// Stop after this many deliveries or polls that fire
    #[arg(long, default_value_t = 1, value_name = "N")]
    count: usize,

    /// Stop after this many seconds at the latest
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    wait: u64,

    /// Webhook: listen on this local port; 0 picks a free port
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,

    /// Webhook: the URL at which the API reaches that port, such as that of a tunnel
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,

    /// Webhook: do not subscribe, but show what a sample delivery yields
    #[arg(long)]
    sample: bool,

    /// Poll: poll once and exit
    #[arg(long)]
    once: bool,

    /// Poll: seconds between polls
    #[arg(long, default_value_t = 180, value_name = "SECONDS")]
    interval: u64,

    /// Poll: keep the state between runs in this file
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,

    #[command(flatten)]
    calling: Calling,
}

/// What a trigger waits for.
enum Event {
    Delivery(Delivery),
    Interrupt,
}

impl From<Delivery> for Event {
    fn from(delivery: Delivery) -> Event {
        Event::Delivery(delivery)
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let connector = connector(&arguments.path)?;
    let operation = operation(&connector, &arguments.operation)?;
    let Some(kind) = trigger::kind(operation) else {
        bail!("`{}` is an action, not a trigger: call it with `connsmith run`", arguments.operation);
    };
    if arguments.sample {
        return sample(operation, kind);
    }
    let choices = arguments.calling.choices()?;
    let (given, mut problems) = arguments.given.read()?;
    let options = Options { subscribe: kind == Kind::Webhook, ..options(&choices, true) };
    let built = request::build(operation, &given, options);
    problems.extend(built.problems.into_iter().filter(|problem| problem.code != "not-callable"));
    say(&problems);
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    let (Some(request), false) = (built.request, failed) else { return Ok(FAILED) };
    let connection = arguments.calling.connection(&connector, true, false)?;
    let network = arguments.calling.network(&connector, &connection, false)?;
    let mut sender = network.clone();
    let mut runner = script::find(&connector);
    let caller = Caller {
        connection: &connection,
        choices: &choices,
        sender: &mut sender,
        script: runner.as_mut().map(|runner| runner as &mut dyn Script),
        dry: false,
        base: arguments.calling.base_url.as_deref(),
        gateway: None,
    };
    let mut trigger = Trigger { arguments, operation, caller, network: &network, bad: false };
    match kind {
        Kind::Webhook => trigger.webhook(request),
        Kind::Poll | Kind::PollByPolicy => trigger.poll(&request, kind),
    }
}

/// Shows what a sample delivery yields.
fn sample(operation: Operation, kind: Kind) -> anyhow::Result<u8> {
    if kind != Kind::Webhook {
        bail!("`--sample` works only with webhooks; for polls, use `connsmith serve --mock`");
    }
    let Some(schema) = trigger::notification(operation) else {
        note("the trigger has no schema for deliveries (`x-ms-notification-content`)");
        return Ok(FOUND);
    };
    let body = mock::made(schema);
    print(&format!("{}\n{}", serde_json::to_string_pretty(&body)?, outputs(operation, &body)))?;
    Ok(CLEAN)
}

struct Trigger<'t, 'a> {
    arguments: &'t Arguments,
    operation: Operation<'a>,
    caller: Caller<'t>,
    network: &'t Network,
    /// Whether something did not match.
    bad: bool,
}

impl Trigger<'_, '_> {
    fn clean(&self, text: &str) -> String {
        self.network.redactor.text(text)
    }

    fn call(&mut self, request: &Request) -> Called {
        let called = pipeline::call(self.operation, request, &mut self.caller);
        self.hear(&called);
        called
    }

    fn hear(&self, called: &Called) {
        called.secrets.iter().for_each(|secret| self.network.redactor.keep(secret));
        warn(&called.done, self.network);
        if let Some(stop) = &called.stop {
            note(&self.clean(&stop.message()));
        }
    }

    /// The exit status at the end.
    fn status(&self) -> u8 {
        if self.bad { FOUND } else { CLEAN }
    }

    fn webhook(&mut self, mut request: Request) -> anyhow::Result<u8> {
        let (send, events) = channel();
        let path = format!("/notify/{:032x}", fastrand::u128(..));
        let address = listener::listen::<Event>(self.arguments.port, path.clone(), send.clone())
            .with_context(|| format!("cannot listen on port {}", self.arguments.port))?;
        interrupt::instead(move || {
            let _ = send.send(Event::Interrupt); // nobody waits any more
        });
        let public = self.arguments.public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned());
        let url = format!("{}{path}", public.unwrap_or_else(|| format!("http://{address}")));
        // Anyone who knows it can deliver.
        self.network.redactor.keep(&path);
        if !trigger::subscribe(self.operation, &mut request, &url) {
            note("no property of the body has `x-ms-notification-url`, so the API does not get the callback URL");
            return Ok(FOUND);
        }
        let called = self.call(&request);
        let Some(answer) = called.answer.as_ref().filter(|_| called.stop.is_none()) else {
            return Ok(if matches!(called.stop, Some(Stop::Missing(_))) { SIGN_IN } else { FAILED });
        };
        for lack in trigger::lacks(self.operation, answer, &called.request.base) {
            note(&self.clean(&format!("warning: {lack}")));
            self.bad = true;
        }
        if !answer.is_success() {
            note(&self.clean(&shown(answer)));
            return Ok(FOUND);
        }
        note(&format!("subscribed; waiting for a delivery at http://{address} (press Ctrl-C to stop and unsubscribe)"));
        let waited = self.deliveries(&events);
        self.unsubscribe(&called);
        waited?;
        Ok(self.status())
    }

    fn deliveries(&mut self, events: &Receiver<Event>) -> anyhow::Result<()> {
        let begin = Instant::now();
        let mut left = self.arguments.count;
        while left > 0 {
            match events.recv_timeout(Duration::from_secs(self.arguments.wait).saturating_sub(begin.elapsed())) {
                Ok(Event::Delivery(delivery)) => self.delivered(delivery)?,
                Ok(Event::Interrupt) => return Ok(()),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    note(&format!("no delivery in {} s", self.arguments.wait));
                    self.bad = true;
                    return Ok(());
                }
            }
            left -= 1;
        }
        Ok(())
    }

    fn delivered(&mut self, delivery: Delivery) -> anyhow::Result<()> {
        let kind = delivery.content_type.unwrap_or_else(|| "no content type".to_owned());
        let body = match Payload::of(delivery.bytes, None, MOST_VALUES) {
            Ok(Payload::Json(body)) => body,
            Ok(_) => {
                note(&format!("the {} delivery is not JSON ({kind}): a flow gets only its text", delivery.method));
                self.bad = true;
                return Ok(());
            }
            Err(why) => {
                note(&format!("the {} delivery {why}", delivery.method));
                self.bad = true;
                return Ok(());
            }
        };
        print(&self.clean(&format!("{}\n{}", serde_json::to_string_pretty(&body)?, outputs(self.operation, &body))))?;
        match trigger::notification(self.operation) {
            Some(schema) => self.fits(&fit::value_fits(schema, &body, "body"), "the delivery"),
            None => note("the delivery has no schema to compare with"),
        }
        Ok(())
    }

    fn fits(&mut self, problems: &[request::Problem], what: &str) {
        say(problems);
        if problems.is_empty() {
            note(&format!("{what} matches its schema"));
        }
        self.bad |= problems.iter().any(|problem| problem.severity != Severity::Info);
    }

    /// Deletes the subscription, at the URL from the API.
    fn unsubscribe(&mut self, called: &Called) {
        let location = called.answer.as_ref().and_then(|answer| answer.headers.get("location"));
        let Some(location) = location else {
            note("cannot unsubscribe: the API sent no `Location`, so it will keep delivering");
            return;
        };
        let unsubscribed = pipeline::follow(self.operation, &called.request, location, "DELETE", &mut self.caller);
        let Some(unsubscribed) = unsubscribed else {
            note(&self.clean(&format!("cannot unsubscribe: `{location}` is not a valid URL")));
            self.bad = true;
            return;
        };
        self.hear(&unsubscribed);
        match &unsubscribed.answer {
            Some(answer) if answer.is_success() => note("unsubscribed"),
            Some(answer) => {
                note(&self.clean(&format!("the subscription was not deleted: DELETE {location} returned {}", answer.status)));
                self.bad = true;
            }
            None => self.bad = true,
        }
    }

    fn poll(&mut self, request: &Request, kind: Kind) -> anyhow::Result<u8> {
        interrupt::watch();
        let begin = Instant::now();
        let mut memory = self.remembered()?;
        let mut left = self.arguments.count;
        let mut last: Option<Outgoing> = None;
        loop {
            let mut request = request.clone();
            trigger::with_state(&mut request, &memory.state);
            let called = match memory.location.as_deref() {
                Some(location) => self.again(&request, last.as_ref(), location),
                None => self.call(&request),
            };
            last = Some(called.request.clone());
            let Some(answer) = called.answer.as_ref().filter(|_| called.stop.is_none()) else {
                return Ok(if matches!(called.stop, Some(Stop::Missing(_))) { SIGN_IN } else { FAILED });
            };
            let (poll, wait) = match kind {
                Kind::PollByPolicy => {
                    let first = !memory.asked;
                    let read = trigger::polled_by_policy(self.operation, answer, &memory.state, first);
                    let (poll, state) =
                        read.map_err(|why| anyhow::anyhow!(self.clean(&format!("the policy `pollingtrigger`: {why}"))))?;
                    memory.state = state;
                    if first {
                        note("the first poll only records what exists; later items start a flow");
                    }
                    (poll, None)
                }
                _ => {
                    let (poll, location, wait) = trigger::polled(answer);
                    if location.is_some() {
                        memory.location = location;
                    }
                    (poll, wait)
                }
            };
            memory.asked = true;
            self.remember(&memory)?;
            match poll {
                Poll::Fires => {
                    self.fired(answer)?;
                    left = left.saturating_sub(1);
                }
                Poll::Nothing => note(&format!("{}: nothing new", answer.status)),
                Poll::Failed => {
                    note(&self.clean(&shown(answer)));
                    self.bad = true;
                }
            }
            if left == 0 || self.arguments.once {
                return Ok(self.status());
            }
            // The longer of the two counts, unless something was found: then the API's counts.
            let wait = match (poll, wait) {
                (Poll::Fires, Some(wait)) => wait,
                (_, wait) => self.arguments.interval.max(wait.unwrap_or(0)),
            };
            if begin.elapsed().as_secs().saturating_add(wait) > self.arguments.wait {
                note(&format!("the next poll would be in {wait} s, after the end of `--wait`"));
                return Ok(self.status());
            }
            std::thread::sleep(Duration::from_secs(wait));
        }
    }

    /// Polls the URL from the last response, with the headers of the last request or those that it would have.
    fn again(&mut self, request: &Request, last: Option<&Outgoing>, location: &str) -> Called {
        let from = match last {
            Some(last) => Some(last.clone()),
            None => {
                self.caller.dry = true;
                let prepared = pipeline::call(self.operation, request, &mut self.caller);
                self.caller.dry = false;
                // The values that a policy fetches first are still missing: the first poll goes to the first URL.
                (prepared.stop.is_none() && prepared.side_calls.is_empty()).then_some(prepared.request)
            }
        };
        let next = from.and_then(|from| pipeline::follow(self.operation, &from, location, "GET", &mut self.caller));
        match next {
            Some(called) => {
                self.hear(&called);
                called
            }
            None => self.call(request),
        }
    }

    fn fired(&mut self, answer: &Answer) -> anyhow::Result<()> {
        let Payload::Json(body) = &answer.payload else {
            note("the trigger fires, but its body is not JSON");
            return Ok(());
        };
        let runs = trigger::runs(self.operation, body);
        let mut text = String::new();
        for (at, run) in runs.iter().enumerate() {
            let _ = writeln!(text, "run {} of {}:\n{}", at + 1, runs.len(), serde_json::to_string_pretty(run)?); // cannot fail
        }
        print(&self.clean(&text))?;
        self.fits(&fit::check(self.operation, answer), "the answer");
        Ok(())
    }

    fn remembered(&self) -> anyhow::Result<Memory> {
        let Some(path) = self.arguments.state.as_ref().filter(|path| path.exists()) else { return Ok(Memory::default()) };
        let value = json_file(path)?;
        let pair = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        Ok(Memory {
            asked: value["asked"] == true,
            location: value["location"].as_str().map(str::to_owned),
            state: value["query"].as_object().into_iter().flatten().filter_map(pair).collect(),
        })
    }

    fn remember(&self, memory: &Memory) -> anyhow::Result<()> {
        let Some(path) = &self.arguments.state else { return Ok(()) };
        let query: serde_json::Map<String, Value> =
            memory.state.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
        let location = memory.location.as_deref().map(|location| self.clean(location));
        let value = json!({ "asked": memory.asked, "location": location, "query": query });
        let text = serde_json::to_string_pretty(&value)? + "\n";
        interrupt::put(path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))
    }
}

/// The state between polls.
#[derive(Default)]
struct Memory {
    asked: bool,
    location: Option<String>,
    state: State,
}

fn shown(answer: &Answer) -> String {
    let body = match &answer.payload {
        Payload::Json(value) => value.to_string(),
        Payload::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Payload::None => String::new(),
    };
    format!("the API returned {} {body}", answer.status)
}

/// The dynamic content that makers get, with its values.
fn outputs(operation: Operation, body: &Value) -> String {
    let mut text = String::new();
    for token in view::show(operation).outputs.iter().filter(|token| token.header.is_none() && !token.is_in_array()) {
        let way = token.path.iter().map(|step| match step {
            view::Segment::Property(name) => Some(name),
            view::Segment::Item => None,
        });
        let found = way.into_iter().try_fold(body, |value, name| value.get(name?));
        if let Some(found) = found.filter(|value| !value.is_object() && !value.is_array()) {
            let _ = writeln!(text, "{} = {found}", token.title); // writing to a String cannot fail
        }
    }
    text
}
