//! `connsmith namespace trigger`
use super::{Format, Given, answer, connector, document, json_of, operation, say, summary};
use crate::cli::{CLEAN, FOUND, note, print};
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use connsmith::call::namespace::trigger::{self, Callback, FREQUENCIES, Recurrence, Start, Wish};
use connsmith::rule::Severity;
use connsmith::text::write;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a trigger configuration, for an event of a connector or a schedule
    New(Box<New>),
    /// Check trigger configurations, optionally against a connector's definition
    Check(Check),
}

#[derive(Args)]
struct New {
    /// A connector's folder or a Swagger file; omit it for a schedule
    #[arg(value_name = "SOURCE", requires = "operation")]
    source: Option<PathBuf>,

    /// The trigger's `operationId`
    #[arg(value_name = "OPERATION", requires = "connection")]
    operation: Option<String>,

    #[command(flatten)]
    given: Given,

    /// The connection's name in the namespace
    #[arg(long, value_name = "NAME", requires = "connector")]
    connection: Option<String>,

    /// The connector's name in Azure, such as `office365`
    #[arg(long, value_name = "NAME")]
    connector: Option<String>,

    /// How often: a number and a unit, such as `5 Minute`. With a connector, this is the interval of a polling trigger
    #[arg(long, value_name = "TIME", required_unless_present = "source")]
    every: Option<String>,

    /// The time zone of a schedule, such as `America/Los_Angeles`
    #[arg(long, value_name = "NAME", requires = "every")]
    time_zone: Option<String>,

    /// When a schedule starts, such as `2026-06-01T00:00:00Z`
    #[arg(long, value_name = "TIME", requires = "every")]
    start: Option<String>,

    /// Track the windows of a schedule, with this delay after each, such as `PT5M`
    #[arg(long, value_name = "DELAY", num_args = 0..=1, default_missing_value = "", conflicts_with = "source")]
    sliding_window: Option<String>,

    /// URL to call back
    #[arg(long, value_name = "URL", required_unless_present = "functions")]
    callback_url: Option<String>,

    /// Function app to call back: APP/FUNCTION. Its key `connector_extension` is read from CONNSMITH_FUNCTION_KEY
    #[arg(long, value_name = "APP/FUNCTION", conflicts_with = "callback_url")]
    functions: Option<String>,

    /// Put the function's key into the URL instead of sending it as QueryString authentication
    #[arg(long, requires = "functions")]
    key_in_url: bool,

    /// HTTP method of the callback
    #[arg(long, value_name = "METHOD", default_value = "POST")]
    method: String,

    /// Authentication of the callback
    #[arg(long, value_enum, default_value_t = Auth::None)]
    auth: Auth,

    /// A member of the authentication; `NAME=@env:VARIABLE` reads a secret from the environment
    #[arg(long = "auth-value", value_name = "NAME=VALUE")]
    auth_values: Vec<String>,

    /// Template for the body of the callback, as JSON or `@FILE`
    #[arg(long, value_name = "JSON")]
    body: Option<String>,

    /// Text that describes the trigger to people
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Create the trigger in a disabled state
    #[arg(long)]
    disabled: bool,

    /// Receive a batch as a whole instead of element by element
    #[arg(long)]
    whole_batches: bool,

    /// Fire only if this expression, which starts with `@`, is true
    #[arg(long, value_name = "EXPRESSION")]
    condition: Vec<String>,

    /// Write `type`, as in guides, instead of `triggerType`
    #[arg(long)]
    legacy_type: bool,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Auth {
    None,
    QueryString,
    Raw,
    Basic,
    ManagedServiceIdentity,
    ActiveDirectoryOauth,
    ClientCertificate,
}

impl Auth {
    fn name(self) -> Option<&'static str> {
        match self {
            Auth::None => None,
            Auth::QueryString => Some("QueryString"),
            Auth::Raw => Some("Raw"),
            Auth::Basic => Some("Basic"),
            Auth::ManagedServiceIdentity => Some("ManagedServiceIdentity"),
            Auth::ActiveDirectoryOauth => Some("ActiveDirectoryOAuth"),
            Auth::ClientCertificate => Some("ClientCertificate"),
        }
    }
}

#[derive(Args)]
struct Check {
    /// Trigger configurations
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The connector's folder or Swagger file, to check the operation and parameters against
    #[arg(long, value_name = "SOURCE")]
    source: Option<PathBuf>,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::New(arguments) => new(arguments),
        Command::Check(arguments) => check(arguments),
    }
}

