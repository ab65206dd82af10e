//! `connsmith namespace connection`
use super::azure::{Common, NotationArguments, change, must_be_new, print_resource, remove, text};
use super::gateway::name;
use crate::cli::{CLEAN, FOUND, ask, note};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use connsmith::call::namespace::resource::{self, Connection, is_connected};
use connsmith::ship::namespace::address::{Address, Kind};
use connsmith::ship::namespace::client::{Arm, status, trouble};
use connsmith::ship::platform::failure::Failure;
use connsmith::ship::platform::message::Request;
use serde_json::{Value, json};
use url::Url;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create a connection
    Create(Create),
    /// List the connections
    List(List),
    /// Show a connection and its status
    Show(Show),
    /// Sign in to the connection's service in the browser, and wait until it is connected
    Consent(Consent),
    /// Delete a connection
    Delete(Delete),
}

#[derive(Args)]
struct Create {
    /// Name of the connection
    #[arg(value_name = "NAME")]
    name: String,

    /// The connector's name in Azure, such as `office365`
    #[arg(long, value_name = "NAME")]
    connector: String,

    /// Title for people
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// Set of connection parameters, such as `keyBasedAuth`
    #[arg(long = "set", value_name = "NAME", requires = "values")]
    set: Option<String>,

    /// A connection parameter (repeatable); `NAME=@env:VARIABLE` and `NAME=@FILE` keep a secret off the command line
    #[arg(long = "value", value_name = "NAME=VALUE")]
    values: Vec<String>,

    /// Region to send; not required
    #[arg(long, value_name = "REGION")]
    location: Option<String>,

    /// Overwrite a connection of this name
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    notation: NotationArguments,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Show {
    /// Name of the connection
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Consent {
    /// Name of the connection
    #[arg(value_name = "NAME")]
    name: String,

    /// Print the link instead of opening the browser
    #[arg(long)]
    no_open: bool,

    /// Page to show after signing in
    #[arg(long, value_name = "URL", default_value = "https://portal.azure.com")]
    redirect: String,

    /// Sign in even if the connection is connected
    #[arg(long, short)]
    force: bool,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Delete {
    /// Name of the connection
    #[arg(value_name = "NAME")]
    name: String,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

const MEMBERS: [(&str, &str); 6] = [
    ("name", "/name"),
    ("connector", "/properties/connectorName"),
    ("title", "/properties/displayName"),
    ("status", "/properties/overallStatus"),
    ("runtime URL", "/properties/connectionRuntimeUrl"),
    ("id", "/id"),
];

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::Create(arguments) => create(arguments),
        Command::List(arguments) => list(arguments),
        Command::Show(arguments) => show(arguments),
        Command::Consent(arguments) => consent(arguments),
        Command::Delete(arguments) => {
            let address = address(&arguments.common, &arguments.name)?;
            remove(&arguments.common, arguments.yes, &address, "connection")
        }
    }
}

fn address(common: &Common, text: &str) -> anyhow::Result<Address> {
    Ok(common.place()?.namespace(None)?.one(Kind::Connection, &name("a connection", text)?))
}

/// Connection parameters, each with its value.
type Values = Vec<(String, Value)>;

/// The connection parameters, and the names of those that were read from elsewhere, which makes them secrets.
fn values(given: &[String]) -> anyhow::Result<(Values, Vec<String>)> {
    let (mut all, mut hidden) = (Vec::new(), Vec::new());
    for text in given {
        let (name, value) = text.split_once('=').with_context(|| format!("`{text}` is not `NAME=VALUE`"))?;
        let value = match (value.strip_prefix("@env:"), value.strip_prefix('@')) {
            (Some(variable), _) => {
                hidden.push(name.to_owned());
                std::env::var(variable).with_context(|| format!("the environment variable `{variable}` is not set"))?
            }
            (None, Some(rest)) if rest.starts_with('@') => rest.to_owned(),
            (None, Some(file)) => {
                hidden.push(name.to_owned());
                let bytes = super::plain(file.as_ref())?;
                let text = String::from_utf8(bytes).with_context(|| format!("`{file}` is not text"))?;
                text.trim_end_matches(['\r', '\n']).to_owned()
            }
            (None, None) => value.to_owned(),
        };
        all.push((name.to_owned(), json!(value)));
    }
    Ok((all, hidden))
}

fn create(arguments: &Create) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let address = address(common, &arguments.name)?;
    let (values, hidden) = values(&arguments.values)?;
    let texts: Vec<String> = values
        .iter()
        .filter(|(name, _)| hidden.contains(name))
        .filter_map(|(_, value)| Some(value.as_str()?.to_owned()))
        .collect();
    let connection = Connection {
        connector: arguments.connector.clone(),
        title: arguments.title.clone(),
        location: arguments.location.clone(),
        set: arguments.set.clone(),
        values,
    };
    let has_values = !connection.values.is_empty();
    let body = resource::connection(&connection);
    if let Some(notation) = arguments.notation.notation() {
        let more: Vec<(String, String)> = hidden
            .iter()
            .map(|name| {
                let key = connsmith::text::pointer::escaped(name);
                let pointer = match &arguments.set {
                    Some(_) => format!("/properties/parameterValueSet/values/{key}/value"),
                    None => format!("/properties/parameterValues/{key}"),
                };
                (pointer, name.clone())
            })
            .collect();
        return print_resource(notation, &address, &body, &more);
    }
    let name = address.name().to_owned();
    let mut request = address.put(body, format!("create the connection `{name}`"));
    for (header, value) in &mut request.headers {
        // Without it, the service misreads keys with `+`, `=` and `/`.
        if *header == "Content-Type" && has_values {
            *value = "application/json; charset=utf-8".to_owned();
        }
    }
    if common.dry_run {
        return common.planned_without([request], &texts);
    }
    let session = common.session(&common.place()?)?;
    let arm = common.arm.arm(&session);
    texts.iter().for_each(|secret| arm.service.http.redactor.keep(secret));
    if !arguments.replace {
        must_be_new(&arm, &address, "connection")?;
    }
    let created = change(&arm, &request, &address)?;
    let connected = is_connected(&created);
    if common.format == super::Format::Text {
        note(&format!("created the connection `{name}`"));
    }
    common.print_one(&created, &MEMBERS)?;
    match (connected, has_values) {
        (true, _) => Ok(CLEAN),
        (false, false) => {
            note(&format!("nobody is signed in to it yet: run `connsmith ns connection consent {name}`"));
            Ok(CLEAN)
        }
        (false, true) => {
            let why = trouble(&created).map(|why| arm.service.http.redactor.text(&why)).unwrap_or_default();
            let state = status(&created).unwrap_or("unknown").to_owned();
            note(&format!("the connection does not work ({state}) {why}"));
            note(
                "  help: check the values; delete the connection and create it again, because changing the values does not repair it",
            );
            Ok(FOUND)
        }
    }
}

fn list(arguments: &List) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let request = place.namespace(None)?.all(Kind::Connection).get("list the connections");
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let all = common.arm.arm(&session).list(&request)?;
    common.print_list(&["NAME", "CONNECTOR", "STATUS", "TITLE"], &all, |one| {
        let state = status(one).unwrap_or_default().to_owned();
        vec![text(one, "/name"), text(one, "/properties/connectorName"), state, text(one, "/properties/displayName")]
    })
}

