//! `connsmith namespace sandbox`
use super::azure::{Common, Planned, text};
use super::gateway::name;
use super::target::Goal;
use crate::cli::columns::aligned;
use crate::cli::platform::arm::Place;
use crate::cli::{CLEAN, FOUND};
use anyhow::bail;
use clap::{Args, Subcommand};
use connsmith::call::namespace::sandbox::{self, Known};
use connsmith::call::namespace::trigger;
use connsmith::rule::Severity;
use connsmith::ship::namespace::address::{Address, Kind, Name};
use connsmith::ship::namespace::sandbox::{DataPlane, UNKNOWN_REGION};
use connsmith::ship::platform::cloud;
use connsmith::ship::platform::failure;
use serde_json::{Value, json};
use url::Url;

mod requests;
mod wiring;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Let the sandboxes of a group use connections, and create a sandbox with them
    Wire(Box<Wire>),
    /// Check everything that a connection in a sandbox needs
    Check(Box<Check>),
    /// Undo it: the trigger, the port, the sandbox, the entry in the group, the access policies
    Unwire(Box<Unwire>),
}

/// The sandboxes.
#[derive(Args)]
struct GroupArguments {
    /// Name of the sandbox group, in the resource group of the namespace
    #[arg(long, value_name = "NAME")]
    sandbox_group: String,

    /// URL of the sandboxes' data plane [default: that of the group's region]
    #[arg(long, env = "CONNSMITH_SANDBOX_URL", value_name = "URL")]
    sandbox_url: Option<String>,
}

#[derive(Args)]
struct Wire {
    /// Connections of the namespace
    #[arg(required = true, value_name = "CONNECTION")]
    connections: Vec<String>,

    #[command(flatten)]
    group: GroupArguments,

    /// Create the sandbox group if there is none
    #[arg(long)]
    create_group: bool,

    /// Create a connection that is missing, with this connector
    #[arg(long, value_name = "NAME")]
    connector: Option<String>,

    /// Only wire the connections to the group
    #[arg(long, conflicts_with_all = ["disk", "disk_id", "snapshot", "file", "port"])]
    no_sandbox: bool,

    /// Public disk of the sandbox
    #[arg(long, value_name = "NAME", default_value = "ubuntu", conflicts_with_all = ["disk_id", "snapshot"])]
    disk: String,

    /// Id of a private disk
    #[arg(long, value_name = "ID", conflicts_with = "snapshot")]
    disk_id: Option<String>,

    /// Id of a snapshot
    #[arg(long, value_name = "ID")]
    snapshot: Option<String>,

    /// Label of the sandbox
    #[arg(long, value_name = "TEXT", default_value = "connsmith")]
    label: String,

    /// Write a file into the sandbox (repeatable)
    #[arg(long, value_name = "FILE=PATH")]
    file: Vec<String>,

    /// What a trigger is to call in the sandbox: gives the namespace the role, or opens the port for it
    #[arg(long, value_enum)]
    target: Option<Goal>,

    /// Port to open
    #[arg(long, value_name = "PORT", required_if_eq("target", "port"))]
    port: Option<u16>,

    /// Give yourself the role that using the group's sandboxes takes
    #[arg(long)]
    operator_role: bool,

    /// Repeat URL and authentication in the sandbox, as one sample does
    #[arg(long)]
    full_entry: bool,

    /// Print links for signing in instead of opening the browser
    #[arg(long)]
    no_open: bool,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Check {
    /// Connections of the namespace
    #[arg(required = true, value_name = "CONNECTION")]
    connections: Vec<String>,

    #[command(flatten)]
    group: GroupArguments,

    /// Id of the sandbox
    #[arg(long, value_name = "ID")]
    sandbox: Option<String>,

    /// Name of the trigger that calls the sandbox
    #[arg(long, value_name = "NAME")]
    trigger: Option<String>,

    /// Port that the trigger calls
    #[arg(long, value_name = "PORT", requires = "sandbox")]
    port: Option<u16>,

    /// Path to call through the connection from inside of the sandbox [default: one that only reads, for well-known connectors]
    #[arg(long, value_name = "PATH", requires = "sandbox")]
    probe: Option<String>,

    /// Run no command in the sandbox
    #[arg(long, conflicts_with = "probe")]
    no_probe: bool,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Unwire {
    /// Connections of the namespace
    #[arg(required = true, value_name = "CONNECTION")]
    connections: Vec<String>,

    #[command(flatten)]
    group: GroupArguments,

    /// Also delete this sandbox
    #[arg(long, value_name = "ID")]
    sandbox: Option<String>,

    /// Also close this port
    #[arg(long, value_name = "PORT", requires = "sandbox")]
    port: Option<u16>,

    /// Also delete this trigger
    #[arg(long, value_name = "NAME")]
    trigger: Option<String>,

    /// Keep the access policies, which triggers outside of the group may need
    #[arg(long)]
    keep_policies: bool,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::Wire(arguments) => wiring::wire(arguments),
        Command::Check(arguments) => check(arguments),
        Command::Unwire(arguments) => wiring::unwire(arguments),
    }
}

impl GroupArguments {
    fn address(&self, place: &Place) -> anyhow::Result<Address> {
        place.sandboxes(&self.sandbox_group)
    }

