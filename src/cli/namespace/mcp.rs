//! `connsmith namespace mcp`
use super::{Format, answer, connector, content, document, operation, say, summary};
use crate::cli::{CLEAN, FOUND, note, print};
use anyhow::Context;
use clap::{Args, Subcommand};
use connsmith::call::arguments;
use connsmith::call::namespace::mcp::{self, MODES, Part, Server, Tool};
use connsmith::connector::Connector;
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
    /// Write the configuration of a server that offers operations of a connector as tools
    New(New),
    /// Check configurations, optionally against the definitions of their connectors
    Check(Check),
}

#[derive(Args)]
struct New {
    /// A connector's folder or a Swagger file
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The operations that become tools
    #[arg(required = true, value_name = "OPERATION")]
    operations: Vec<String>,

    /// The connector's name in Azure, such as `office365`
    #[arg(long, value_name = "NAME")]
    connector: String,

    /// The connection's name in the namespace; not for `OnBehalfOfUser`
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,

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
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::New(arguments) => new(arguments),
        Command::Check(arguments) => check(arguments),
    }
}

fn new(arguments: &New) -> anyhow::Result<u8> {
    let source = connector(&arguments.source)?;
    let mut tools: Vec<Tool> = Vec::new();
    for id in &arguments.operations {
        let operation = operation(&source, id)?;
        tools.push(Tool { operation, fixed: Vec::new(), agent: Vec::new(), skipped: Vec::new() });
    }
    let split = |text: &str| -> anyhow::Result<(usize, String)> {
        let (id, rest) = text.split_once(':').with_context(|| format!("`{text}` does not begin with `OPERATION:`"))?;
        let at = arguments.operations.iter().position(|known| known == id);
        Ok((at.with_context(|| format!("`{id}` is not one of the given operations"))?, rest.to_owned()))
    };
    for text in &arguments.fix {
        let (at, rest) = split(text)?;
        tools[at].fixed.push(arguments::of_option(&rest, content).map_err(anyhow::Error::msg)?);
    }
    for text in &arguments.agent {
        let (at, name) = split(text)?;
        tools[at].agent.push(name);
    }
    for text in &arguments.skip {
        let (at, name) = split(text)?;
        tools[at].skipped.push(name);
    }
    let part = Part {
        connector: arguments.connector.clone(),
        title: source.title().unwrap_or_else(|| arguments.connector.clone()),
        connection: arguments.connection.clone(),
        tools,
    };
    let server = Server { description: arguments.description.clone(), mode: arguments.mode.clone(), parts: vec![part] };
    let (body, problems) = mcp::build(&server);
    say(&problems);
    let Some(body) = body else { return Ok(FOUND) };
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
    let mut sources: Vec<(Option<String>, Connector)> = Vec::new();
    for text in &arguments.source {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) if !std::path::Path::new(text).exists() => (Some(name.to_owned()), path),
            _ => (None, text.as_str()),
        };
        sources.push((name, connector(path.as_ref())?));
    }
    // A single definition without a name applies to any name in a configuration.
    let find = |wanted: &str| {
        let named = sources.iter().find(|(name, _)| name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted)));
        named.or_else(|| sources.iter().find(|(name, _)| name.is_none())).map(|(_, connector)| connector)
    };
    let mut problems = Vec::new();
    for file in &arguments.files {
        problems.extend(mcp::check(&document(file)?, &find));
    }
    let line = summary(arguments.files.len(), problems.len());
    answer(arguments.format, json!({ "problems": [] }), &problems, || line)
}