fn show(arguments: &Show) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let address = address(common, &arguments.name)?;
    let request = address.get(format!("read the connection `{}`", address.name()));
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&common.place()?)?;
    let arm = common.arm.arm(&session);
    let found = arm.json(&request)?;
    if let Some(why) = trouble(&found) {
        note(&arm.service.http.redactor.text(&format!("the service reports {why}")));
    }
    common.print_one(&found, &MEMBERS)
}

/// The page at which a person signs in. Only such a link is shown or opened.
fn link(response: &Value) -> Option<Url> {
    let text = response.pointer("/value/0/link").and_then(Value::as_str)?;
    Url::parse(text).ok().filter(|url| url.scheme() == "https" || connsmith::ship::platform::cloud::is_loopback(url))
}

/// Asks for the link. Right after the connection is created, there may be none yet.
fn consent_link(arm: &Arm, request: &Request) -> anyhow::Result<Url> {
    const TIMES: u32 = 5;
    let http = &arm.service.http;
    let mut time = 1;
    loop {
        match arm.json(request) {
            Ok(response) => match link(&response) {
                Some(link) => return Ok(link),
                None if time == TIMES => bail!("cannot {}: the response has no link to sign in at", request.asked),
                None => {}
            },
            Err(failure) if time == TIMES || failure.needs_sign_in() || !is_too_early(&failure) => return Err(failure.into()),
            Err(_) => {}
        }
        (http.outside.sleep)(http.pause());
        time += 1;
    }
}

/// Whether the service does not know a new connection yet.
fn is_too_early(failure: &Failure) -> bool {
    failure.code.as_deref().is_some_and(|code| code.contains("ConnectionNotFound"))
}

fn consent(arguments: &Consent) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let address = address(common, &arguments.name)?;
    let name = address.name().to_owned();
    let look = address.get(format!("read the connection `{name}`"));
    let request = consent_request(&address, &arguments.redirect);
    if common.dry_run {
        return common.planned([look.clone(), request, look]);
    }
    let session = common.session(&common.place()?)?;
    let arm = common.arm.arm(&session);
    let mut connection = arm.json(&look)?;
    if arguments.force || !is_connected(&connection) {
        connection = signed_in(&arm, &address, &request, !arguments.no_open)?;
    }
    let text = format!("{name} is connected\n");
    common.print(&text, &json!({ "version": 1, "name": name, "status": status(&connection) }))?;
    Ok(CLEAN)
}

/// The request for the link at which a person signs in to a connection. The link lets anyone do so: no trace shows it.
pub fn consent_request(address: &Address, redirect: &str) -> Request {
    let asked = format!("get the link to sign in to the connection `{}`", address.name());
    Request { private: true, ..address.post("listConsentLinks", resource::consent(redirect), asked) }
}

/// Has a person sign in to a connection, and waits for that.
pub fn signed_in(arm: &Arm, address: &Address, request: &Request, opens: bool) -> anyhow::Result<Value> {
    let link = consent_link(arm, request)?;
    let opened = opens && ask::can() && open::that_detached(link.as_str()).is_ok();
    match opened {
        true => note("the browser opens: sign in there"),
        false => note(&format!("open this page in a browser and sign in there:\n{link}")),
    }
    let look = address.get(format!("wait until somebody has signed in to the connection `{}`", address.name()));
    Ok(arm.until(&look, |connection| Ok(is_connected(connection).then(|| connection.clone())))?)
}
