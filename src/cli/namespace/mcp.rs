//! `connsmith namespace mcp`
#[cfg(feature = "platform")]
use super::deployed_servers;
use super::source::SourceArguments;
use super::{Format, checked, content, document, operation, say};
use crate::cli::{CLEAN, FOUND, note, print_json};
use anyhow::Context;
use clap::{Args, Subcommand};
use connsmith::call::arguments;
use connsmith::call::namespace::mcp::{self, MODES, Part, Server, Tool};
use connsmith::connector::Connector;
use connsmith::text::write;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the configuration of a server that offers operations of a connector as tools
    New(Box<New>),
    /// Check configurations, optionally against the definitions of their connectors
    Check(Box<Check>),
    /// Create a server from a configuration, and print its endpoint
    #[cfg(feature = "platform")]
    Create(Box<deployed_servers::Create>),
    /// List the servers
    #[cfg(feature = "platform")]
    List(deployed_servers::List),
    /// Show a server and its endpoint
    #[cfg(feature = "platform")]
    Show(deployed_servers::Show),
    /// Delete a server
    #[cfg(feature = "platform")]
    Delete(deployed_servers::Delete),
}

#[derive(Args)]
struct New {
    /// A connector's folder, a Swagger file or `managed:NAME`
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The operations that become tools; those of a connector of `--with` begin with its name: `teams/GetTeam`
    #[arg(required = true, value_name = "OPERATION")]
    operations: Vec<String>,

    /// The connector's name in Azure, such as `office365`
    #[arg(long, value_name = "NAME")]
    connector: String,

    /// The connection's name in the namespace; not for `OnBehalfOfUser`. For a connector of `--with`: `teams=CONNECTION`
    #[arg(long, value_name = "NAME")]
    connection: Vec<String>,

    /// Another connector, by its name in Azure and its source: `teams=teams.json` (repeatable)
    #[arg(long, value_name = "NAME=SOURCE")]
    with: Vec<String>,

    /// Fix the value of an input, which the agent then neither sees nor changes: OPERATION:INPUT=VALUE
    #[arg(long, value_name = "OPERATION:INPUT=VALUE")]
    fix: Vec<String>,

    /// Let the agent fill in an input: OPERATION:INPUT
    #[arg(long, value_name = "OPERATION:INPUT")]
    agent: Vec<String>,

    /// Leave out an input that is not required: OPERATION:INPUT
    #[arg(long, value_name = "OPERATION:INPUT")]
    skip: Vec<String>,

    /// Identity that makes the calls
    #[arg(long, value_name = "MODE", default_value = "DeveloperConnection", value_parser = MODES)]
    mode: String,

    /// Text that describes the server to agents
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    #[command(flatten)]
    from: SourceArguments,
}

#[derive(Args)]
struct Check {
    /// Server configurations
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The definition of a connector: its folder or Swagger file, or NAME=SOURCE if a configuration has several connectors
    #[arg(long, value_name = "SOURCE")]
    source: Vec<String>,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    from: SourceArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::New(arguments) => new(arguments),
        Command::Check(arguments) => check(arguments),
        #[cfg(feature = "platform")]
        Command::Create(arguments) => deployed_servers::create(arguments),
        #[cfg(feature = "platform")]
        Command::List(arguments) => deployed_servers::list(arguments),
        #[cfg(feature = "platform")]
        Command::Show(arguments) => deployed_servers::show(arguments),
        #[cfg(feature = "platform")]
        Command::Delete(arguments) => deployed_servers::delete(arguments),
    }
}

