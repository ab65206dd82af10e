//! `connsmith run`
use super::answer::Format;
use super::calling::{Calling, list_of_choices, warn};
use super::namespace::{self, connector, operation, say};
use super::{CLEAN, FAILED, FOUND, SIGN_IN, ask, fill, interrupt, note, print, print_json, script};
use anyhow::Context;
use clap::Args;
use connsmith::call::exchange::{Answer, Outgoing, Payload};
use connsmith::call::pipeline::{self, Called, Caller, Next, Stop};
use connsmith::call::request::{self, Argument, Given, Place, Problem};
use connsmith::call::{fit, pipeline::next};
use connsmith::connector::{Connector, Operation};
use connsmith::report::escape;
use connsmith::rule::Severity;
use connsmith::serve::calls::options;
use connsmith::serve::network::Network;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Arguments {
    /// The operation's `operationId`
    #[arg(value_name = "OPERATION", required_unless_present_any = ["choices", "test_connection"])]
    operation: Option<String>,

    /// A connector's folder or a Swagger file
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    #[command(flatten)]
    given: namespace::Given,

    /// Show the request as the API would receive it, without sending it
    #[arg(long)]
    dry_run: bool,

    /// Print the request as a cURL command without secrets, without sending it
    #[arg(long)]
    curl: bool,

    /// Show every step: the effect of each default, policy and choice
    #[arg(long)]
    explain: bool,

    /// Poll a 202 until the result is there, and fetch all pages
    #[arg(long)]
    follow: bool,

    /// Time limit for `--follow`
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    follow_for: u64,

    /// Build the request even if the operation cannot be called, such as a trigger
    #[arg(long)]
    force: bool,

    /// Write the response body to a file, byte for byte
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Run the operation that the platform uses to test a connection (`testConnection` in `x-ms-capabilities`); the only path is then the
    /// connector's
    #[arg(long, conflicts_with_all = ["arg", "args"])]
    test_connection: bool,

    /// List the choices for undocumented platform behavior, with their current values
    #[arg(long)]
    choices: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    calling: Calling,
}

