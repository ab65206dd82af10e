//! `connsmith namespace`: Azure Connector Namespaces
use super::{FOUND, note, print, print_json};
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use connsmith::call::arguments;
use connsmith::call::namespace::judged;
use connsmith::call::request::{Argument, Problem};
use connsmith::call::source::{connector as in_folder, swagger};
use connsmith::connector::{Connector, Operation, discover};
use connsmith::rule::Severity;
use connsmith::text::document::{Document, File};
use connsmith::text::json::MAX_LEN;
use connsmith::text::read;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[cfg(feature = "platform")]
mod access;
#[cfg(feature = "platform")]
mod azure;
#[cfg(feature = "platform")]
mod connection;
#[cfg(feature = "platform")]
mod deployed_servers;
#[cfg(feature = "platform")]
mod deployed_triggers;
#[cfg(feature = "platform")]
mod gateway;
mod invoke;
mod lookup;
mod mcp;
mod ops;
#[cfg(feature = "platform")]
mod sandbox;
mod source;
#[cfg(feature = "platform")]
mod target;
mod trigger;

pub(super) use trigger::recurrence;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the operations with every input and its lookups
    Ops(Box<ops::Arguments>),
    /// Call an operation through a connection (`dynamicInvoke`), or print the body of the call
    Invoke(Box<invoke::Arguments>),
    /// Resolve the lookup of an input: through a connection, or in a recorded response
    Lookup(Box<lookup::Arguments>),
    /// Write, check, create and compare triggers
    Trigger(trigger::Arguments),
    /// Write, check and create MCP servers
    Mcp(mcp::Arguments),
    /// Create a namespace
    #[cfg(feature = "platform")]
    Create(Box<gateway::Create>),
    /// List the namespaces of a resource group or subscription
    #[cfg(feature = "platform")]
    List(gateway::List),
    /// Show a namespace
    #[cfg(feature = "platform")]
    Show(gateway::Show),
    /// Delete a namespace with everything in it
    #[cfg(feature = "platform")]
    Delete(gateway::Delete),
    /// Create connections, sign in to them, and list them
    #[cfg(feature = "platform")]
    Connection(connection::Arguments),
    /// Choose who may use a connection or an MCP server
    #[cfg(feature = "platform")]
    Access(access::Arguments),
    /// Wire connections to Container Apps sandboxes, and check that it works
    #[cfg(feature = "platform")]
    Sandbox(sandbox::Arguments),
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::Ops(arguments) => ops::run(arguments),
        Command::Invoke(arguments) => invoke::run(arguments),
        Command::Lookup(arguments) => lookup::run(arguments),
        Command::Trigger(arguments) => trigger::run(arguments),
        Command::Mcp(arguments) => mcp::run(arguments),
        #[cfg(feature = "platform")]
        Command::Create(arguments) => gateway::create(arguments),
        #[cfg(feature = "platform")]
        Command::List(arguments) => gateway::list(arguments),
        #[cfg(feature = "platform")]
        Command::Show(arguments) => gateway::show(arguments),
        #[cfg(feature = "platform")]
        Command::Delete(arguments) => gateway::delete(arguments),
        #[cfg(feature = "platform")]
        Command::Connection(arguments) => connection::run(arguments),
        #[cfg(feature = "platform")]
        Command::Access(arguments) => access::run(arguments),
        #[cfg(feature = "platform")]
        Command::Sandbox(arguments) => sandbox::run(arguments),
    }
}

/// The arguments of an operation, as options.
#[derive(Args)]
pub(super) struct Given {
    /// An argument: a parameter, or a property of the body such as `body.recipient.id`; `@FILE` is the content of a file
    #[arg(long = "arg", value_name = "NAME=VALUE")]
    arg: Vec<String>,

    /// A JSON file of arguments: names and values, optionally grouped under `path`, `query`, `header`, `formData` and `body`
    #[arg(long, value_name = "FILE")]
    args: Option<PathBuf>,
}

