//! `connsmith namespace mcp create|list|show|delete`
use super::azure::{Common, NotationArguments, change, must_be_new, name_of, print_resource, remove, text};
use super::gateway::name;
use super::source::Fetch;
use super::{document, json_file, say};
use crate::cli::{CLEAN, FOUND, note};
use anyhow::Context;
use clap::Args;
use connsmith::call::namespace::{mcp, resource};
use connsmith::connector::Connector;
use connsmith::connector::discover::CONFIGURATIONS;
use connsmith::rule::Severity;
use connsmith::ship::namespace::address::{Address, Kind};
use connsmith::ship::namespace::client::Arm;
use connsmith::ship::platform::message::Request;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The ending of the files of their configurations.
const ENDING: &str = CONFIGURATIONS[1];

#[derive(Args)]
pub struct Create {
    /// Server configuration
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Name of the server [default: that of the file, without `.mcp.json`]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The definition of a connector, to check the configuration against: its folder, Swagger file or `managed:NAME`, or NAME=SOURCE
    #[arg(long, value_name = "SOURCE")]
    source: Vec<String>,

    /// Send the configuration despite the errors in it
    #[arg(long)]
    force: bool,

    /// Overwrite a server of this name
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    key: KeyArgument,

    #[command(flatten)]
    notation: NotationArguments,

    #[command(flatten)]
    fetch: Fetch,

    #[command(flatten)]
    common: Common,
}

/// The key.
#[derive(Args)]
struct KeyArgument {
    /// Print the server's key; without this option it is not even requested
    #[arg(long)]
    show_key: bool,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Show {
    /// Name of the server
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    key: KeyArgument,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Delete {
    /// Name of the server
    #[arg(value_name = "NAME")]
    name: String,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

fn address(common: &Common, text: &str) -> anyhow::Result<Address> {
    Ok(common.place()?.namespace(None)?.one(Kind::Mcp, &name("an MCP server", text)?))
}

pub fn create(arguments: &Create) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let file = &arguments.file;
    let sources = super::mcp::sources(&arguments.source, |source| {
        super::source::connector(Some(source), None, &arguments.fetch, &common.arm)
    })?;
    let find = |wanted: &str| -> Option<&Connector> { super::mcp::source_of(&sources, wanted) };
    let problems = mcp::check(&document(file)?, &find);
    say(&problems);
    if !arguments.force && problems.iter().any(|problem| problem.severity == Severity::Error) {
        note("nothing was sent: the configuration has errors (`--force` sends it anyway)");
        return Ok(FOUND);
    }
    let body = resource::sendable(&json_file(file)?);
    let name = name_of(arguments.name.as_deref(), file, ENDING, "an MCP server")?;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let address = namespace.one(Kind::Mcp, &name);
    if let Some(notation) = arguments.notation.notation() {
        return print_resource(notation, &address, &body, &[]);
    }
    let request = address.put(body, format!("create the MCP server `{name}`"));
    if common.dry_run {
        return common.planned(match arguments.key.show_key {
            true => vec![request, key(&namespace, name.as_str())],
            false => vec![request],
        });
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    if !arguments.replace {
        must_be_new(&arm, &address, "MCP server")?;
    }
    let mut created = change(&arm, &request, &address)?;
    if common.format == super::Format::Text {
        note(&format!("created the MCP server `{name}`"));
    }
    if text(&created, "/properties/mcpEndpointUrl").is_empty() {
        // The response to the creation may not have the endpoint yet.
        created = arm.json(&address.get(format!("read the MCP server `{name}`")))?;
    }
    print(common, &arm, &namespace, &created, arguments.key.show_key)
}

/// The request for the key of a server. The response is a secret.
fn key(namespace: &Address, server: &str) -> Request {
    let asked = format!("get the key of the MCP server `{server}`");
    Request { private: true, ..namespace.post("listApiKey", resource::key(server), asked) }
}

/// Prints a server with its endpoint, and the header with its key.
fn print(common: &Common, arm: &Arm, namespace: &Address, server: &Value, show_key: bool) -> anyhow::Result<u8> {
    let name = text(server, "/name");
    let has_key = server.pointer("/properties/disableApiKeyAuth").and_then(Value::as_bool) != Some(true);
    let secret = match show_key && has_key {
        true => {
            let response = arm.json(&key(namespace, &name))?;
            Some(response["key"].as_str().context("the response has no `key`")?.to_owned())
        }
        false => None,
    };
    let endpoint = text(server, "/properties/mcpEndpointUrl");
    let mut rows = vec![vec!["name".to_owned(), name.clone()], vec!["state".to_owned(), text(server, "/properties/state")]];
    let shown =
        if endpoint.is_empty() { "not known yet: run `connsmith ns mcp show` later".to_owned() } else { endpoint.clone() };
    rows.push(vec!["endpoint".to_owned(), shown]);
    let header = match (&secret, has_key) {
        (Some(secret), _) => format!("X-API-Key: {secret}"),
        (None, true) => "X-API-Key: (use `--show-key` to see it)".to_owned(),
        (None, false) => "none: keys are disabled".to_owned(),
    };
    rows.push(vec!["header".to_owned(), header]);
    let json = json!({
        "version": 1,
        "name": name,
        "endpoint": (!endpoint.is_empty()).then_some(endpoint),
        "header": if has_key { Some("X-API-Key") } else { None },
        "key": secret,
        "server": server,
    });
    common.print(&crate::cli::columns::aligned(&rows), &json)?;
    Ok(CLEAN)
}

pub fn list(arguments: &List) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let request = place.namespace(None)?.all(Kind::Mcp).get("list the MCP servers");
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let all = common.arm.arm(&session).list(&request)?;
    common.print_list(&["NAME", "STATE", "TOOLS", "ENDPOINT"], &all, |one| {
        let connectors = one.pointer("/properties/connectors").and_then(Value::as_array).into_iter().flatten();
        let tools: usize = connectors.filter_map(|connector| connector["operations"].as_array()).map(Vec::len).sum();
        vec![text(one, "/name"), text(one, "/properties/state"), tools.to_string(), text(one, "/properties/mcpEndpointUrl")]
    })
}

pub fn show(arguments: &Show) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let address = address(common, &arguments.name)?;
    let request = address.get(format!("read the MCP server `{}`", address.name()));
    if common.dry_run {
        return common.planned(match arguments.key.show_key {
            true => vec![request, key(&namespace, address.name())],
            false => vec![request],
        });
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let found = arm.json(&request)?;
    print(common, &arm, &namespace, &found, arguments.key.show_key)
}

pub fn delete(arguments: &Delete) -> anyhow::Result<u8> {
    let address = address(&arguments.common, &arguments.name)?;
    remove(&arguments.common, arguments.yes, &address, "MCP server")
}
