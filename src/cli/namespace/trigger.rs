//! `connsmith namespace trigger`
#[cfg(feature = "platform")]
use super::deployed_triggers;
use super::source::SourceArguments;
use super::{Format, Given, checked, document, json_file, json_of, say};
use crate::cli::{CLEAN, FOUND, note, print, print_json};
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use connsmith::call::namespace::trigger::{self, Callback, FREQUENCIES, Recurrence, Start, Wish};
use connsmith::call::namespace::{payload, resource};
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
    Check(Box<Check>),
    /// Show what is in a payload that a callback received
    Payload(Payload),
    /// Create a trigger from a configuration
    #[cfg(feature = "platform")]
    Create(Box<deployed_triggers::Create>),
    /// List the triggers
    #[cfg(feature = "platform")]
    List(deployed_triggers::List),
    /// Show a trigger, or its last runs
    #[cfg(feature = "platform")]
    Show(deployed_triggers::Show),
    /// Enable a trigger
    #[cfg(feature = "platform")]
    Enable(deployed_triggers::Switch),
    /// Disable a trigger
    #[cfg(feature = "platform")]
    Disable(deployed_triggers::Switch),
    /// Delete a trigger
    #[cfg(feature = "platform")]
    Delete(deployed_triggers::Delete),
    /// Compare configurations with the triggers in the namespace
    #[cfg(feature = "platform")]
    Diff(deployed_triggers::Diff),
    /// Delete the triggers that no longer have a configuration
    #[cfg(feature = "platform")]
    Prune(deployed_triggers::Prune),
}

#[derive(Args)]
struct New {
    /// A connector's folder, a Swagger file or `managed:NAME`; omit it for a schedule
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

    /// URL to call back; `@env:VARIABLE` keeps the signature in the URL of a logic app off the command line
    #[cfg_attr(feature = "platform", arg(long, value_name = "URL", required_unless_present_any = ["functions", "target"]))]
    #[cfg_attr(not(feature = "platform"), arg(long, value_name = "URL", required_unless_present = "functions"))]
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

    /// Also write the interval into `metadata`, where the portal and published samples have that of polling triggers
    #[arg(long, requires = "every")]
    portal_metadata: bool,

    /// Write `type`, as in guides, instead of `triggerType`
    #[arg(long)]
    legacy_type: bool,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    #[cfg(feature = "platform")]
    #[command(flatten)]
    target: super::target::TargetArguments,

    #[command(flatten)]
    from: SourceArguments,
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

    #[command(flatten)]
    from: SourceArguments,
}

#[derive(Args)]
struct Payload {
    /// The payload, as JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Read it as the library for Node.js does: an object with `value` and other members is a batch, too
    #[arg(long)]
    node: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::New(arguments) => new(arguments),
        Command::Check(arguments) => check(arguments),
        Command::Payload(arguments) => payload(arguments),
        #[cfg(feature = "platform")]
        Command::Create(arguments) => deployed_triggers::create(arguments),
        #[cfg(feature = "platform")]
        Command::List(arguments) => deployed_triggers::list(arguments),
        #[cfg(feature = "platform")]
        Command::Show(arguments) => deployed_triggers::show(arguments),
        #[cfg(feature = "platform")]
        Command::Enable(arguments) => deployed_triggers::switch(arguments, true),
        #[cfg(feature = "platform")]
        Command::Disable(arguments) => deployed_triggers::switch(arguments, false),
        #[cfg(feature = "platform")]
        Command::Delete(arguments) => deployed_triggers::delete(arguments),
        #[cfg(feature = "platform")]
        Command::Diff(arguments) => deployed_triggers::diff(arguments),
        #[cfg(feature = "platform")]
        Command::Prune(arguments) => deployed_triggers::prune(arguments),
    }
}

