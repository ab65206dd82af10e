//! `connsmith namespace ops`
use super::operation;
use super::source::SourceArguments;
use crate::cli::columns::aligned;
use crate::cli::{CLEAN, print, print_json};
use anyhow::Context;
use clap::{Args, ValueEnum};
use connsmith::call::leaf::{Leaf, Required};
use connsmith::call::lookup;
use connsmith::call::namespace::ops::{self, Kind, Listed};
use connsmith::connector::Connector;
use std::path::PathBuf;

#[derive(Args)]
#[command(override_usage = "connsmith namespace ops [OPTIONS] [SOURCE] [OPERATION]")]
pub struct Arguments {
    /// A connector's folder, a Swagger file, or `managed:NAME`; omit it with `--connection`
    #[arg(value_name = "SOURCE")]
    source: Option<PathBuf>,

    /// Show only this operation, with all its inputs
    #[arg(value_name = "OPERATION")]
    operation: Option<String>,

    /// List only operations of this kind (repeatable)
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Vec<Chosen>,

    /// Also list internal operations, which lookups call
    #[arg(long)]
    all: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Use the definition of this connection
    #[cfg(feature = "platform")]
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,

    #[command(flatten)]
    from: SourceArguments,
}

impl Arguments {
    /// The connector, and the operation to show. Of a connection, the only word is the operation.
    fn connector(&self) -> anyhow::Result<(Connector, Option<String>)> {
        #[cfg(feature = "platform")]
        if let Some(connection) = &self.connection {
            anyhow::ensure!(self.operation.is_none(), "name either a source or a connection");
            let id = self.source.as_ref().map(|source| source.to_string_lossy().into_owned());
            return Ok((self.from.of_connection(connection)?, id));
        }
        let source = self.source.as_deref().context("name a connector: its folder or a Swagger file")?;
        Ok((self.from.connector(source)?, self.operation.clone()))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chosen {
    Action,
    /// Polling triggers
    Polling,
    /// Webhook triggers
    Webhook,
    /// Actions that wait for a callback
    #[value(alias = "webhookAction")]
    WebhookAction,
    /// Triggers started by a person
    #[value(alias = "userStarted")]
    UserStarted,
    Mcp,
}

impl Chosen {
    fn kind(self) -> Kind {
        match self {
            Chosen::Action => Kind::Action,
            Chosen::Polling => Kind::Polling,
            Chosen::Webhook => Kind::Webhook,
            Chosen::WebhookAction => Kind::WebhookAction,
            Chosen::UserStarted => Kind::UserStarted,
            Chosen::Mcp => Kind::Mcp,
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let (connector, wanted) = arguments.connector()?;
    let mut listed = ops::list(&connector);
    let unplaced = ops::unplaced(&connector, &listed);
    if let Some(id) = &wanted {
        let wanted = operation(&connector, id)?;
        listed.retain(|one| one.operation == wanted);
    } else if !arguments.all && arguments.format == Format::Table {
        listed.retain(|one| !one.operation.is_internal() || one.kind == Kind::UserStarted);
    }
    if !arguments.kind.is_empty() {
        listed.retain(|one| arguments.kind.iter().any(|chosen| chosen.kind() == one.kind));
    }
    match arguments.format {
        Format::Json => print_json(&(serde_json::to_string_pretty(&ops::json(&connector, &listed, &unplaced))? + "\n"))?,
        Format::Table => print(&match (&wanted, listed.as_slice()) {
            (Some(_), [one]) => details(one),
            _ => table(&listed),
        })?,
    }
    Ok(CLEAN)
}

fn names<'l, 'a: 'l>(leaves: impl Iterator<Item = &'l Leaf<'a>>) -> String {
    leaves.map(Leaf::name).collect::<Vec<_>>().join(", ")
}

fn table(listed: &[Listed]) -> String {
    let mut rows = vec![["OPERATION", "METHOD", "PATH", "KIND", "REQUIRED", "DYNAMIC"].map(str::to_owned).to_vec()];
    rows.extend(listed.iter().map(|one| {
        let mut kind = one.kind.name().to_owned();
        if one.operation.is_deprecated() {
            kind += " (deprecated)";
        }
        if one.operation.is_internal() {
            kind += " (internal)";
        }
        let method = one.operation.verb().to_uppercase();
        vec![one.id().into_owned(), method, one.path(), kind, names(one.required()), names(one.dynamic())]
    }));
    aligned(&rows)
}

/// One operation with all its inputs.
fn details(one: &Listed) -> String {
    let mut text = table(std::slice::from_ref(one));
    for line in [one.operation.get_str("summary"), one.operation.get_str("description")].into_iter().flatten() {
        text += &format!("\n{line}\n");
    }
    let mut rows = vec![["INPUT", "IN", "TYPE", "REQUIRED", "DEFAULT", "LOOKUP"].map(str::to_owned).to_vec()];
    rows.extend(one.leaves.iter().filter(|leaf| !leaf.hidden || leaf.required == Required::Always).map(|leaf| {
        let required = match leaf.required {
            Required::Always => "yes",
            Required::Conditionally => "with its parent",
            Required::Never => "",
        };
        let hidden = if leaf.hidden { " (hidden)" } else { "" };
        let lookups = leaf.lookups.iter().map(|lookup| {
            let kind = lookup.kind.extension().trim_start_matches("x-ms-dynamic-");
            let id =
                lookup::operation_ids(one.operation.connector, *lookup).into_iter().next().or_else(|| lookup::built_in(*lookup));
            format!("{kind} {}", id.unwrap_or_default()).trim_end().to_owned()
        });
        vec![
            leaf.name() + hidden,
            leaf.parameter.location().into_owned(),
            leaf.node.get_str("type").unwrap_or_default().into_owned(),
            required.to_owned(),
            leaf.default().map(|default| default.text().to_owned()).unwrap_or_default(),
            lookups.collect::<Vec<_>>().join(", "),
        ]
    }));
    text + "\n" + &aligned(&rows)
}
