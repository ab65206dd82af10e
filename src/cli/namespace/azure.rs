//! What the verbs that use Azure share: options, dry runs, what they print.
use crate::cli::ask::{self, Asker};
use crate::cli::columns::aligned;
use crate::cli::platform::Session;
use crate::cli::platform::arm::{ArmArguments, Place};
use crate::cli::{CLEAN, note, print, print_exact, print_json};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::call::namespace::resource;
use connsmith::call::namespace::template::{Notation, Resource};
use connsmith::ship::namespace::address::{API_VERSION, Address, Name};
use connsmith::ship::namespace::client::Arm;
use connsmith::ship::namespace::sandbox::UNKNOWN_REGION;
use connsmith::ship::platform::message::{Body, Request, pretty};
use connsmith::ship::platform::redact::{REDACTED, Redactor};
use serde_json::{Value, json};
use std::path::Path;

/// The options of every verb that uses Azure.
#[derive(Args)]
pub struct Common {
    /// Print the requests instead of sending them: method, URL and body
    #[arg(long)]
    pub dry_run: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = super::Format::Text)]
    pub format: super::Format,

    #[command(flatten)]
    pub arm: ArmArguments,
}

/// The resource as a file to deploy.
#[derive(Args)]
pub struct NotationArguments {
    /// Print the resource as Bicep instead of creating it; secrets become parameters
    #[arg(long, conflicts_with_all = ["arm_template", "dry_run"])]
    bicep: bool,

    /// Print the resource as an ARM template instead of creating it; secrets become parameters
    #[arg(long = "arm", conflicts_with = "dry_run")]
    arm_template: bool,
}

impl NotationArguments {
    /// The notation, if one is chosen.
    pub fn notation(&self) -> Option<Notation> {
        match (self.bicep, self.arm_template) {
            (true, _) => Some(Notation::Bicep),
            (_, true) => Some(Notation::Arm),
            _ => None,
        }
    }
}

/// Prints a resource of a namespace as a file to deploy. `more` are secrets that nothing in the body marks as such.
pub fn print_resource(notation: Notation, address: &Address, body: &Value, more: &[(String, String)]) -> anyhow::Result<u8> {
    // `…/connectorGateways/NAMESPACE/connections/NAME/…`: every other segment is a name.
    let from = address.id().find("/connectorGateways/").unwrap_or_default();
    let parts: Vec<&str> = address.id()[from..].split('/').skip(1).collect();
    let kind = format!("Microsoft.Web/{}", parts.iter().step_by(2).copied().collect::<Vec<_>>().join("/"));
    let names = parts.iter().skip(1).step_by(2).map(|name| (*name).to_owned()).collect();
    let known = resource::secrets(body);
    let secrets = known.iter().chain(more.iter().filter(|secret| !known.contains(secret))).cloned().collect();
    let resource = Resource { kind, version: API_VERSION, names, body: body.clone(), secrets };
    match notation {
        Notation::Arm => print_json(&resource.text(notation))?,
        Notation::Bicep => print(&resource.text(notation))?,
    }
    Ok(CLEAN)
}

/// A request of a dry run.
pub struct Planned {
    request: Request,
    /// Without a condition it is always sent.
    when: Option<&'static str>,
}

impl Planned {
    /// A request that is sent under a condition, which follows "if".
    pub fn when(when: &'static str, request: Request) -> Planned {
        Planned { request, when: Some(when) }
    }
}

impl From<Request> for Planned {
    fn from(request: Request) -> Planned {
        Planned { request, when: None }
    }
}

impl Common {
    /// Where in Azure; needs no sign-in.
    pub fn place(&self) -> anyhow::Result<Place> {
        self.arm.place()
    }

    /// Signs in.
    pub fn session(&self, place: &Place) -> anyhow::Result<Session> {
        self.arm.session(place)
    }

    /// Prints requests that are not sent.
    pub fn planned(&self, requests: impl IntoIterator<Item: Into<Planned>>) -> anyhow::Result<u8> {
        self.planned_without(requests, &[])
    }

    /// The same; `secrets` are hidden too.
    pub fn planned_without(&self, requests: impl IntoIterator<Item: Into<Planned>>, secrets: &[String]) -> anyhow::Result<u8> {
        let requests: Vec<Planned> = requests.into_iter().map(Into::into).collect();
        let redactor = Redactor::default();
        for planned in &requests {
            keep(&redactor, &planned.request);
        }
        secrets.iter().for_each(|secret| redactor.keep(secret));
        note("nothing was sent; values in braces come from a response");
        match self.format {
            super::Format::Text => {
                let one = |Planned { request, when }: &Planned| {
                    let when = when.map(|when| format!("  (if {when})")).unwrap_or_default();
                    let body = match &request.body {
                        Body::Json(body) => format!("\n{}\n", pretty(body)),
                        Body::Bytes(bytes) => format!("\n({} bytes)\n", bytes.len()),
                        _ => String::new(),
                    };
                    redactor.text(&format!("{} {}{when}\n{body}", request.method, braces(request.url.as_str())))
                };
                print(&requests.iter().map(one).collect::<Vec<_>>().join("\n"))?;
            }
            super::Format::Json => {
                let one = |Planned { request, when }: &Planned| {
                    let mut listed = request.listed(&redactor);
                    listed["url"] = json!(braces(request.url.as_str()));
                    if let Some(when) = when {
                        listed["when"] = json!(when);
                    }
                    listed
                };
                let list: Vec<Value> = requests.iter().map(one).collect();
                print_json(&(pretty(&json!({ "version": 1, "requests": list })) + "\n"))?;
            }
        }
        Ok(CLEAN)
    }

