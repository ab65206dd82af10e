//! `connsmith mcp`
use super::calling::Calling;
use super::namespace::{connector, content};
use super::{CLEAN, FAILED, SIGN_IN, interrupt, note, print, print_json};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::call::tools::{self, Tool, Wish};
use connsmith::call::{arguments, connection};
use connsmith::connector::Connector;
use connsmith::serve::mcp::{self, Offer, Server};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// A connector's folder or a Swagger file
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    /// Offer only these operations (repeatable)
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    only: Vec<String>,

    /// Offer only operations with this tag (repeatable)
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    tag: Vec<String>,

    /// Offer only operations that read (the default)
    #[arg(long, conflicts_with = "allow_writes")]
    read_only: bool,

    /// Also offer operations that change something
    #[arg(long)]
    allow_writes: bool,

    /// Fix the value of an input, which the model then neither sees nor changes (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    fix: Vec<String>,

    /// Offer three tools (search, describe, call) instead of one per operation
    #[arg(long)]
    dynamic: bool,

    /// Allow more than 40 tools
    #[arg(long, conflicts_with = "dynamic")]
    all: bool,

    /// List the tools and how much of a model's context they use, then exit
    #[arg(long)]
    list: bool,

    /// Print the configuration for a client, then exit
    #[arg(long, value_enum, value_name = "CLIENT")]
    client_config: Option<Client>,

    /// Serve over HTTP on this local port, at `/mcp`, instead of standard input and output; 0 picks a free port
    #[arg(long, value_name = "PORT")]
    http: Option<u16>,

    #[command(flatten)]
    calling: Calling,
}

#[derive(Clone, Copy, ValueEnum)]
enum Client {
    /// `.vscode/mcp.json`
    Vscode,
    /// Claude Desktop and Claude Code
    Claude,
    /// `.cursor/mcp.json`
    Cursor,
}

/// With more tools than this, models choose worse.
const MANY: usize = 40;

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let connector = connector(&arguments.path)?;
    for id in &arguments.only {
        super::namespace::operation(&connector, id)?;
    }
    let fixed: Result<Vec<_>, String> = arguments.fix.iter().map(|text| arguments::of_option(text, content)).collect();
    let wish = Wish {
        only: arguments.only.clone(),
        tags: arguments.tag.clone(),
        writes: arguments.allow_writes && !arguments.read_only,
        fixed: fixed.map_err(|why| anyhow::anyhow!("--fix: {}", why.replace("--arg", "--fix")))?,
    };
    if let Some(client) = arguments.client_config {
        print_json(&(serde_json::to_string_pretty(&configuration(client, &connector, arguments)?)? + "\n"))?;
        return Ok(CLEAN);
    }
    let (tools, notes) = tools::tools(&connector, &wish);
    if arguments.list {
        print(&listed(&tools))?;
    }
    for line in notes {
        note(&line);
    }
    if arguments.list {
        return Ok(CLEAN);
    }
    if tools.is_empty() {
        bail!("no operation can be offered as a tool");
    }
    if tools.len() > MANY && !arguments.all && !arguments.dynamic {
        note(&format!(
            "{} tools are more than {MANY}, and models choose badly among so many: choose some with `--only` or `--tag`, let the model \
             search with `--dynamic`, or offer them with `--all`",
            tools.len()
        ));
        return Ok(FAILED);
    }
    let connection = arguments.calling.connection(&connector, false, false)?;
    let missing = connection::missing(&connector, &connection);
    if !missing.is_empty() {
        note(&connsmith::call::pipeline::Stop::Missing(missing).message());
        return Ok(SIGN_IN);
    }
    let calls = arguments.calling.calls(&connector, connection)?;
    let count = tools.len();
    let server = Server::new(Offer { connector, calls, tools, fixed: wish.fixed, dynamic: arguments.dynamic });
    interrupt::serve();
    match arguments.http {
        Some(port) => {
            mcp::http(server, port, |address| note(&format!("{count} tools at http://{address}/mcp; press Ctrl-C to stop")))
                .with_context(|| format!("cannot serve on port {port}"))?
        }
        None => mcp::stdio(server).map_err(|why| anyhow::anyhow!("the client does not speak MCP: {why}"))?,
    }
    Ok(CLEAN)
}

fn listed(tools: &[Tool]) -> String {
    let mut text = String::new();
    let mut total = 0;
    for tool in tools {
        let tokens = tools::tokens(tool);
        total += tokens;
        let kind = match (tool.read_only, tool.destructive) {
            (true, _) => "reads",
            (false, false) => "writes",
            (false, true) => "destroys",
        };
        let _ = writeln!(text, "{:<60}  {kind:<8}  {tokens:>6}  {}", tool.name, tool.title); // writing to a String cannot fail
    }
    let _ = writeln!(text, "{}, about {total} tokens", super::fix::counted(tools.len(), "tool", "tools"));
    let mut heaviest: Vec<&Tool> = tools.iter().collect();
    heaviest.sort_by_key(|tool| std::cmp::Reverse(tools::tokens(tool)));
    if tools.len() > 5 {
        let names: Vec<String> = heaviest.iter().take(5).map(|tool| format!("{} ({})", tool.name, tools::tokens(tool))).collect();
        let _ = writeln!(text, "heaviest: {}", names.join(", "));
    }
    text
}

/// The configuration for a client to start this server. Clients that can do so prompt for secrets; elsewhere they are left blank.
fn configuration(client: Client, connector: &Connector, arguments: &Arguments) -> anyhow::Result<Value> {
    let path = std::path::absolute(&arguments.path).context("cannot determine the current folder")?;
    let mut options = vec!["mcp".to_owned(), path.display().to_string()];
    let mut add =
        |name: &str, values: &[String]| options.extend(values.iter().flat_map(|value| [format!("--{name}"), value.clone()]));
    add("only", &arguments.only);
    add("tag", &arguments.tag);
    add("fix", &arguments.fix);
    for (name, is_set) in [("allow-writes", arguments.allow_writes), ("dynamic", arguments.dynamic), ("all", arguments.all)] {
        if is_set {
            options.push(format!("--{name}"));
        }
    }
    let title = connector.title().unwrap_or_else(|| "connector".to_owned());
    let name: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let name = if name.trim_matches('-').is_empty() { "connector" } else { name.trim_matches('-') };
    let wanted = connection::wanted(connector, &connection::Connection::default());
    let mut environment = Map::new();
    let mut inputs = Vec::new();
    for value in &wanted {
        let variable = connection::variable(&value.name);
        if let Client::Vscode = client {
            let id = variable.to_ascii_lowercase().replace('_', "-");
            inputs.push(json!({ "type": "promptString", "id": id, "description": value.label, "password": value.secret }));
            environment.insert(variable, format!("${{input:{id}}}").into());
        } else {
            environment.insert(variable, "".into());
        }
    }
    let mut server = json!({ "command": "connsmith", "args": options, "env": environment });
    Ok(match client {
        Client::Vscode => {
            server["type"] = "stdio".into();
            json!({ "inputs": inputs, "servers": { name: server } })
        }
        Client::Claude | Client::Cursor => json!({ "mcpServers": { name: server } }),
    })
}
