//! `connsmith namespace access`
use super::azure::{Common, NotationArguments, change, print_resource, remove, text};
use super::gateway::{identity, name};
use crate::cli::note;
use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use connsmith::call::namespace::resource;
use connsmith::ship::namespace::address::{Address, Kind};
use serde_json::Value;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Let an identity use a connection: the namespace's own, yours, or another one; or a user or group an MCP server
    Add(Add),
    /// List who may use a connection or an MCP server
    List(List),
    /// Remove an access policy
    Remove(Remove),
}

/// What the policy is for.
#[derive(Args)]
struct Owner {
    /// Name of the connection
    #[arg(value_name = "CONNECTION", required_unless_present = "mcp")]
    connection: Option<String>,

    /// Name of an MCP server instead of a connection
    #[arg(long, value_name = "NAME", conflicts_with = "connection")]
    mcp: Option<String>,
}

#[derive(Args)]
struct Add {
    #[command(flatten)]
    owner: Owner,

    /// Object id of the identity, user or group [default: the namespace's own identity]
    #[arg(long, value_name = "ID")]
    object_id: Option<String>,

    /// Tenant of the identity [default: that of the namespace]
    #[arg(long, value_name = "ID", requires = "object_id")]
    object_tenant: Option<String>,

    /// Yourself, as you are signed in
    #[arg(long, conflicts_with_all = ["object_id", "mcp"])]
    me: bool,

    /// What the object id of an MCP server's policy is; managed identities cannot be added
    #[arg(long, value_enum, default_value_t = Principal::User, value_name = "KIND")]
    principal: Principal,

    /// Nest the principal of an MCP server's policy as guides do, instead of the contract's flat form
    #[arg(long)]
    nested: bool,

    /// Name of the policy [default: `namespace-acl`, `local-dev`, or the object id]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Region to send; not required
    #[arg(long, value_name = "REGION")]
    location: Option<String>,

    #[command(flatten)]
    notation: NotationArguments,

    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Principal {
    User,
    Group,
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    owner: Owner,

    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Remove {
    /// Name of the policy, as `list` shows it
    #[arg(value_name = "POLICY")]
    policy: String,

    #[command(flatten)]
    owner: Owner,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    common: Common,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Command::Add(arguments) => add(arguments),
        Command::List(arguments) => list(arguments),
        Command::Remove(arguments) => {
            let address = owner(&arguments.owner, &arguments.common)?;
            let address = address.policies().named(&name("a policy", &arguments.policy)?);
            remove(&arguments.common, arguments.yes, &address, "access policy")
        }
    }
}

fn owner(owner: &Owner, common: &Common) -> anyhow::Result<Address> {
    let namespace = common.place()?.namespace(None)?;
    match (&owner.connection, &owner.mcp) {
        (Some(text), _) => Ok(namespace.one(Kind::Connection, &name("a connection", text)?)),
        (None, Some(text)) => Ok(namespace.one(Kind::Mcp, &name("an MCP server", text)?)),
        (None, None) => bail!("name a connection"),
    }
}

fn add(arguments: &Add) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let owner = owner(&arguments.owner, common)?;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let is_mcp = arguments.owner.mcp.is_some();
    if is_mcp && arguments.object_id.is_none() {
        bail!("an MCP server needs `--object-id`, of a user or a group");
    }
    let look = namespace.get("find out the identity of the namespace");
    let by_default = match (arguments.me, &arguments.object_id) {
        (true, _) => "local-dev".to_owned(),
        (_, Some(id)) => id.clone(),
        (false, None) => "namespace-acl".to_owned(),
    };
    let policy = owner.policies().named(&name("a policy", arguments.name.as_deref().unwrap_or(&by_default))?);
    let request = |object: &str, tenant: &str| {
        let body = match (is_mcp, arguments.principal) {
            (false, _) => resource::policy(object, tenant, arguments.location.as_deref()),
            (true, Principal::User) => resource::server_policy("User", object, tenant, arguments.nested),
            (true, Principal::Group) => resource::server_policy("Group", object, tenant, arguments.nested),
        };
        policy.put(body, format!("add the access policy `{}`", policy.name()))
    };
    let known = arguments.object_id.clone().zip(arguments.object_tenant.clone());
    let needs_look = known.is_none() && !arguments.me;
    if let Some(notation) = arguments.notation.notation() {
        let (object, tenant) = known.context("a template needs `--object-id` and `--object-tenant`")?;
        let connsmith::ship::platform::message::Body::Json(body) = request(&object, &tenant).body else { bail!("no body") };
        return print_resource(notation, &policy, &body, &[]);
    }
    if common.dry_run {
        let object = arguments.object_id.as_deref().unwrap_or(if arguments.me { "{objectId}" } else { "{principalId}" });
        let request = request(object, arguments.object_tenant.as_deref().unwrap_or("{tenantId}"));
        return common.planned(if needs_look { vec![look, request] } else { vec![request] });
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let (object, tenant) = match (known, arguments.me) {
        (Some(known), _) => known,
        (None, true) => {
            let who = arm.service.identity()?;
            (arm.service.object_id()?, who.tenant.context("the sign-in does not say which tenant it is for")?)
        }
        (None, false) => {
            let (own, tenant) = identity(&arm.json(&look)?)?;
            (arguments.object_id.clone().unwrap_or(own), tenant)
        }
    };
    let added = change(&arm, &request(&object, &tenant), &policy)?;
    if common.format == super::Format::Text {
        note(&format!("added the access policy `{}`; it takes effect within minutes", policy.name()));
    }
    common.print_one(&added, &[("name", "/name"), ("object", POINTERS[0]), ("object", POINTERS[1])])
}

const POINTERS: [&str; 2] = ["/properties/principal/identity/objectId", "/properties/principal/objectId"];

fn list(arguments: &List) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let owner = owner(&arguments.owner, common)?;
    let request = owner.policies().get(format!("list the access policies of `{}`", owner.name()));
    if common.dry_run {
        return common.planned([request]);
    }
    let session = common.session(&place)?;
    let all = common.arm.arm(&session).list(&request)?;
    let either = |one: &Value, key: &str| {
        let nested = text(one, &format!("/properties/principal/identity/{key}"));
        if nested.is_empty() { text(one, &format!("/properties/principal/{key}")) } else { nested }
    };
    common.print_list(&["NAME", "OBJECT ID", "TENANT"], &all, |one| {
        vec![text(one, "/name"), either(one, "objectId"), either(one, "tenantId")]
    })
}