fn new(arguments: &New) -> anyhow::Result<u8> {
    let first = (arguments.connector.clone(), arguments.from.connector(&arguments.source)?);
    let mut sources = vec![first];
    for text in &arguments.with {
        let (name, source) = text.split_once('=').with_context(|| format!("`{text}` is not `NAME=SOURCE`"))?;
        anyhow::ensure!(sources.iter().all(|(known, _)| known != name), "the connector `{name}` is given twice");
        sources.push((name.to_owned(), arguments.from.connector(source.as_ref())?));
    }
    let mut connections: Vec<Option<String>> = vec![None; sources.len()];
    for text in &arguments.connection {
        let (at, connection) = match text.split_once('=') {
            Some((name, connection)) => {
                let at = sources.iter().position(|(known, _)| known == name);
                (at.with_context(|| format!("`{name}` is not one of the given connectors"))?, connection)
            }
            None => (0, text.as_str()),
        };
        connections[at] = Some(connection.to_owned());
    }
    // Tools by the word that names them: an operation, or a connector and its operation.
    let mut tools: Vec<(usize, &str, Tool)> = Vec::new();
    for word in &arguments.operations {
        let other = word.split_once('/').and_then(|(name, id)| Some((sources.iter().position(|(known, _)| known == name)?, id)));
        let (at, id) = other.unwrap_or((0, word.as_str()));
        anyhow::ensure!(
            tools.iter().all(|(known, _, tool)| *known != at || tool.operation.id().as_deref() != Some(id)),
            "the operation `{word}` is named twice"
        );
        let operation = operation(&sources[at].1, id)?;
        tools.push((at, word, Tool { operation, fixed: Vec::new(), agent: Vec::new(), skipped: Vec::new() }));
    }
    let split = |text: &str| -> anyhow::Result<(usize, String)> {
        let (id, rest) = text.split_once(':').with_context(|| format!("`{text}` does not begin with `OPERATION:`"))?;
        let at = arguments.operations.iter().position(|known| known == id);
        Ok((at.with_context(|| format!("`{id}` is not one of the given operations"))?, rest.to_owned()))
    };
    for text in &arguments.fix {
        let (at, rest) = split(text)?;
        tools[at].2.fixed.push(arguments::of_option(&rest, content).map_err(anyhow::Error::msg)?);
    }
    for text in &arguments.agent {
        let (at, name) = split(text)?;
        tools[at].2.agent.push(name);
    }
    for text in &arguments.skip {
        let (at, name) = split(text)?;
        tools[at].2.skipped.push(name);
    }
    let part = |(at, (name, source)): (usize, &(String, Connector))| Part {
        connector: name.clone(),
        title: source.title().unwrap_or_else(|| name.clone()),
        connection: connections[at].clone(),
        tools: tools.iter().filter(|(of, ..)| *of == at).map(|(_, _, tool)| tool.clone()).collect(),
    };
    let parts: Vec<Part> = sources.iter().enumerate().map(part).filter(|part| !part.tools.is_empty()).collect();
    let server = Server { description: arguments.description.clone(), mode: arguments.mode.clone(), parts };
    let (body, problems) = mcp::build(&server);
    say(&problems);
    let Some(body) = body else { return Ok(FOUND) };
    let text = serde_json::to_string_pretty(&body)? + "\n";
    match &arguments.out {
        Some(path) => {
            write::put(path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
            note(&format!("wrote `{}`", path.display()));
        }
        None => print_json(&text)?,
    }
    Ok(CLEAN)
}

fn check(arguments: &Check) -> anyhow::Result<u8> {
    let sources = sources(&arguments.source, |source| arguments.from.connector(source))?;
    let find = |wanted: &str| source_of(&sources, wanted);
    let mut problems = Vec::new();
    for file in &arguments.files {
        problems.extend(mcp::check(&document(file)?, &find));
    }
    checked(arguments.format, arguments.files.len(), &problems)
}

/// Definitions, each with the name of its connector if it is given.
pub type Sources = Vec<(Option<String>, Connector)>;

/// The definitions of `--source`.
pub fn sources(given: &[String], read: impl Fn(&std::path::Path) -> anyhow::Result<Connector>) -> anyhow::Result<Sources> {
    let one = |text: &String| {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) if !std::path::Path::new(text).exists() => (Some(name.to_owned()), path),
            _ => (None, text.as_str()),
        };
        Ok((name, read(path.as_ref())?))
    };
    given.iter().map(one).collect()
}

/// The definition of a connector. A single definition without a name applies to any name in a configuration.
pub fn source_of<'s>(sources: &'s Sources, wanted: &str) -> Option<&'s Connector> {
    let named = sources.iter().find(|(name, _)| name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted)));
    named.or_else(|| sources.iter().find(|(name, _)| name.is_none())).map(|(_, connector)| connector)
}