/// A number and a unit, such as `5 Minute`.
pub fn recurrence(every: Option<&str>) -> anyhow::Result<Option<Recurrence>> {
    let Some(text) = every else { return Ok(None) };
    let wrong = || format!("`{text}` is not a number and a unit such as `5 Minute`");
    let digits = text.trim().find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (number, unit) = text.trim().split_at(digits);
    let unit = unit.trim().trim_end_matches('s');
    let frequency = FREQUENCIES.iter().find(|known| known.eq_ignore_ascii_case(unit)).with_context(wrong)?;
    let (frequency, interval) = ((*frequency).to_owned(), number.parse().ok().with_context(wrong)?);
    Ok(Some(Recurrence { frequency, interval, time_zone: None, start_time: None }))
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
    let mut url = match arguments.callback_url.as_deref().map(|url| (url, url.strip_prefix("@env:"))) {
        Some((_, Some(variable))) => {
            std::env::var(variable).with_context(|| format!("the environment variable `{variable}` is not set"))?
        }
        Some((url, None)) => url.to_owned(),
        None => String::new(),
    };
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
    let recurrence = recurrence(arguments.every.as_deref())?.map(|recurrence| Recurrence {
        time_zone: arguments.time_zone.clone(),
        start_time: arguments.start.clone(),
        ..recurrence
    });
    let mut metadata = None;
    if let (Some(recurrence), true) = (&recurrence, arguments.portal_metadata) {
        metadata = Some(json!({
            "recurrenceFrequency": recurrence.frequency,
            "recurrenceInterval": recurrence.interval.to_string(),
        }));
    }
    #[cfg(feature = "platform")]
    let callback = match arguments.target.callback(&arguments.from.arm, arguments.callback_url.as_deref())? {
        Some((callback, own)) => {
            let mut all = metadata.take().unwrap_or_else(|| json!({}));
            for (key, value) in own.as_object().into_iter().flatten() {
                all[key] = value.clone();
            }
            metadata = Some(all).filter(|all| all.as_object().is_some_and(|all| !all.is_empty()));
            callback
        }
        None => callback(arguments)?,
    };
    #[cfg(not(feature = "platform"))]
    let callback = callback(arguments)?;
    let source = arguments.source.as_deref().map(|source| arguments.from.connector(source)).transpose()?;
    let (given, mut problems) = arguments.given.read()?;
    let start = match (&source, &arguments.operation, recurrence) {
        (Some(source), Some(id), recurrence) => Start::Event {
            operation: source.operation(id).with_context(|| match trigger::nearest_trigger(source, id) {
                Some(near) => format!("no operation is named `{id}`; did you mean `{near}`?"),
                None => format!("no operation is named `{id}` (`connsmith namespace ops` lists all operations)"),
            })?,
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
        metadata,
        legacy_type: arguments.legacy_type,
    };
    let (body, found) = trigger::build(&wish);
    problems.extend(found);
    say(&problems);
    let Some(body) = body.filter(|_| problems.iter().all(|problem| problem.severity != Severity::Error)) else {
        return Ok(FOUND);
    };
    #[cfg(feature = "platform")]
    arguments.target.explain();
    let text = serde_json::to_string_pretty(&body)? + "\n";
    match &arguments.out {
        Some(path) => {
            write::put(path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
            let is_secret = !resource::secrets(&body).is_empty();
            let more = if is_secret { ", which contains a secret: keep it out of version control" } else { "" };
            note(&format!("wrote `{}`{more}", path.display()));
        }
        None => print_json(&text)?,
    }
    Ok(CLEAN)
}

fn check(arguments: &Check) -> anyhow::Result<u8> {
    let source = arguments.source.as_deref().map(|source| arguments.from.connector(source)).transpose()?;
    let mut problems = Vec::new();
    for file in &arguments.files {
        problems.extend(trigger::check(&document(file)?, source.as_ref()));
    }
    checked(arguments.format, arguments.files.len(), &problems)
}

fn payload(arguments: &Payload) -> anyhow::Result<u8> {
    let value = json_file(&arguments.file)?;
    let reader = if arguments.node { payload::Reader::Node } else { payload::Reader::DotNet };
    let (kind, items) = match payload::read(&value, reader) {
        Ok(read) => read,
        Err(why) => {
            note(&format!("error: {why}: a function cannot read it"));
            return Ok(FOUND);
        }
    };
    match arguments.format {
        Format::Json => {
            let value = json!({ "version": 1, "kind": kind.name(), "items": items });
            print_json(&(serde_json::to_string_pretty(&value)? + "\n"))?;
        }
        Format::Text => print(&format!("{}, {}\n", kind.name(), crate::cli::fix::counted(items.len(), "item", "items")))?,
    }
    Ok(CLEAN)
}
