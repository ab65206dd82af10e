//! `connsmith namespace trigger create|list|show|enable|disable|delete|diff|prune`
use super::azure::{Common, NotationArguments, change, confirmed, keep, must_be_new, name_of, print_resource, remove, text};
use super::gateway::{identity, name};
use super::source::Fetch;
use super::{document, json_file, say};
use crate::cli::fix::counted;
use crate::cli::unified::unified;
use crate::cli::{CLEAN, FOUND, note, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::call::namespace::{resource, trigger};
use connsmith::connector::discover::CONFIGURATIONS;
use connsmith::rule::Severity;
use connsmith::ship::namespace::address::{Address, Kind};
use connsmith::ship::namespace::client::Arm;
use connsmith::ship::platform::message::{Request, pretty};
use connsmith::ship::platform::redact::REDACTED;
use connsmith::text::write::Change;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The ending of the files of their configurations.
const ENDING: &str = CONFIGURATIONS[0];

#[derive(Args)]
pub struct Create {
    /// Trigger configuration
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Name of the trigger [default: that of the file, without `.trigger.json`]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The connector's folder, Swagger file or `managed:NAME`, to check the configuration against
    #[arg(long, value_name = "SOURCE")]
    source: Option<PathBuf>,

    /// Send the configuration despite the errors in it
    #[arg(long)]
    force: bool,

    /// Overwrite a trigger of this name
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    notation: NotationArguments,

    #[command(flatten)]
    fetch: Fetch,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Show {
    /// Name of the trigger
    #[arg(value_name = "NAME")]
    name: String,

    /// List its last runs instead
    #[arg(long)]
    runs: bool,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Switch {
    /// Name of the trigger
    #[arg(value_name = "NAME")]
    name: String,

    /// Use the action `enable` or `disable`, which the API's contract does not list, instead of sending the trigger again
    #[arg(long)]
    action: bool,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Delete {
    /// Name of the trigger
    #[arg(value_name = "NAME")]
    name: String,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Diff {
    /// Trigger configurations, or folders with them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Name of the trigger of a single file [default: that of the file]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Prune {
    /// Folders with all trigger configurations, or the configurations
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Only triggers of this connection
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

const MEMBERS: [(&str, &str); 8] = [
    ("name", "/name"),
    ("state", "/properties/state"),
    ("operation", "/properties/operationName"),
    ("connector", "/properties/connectionDetails/connectorName"),
    ("connection", "/properties/connectionDetails/connectionName"),
    ("schedule", "/properties/recurrence"),
    ("calls back", "/properties/notificationDetails/callbackUrl"),
    ("id", "/id"),
];

fn address(common: &Common, text: &str) -> anyhow::Result<Address> {
    Ok(common.place()?.namespace(None)?.one(Kind::Trigger, &name("a trigger", text)?))
}

/// Reads a trigger.
fn read(address: &Address) -> Request {
    address.get(format!("read the trigger `{}`", address.name()))
}

pub fn create(arguments: &Create) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let file = &arguments.file;
    let source = match &arguments.source {
        Some(source) => Some(super::source::connector(Some(source), None, &arguments.fetch, &common.arm)?),
        None => None,
    };
    let problems = trigger::check(&document(file)?, source.as_ref());
    say(&problems);
    if !arguments.force && problems.iter().any(|problem| problem.severity == Severity::Error) {
        note("nothing was sent: the configuration has errors (`--force` sends it anyway)");
        return Ok(FOUND);
    }
    let body = resource::sendable(&json_file(file)?);
    let name = name_of(arguments.name.as_deref(), file, ENDING, "a trigger")?;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let address = namespace.one(Kind::Trigger, &name);
    if let Some(notation) = arguments.notation.notation() {
        return print_resource(notation, &address, &body, &[]);
    }
    let request = address.put(body.clone(), format!("create the trigger `{name}`"));
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    keep(&arm.service.http.redactor, &request);
    if !arguments.replace {
        must_be_new(&arm, &address, "trigger")?;
    }
    let created = change(&arm, &request, &address)?;
    if common.format == super::Format::Text {
        note(&format!("created the trigger `{name}`"));
    }
    common.print_one(&created, &MEMBERS)?;
    let connection = text(&body, "/properties/connectionDetails/connectionName");
    if !connection.is_empty() && !may_listen(&arm, &namespace, &connection) {
        note(&format!(
            "the namespace has no access policy on the connection `{connection}`: if the trigger never fires, run `connsmith ns access add {connection}`"
        ));
    }
    Ok(CLEAN)
}

/// Whether the identity of a namespace has an access policy on a connection. True if that cannot be determined.
fn may_listen(arm: &Arm, namespace: &Address, connection: &str) -> bool {
    let policies = || {
        let (own, _) = identity(&arm.json(&namespace.get("find out the identity of the namespace"))?)?;
        let owner = namespace.one(Kind::Connection, &name("a connection", connection)?);
        let all = arm.list(&owner.policies().get("list the access policies"))?;
        Ok::<_, anyhow::Error>(
            all.iter().any(|one| text(one, "/properties/principal/identity/objectId").eq_ignore_ascii_case(&own)),
        )
    };
    policies().unwrap_or(true)
}

/// All triggers.
fn all(arm: &Arm, namespace: &Address) -> anyhow::Result<Vec<Value>> {
    Ok(arm.list(&namespace.all(Kind::Trigger).get("list the triggers"))?)
}

pub fn list(arguments: &List) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    if common.dry_run {
        return common.planned([namespace.all(Kind::Trigger).get("list the triggers")]);
    }
    let session = common.session(&place)?;
    let all = all(&common.arm.arm(&session), &namespace)?;
    common.print_list(&["NAME", "STATE", "STARTED BY", "CONNECTION"], &all, |one| {
        let event = text(one, "/properties/operationName");
        let kind =
            [text(one, "/properties/triggerType"), text(one, "/properties/type")].into_iter().find(|text| !text.is_empty());
        let start = if event.is_empty() { kind.unwrap_or_default() } else { event };
        let connection = text(one, "/properties/connectionDetails/connectionName");
        vec![text(one, "/name"), text(one, "/properties/state"), start, connection]
    })
}

pub fn show(arguments: &Show) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let address = address(common, &arguments.name)?;
    if arguments.runs {
        let request = address.all_runs().get(format!("list the runs of the trigger `{}`", address.name()));
        if common.dry_run {
            return common.planned([request]);
        }
        let session = common.session(&common.place()?)?;
        let runs = common.arm.arm(&session).list(&request)?;
        // The contract nests in `summary` what guides show directly.
        let either = |one: &Value, key: &str| {
            let nested = text(one, &format!("/properties/summary/{key}"));
            if nested.is_empty() { text(one, &format!("/properties/{key}")) } else { nested }
        };
        return common.print_list(&["RUN", "STATUS", "STARTED", "CODE"], &runs, |one| {
            vec![text(one, "/name"), either(one, "status"), either(one, "startTime"), either(one, "statusCode")]
        });
    }
    let request = read(&address);
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&common.place()?)?;
    let found = common.arm.arm(&session).json(&request)?;
    common.print_one(&found, &MEMBERS)
}

pub fn switch(arguments: &Switch, on: bool) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let address = address(common, &arguments.name)?;
    let name = address.name().to_owned();
    let (verb, state) = if on { ("enable", "Enabled") } else { ("disable", "Disabled") };
    let asked = format!("{verb} the trigger `{name}`");
    let action = || address.post(verb, json!({}), asked.as_str());
    if common.dry_run {
        let put = || address.put(json!({ "properties": { "…": "{as it is}", "state": state } }), asked.as_str());
        return common.planned(if arguments.action { vec![action()] } else { vec![read(&address), put()] });
    }
    let session = common.session(&common.place()?)?;
    let arm = common.arm.arm(&session);
    if arguments.action {
        arm.send(&action())?;
    } else {
        let there = arm.json(&read(&address))?;
        if there.pointer("/properties/state").and_then(Value::as_str) != Some(state) {
            if resource::lacks_secret(&there) {
                bail!(
                    "cannot {asked}: the service does not give out the secret of its callback, which would be lost; use `--action`, or create it again from its file with `--replace`"
                );
            }
            let mut body = resource::sendable(&there);
            body["properties"]["state"] = json!(state);
            change(&arm, &address.put(body, asked.as_str()), &address)?;
        }
    }
    common.print(&format!("{name} is {}\n", state.to_lowercase()), &json!({ "version": 1, "name": name, "state": state }))?;
    Ok(CLEAN)
}

pub fn delete(arguments: &Delete) -> anyhow::Result<u8> {
    let address = address(&arguments.common, &arguments.name)?;
    remove(&arguments.common, arguments.yes, &address, "trigger")
}

/// The configurations in files and folders.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).with_context(|| format!("cannot read `{}`", path.display()))?;
            let mut here: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            here.retain(|path| path.is_file() && path.to_string_lossy().ends_with(ENDING));
            here.sort();
            if here.is_empty() {
                bail!("`{}` has no trigger configurations: their names end in `{ENDING}`", path.display());
            }
            files.extend(here);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

pub fn diff(arguments: &Diff) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let files = files(&arguments.paths)?;
    if arguments.name.is_some() && files.len() != 1 {
        bail!("`--name` is for a single file");
    }
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let one = |file: &Path| {
        let name = name_of(arguments.name.as_deref(), file, ENDING, "a trigger")?;
        Ok((namespace.one(Kind::Trigger, &name), json_file(file)?))
    };
    let wanted: Vec<(Address, Value)> = files.iter().map(|file| one(file)).collect::<anyhow::Result<_>>()?;
    if common.dry_run {
        return common.planned(wanted.iter().map(|(address, _)| read(address)));
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let (mut patch, mut list) = (String::new(), Vec::new());
    for ((address, config), file) in wanted.iter().zip(&files) {
        let here = resource::comparable(config);
        let there = match arm.find_by(&read(address))? {
            Some(there) if resource::lacks_secret(&there) => {
                note(&format!("the service does not give out the secret of `{}`, so it is not compared", address.name()));
                let mut there = resource::comparable(&there);
                for (pointer, _) in resource::secrets(&here) {
                    if let (Some(place), Some(own)) = (there.pointer_mut(&pointer), here.pointer(&pointer)) {
                        *place = own.clone();
                    }
                }
                there
            }
            Some(there) => resource::comparable(&there),
            None => Value::Null,
        };
        if here == there {
            continue;
        }
        // Secrets that differ are a difference, but not shown.
        let mark = |value: &Value, side: &str| match value {
            Value::Null => Vec::new(),
            value if resource::secret_texts(&here) == resource::secret_texts(&there) => {
                pretty(&resource::masked(value, REDACTED)).into_bytes()
            }
            value => pretty(&resource::masked(value, &format!("[secret {side}]"))).into_bytes(),
        };
        let change = Change {
            path: file.clone(),
            name: file.display().to_string(),
            before: mark(&there, "of the namespace"),
            after: mark(&here, "of the file"),
        };
        patch.push_str(&unified(&change));
        let status = if there.is_null() { "missing" } else { "different" };
        list.push(json!({ "name": address.name(), "file": file.display().to_string(), "status": status }));
    }
    common.print(&patch, &json!({ "version": 1, "differences": list }))?;
    if common.format == super::Format::Text {
        note(&format!("{} of {} different", list.len(), counted(files.len(), "trigger", "triggers")));
    }
    Ok(if list.is_empty() { CLEAN } else { FOUND })
}

pub fn prune(arguments: &Prune) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let named = |file: &PathBuf| Ok(name_of(None, file, ENDING, "a trigger")?.to_string().to_ascii_lowercase());
    let kept: Vec<String> = files(&arguments.paths)?.iter().map(named).collect::<anyhow::Result<_>>()?;
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let mut extra = Vec::new();
    for one in all(&arm, &namespace)? {
        let of = text(&one, "/properties/connectionDetails/connectionName");
        let chosen = arguments.connection.as_ref().is_none_or(|wanted| of.eq_ignore_ascii_case(wanted));
        let known = text(&one, "/name");
        if chosen && !kept.contains(&known.to_ascii_lowercase()) {
            extra.push(namespace.one(Kind::Trigger, &name("a trigger", &known)?));
        }
    }
    let asked = |address: &Address| format!("delete the trigger `{}`", address.name());
    if common.dry_run {
        return common.planned(extra.iter().map(|address| address.delete(asked(address))));
    }
    let names: Vec<&str> = extra.iter().map(Address::name).collect();
    let mut deleted = Vec::new();
    if !extra.is_empty() {
        confirmed(
            arguments.yes,
            &format!("{} without a configuration: {}", counted(names.len(), "trigger", "triggers"), names.join(", ")),
        )?;
        for address in &extra {
            arm.remove(address, &asked(address))?;
            deleted.push(address.name());
            if common.format == super::Format::Text {
                print(&format!("deleted {}\n", address.name()))?;
            }
        }
    }
    if common.format == super::Format::Json {
        common.print("", &json!({ "version": 1, "deleted": deleted }))?;
    } else if deleted.is_empty() {
        note("every trigger has a configuration");
    }
    Ok(CLEAN)
}
