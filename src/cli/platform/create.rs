//! `connsmith create`
use super::Session;
use super::credential::is_application_set;
use super::files::Ready;
use super::upload::{UploadArguments, remember, uploaded};
use crate::cli::ask::{self, Asker};
use crate::cli::{CLEAN, FOUND, interrupt};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::ship::platform::settings::{CONTENT_HASH, Settings};
use connsmith::ship::platform::upload::{Entry, Target};
use serde_json::{Value, json};

#[derive(Args)]
pub struct Arguments {
    /// Replace the id of another connector in the settings file
    #[arg(long, short = 'w')]
    overwrite_settings: bool,

    /// Create the connector even if the environment has a custom connector with the same title
    #[arg(long)]
    allow_duplicate: bool,

    #[command(flatten)]
    upload: UploadArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(begun) = arguments.upload.begin(true)? else { return Ok(FOUND) };
    if arguments.upload.dry_run {
        if arguments.upload.via_dataverse(&begun, None, is_application_set(&arguments.upload.common.service))? {
            super::dataverse::plan(&arguments.upload, &begun, None)?;
            return Ok(CLEAN);
        }
        arguments.upload.plan(&begun, Target::New { known: &[] })?;
        return Ok(CLEAN);
    }
    let (settings, ready) = (&begun.settings, &begun.ready);
    if let Some(id) = settings.text("connectorId").filter(|_| !arguments.overwrite_settings) {
        let path = settings.path.display();
        if !ask::can() {
            bail!(
                "`{path}` already names the connector `{id}`: run `connsmith update` to change it, or use `--overwrite-settings` to create a new one in its place"
            );
        }
        if !Asker::new()
            .yes(&format!("`{path}` already names the connector {id}. Create another one and replace the id?"), false)?
        {
            bail!("nothing was created");
        }
    }
    let session = arguments.upload.session(&begun)?;
    if arguments.upload.via_dataverse(&begun, None, session.service.is_application())? {
        return super::dataverse::create(&arguments.upload, arguments.allow_duplicate, &begun, &session);
    }
    let environment = session.environment(&arguments.upload.environment)?;
    let sent = begun.with_secret();
    let title = ready.upload.title().unwrap_or_default().to_owned();
    let same: Vec<Entry> = session.service.connectors(&environment)?.into_iter().filter(|entry| entry.title == title).collect();
    if let Some(first) = same.first().filter(|_| !arguments.allow_duplicate) {
        let what = format!("the environment already has a custom connector “{title}”: {}", first.id);
        if !ask::can() {
            bail!(
                "{what}; run `connsmith update --cid {}` to change it, or use `--allow-duplicate` to create another one",
                first.id
            );
        }
        if !Asker::new().yes(&format!("{what}. Create another one?"), false)? {
            bail!("nothing was created");
        }
    }
    let known: Vec<String> = same.into_iter().map(|entry| entry.id).collect();
    // Without its id, the new connector could not be found again: Ctrl-C waits until the id is written.
    let done = interrupt::whole(|| -> anyhow::Result<_> {
        let outcome = session.service.upload(&environment, &sent, Target::New { known: &known });
        let Some(id) = uploaded(outcome, &ready.connector)? else { return Ok(None) };
        let written = keep(&session, settings, ready, &environment, &id);
        Ok(Some((id, written)))
    })?;
    let Some((id, written)) = done else { return Ok(FOUND) };
    let path = settings.path.display().to_string();
    let text = format!("created “{title}” in {environment} as {id} ({})\n", ready.what());
    let json = json!({ "version": 1, "connectorId": id, "title": title, "environment": environment, "settings": path });
    let printed = arguments.upload.common.format.print(&text, &json);
    written.with_context(|| format!("the connector was created as {id}, but its id could not be written"))?;
    printed?;
    remember(&session, &environment, &id, &sent);
    Ok(CLEAN)
}

/// Writes the id, and the other fields of a new settings file.
fn keep(session: &Session, settings: &Settings, ready: &Ready, environment: &str, id: &str) -> anyhow::Result<()> {
    let mut fields: Vec<(&str, Value)> = vec![("connectorId", id.into()), ("environment", environment.into())];
    if !settings.exists() {
        for field in ["apiProperties", "apiDefinition", "icon"] {
            let name = ready.names.iter().find(|(known, _)| *known == field);
            fields.push((field, name.map_or(Value::Null, |(_, name)| name.clone().into())));
        }
        fields.extend(session.service.endpoints.settings());
        fields.extend(
            ready.names.iter().filter(|(known, _)| *known == "script").map(|(known, name)| (*known, name.clone().into())),
        );
    } else if settings.text(CONTENT_HASH).is_some() {
        fields.push((CONTENT_HASH, Value::Null)); // the old one belongs to another connector
    }
    Ok(settings.write(&fields)?)
}
