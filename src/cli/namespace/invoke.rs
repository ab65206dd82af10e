//! `connsmith namespace invoke`
use super::source::Fetch;
use super::{Format, Given, Shown, answer, operation};
use clap::{Args, ValueEnum};
use connsmith::call::namespace::{invoke, sandbox};
use connsmith::call::request::{self, Defaults, Options};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(override_usage = "connsmith namespace invoke [OPTIONS] [SOURCE] OPERATION")]
pub struct Arguments {
    /// A connector's folder, a Swagger file, or `managed:NAME`; with `--connection` it can be omitted
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The operation's `operationId`
    #[arg(value_name = "OPERATION")]
    operation: Option<String>,

    #[command(flatten)]
    given: Given,

    /// The connection through which to call; without SOURCE also that of the definition
    #[cfg(feature = "platform")]
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,

    /// How to encode values in the path: as the definition says, or once
    #[arg(long, value_enum, default_value_t = PathEncoding::Metadata, value_name = "HOW")]
    path_encoding: PathEncoding,

    /// Send the defaults of hidden parameters only if the parameters are required
    #[arg(long)]
    no_internal_defaults: bool,

    /// Print the call that a program in a sandbox makes straight to this runtime URL, and send nothing
    #[arg(long, value_name = "URL", conflicts_with_all = RUNTIME_CONFLICTS)]
    runtime_url: Option<String>,

    /// Also call a trigger or an action that waits for a callback
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    fetch: Fetch,

    #[cfg(feature = "platform")]
    #[command(flatten)]
    common: super::azure::Common,

    /// Print the body without sending it
    #[cfg(not(feature = "platform"))]
    #[arg(long, required = true)]
    dry_run: bool,

    /// Output format
    #[cfg(not(feature = "platform"))]
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[cfg(feature = "platform")]
const RUNTIME_CONFLICTS: [&str; 1] = ["connection"];
#[cfg(not(feature = "platform"))]
const RUNTIME_CONFLICTS: [&str; 0] = [];

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PathEncoding {
    /// Twice where the definition says `x-ms-url-encoding: double`
    Metadata,
    /// Once, whatever the definition says
    Single,
}

impl Arguments {
    #[cfg(feature = "platform")]
    fn connector(&self, source: Option<&Path>) -> anyhow::Result<connsmith::connector::Connector> {
        super::source::connector(source, self.connection.as_deref(), &self.fetch, &self.common.arm)
    }

    #[cfg(not(feature = "platform"))]
    fn connector(&self, source: Option<&Path>) -> anyhow::Result<connsmith::connector::Connector> {
        super::connector(source.unwrap_or(Path::new(".")))
    }

    fn format(&self) -> Format {
        #[cfg(feature = "platform")]
        return self.common.format;
        #[cfg(not(feature = "platform"))]
        return self.format;
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    // Without a source, the first word is the operation.
    let (source, id) = match &arguments.operation {
        Some(id) => (Some(arguments.source.as_path()), id.clone()),
        #[cfg(feature = "platform")]
        None if arguments.connection.is_some() => (None, arguments.source.to_string_lossy().into_owned()),
        None => anyhow::bail!("name an operation: `connsmith ns ops {}` lists them", arguments.source.display()),
    };
    let connector = arguments.connector(source)?;
    let operation = operation(&connector, &id)?;
    let (given, mut problems) = arguments.given.read()?;
    let options = Options {
        path_encoding: match arguments.path_encoding {
            PathEncoding::Metadata => request::PathEncoding::Metadata,
            PathEncoding::Single => request::PathEncoding::Single,
        },
        defaults: if arguments.no_internal_defaults { Defaults::Required } else { Defaults::HiddenAndRequired },
        force: arguments.force,
        ..Options::default()
    };
    let mut value = json!({});
    if problems.is_empty() {
        let built = request::build(operation, &given, options);
        problems = built.problems;
        if let (Some(runtime), Some(request)) = (&arguments.runtime_url, &built.request) {
            return match sandbox::direct(runtime, request) {
                Ok(call) => answer(arguments.format(), call.clone(), &problems, || Shown::Json(call)),
                Err(problem) => answer(arguments.format(), json!({}), &[problem], || Shown::Nothing),
            };
        }
        match built.request.as_ref().map(invoke::body) {
            Some(Ok((body, left_out))) => {
                value = body;
                let is_sent = |line: &&String| !left_out.iter().any(|left| line.starts_with(&format!("{left} =")));
                value["filledIn"] = json!(built.filled_in.iter().filter(is_sent).collect::<Vec<_>>());
                value["leftOut"] = json!(left_out);
            }
            Some(Err(problem)) => problems.push(problem),
            None => {}
        }
    }
    let shown = value.get("request").map_or(Shown::Nothing, |request| Shown::Json(json!({ "request": request })));
    if arguments.format() == Format::Text {
        for (what, key) in [("sent without being given", "filledIn"), ("left out", "leftOut")] {
            for line in value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
                super::note(&format!("{what}: {line}"));
            }
        }
    }
    #[cfg(feature = "platform")]
    if let (Some(request), false) = (value.get("request").cloned(), arguments.common.dry_run && arguments.connection.is_none()) {
        return live::call(arguments, request, &problems);
    }
    answer(arguments.format(), value, &problems, || shown)
}

#[cfg(feature = "platform")]
pub(super) mod live {
    use super::super::azure::Common;
    use super::super::{FOUND, problems_json, say};
    use super::{Arguments, Format, invoke};
    use crate::cli::{CLEAN, note, print, print_json};
    use anyhow::Context;
    use connsmith::call::namespace::invoke::Answered;
    use connsmith::call::request::Problem;
    use connsmith::ship::namespace::address::{Kind, Name};
    use connsmith::ship::namespace::client::Arm;
    use connsmith::ship::platform::message::{Request, pretty};
    use serde_json::{Value, json};