    /// Prints a result in one of the two formats.
    pub fn print(&self, text: &str, json: &Value) -> anyhow::Result<()> {
        match self.format {
            super::Format::Text => print(text),
            super::Format::Json => print_json(&(pretty(json) + "\n")),
        }
    }

    /// Prints resources as a table, or as they are, without secrets.
    pub fn print_list(&self, heads: &[&str], all: &[Value], row: impl Fn(&Value) -> Vec<String>) -> anyhow::Result<u8> {
        let mut rows = vec![heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
        rows.extend(all.iter().map(row));
        let text = if all.is_empty() { String::new() } else { aligned(&rows) };
        if all.is_empty() && self.format == super::Format::Text {
            note("there are none");
        }
        let shown: Vec<Value> = all.iter().map(|one| resource::masked(one, REDACTED)).collect();
        self.print(&text, &json!({ "version": 1, "value": shown }))?;
        Ok(CLEAN)
    }

    /// Prints a resource: these members, or all of it as JSON, without secrets.
    pub fn print_one(&self, value: &Value, members: &[(&str, &str)]) -> anyhow::Result<u8> {
        let value = resource::masked(value, REDACTED);
        let rows = members.iter().filter_map(|(name, pointer)| {
            let text = value.pointer(pointer).filter(|value| !value.is_null())?;
            let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
            (!text.is_empty()).then(|| vec![(*name).to_owned(), text])
        });
        self.print(&aligned(&rows.collect::<Vec<_>>()), &value)?;
        Ok(CLEAN)
    }
}

/// Braces stand for what is not known yet, and are written as they are. No host can have them.
fn braces(url: &str) -> String {
    let unknown = |region: &str| format!("://management.{region}.");
    url.replace("%7B", "{").replace("%7D", "}").replacen(&unknown(UNKNOWN_REGION), &unknown("{region}"), 1)
}

/// From now on, the secrets in the body of a request are hidden.
pub fn keep(redactor: &Redactor, request: &Request) {
    if let Body::Json(body) = &request.body {
        resource::secret_texts(body).iter().for_each(|secret| redactor.keep(secret));
    }
}

/// Sends a request that changes a resource, with its secrets hidden in traces.
pub fn change(arm: &Arm, request: &Request, address: &Address) -> anyhow::Result<Value> {
    keep(&arm.service.http.redactor, request);
    Ok(arm.change(request, address)?)
}

/// The text at a pointer.
pub fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Asks before something is deleted.
pub fn confirmed(yes: bool, what: &str) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    if !ask::can() {
        bail!("nothing was deleted: use `--yes` to delete {what} without asking");
    }
    if !Asker::new().yes(&format!("Delete {what}?"), false)? {
        bail!("nothing was deleted");
    }
    Ok(())
}

/// Deletes a resource and reports it.
pub fn remove(common: &Common, yes: bool, address: &Address, what: &str) -> anyhow::Result<u8> {
    let name = address.name().to_owned();
    let asked = format!("delete the {what} `{name}`");
    if common.dry_run {
        return common.planned([address.delete(asked)]);
    }
    confirmed(yes, &format!("the {what} `{name}`"))?;
    let session = common.session(&common.place()?)?;
    let was_there = common.arm.arm(&session).remove(address, &asked)?;
    let text = if was_there { format!("deleted {name}\n") } else { format!("there was no {what} `{name}`\n") };
    common.print(&text, &json!({ "version": 1, "name": name, "deleted": was_there }))?;
    Ok(CLEAN)
}

/// Refuses to overwrite.
pub fn must_be_new(arm: &Arm, address: &Address, what: &str) -> anyhow::Result<()> {
    let asked = format!("look for the {what} `{}`", address.name());
    if arm.find(address, &asked)?.is_some() {
        bail!("the {what} `{}` exists already: use `--replace` to overwrite it", address.name());
    }
    Ok(())
}

/// The name for a file's resource: the given one, else that of the file without `ending`.
pub fn name_of(given: Option<&str>, file: &Path, ending: &str, what: &'static str) -> anyhow::Result<Name> {
    let stem = || {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.strip_suffix(ending).or_else(|| name.strip_suffix(".json")).unwrap_or(name).to_owned()
    };
    let text = given.map_or_else(stem, str::to_owned);
    Name::new(what, &text).with_context(|| format!("name it with `--name`: the name comes from `{}`", file.display()))
}

/// Writes exactly, for programs that read one value.
pub fn print_value(text: &str) -> anyhow::Result<()> {
    print_exact(&format!("{}\n", connsmith::report::escape::visible(text)))
}
