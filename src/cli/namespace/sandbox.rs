//! `connsmith namespace sandbox`, and the targets of triggers in sandboxes
use super::azure::{Common, change, confirmed, text};
use super::connection::{consent_request, signed_in};
use super::gateway::{identity, name};
use super::ops::columns;
use crate::cli::platform::arm::{ArmArguments, Place};
use crate::cli::{CLEAN, FOUND, note};
use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use connsmith::call::namespace::sandbox::{self, Flow, Known, Plane, Step, Target};
use connsmith::call::namespace::{resource, trigger};
use connsmith::rule::Severity;
use connsmith::ship::namespace::address::{Address, Kind, Name};
use connsmith::ship::namespace::client::{Arm, is_connected};
use connsmith::ship::namespace::sandbox::{DataPlane, assignment};
use connsmith::ship::platform::cloud;
use connsmith::ship::platform::failure::{self, Failure};
use connsmith::ship::platform::message::pretty;
use serde_json::{Value, json};
use url::Url;

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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Goal {
    /// A shell command
    Shell,
    /// A program with arguments
    Exec,
    /// A port on which a program listens
    Port,
}

impl Goal {
    fn target(self) -> Target {
        match self {
            Goal::Shell => Target::Shell,
            Goal::Exec => Target::Exec,
            Goal::Port => Target::Port,
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::Wire(arguments) => wire(arguments),
        Command::Check(arguments) => check(arguments),
        Command::Unwire(arguments) => unwire(arguments),
    }
}

impl GroupArguments {
    fn address(&self, place: &Place) -> anyhow::Result<Address> {
        place.sandboxes(&self.sandbox_group)
    }