fn recurrence(arguments: &New) -> anyhow::Result<Option<Recurrence>> {
    let Some(text) = &arguments.every else { return Ok(None) };
    let wrong = || format!("`{text}` is not a number and a unit such as `5 Minute`");
    let digits = text.trim().find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (number, unit) = text.trim().split_at(digits);
    let unit = unit.trim().trim_end_matches('s');
    let frequency = FREQUENCIES.iter().find(|known| known.eq_ignore_ascii_case(unit)).with_context(wrong)?;
    Ok(Some(Recurrence {
        frequency: (*frequency).to_owned(),
        interval: number.parse().ok().with_context(wrong)?,
        time_zone: arguments.time_zone.clone(),
        start_time: arguments.start.clone(),
    }))
}

fn callback(arguments: &New) -> anyhow::Result<Callback> {
    let mut authentication = arguments.auth.name().map(|name| json!({ "type": name }));
    for text in &arguments.auth_values {
        let (name, given) = text.split_once('=').with_context(|| format!("`{text}` is not `NAME=VALUE`"))?;
        let given = match given.strip_prefix("@env:") {
            Some(variable) => {
                std::env::var(variable).with_context(|| format!("the environment variable `{variable}` is not set"))?
            }
            None => given.to_owned(),
        };
        let object = authentication.as_mut().context("`--auth-value` requires `--auth`")?;
        object[name] = json!(given);
    }
    let mut url = arguments.callback_url.clone().unwrap_or_default();
    if let Some(target) = &arguments.functions {
        let (app, function) = target.split_once('/').with_context(|| format!("`{target}` is not `APP/FUNCTION`"))?;
        let encode = connsmith::call::request::percent_encode;
        url = format!("https://{app}.azurewebsites.net/runtime/webhooks/connector?functionName={}", encode(function));
        if arguments.auth == Auth::None {
            const KEY: &str = "CONNSMITH_FUNCTION_KEY";
            let key = std::env::var(KEY).with_context(|| format!("set `{KEY}` to the app's system key `connector_extension`"))?;
            match arguments.key_in_url {
                true => url += &format!("&code={}", encode(&key)),
                false => authentication = Some(json!({ "type": "QueryString", "name": "code", "value": key })),
            }
        }
    }
    let body = arguments.body.as_deref().map(|text| json_of(text, "the template of `--body`")).transpose()?;
    Ok(Callback { url, method: arguments.method.clone(), authentication, body })
}

fn new(arguments: &New) -> anyhow::Result<u8> {
    let recurrence = recurrence(arguments)?;
    let callback = callback(arguments)?;
    let source = arguments.source.as_deref().map(connector).transpose()?;
    let (given, mut problems) = arguments.given.read()?;
    let start = match (&source, &arguments.operation, recurrence) {
        (Some(source), Some(id), recurrence) => Start::Event {
            operation: operation(source, id)?,
            connector: arguments.connector.clone().unwrap_or_default(),
            connection: arguments.connection.clone().unwrap_or_default(),
            arguments: given,
            recurrence,
        },
        (_, _, Some(recurrence)) => match &arguments.sliding_window {
            Some(delay) => Start::SlidingWindow(recurrence, Some(delay.clone()).filter(|delay| !delay.is_empty())),
            None => Start::Recurrence(recurrence),
        },
        _ => anyhow::bail!("name a connector and its trigger, or a schedule with `--every`"),
    };
    let wish = Wish {
        start,
        callback,
        description: arguments.description.clone(),
        enabled: !arguments.disabled,
        whole_batches: arguments.whole_batches,
        conditions: arguments.condition.clone(),
        legacy_type: arguments.legacy_type,
    };
    let (body, found) = trigger::build(&wish);
    problems.extend(found);
    say(&problems);
    let Some(body) = body.filter(|_| problems.iter().all(|problem| problem.severity != Severity::Error)) else {
        return Ok(FOUND);
    };
    let text = serde_json::to_string_pretty(&body)? + "\n";
    match &arguments.out {
        Some(path) => {
            write::put(path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
            note(&format!("wrote `{}`", path.display()));
        }
        None => print(&text)?,
    }
    Ok(CLEAN)
}

fn check(arguments: &Check) -> anyhow::Result<u8> {
    let source = arguments.source.as_deref().map(connector).transpose()?;
    let mut problems = Vec::new();
    for file in &arguments.files {
        problems.extend(trigger::check(&document(file)?, source.as_ref()));
    }
    let line = summary(arguments.files.len(), problems.len());
    answer(arguments.format, json!({ "problems": [] }), &problems, || line)
}
