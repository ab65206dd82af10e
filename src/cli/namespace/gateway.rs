//! `connsmith namespace create|list|show|delete`
use super::azure::{Common, NotationArguments, change, print_resource, remove, text};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::call::namespace::resource;
use connsmith::ship::namespace::address::Name;
use connsmith::ship::platform::failure::{Failure, Kind};
use serde_json::Value;

#[derive(Args)]
pub struct Create {
    /// Name of the namespace [default: that of `--namespace`]
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// Region, such as `eastus2` [default: `location` in the settings file]
    #[arg(long, value_name = "REGION")]
    location: Option<String>,

    /// Resource id of an identity to attach besides the namespace's own (repeatable)
    #[arg(long, value_name = "ID")]
    identity: Vec<String>,

    /// A tag (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    tag: Vec<String>,

    #[command(flatten)]
    notation: NotationArguments,

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
    /// Name of the namespace [default: that of `--namespace`]
    #[arg(value_name = "NAME")]
    name: Option<String>,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Delete {
    /// Name of the namespace [default: that of `--namespace`]
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

const MEMBERS: [(&str, &str); 6] = [
    ("name", "/name"),
    ("location", "/location"),
    ("state", "/properties/provisioningState"),
    ("identity", "/identity/principalId"),
    ("tenant", "/identity/tenantId"),
    ("id", "/id"),
];

pub fn create(arguments: &Create) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let address = place.namespace(arguments.name.as_deref())?;
    let location = arguments.location.clone().or_else(|| place.location()).context("no region given: use `--location REGION`")?;
    let tag = |text: &String| {
        let (name, value) = text.split_once('=').with_context(|| format!("`{text}` is not `NAME=VALUE`"))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    let tags: Vec<(String, String)> = arguments.tag.iter().map(tag).collect::<anyhow::Result<_>>()?;
    for id in &arguments.identity {
        if !id.to_ascii_lowercase().contains("/providers/microsoft.managedidentity/userassignedidentities/") {
            bail!("`{id}` is not the resource id of a user-assigned identity");
        }
    }
    let body = resource::namespace(&location, &arguments.identity, &tags);
    if let Some(notation) = arguments.notation.notation() {
        return print_resource(notation, &address, &body, &[]);
    }
    let name = address.name();
    let asked = format!("create the namespace `{name}`");
    // Another one of this name is never replaced: it would lose its tags and identities.
    let request = address.put(body.clone(), asked.as_str()).header("If-None-Match", "*");
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    if let Some(there) = arm.find(&address, &asked)? {
        bail!("the namespace `{name}` exists already, in {}", text(&there, "/location"));
    }
    let created = match change(&arm, &request, &address) {
        // It was not there a moment ago: an earlier attempt arrived, though its response was lost.
        Err(error) if error.downcast_ref::<Failure>().is_some_and(|failure| failure.kind == Kind::Status(412)) => {
            let same = |there: &Value| there["location"].as_str().is_some_and(|known| is_same_region(known, &location));
            match arm.find(&address, &asked)?.filter(same) {
                Some(there) => there,
                None => return Err(error),
            }
        }
        outcome => outcome?,
    };
    if common.format == super::Format::Text {
        crate::cli::note(&format!("created the namespace `{name}`"));
    }
    common.print_one(&created, &MEMBERS)
}

/// `West US 2` and `westus2` are the same region.
fn is_same_region(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    plain(one) == plain(other)
}

pub fn list(arguments: &List) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let above = place.group()?.map_or_else(|| place.subscription(), Ok)?;
    let request = above.namespaces().get("list the namespaces");
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let all = common.arm.arm(&session).list(&request)?;
    common.print_list(&["NAME", "RESOURCE GROUP", "LOCATION", "STATE"], &all, |one| {
        let group = text(one, "/id").split('/').nth(4).unwrap_or_default().to_owned();
        vec![text(one, "/name"), group, text(one, "/location"), text(one, "/properties/provisioningState")]
    })
}

pub fn show(arguments: &Show) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let address = place.namespace(arguments.name.as_deref())?;
    let request = address.get(format!("read the namespace `{}`", address.name()));
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let found = common.arm.arm(&session).json(&request)?;
    common.print_one(&found, &MEMBERS)
}

pub fn delete(arguments: &Delete) -> anyhow::Result<u8> {
    let address = arguments.common.place()?.namespace(arguments.name.as_deref())?;
    // What is in it is named before it goes.
    if !arguments.yes && !arguments.common.dry_run && crate::cli::ask::can() {
        crate::cli::note("everything in the namespace is deleted with it: connections, triggers and MCP servers");
    }
    remove(&arguments.common, arguments.yes, &address, "namespace")
}

/// The identity of a namespace: object id and tenant.
pub fn identity(namespace: &Value) -> anyhow::Result<(String, String)> {
    let (object, tenant) = (text(namespace, "/identity/principalId"), text(namespace, "/identity/tenantId"));
    if object.is_empty() {
        bail!("the namespace has no identity of its own: `connsmith ns create` gives new ones one");
    }
    Ok((object, tenant))
}

/// A name from an option.
pub fn name(what: &'static str, text: &str) -> anyhow::Result<Name> {
    Ok(Name::new(what, text)?)
}