/// The maximum number of pages to fetch.
const MOST_PAGES: usize = 1_000;

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let choices = arguments.calling.choices()?;
    if arguments.choices {
        print(&list_of_choices(&choices))?;
        return Ok(CLEAN);
    }
    let connector = match (&arguments.operation, arguments.test_connection) {
        (Some(path), true) => connector(&PathBuf::from(path))?,
        _ => connector(&arguments.path)?,
    };
    let (operation, (mut given, mut problems)) = if arguments.test_connection {
        let (operation, given) = test_of(&connector)?;
        (operation, (given, Vec::new()))
    } else {
        let id = arguments.operation.as_deref().unwrap_or_default();
        (operation(&connector, id)?, arguments.given.read()?)
    };
    let options = options(&choices, arguments.force);
    let dry = arguments.dry_run || arguments.curl;
    let complete = request::build(operation, &given, options).missing.is_empty();
    let mut known = None;
    if !complete && ask::can() {
        // Its lookups may call the API.
        let connection = arguments.calling.connection(&connector, !dry, dry)?;
        let mut network = arguments.calling.network(&connector, &connection, super::settings::is_verbose())?;
        let mut caller = Caller {
            connection: &connection,
            choices: &choices,
            sender: &mut network,
            script: None,
            dry,
            base: arguments.calling.base_url.as_deref(),
            gateway: None,
        };
        fill::fill(operation, &mut given, options, &mut caller)?;
        known = Some(connection);
    }
    let built = request::build(operation, &given, options);
    problems.extend(built.problems);
    say(&problems);
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    let (Some(request), false) = (&built.request, failed) else { return Ok(FAILED) };
    let connection = match known {
        Some(connection) => connection,
        None => arguments.calling.connection(&connector, !dry, dry)?,
    };
    let network = arguments.calling.network(&connector, &connection, super::settings::is_verbose())?;
    let mut runner = script::find(&connector);
    let mut side = network.clone();
    let mut caller = Caller {
        connection: &connection,
        choices: &choices,
        sender: &mut side,
        script: runner.as_mut().map(|runner| runner as &mut dyn pipeline::Script),
        dry,
        base: arguments.calling.base_url.as_deref(),
        gateway: None,
    };
    let mut called = vec![pipeline::call(operation, request, &mut caller)];
    if arguments.follow {
        follow(operation, &mut caller, &mut called, arguments.follow_for, &network)?;
    }
    for secret in called.iter().flat_map(|called| &called.secrets) {
        network.redactor.keep(secret);
    }
    for called in &called {
        warn(&called.done, &network);
    }
    let report = Report { operation, filled_in: &built.filled_in, called: &called, network: &network, choices: &choices };
    if let (Some(path), Some(answer)) = (&arguments.out, called.last().and_then(|last| last.answer.as_ref())) {
        let bytes = answer.payload.bytes().unwrap_or_default();
        interrupt::put(path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    report.show(arguments)
}

/// The operation that tests a connection, with its arguments.
fn test_of(connector: &Connector) -> anyhow::Result<(Operation<'_>, Vec<Argument>)> {
    let test = connector.api().and_then(|api| api.test_connection());
    let test = test.context("the definition has no `testConnection` in `x-ms-capabilities`")?;
    let id = test.get_str("operationId").context("`testConnection` in `x-ms-capabilities` has no `operationId`")?;
    let given = test.get("parameters").into_iter().flat_map(|parameters| parameters.members()).map(|member| Argument {
        place: Place::Named(member.name().into_owned()),
        value: Given::Json(connsmith::call::value(member.value)),
        origin: "`testConnection`".to_owned(),
    });
    Ok((operation(connector, &id)?, given.collect()))
}

/// Continues as long as responses say that there is more.
fn follow(
    operation: Operation,
    caller: &mut Caller,
    called: &mut Vec<Called>,
    seconds: u64,
    network: &Network,
) -> anyhow::Result<()> {
    interrupt::watch();
    let begin = Instant::now();
    while called.len() <= MOST_PAGES {
        let Some(last) = called.last() else { return Ok(()) };
        let Some(answer) = last.answer.as_ref().filter(|_| last.stop.is_none()) else { return Ok(()) };
        let (link, wait) = match next(operation, answer) {
            None => return Ok(()),
            Some(Next::Page(link)) => (link, 0),
            Some(Next::Later(link, wait)) => (link, wait),
        };
        if begin.elapsed().as_secs().saturating_add(wait) > seconds {
            note(&format!("the API has not finished after {seconds} s; use `--follow-for` to wait longer"));
            return Ok(());
        }
        std::thread::sleep(Duration::from_secs(wait));
        let Some(next) = pipeline::follow(operation, &last.request, &link, "GET", caller) else {
            note(&network.redactor.text(&format!("the response continues at `{link}`, which is not a valid URL")));
            return Ok(());
        };
        called.push(next);
    }
    Ok(())
}

struct Report<'r, 'a> {
    operation: Operation<'a>,
    filled_in: &'r [String],
    called: &'r [Called],
    network: &'r Network,
    choices: &'r connsmith::call::choices::Choices,
}

impl Report<'_, '_> {
    fn show(&self, arguments: &Arguments) -> anyhow::Result<u8> {
        let (Some(first), Some(last)) = (self.called.first(), self.called.last()) else { return Ok(FAILED) };
        let problems: Vec<Problem> = match &last.answer {
            Some(answer) => fit::check(self.operation, answer),
            None => Vec::new(),
        };
        let status = match (&last.stop, &last.answer) {
            (Some(Stop::Missing(_)), _) => SIGN_IN,
            (Some(_), _) => FAILED,
            _ if last.unauthenticated => SIGN_IN,
            (None, Some(answer)) if !answer.is_success() => FOUND,
            _ if problems.iter().any(|problem| problem.severity != Severity::Info) => FOUND,
            _ => CLEAN,
        };
        let clean = |text: &str| self.network.redactor.text(text);
        if let Some(stop) = &last.stop {
            note(&clean(&stop.message()));
        }
        if arguments.format == Format::Json {
            print_json(&clean(&(serde_json::to_string_pretty(&self.json(&problems))? + "\n")))?;
            return Ok(status);
        }
        let mut text = String::new();
        if arguments.explain {
            text.push_str(&self.explained());
        }
        let is_sent = last.answer.is_some();
        if arguments.curl {
            text.push_str(&(first.request.curl() + "\n"));
        } else if !is_sent && !matches!(last.stop, Some(Stop::Missing(_))) {
            text.push_str(&shown(&last.request));
        }
        for called in self.called {
            if let Some(answer) = &called.answer {
                text.push_str(&answered(answer));
            }
        }
        print(&clean(&text))?;
        say(&problems);
        if is_sent && problems.is_empty() {
            note("the response matches its schema");
        }
        Ok(status)
    }

    fn explained(&self) -> String {
        let mut text = String::new();
        for line in self.filled_in {
            let _ = writeln!(text, "default: {}", escape::visible(line)); // writing to a String cannot fail
        }
        for called in self.called {
            for step in &called.done {
                let _ = writeln!(text, "{}: {}", step.by, escape::visible(&step.what));
            }
            for (request, answer) in &called.side_calls {
                let status = answer.as_ref().map_or("not sent".to_owned(), |answer| answer.status.to_string());
                let _ = writeln!(text, "side call: {} {}: {status}", request.method, request.url());
            }
        }
        for choice in connsmith::call::choices::CHOICES {
            let _ = writeln!(text, "choice: {}={}", choice.name, self.choices.of(choice));
        }
        text + "\n"
    }

    fn json(&self, problems: &[Problem]) -> AllJson<'_> {
        let side_call = |(request, answer): &(Outgoing, Option<Answer>)| json!({ "request": request_json(request), "status": answer.as_ref().map(|answer| answer.status) });
        let requests = self.called.iter().map(|called| CallJson {
            request: request_json(&called.request),
            steps: called.done.iter().map(|step| json!({ "by": step.by, "what": step.what })).collect(),
            side_calls: called.side_calls.iter().map(side_call).collect(),
            answer: called.answer.as_ref().map(|answer| AnswerJson {
                status: answer.status,
                headers: headers_json(&answer.headers.0),
                body: body_json(&answer.payload),
            }),
            stopped: called.stop.as_ref().map(Stop::message),
        });
        let chosen =
            connsmith::call::choices::CHOICES.iter().map(|choice| (choice.name.to_owned(), self.choices.of(choice).into()));
        AllJson {
            operation: self.operation.id().map(|id| id.to_string()),
            filled_in: self.filled_in,
            calls: requests.collect(),
            differences: namespace::problems_json(problems),
            choices: chosen.collect(),
        }
    }
}