impl Given {
    /// Reads them all. Errors in the file are among the problems.
    pub(super) fn read(&self) -> anyhow::Result<(Vec<Argument>, Vec<Problem>)> {
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        if let Some(path) = &self.args {
            (all, problems) = arguments::of_file(&document(path)?);
        }
        for text in &self.arg {
            all.push(arguments::of_option(text, content).map_err(anyhow::Error::msg)?);
        }
        Ok((all, problems))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Reads a file that the user named.
pub(super) fn plain(path: &Path) -> anyhow::Result<Vec<u8>> {
    read::plain(path, MAX_LEN as u64).with_context(|| format!("cannot read `{}`", path.display()))
}

/// Reads the file that an argument names.
pub(super) fn content(file: &str) -> Result<Vec<u8>, String> {
    plain(Path::new(file)).map_err(|error| format!("{error:#}"))
}

/// JSON on a command line: literal, or `@FILE`.
fn json_of(text: &str, what: &str) -> anyhow::Result<Value> {
    match text.strip_prefix('@') {
        Some(file) => json_file(Path::new(file)),
        None => whole(&Document::json(File::Other(0), what, text.as_bytes().to_vec()), what),
    }
}

/// The content of a file without its byte order mark, which Windows PowerShell writes.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

fn document(path: &Path) -> anyhow::Result<Document> {
    let bytes = plain(path)?;
    Ok(Document::json(File::Other(0), path.display().to_string(), without_mark(&bytes).to_vec()))
}

/// The content of a JSON file: a configuration, a recorded response.
pub(super) fn json_file(path: &Path) -> anyhow::Result<Value> {
    let document = document(path)?;
    whole(&document, &format!("`{}`", document.name))
}

/// The value of a document without faults.
fn whole(document: &Document, what: &str) -> anyhow::Result<Value> {
    if let Some(fault) = document.tree.faults.first() {
        let at = document.position(fault.span.start);
        anyhow::bail!("{what} is not JSON (line {}, column {})", at.line, at.column);
    }
    Ok(connsmith::call::value(document.root()))
}

/// The connector in a folder or Swagger file.
pub(super) fn connector(path: &Path) -> anyhow::Result<Connector> {
    if path.is_dir() {
        let found = discover::find(&[path.to_owned()])?;
        let [found] = found.as_slice() else {
            anyhow::bail!("`{}` contains {} connectors: name the folder of one", path.display(), found.len());
        };
        let current = std::env::current_dir().context("cannot determine the current folder")?;
        return Ok(in_folder(discover::load(found, discover::shown(&found.folder, &current))));
    }
    let bytes = plain(path)?;
    swagger(&path.display().to_string(), bytes).map_err(anyhow::Error::msg)
}

/// The operation with this id.
pub(super) fn operation<'a>(connector: &'a Connector, id: &str) -> anyhow::Result<Operation<'a>> {
    connector.operation(id).ok_or_else(|| match connector.nearest_operation(id) {
        Some(near) => anyhow::anyhow!("no operation is named `{id}`; did you mean `{near}`?"),
        None => {
            let ids: Vec<String> =
                connector.operations().filter_map(|operation| Some(format!("`{}`", operation.id()?))).collect();
            let more = if ids.len() > 5 { format!(" and {} more", ids.len() - 5) } else { String::new() };
            let there = ids.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            anyhow::anyhow!("no operation is named `{id}`; the connector has {there}{more}")
        }
    })
}

pub(super) fn problems_json(problems: &[Problem]) -> Value {
    let one = |problem: &Problem| {
        json!({
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "help": problem.help,
            "place": problem.origin,
        })
    };
    problems.iter().map(one).collect()
}

/// The summary line of a check.
fn summary(files: usize, problems: usize) -> String {
    let count = |number: usize, one: &str| match number {
        0 => format!("no {one}s"),
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    };
    format!("{} checked, {}\n", count(files, "file"), count(problems, "problem"))
}

/// Prints problems on standard error.
pub(super) fn say(problems: &[Problem]) {
    for problem in problems {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        let origin = problem.origin.as_deref().map_or_else(String::new, |origin| format!(" ({origin})"));
        note(&format!("{severity}: {}{origin}", problem.message));
        if let Some(help) = &problem.help {
            note(&format!("  help: {help}"));
        }
    }
}

/// Prints the problems of checked configurations, each with its rule.
fn checked(format: Format, files: usize, problems: &[Problem]) -> anyhow::Result<u8> {
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    match format {
        Format::Json => {
            let value = json!({ "problems": judged::with_rules(problems_json(problems)) });
            print_json(&(serde_json::to_string_pretty(&value)? + "\n"))?;
        }
        Format::Text => {
            let with_rule = |problem: &Problem| {
                let message = format!("{} [{}]", problem.message, judged::rule_of(problem.code));
                Problem { message, ..problem.clone() }
            };
            say(&problems.iter().map(with_rule).collect::<Vec<_>>());
            print(&summary(files, problems.len()))?;
        }
    }
    Ok(if failed { FOUND } else { super::CLEAN })
}

/// What a result is in the format for people.
enum Shown {
    Lines(String),
    /// A request or a schema, which people copy.
    Json(Value),
    Nothing,
}

/// Prints a result and its problems: the exit status is 1 if there are errors.
fn answer(format: Format, mut value: Value, problems: &[Problem], shown: impl FnOnce() -> Shown) -> anyhow::Result<u8> {
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    match format {
        Format::Json => {
            if let (Value::Object(object), false) = (&mut value, problems.is_empty()) {
                object.insert("problems".into(), problems_json(problems));
            }
            print_json(&(serde_json::to_string_pretty(&value)? + "\n"))?;
        }
        Format::Text => {
            say(problems);
            match shown() {
                Shown::Lines(text) => print(&text)?,
                Shown::Json(value) => print_json(&(serde_json::to_string_pretty(&value)? + "\n"))?,
                Shown::Nothing => {}
            }
        }
    }
    Ok(if failed { FOUND } else { super::CLEAN })
}