    /// The data plane of the region that a group is in.
    fn plane(&self, address: &Address, group: &Value) -> anyhow::Result<DataPlane> {
        self.plane_in(address, &text(group, "/location"))
    }

    /// The data plane for a dry run, which does not know the region.
    fn planned_plane(&self, address: &Address) -> anyhow::Result<DataPlane> {
        self.plane_in(address, UNKNOWN_REGION)
    }

    fn plane_in(&self, address: &Address, region: &str) -> anyhow::Result<DataPlane> {
        let base: Option<Url> = self.sandbox_url.as_deref().map(cloud::address).transpose()?;
        DataPlane::of(address, region, base.as_ref()).map_err(anyhow::Error::msg)
    }
}

/// The file of a sandbox in which the platform writes which connection is reached where.
const CONNECTIONS_FILE: &str = "/connections/connections.json";

fn sandbox_id(text: &str) -> anyhow::Result<Name> {
    Ok(Name::segment("a sandbox", text)?)
}

/// What `check` and `unwire` are about.
struct Wired {
    place: Place,
    namespace: Address,
    group: Address,
    connections: Vec<Address>,
    /// The id of the sandbox.
    sandbox: Option<Name>,
    trigger: Option<Address>,
}

impl Wired {
    fn of(
        common: &Common,
        group: &GroupArguments,
        connections: &[String],
        sandbox: Option<&str>,
        trigger: Option<&str>,
    ) -> anyhow::Result<Wired> {
        let place = common.place()?;
        let namespace = place.namespace(None)?;
        let trigger = trigger.map(|text| name("a trigger", text)).transpose()?;
        Ok(Wired {
            group: group.address(&place)?,
            connections: addresses(&namespace, connections)?,
            sandbox: sandbox.map(sandbox_id).transpose()?,
            trigger: trigger.map(|name| namespace.one(Kind::Trigger, &name)),
            namespace,
            place,
        })
    }
}

/// The connections by their addresses.
fn addresses(namespace: &Address, names: &[String]) -> anyhow::Result<Vec<Address>> {
    names.iter().map(|text| Ok(namespace.one(Kind::Connection, &name("a connection", text)?))).collect()
}

fn check(arguments: &Check) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let (sandbox, trigger) = (arguments.sandbox.as_deref(), arguments.trigger.as_deref());
    let wired = Wired::of(common, &arguments.group, &arguments.connections, sandbox, trigger)?;
    let Wired { place, namespace, group, connections, sandbox, trigger } = wired;
    if common.dry_run {
        let mut all: Vec<Planned> = vec![requests::read_namespace(&namespace).into(), requests::read_group(&group).into()];
        if let Some(trigger) = &trigger {
            all.extend([group.roles().get(""), trigger.get(""), trigger.all_runs().get("")].map(Planned::from));
        }
        let plane = arguments.group.planned_plane(&group)?;
        if let Some(id) = &sandbox {
            all.extend([plane.get(id).into(), plane.get_file(id, CONNECTIONS_FILE).into()]);
        }
        for address in &connections {
            all.extend([requests::read_connection(address).into(), address.policies().get("").into()]);
            if let (Some(id), false) = (&sandbox, arguments.no_probe) {
                let path = arguments.probe.as_deref().unwrap_or("{path}");
                let command = plane.command(id, &sandbox::probe(requests::RUNTIME_URL, path));
                all.push(match &arguments.probe {
                    Some(_) => Planned::when("the sandbox is running", command),
                    None => Planned::when("the sandbox is running, and a path that only reads is known", command),
                });
            }
        }
        return common.planned(all);
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    // What is not there makes its checks fail.
    let find =
        |address: &Address, asked: &str| Ok::<Value, anyhow::Error>(arm.find(address, asked)?.unwrap_or_else(|| json!({})));
    let list = |address: &Address, asked: &str| match arm.list(&address.get(asked)) {
        Ok(all) => Ok(json!({ "value": all })),
        Err(failure) if failure.kind == failure::Kind::Status(404) => Ok(json!({ "value": [] })),
        Err(failure) => Err(failure),
    };
    let gateway = find(&namespace, "read the namespace")?;
    let found = find(&group, "read the sandbox group")?;
    let mut shared = Known { gateway, group: found, port: arguments.port, ..Known::default() };
    if let Some(trigger) = &trigger {
        shared.roles = list(&group.roles(), "list the role assignments of the sandbox group")?;
        shared.trigger = find(trigger, "read the trigger")?;
        shared.runs = list(&trigger.all_runs(), "list the runs of the trigger")?;
    }
    let mut plane = None;
    if let Some(id) = &sandbox {
        let data = arguments.group.plane(&group, &shared.group)?;
        shared.sandbox = match arm.data_json(&data.get(id)) {
            Ok(found) => found,
            Err(failure) if failure.kind == failure::Kind::Status(404) => bail!("there is no sandbox `{id}` in the group"),
            Err(failure) => return Err(failure.into()),
        };
        shared.file = match arm.data_json(&data.get_file(id, CONNECTIONS_FILE)) {
            Err(failure) if failure.kind == failure::Kind::Status(404) => json!({}),
            outcome => outcome?,
        };
        plane = Some((data, id));
    }
    let (mut rows, mut listed, mut failed) = (Vec::new(), Vec::new(), 0);
    for address in &connections {
        let mut known = shared.clone();
        known.id = address.id().to_owned();
        known.connection = find(address, "read the connection")?;
        known.policies = list(&address.policies(), "list the access policies of the connection")?;
        let url = text(&known.connection, "/properties/connectionRuntimeUrl");
        let path = arguments.probe.clone().or_else(|| {
            let connector = text(&known.connection, "/properties/connectorName");
            sandbox::probe_path(&connector).map(str::to_owned)
        });
        let running = shared.sandbox["state"] == "Running";
        if let (Some((data, id)), Some(path), true) = (&plane, path, running && !arguments.no_probe && is_plain(&url)) {
            if !is_plain(&path) {
                bail!("`{path}` cannot be part of a command");
            }
            known.probe = arm.data_json(&data.command(id, &sandbox::probe(url.trim_end_matches('/'), &path)))?;
        }
        for one in sandbox::checks(&known) {
            let word = match one.passed {
                Some(true) => "ok",
                Some(false) => "FAILED",
                None => "skipped",
            };
            listed.push(json!({ "connection": address.name(), "check": one.id, "passed": one.passed, "message": (one.passed == Some(false)).then_some(one.message), "help": (one.passed == Some(false)).then_some(one.help) }));
            let said = if one.passed == Some(false) { format!("{}: {}", one.message, one.help) } else { String::new() };
            failed += usize::from(one.passed == Some(false));
            rows.push(vec![word.to_owned(), address.name().to_owned(), one.id.to_owned(), said]);
        }
    }
    let details = shared.trigger.pointer("/properties/notificationDetails");
    let ports = shared.sandbox["ports"].as_array().cloned().unwrap_or_default();
    let port = ports.iter().find(|one| arguments.port.is_some_and(|port| one["port"] == port));
    let mut problems = details.zip(port).map(|(details, port)| sandbox::port_problems(details, port)).unwrap_or_default();
    if trigger.is_some() {
        // Its callback is judged like that of a file.
        let text = shared.trigger.to_string().into_bytes();
        let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "the trigger", text);
        let found =
            trigger::check(&document, None).into_iter().filter(|one| matches!(one.code, "audience" | "sandbox" | "injection"));
        problems.extend(found.map(|one| connsmith::call::request::Problem { origin: None, ..one }));
    }
    failed += problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if common.format == super::Format::Text {
        super::say(&problems);
    }
    let json = json!({ "version": 1, "checks": listed, "problems": super::problems_json(&problems) });
    common.print(&aligned(&rows), &json)?;
    Ok(if failed == 0 { CLEAN } else { FOUND })
}

/// Whether a text of a service can stand in a shell command between single quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '\'' | '\\' | '`'))
}