/// The report as JSON. It borrows the answers, which may be large.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AllJson<'r> {
    operation: Option<String>,
    filled_in: &'r [String],
    calls: Vec<CallJson<'r>>,
    differences: Value,
    choices: serde_json::Map<String, Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallJson<'r> {
    request: Value,
    steps: Value,
    side_calls: Value,
    answer: Option<AnswerJson<'r>>,
    stopped: Option<String>,
}

#[derive(Serialize)]
struct AnswerJson<'r> {
    status: u16,
    headers: Value,
    body: BodyJson<'r>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum BodyJson<'r> {
    None,
    Json(&'r Value),
    Text(Cow<'r, str>),
}

fn request_json(request: &Outgoing) -> Value {
    json!({ "method": request.method, "url": request.url(), "headers": headers_json(&request.headers.0), "body": body_json(&request.payload) })
}

fn headers_json(headers: &[(String, String)]) -> Value {
    headers.iter().map(|(name, value)| json!([name, value])).collect()
}

fn body_json(payload: &Payload) -> BodyJson<'_> {
    match payload {
        Payload::None => BodyJson::None,
        Payload::Json(value) => BodyJson::Json(value),
        Payload::Bytes(bytes) => BodyJson::Text(match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => format!("({} bytes)", bytes.len()).into(),
        }),
    }
}

/// A body, for display.
fn body(payload: &Payload) -> String {
    match payload {
        Payload::None => String::new(),
        Payload::Json(value) => format!("\n{}\n", serde_json::to_string_pretty(value).unwrap_or_default()),
        Payload::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => format!("\n{}\n", text.trim_end()),
            Err(_) => format!("\n({} bytes of binary data; use `--out FILE` to save them)\n", bytes.len()),
        },
    }
}

fn headers(headers: &[(String, String)]) -> String {
    headers.iter().map(|(name, value)| format!("{}: {}\n", escape::visible(name), escape::visible(value))).collect()
}

fn shown(request: &Outgoing) -> String {
    format!("{} {}\n{}{}", request.method, request.url(), headers(&request.headers.0), body(&request.payload))
}

fn answered(answer: &Answer) -> String {
    format!("HTTP {}\n{}{}", answer.status, headers(&answer.headers.0), body(&answer.payload))
}
