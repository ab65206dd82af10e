//! `connsmith delete`
use super::dataverse::{self, Signs, ViaArgument};
use super::{Common, ConnectorArgument, EnvironmentArgument};
use crate::cli::ask::{self, Asker};
use crate::cli::{CLEAN, interrupt, note};
use anyhow::bail;
use clap::Args;
use connsmith::ship::platform::failure::{Failure, Kind};
use connsmith::ship::platform::settings::{CONTENT_HASH, Settings};
use serde_json::{Value, json};
use std::path::Path;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    connector: ConnectorArgument,

    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    choice: ViaArgument,

    #[command(flatten)]
    common: Common,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = arguments.common.service.session(Path::new("."))?;
    let named = arguments.environment.named(&session.settings);
    let id = arguments.connector.named(&session.settings)?;
    let application = session.service.is_application();
    let signs = Signs { application, solution: None, connector: id.as_deref(), environment: named.as_deref() };
    if arguments.choice.is_dataverse(&signs)? {
        let Arguments { environment, connector, yes, common, .. } = arguments;
        return dataverse::delete(&session, environment, connector, *yes, common);
    }
    let environment = session.environment(&arguments.environment)?;
    let id = session.connector(&arguments.connector, &environment)?;
    let service = &session.service;
    let there = service.send_for_json(&service.endpoints.read(&environment, &id))?;
    let title = there.pointer("/properties/displayName").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !arguments.yes {
        if !ask::can() {
            bail!("nothing was deleted: use `--yes` to delete “{title}” ({id}) without asking");
        }
        if !Asker::new()
            .yes(&format!("Delete “{title}” ({id}) from the environment {environment}, with all its connections?"), false)?
        {
            bail!("nothing was deleted");
        }
    }
    let is_gone = |failure: &Failure| failure.kind == Kind::Status(404);
    if let Err(failure) = service.send(&service.endpoints.delete(&environment, &id)) {
        // It existed a moment ago: the response to an earlier attempt was lost, but the deletion succeeded.
        let look = || service.send(&service.endpoints.read(&environment, &id)).err();
        let gone = is_gone(&failure) || (failure.is_ambiguous() && look().as_ref().is_some_and(is_gone));
        if !gone {
            return Err(failure.into());
        }
    }
    forget(&session.settings, |known| known.eq_ignore_ascii_case(&id));
    let json = json!({ "version": 1, "connectorId": id, "title": title, "environment": environment });
    arguments.common.format.print(&format!("deleted {id}\n"), &json)?;
    Ok(CLEAN)
}

/// Takes a deleted connector out of the settings that name it.
pub fn forget(settings: &Settings, is_it: impl Fn(&str) -> bool) {
    if settings.text("connectorId").is_none_or(|known| !is_it(&known)) {
        return;
    }
    let mut fields = vec![("connectorId", Value::Null)];
    if settings.text(CONTENT_HASH).is_some() {
        fields.push((CONTENT_HASH, Value::Null));
    }
    if let Err(error) = interrupt::whole(|| settings.write(&fields)) {
        note(&error.to_string());
    }
}