    /// The call of a connection. Only one that reads may be sent twice.
    pub fn request(common: &Common, connection: &str, request: &Value) -> anyhow::Result<Request> {
        let address = common.place()?.namespace(None)?.one(Kind::Connection, &Name::new("a connection", connection)?);
        let method = request["method"].as_str().unwrap_or_default();
        let asked =
            format!("call {method} {} through the connection `{connection}`", request["path"].as_str().unwrap_or_default());
        let repeats = matches!(method, "GET" | "HEAD" | "OPTIONS");
        Ok(Request { repeats, ..address.post("dynamicInvoke", json!({ "request": request }), asked) })
    }

    /// Sends a call and reads the response of the API.
    pub fn send(arm: &Arm, request: &Request) -> anyhow::Result<Answered> {
        let response = arm.json(request)?;
        invoke::answered(&response)
            .with_context(|| format!("cannot {}: the response has no `response` with a `statusCode`", request.asked))
    }

    /// Explains why an API refused a call.
    pub fn explain(answered: &Answered) {
        let id = answered.request_id.as_ref().map_or_else(String::new, |id| format!(" (request id {id})"));
        let why = answered.error.as_deref().unwrap_or("no message");
        note(&format!("the API behind the connection answered {}: {why}{id}", answered.status));
        note(&format!("  help: {}", invoke::advice(&answered.status)));
    }

    pub fn call(arguments: &Arguments, body: Value, problems: &[Problem]) -> anyhow::Result<u8> {
        let common = &arguments.common;
        let connection = arguments.connection.as_deref();
        let connection =
            connection.context("name the connection with `--connection NAME`, or use `--dry-run` to see the body")?;
        let request = request(common, connection, &body)?;
        if common.format == Format::Text || common.dry_run {
            say(problems);
        }
        if common.dry_run {
            return common.planned([request]);
        }
        let session = common.session(&common.place()?)?;
        let answered = send(&common.arm.arm(&session), &request)?;
        match common.format {
            Format::Json => {
                let mut value = json!({
                    "version": 1,
                    "request": body,
                    "response": { "statusCode": answered.status, "headers": answered.headers, "body": answered.body },
                });
                if !problems.is_empty() {
                    value["problems"] = problems_json(problems);
                }
                print_json(&(pretty(&value) + "\n"))?;
            }
            Format::Text => {
                note(&format!("the API answered {}", answered.status));
                match &answered.body {
                    Value::Null => {}
                    Value::String(text) => print(&format!("{text}\n"))?,
                    body => print_json(&(pretty(body) + "\n"))?,
                }
                if answered.has_more {
                    note("there are more pages: the body names the next one");
                }
            }
        }
        if !answered.ok {
            explain(&answered);
        }
        Ok(if answered.ok { CLEAN } else { FOUND })
    }
}