    /// The data plane of the region that a group is in.
    fn plane(&self, address: &Address, group: &Value) -> anyhow::Result<DataPlane> {
        let base: Option<Url> = self.sandbox_url.as_deref().map(cloud::address).transpose()?;
        DataPlane::of(address, &text(group, "/location"), base.as_ref()).map_err(anyhow::Error::msg)
    }
}

fn sandbox_id(text: &str) -> anyhow::Result<Name> {
    Ok(Name::segment("a sandbox", text)?)
}

/// The connections by their addresses.
fn addresses(namespace: &Address, names: &[String]) -> anyhow::Result<Vec<Address>> {
    names.iter().map(|text| Ok(namespace.one(Kind::Connection, &name("a connection", text)?))).collect()
}

/// Prints the steps of a flow that a verb takes, with the names that are known.
fn print_steps(common: &Common, steps: &[Step], known: &[(&str, String)]) -> anyhow::Result<u8> {
    let fill = |text: &str| known.iter().fold(text.to_owned(), |text, (word, value)| text.replace(&format!("{{{word}}}"), value));
    note("nothing was sent; braces are around what a response would say");
    let one = |step: &Step| {
        let body = step.body.as_ref().map(|body| fill(&pretty(body)));
        (step.method, fill(&step.url), body, step.when)
    };
    let all: Vec<_> = steps.iter().map(one).collect();
    let shown = all.iter().map(|(method, url, body, when)| {
        let when = when.map(|when| format!("  (if {when})")).unwrap_or_default();
        let body = body.as_ref().map(|body| format!("\n{body}\n")).unwrap_or_default();
        format!("{method} {url}{when}\n{body}")
    });
    let listed: Vec<Value> = all
        .iter()
        .map(|(method, url, body, when)| {
            let body: Value = body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
            json!({ "method": method, "url": url, "body": body, "when": when })
        })
        .collect();
    common.print(&shown.collect::<Vec<_>>().join("\n"), &json!({ "version": 1, "requests": listed }))?;
    Ok(CLEAN)
}

/// The names that stand in a flow's steps.
fn known(namespace: &Address, group: &str, connection: &str) -> Vec<(&'static str, String)> {
    let part = |at: usize| namespace.id().split('/').nth(at).unwrap_or_default().to_owned();
    vec![("sub", part(2)), ("rg", part(4)), ("gw", part(8)), ("sg", group.to_owned()), ("conn", connection.to_owned())]
}

/// What a new sandbox starts from.
fn source(arguments: &Wire) -> Value {
    match (&arguments.disk_id, &arguments.snapshot) {
        (Some(id), _) => json!({ "diskImage": { "id": id, "isPublic": false } }),
        (_, Some(id)) => json!({ "snapshot": { "id": id } }),
        _ => json!({ "diskImage": { "name": arguments.disk, "isPublic": true } }),
    }
}

/// The files to write: their bytes and paths in the sandbox.
fn files(given: &[String]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let one = |text: &String| {
        let (file, path) = text.split_once('=').with_context(|| format!("`{text}` is not `FILE=PATH`"))?;
        if !path.starts_with('/') || path.split('/').any(|part| part == "..") {
            bail!("`{path}` is not a path in the sandbox, such as `/app/handler.py`");
        }
        Ok((path.to_owned(), super::plain(file.as_ref())?))
    };
    given.iter().map(one).collect()
}

fn wire(arguments: &Wire) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let group = arguments.group.address(&place)?;
    let connections = addresses(&namespace, &arguments.connections)?;
    let files = files(&arguments.file)?;
    if common.dry_run {
        return plan(arguments, &namespace);
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let say = |text: &str| {
        if common.format == super::Format::Text {
            note(text);
        }
    };
    let gateway = arm.json(&namespace.get("read the namespace"))?;
    let (own, tenant) = identity(&gateway)?;
    let location = text(&gateway, "/location");
    // Each connection must work before anything is wired to it.
    let mut entries = Vec::new();
    for address in &connections {
        let connection = connected(arguments, &arm, address, &location)?;
        entries.push(sandbox::entry(address.id(), &text(&connection, "/properties/connectionRuntimeUrl")));
    }
    let source = source(arguments);
    let faults = sandbox::validate(&entries, None, (!arguments.no_sandbox).then_some(&source));
    if let Some(fault) = faults.iter().find(|fault| fault.severity == Severity::Error) {
        bail!("{}", fault.message);
    }
    let mut found = group_of(arguments, &arm, &group, &location)?;
    let sandbox_principal = text(&found, "/identity/principalId");
    for address in &connections {
        for (policy, principal) in [("gateway-acl", &own), ("sandbox-acl", &sandbox_principal)] {
            if allow(&arm, address, policy, principal, &tenant, &location)? {
                say(&format!("added the access policy `{policy}` to the connection `{}`", address.name()));
            }
        }
    }
    if arguments.operator_role {
        let me = arm.service.object_id()?;
        assign(&arm, &group, &me, "User")?;
    }
    // The whole list goes out, so what others have wired since it was read must be in it.
    let mut list = found.pointer("/properties/gatewayConnections").cloned().unwrap_or_default();
    let mut changed = false;
    for entry in &entries {
        let (merged, differs) = sandbox::merged(&list, entry);
        list = Value::Array(merged);
        changed |= differs;
    }
    if changed {
        let body = json!({ "properties": { "gatewayConnections": list } });
        change(&arm, &group.patch(body, "wire the connections to the sandbox group"), &group)?;
        found = arm.json(&group.get("read the sandbox group"))?;
        let there = found.pointer("/properties/gatewayConnections").cloned().unwrap_or_default();
        if list.as_array().into_iter().flatten().any(|entry| sandbox::merged(&there, entry).1) {
            bail!("the sandbox group does not have what was sent: something else is changing it; run the command again");
        }
        say("wired the connections to the sandbox group");
    }
    let mut result = json!({ "version": 1, "sandboxGroup": group.name(), "changed": changed });
    let mut rows = vec![vec!["sandbox group".to_owned(), group.name().to_owned()]];
    let plane = arguments.group.plane(&group, &found)?;
    let mut sandbox = None;
    if !arguments.no_sandbox {
        let short = |entry: &Value| match arguments.full_entry {
            true => entry.clone(),
            false => json!({ "resourceId": entry["resourceId"] }),
        };
        let own: Vec<Value> = entries.iter().map(short).collect();
        let created = arm.create_sandbox(&plane.create(sandbox::sandbox_body(&source, &own, &arguments.label)))?;
        let id = sandbox_id(sandbox::id_of(&created).context("the response to the creation has no id of the sandbox")?)?;
        arm.running(&plane.get(&id))?;
        say(&format!("the sandbox `{id}` is running"));
        for (path, bytes) in files {
            arm.data(&plane.put_file(&id, &path, bytes))?;
        }
        result["sandbox"] = json!(id.as_str());
        rows.push(vec!["sandbox".to_owned(), id.to_string()]);
        sandbox = Some(id);
    }
    if let Some(goal) = arguments.target {
        assign(&arm, &group, &own, "ServicePrincipal")?;
        say("the namespace may run commands in the group's sandboxes");
        if let (Goal::Port, Some(port), Some(id)) = (goal, arguments.port, &sandbox) {
            let response = arm.data_json(&plane.add_port(id, sandbox::port_body(port, &own, &tenant)))?;
            let url = sandbox::port_url(&response, port).context("the response does not have the URL of the port")?;
            result["portUrl"] = json!(url);
            rows.push(vec!["port".to_owned(), url.to_owned()]);
        }
    }
    common.print(&columns(rows), &result)?;
    Ok(CLEAN)
}

/// The requests that `wire` may send.
fn plan(arguments: &Wire, namespace: &Address) -> anyhow::Result<u8> {
    let flow = match arguments.target {
        Some(goal) => Flow::Trigger(goal.target()),
        None => Flow::Direct,
    };
    let left_out = |step: &Step| match step.id {
        "gw-put" | "probe" | "swagger" | "dynamic" | "call" | "ops" | "trigger-put" | "trigger-get" | "trigger-runs" => true,
        "conn-put" => arguments.connector.is_none(),
        "sg-put" => !arguments.create_group,
        "role-operator" => !arguments.operator_role,
        "sbx-put" | "sbx-wait" => arguments.no_sandbox,
        "file-put" => arguments.file.is_empty(),
        "port-add" => arguments.no_sandbox,
        _ => false,
    };
    let mut steps = sandbox::flow(flow, None, arguments.port.unwrap_or_default(), "{connector}");
    steps.retain(|step| !left_out(step));
    for body in steps.iter_mut().filter(|step| step.id == "sbx-put").filter_map(|step| step.body.as_mut()) {
        body["sourcesRef"] = source(arguments);
    }
    let mut words = known(namespace, &arguments.group.sandbox_group, &arguments.connections.join("|"));
    words.push(("name", arguments.label.clone()));
    words.extend(arguments.connector.iter().map(|connector| ("connector", connector.clone())));
    print_steps(&arguments.common, &steps, &words)
}

/// A connection that is connected and has a runtime URL; created and signed in to where that is wanted.
fn connected(arguments: &Wire, arm: &Arm, address: &Address, location: &str) -> anyhow::Result<Value> {
    let asked = format!("read the connection `{}`", address.name());
    let mut there = arm.find(address, &asked)?;
    if there.is_none() {
        let Some(connector) = &arguments.connector else {
            bail!("there is no connection `{}`: create it, or use `--connector NAME`", address.name());
        };
        let wanted =
            resource::Connection { connector: connector.clone(), location: Some(location.to_owned()), ..Default::default() };
        let request = address.put(resource::connection(&wanted), format!("create the connection `{}`", address.name()));
        there = Some(change(arm, &request, address)?);
    }
    if !there.as_ref().is_some_and(is_connected) {
        let request = consent_request(address, "https://portal.azure.com");
        signed_in(arm, address, &request, !arguments.no_open)?;
    }
    // Right after signing in, the URL is not there yet.
    let ready = |connection: &Value| {
        let has = !text(connection, "/properties/connectionRuntimeUrl").is_empty();
        Ok((has && is_connected(connection)).then(|| connection.clone()))
    };
    Ok(arm.until(&address.get(format!("wait for the runtime URL of the connection `{}`", address.name())), ready)?)
}

/// The sandbox group with an identity. One that is there is never replaced: that would drop what is wired to it.
fn group_of(arguments: &Wire, arm: &Arm, address: &Address, location: &str) -> anyhow::Result<Value> {
    let identity = json!({ "type": "SystemAssigned" });
    let group = match arm.find(address, "read the sandbox group")? {
        Some(group) => group,
        None if arguments.create_group => {
            let body = json!({ "location": location, "identity": identity, "properties": {} });
            change(arm, &address.put(body, "create the sandbox group"), address)?
        }
        None => bail!("there is no sandbox group `{}`: create it, or use `--create-group`", address.name()),
    };
    if !text(&group, "/identity/principalId").is_empty() {
        return Ok(group);
    }
    let group = change(arm, &address.patch(json!({ "identity": identity }), "give the sandbox group an identity"), address)?;
    if text(&group, "/identity/principalId").is_empty() {
        bail!("the sandbox group has no identity, although one was asked for: look at it in the portal");
    }
    Ok(group)
}

/// Adds an access policy unless it is there; one for another identity is replaced. Returns whether something changed.
fn allow(arm: &Arm, connection: &Address, policy: &str, principal: &str, tenant: &str, location: &str) -> anyhow::Result<bool> {
    let address = connection.policies().named(&name("a policy", policy)?);
    let asked = format!("add the access policy `{policy}`");
    let there = arm.find(&address, &asked)?;
    if let Some(there) = there {
        if text(&there, "/properties/principal/identity/objectId").eq_ignore_ascii_case(principal) {
            return Ok(false);
        }
        arm.remove(&address, &format!("replace the access policy `{policy}`, which is for another identity"))?;
    }
    change(arm, &address.put(resource::policy(principal, tenant, Some(location)), asked), &address)?;
    Ok(true)
}

/// Assigns the role to run commands in the sandboxes of a group; that it is there already is as good.
fn assign(arm: &Arm, group: &Address, principal: &str, kind: &str) -> anyhow::Result<()> {
    let id = assignment(principal, group.id(), sandbox::ROLE);
    let address = group.roles().named(&Name::segment("a role assignment", &id)?);
    let body = sandbox::role_body(group.subscription_id(), principal, kind);
    match arm.send(&address.put(body, "assign the role for sandboxes")) {
        Err(failure) if failure.code.as_deref() == Some("RoleAssignmentExists") => Ok(()),
        Err(failure) if failure.kind == failure::Kind::Status(403) => {
            let remedy = "assigning roles needs the role Owner or User Access Administrator on the sandbox group";
            Err(Failure { remedy: remedy.into(), ..failure }.into())
        }
        outcome => {
            outcome?;
            Ok(())
        }
    }
}

fn check(arguments: &Check) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let group = arguments.group.address(&place)?;
    let connections = addresses(&namespace, &arguments.connections)?;
    let sandbox = arguments.sandbox.as_deref().map(sandbox_id).transpose()?;
    let trigger = arguments.trigger.as_deref().map(|text| name("a trigger", text)).transpose()?;
    let trigger = trigger.map(|name| namespace.one(Kind::Trigger, &name));
    if common.dry_run {
        let mut requests = vec![namespace.get(""), group.get("")];
        for address in &connections {
            requests.push(address.get(""));
            requests.push(address.policies().get(""));
        }
        if let Some(trigger) = &trigger {
            requests.extend([group.roles().get(""), trigger.get(""), trigger.all_runs().get("")]);
        }
        return common.planned(&requests);
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
        shared.file = match arm.data_json(&data.get_file(id, "/connections/connections.json")) {
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
    common.print(&columns(rows), &json)?;
    Ok(if failed == 0 { CLEAN } else { FOUND })
}

/// Whether a text of a service can stand in a shell command between single quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '\'' | '\\' | '`'))
}

fn unwire(arguments: &Unwire) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let group = arguments.group.address(&place)?;
    let connections = addresses(&namespace, &arguments.connections)?;
    let sandbox = arguments.sandbox.as_deref().map(sandbox_id).transpose()?;
    let trigger = arguments.trigger.as_deref().map(|text| name("a trigger", text)).transpose()?;
    if common.dry_run {
        let left_out = |step: &Step| match step.id {
            "z-trigger" => trigger.is_none(),
            "z-port" => arguments.port.is_none(),
            "z-sandbox" => sandbox.is_none(),
            "z-acl-sandbox" | "z-acl-gateway" => arguments.keep_policies,
            "z-conn" | "z-gateway" => true,
            _ => false,
        };
        let mut steps = sandbox::flow(Flow::Cleanup, None, arguments.port.unwrap_or_default(), "");
        steps.retain(|step| !left_out(step) && step.plane != Plane::Runtime);
        let mut words = known(&namespace, &arguments.group.sandbox_group, &arguments.connections.join("|"));
        words.extend(trigger.iter().map(|name| ("trigger", name.to_string())));
        words.extend(sandbox.iter().map(|id| ("sbx", id.to_string())));
        return print_steps(common, &steps, &words);
    }
    let what = format!("the wiring of {} to the sandbox group `{}`", arguments.connections.join(", "), group.name());
    confirmed(arguments.yes, &what)?;
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let mut done = Vec::new();
    // Whatever calls the sandbox goes first, and what it needs last.
    if let Some(name) = &trigger
        && arm.remove(&namespace.one(Kind::Trigger, name), &format!("delete the trigger `{name}`"))?
    {
        done.push(format!("deleted the trigger {name}"));
    }
    let found = arm.json(&group.get("read the sandbox group"))?;
    if let Some(id) = &sandbox {
        let plane = arguments.group.plane(&group, &found)?;
        let absent = |failure: &Failure| failure.kind == failure::Kind::Status(404);
        if let Some(port) = arguments.port
            && let Err(failure) = arm.data(&plane.remove_port(id, port))
            && !absent(&failure)
        {
            return Err(failure.into());
        }
        match arm.data(&plane.delete(id)) {
            Ok(_) => done.push(format!("deleted the sandbox {id}")),
            Err(failure) if absent(&failure) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    let mut list = found.pointer("/properties/gatewayConnections").cloned().unwrap_or_default();
    let mut changed = false;
    for address in &connections {
        let (rest, differs) = sandbox::detached(&list, address.id());
        list = Value::Array(rest);
        changed |= differs;
    }
    if changed {
        let body = json!({ "properties": { "gatewayConnections": list } });
        change(&arm, &group.patch(body, "detach the connections from the sandbox group"), &group)?;
        done.push("detached the connections from the group".to_owned());
    }
    if !arguments.keep_policies {
        for address in &connections {
            for policy in ["sandbox-acl", "gateway-acl"] {
                let of = address.policies().named(&name("a policy", policy)?);
                if arm.remove(&of, &format!("remove the access policy `{policy}`"))? {
                    done.push(format!("removed {policy} from {}", address.name()));
                }
            }
        }
    }
    let text: String = done.iter().map(|line| format!("{line}\n")).collect();
    common.print(&text, &json!({ "version": 1, "done": done }))?;
    Ok(CLEAN)
}

/// What a trigger calls in a sandbox.
#[derive(Args)]
#[command(next_help_heading = "Targets in a sandbox")]
pub struct TargetArguments {
    /// Call back into a sandbox: a shell command, a program, or a port (with `--callback-url`)
    #[arg(long, value_enum, conflicts_with_all = ["functions", "auth", "body"], requires_all = ["sandbox_group", "sandbox"])]
    target: Option<Goal>,

    /// Name of the sandbox group
    #[arg(long, value_name = "NAME", requires = "target")]
    sandbox_group: Option<String>,

    /// Id of the sandbox
    #[arg(long, value_name = "ID", requires = "target")]
    sandbox: Option<String>,

    /// Region of the sandbox group
    #[arg(long, value_name = "REGION", required_if_eq_any = [("target", "shell"), ("target", "exec")])]
    sandbox_region: Option<String>,

    /// The shell command, or the program
    #[arg(long, value_name = "TEXT", required_if_eq_any = [("target", "shell"), ("target", "exec")])]
    command: Option<String>,

    /// An argument of the program (repeatable)
    #[arg(long, value_name = "TEXT", requires = "command", allow_hyphen_values = true)]
    command_arg: Vec<String>,

    /// An environment variable of the command (repeatable)
    #[arg(long, value_name = "NAME=VALUE", requires = "command")]
    environment: Vec<String>,

    /// Host of the callback URL: that of the region, or the global one that some guides use
    #[arg(long, value_enum, default_value_t = CallbackHost::Regional, value_name = "HOST")]
    callback_host: CallbackHost,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CallbackHost {
    Regional,
    Global,
}

impl TargetArguments {
    /// The callback, and what belongs in the trigger's metadata. None without a target.
    pub fn callback(&self, arm: &ArmArguments, url: Option<&str>) -> anyhow::Result<Option<(trigger::Callback, Value)>> {
        let Some(goal) = self.target else { return Ok(None) };
        let (group, id) = (self.sandbox_group.as_deref().unwrap_or_default(), self.sandbox.as_deref().unwrap_or_default());
        let id = sandbox_id(id)?;
        let metadata = json!({ "sandboxGroupName": group, "sandboxId": id.as_str() });
        let (base, body) = match goal {
            Goal::Port => {
                let url = url
                    .context("a port needs `--callback-url`: its URL, as `connsmith ns sandbox wire` prints it, and your path")?;
                (url.to_owned(), None)
            }
            Goal::Shell | Goal::Exec => {
                anyhow::ensure!(url.is_none(), "`--callback-url` is only for a port");
                let address = arm.place()?.sandboxes(group)?;
                let region = self.sandbox_region.as_deref().unwrap_or_default().replace(' ', "").to_ascii_lowercase();
                Name::segment("a region", &region)?;
                let host = match self.callback_host {
                    CallbackHost::Regional => format!("management.{region}.azuredevcompute.io"),
                    CallbackHost::Global => "management.azuredevcompute.io".to_owned(),
                };
                let path = address.id().replace("/providers/Microsoft.App", "");
                (format!("https://{host}{path}/sandboxes/{id}"), Some(self.body(goal)?))
            }
        };
        let details = sandbox::callback(goal.target(), &base, body);
        let callback = trigger::Callback {
            url: text(&details, "/callbackUrl"),
            method: "POST".to_owned(),
            authentication: details.get("authentication").cloned(),
            body: details.get("body").cloned(),
        };
        Ok(Some((callback, metadata)))
    }

    fn body(&self, goal: Goal) -> anyhow::Result<Value> {
        let mut body = json!({ "activationMode": "OnDemand", "command": self.command });
        match goal {
            Goal::Exec => body["args"] = json!(self.command_arg),
            _ => anyhow::ensure!(self.command_arg.is_empty(), "`--command-arg` is only for `--target exec`"),
        }
        for text in &self.environment {
            let (name, value) = text.split_once('=').with_context(|| format!("`{text}` is not `NAME=VALUE`"))?;
            body["environment"][name] = json!(value);
        }
        Ok(body)
    }

    /// Explains what else a target needs.
    pub fn explain(&self) {
        let group = self.sandbox_group.as_deref().unwrap_or_default();
        match self.target {
            Some(Goal::Port) => note(&format!(
                "the port must let the namespace in: `connsmith ns sandbox wire CONNECTION --sandbox-group {group} --target port --port PORT` opens it"
            )),
            Some(_) => note(&format!(
                "the namespace needs a role on the group: `connsmith ns sandbox wire CONNECTION --sandbox-group {group} --no-sandbox --target shell` assigns it"
            )),
            None => {}
        }
    }
}
