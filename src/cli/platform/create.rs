//! `connsmith create`
use super::files::{self, FileArguments, Outcome, Ready};
use super::{EnvironmentArgument, FormatArgument, SecretArgument, ServiceArguments, Session};
use crate::cli::ask::{self, Asker};
use crate::cli::{CLEAN, FOUND, interrupt, note};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::ship::platform::settings::{CONTENT_HASH, Settings};
use connsmith::ship::platform::upload::{Entry, Target};
use serde_json::{Value, json};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    secret: SecretArgument,

    /// Write the new connector's id into a settings file that names another connector
    #[arg(long, short = 'w')]
    overwrite_settings: bool,

    /// Create it although the environment has a custom connector of the same title
    #[arg(long)]
    allow_duplicate: bool,

    /// Print the requests and send none
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    format: FormatArgument,

    #[command(flatten)]
    files: FileArguments,

    #[command(flatten)]
    service: ServiceArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let folder = arguments.files.folder(&arguments.service);
    let settings = arguments.service.read_settings(&folder)?;
    let Outcome::Ready(mut ready) = arguments.files.read(&settings, &folder)? else { return Ok(FOUND) };
    let secret = files::secret(arguments.secret.read()?, &mut ready.upload, true)?;
    if let Some(secret) = &secret {
        ready.upload.set_secret(secret);
    }
    if arguments.dry_run {
        let target = Target::New { known: &[] };
        return plan(&arguments.service, &settings, &arguments.environment, &ready, target, secret.as_deref(), &arguments.format);
    }
    if let Some(id) = settings.text("connectorId").filter(|_| !arguments.overwrite_settings) {
        let path = settings.path.display();
        if !ask::can() {
            bail!(
                "`{path}` names the connector `{id}` already: `connsmith update` changes it, `--overwrite-settings` has a new one take its place"
            );
        }
        if !Asker::new()
            .yes(&format!("`{path}` names the connector {id} already. Create another and write its id there?"), false)?
        {
            bail!("nothing was created");
        }
    }
    let session = arguments.service.session(&folder)?;
    if let Some(secret) = &secret {
        session.service.http.redactor.keep(secret);
    }
    let environment = session.environment(&arguments.environment)?;
    let title = ready.upload.title().unwrap_or_default().to_owned();
    let same: Vec<Entry> = session.service.connectors(&environment)?.into_iter().filter(|entry| entry.title == title).collect();
    if let Some(first) = same.first().filter(|_| !arguments.allow_duplicate) {
        let what = format!("the environment has a custom connector “{title}” already: {}", first.id);
        if !ask::can() {
            bail!("{what}; `connsmith update --cid {}` changes it, `--allow-duplicate` creates another", first.id);
        }
        if !Asker::new().yes(&format!("{what}. Create another?"), false)? {
            bail!("nothing was created");
        }
    }
    let known: Vec<String> = same.into_iter().map(|entry| entry.id).collect();
    // An id that is nowhere leaves a connector that nobody finds: Ctrl-C waits until it is written.
    let done = interrupt::whole(|| -> anyhow::Result<_> {
        let outcome = session.service.upload(&environment, &ready.upload, Target::New { known: &known });
        let Some(id) = super::uploaded(outcome, &ready.connector)? else { return Ok(None) };
        let written = keep(&session, &settings, &ready, &environment, &id);
        Ok(Some((id, written)))
    })?;
    let Some((id, written)) = done else { return Ok(FOUND) };
    let path = settings.path.display().to_string();
    let text = format!("created {id}\n");
    let json = json!({ "version": 1, "connectorId": id, "title": title, "environment": environment, "settings": path });
    let printed = arguments.format.print(&text, &json);
    written.with_context(|| format!("the connector was created as {id}, but its id could not be written"))?;
    printed?;
    super::remember(&session, &environment, &id);
    Ok(CLEAN)
}

/// Writes the id, and what a new settings file has besides.
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
        fields.push((CONTENT_HASH, Value::Null)); // that of another connector
    }
    Ok(settings.write(&fields)?)
}

/// Prints what would be sent. Nobody needs to be signed in for it.
pub fn plan(
    service: &ServiceArguments,
    settings: &Settings,
    environment: &EnvironmentArgument,
    ready: &Ready,
    target: Target,
    secret: Option<&str>,
    format: &FormatArgument,
) -> anyhow::Result<u8> {
    let http = service.http()?;
    if let Some(secret) = secret {
        http.redactor.keep(secret);
    }
    let said = environment.environment.clone().or_else(|| settings.text("environment"));
    let environment = said.context("which environment? say it with `--env ID`")?;
    let requests = ready.upload.planned(&service.endpoints(settings)?, "OBJECT-ID", &environment, target);
    let shown: Vec<String> = requests.iter().map(|request| request.shown(&http.redactor)).collect();
    let list: Vec<Value> = requests.iter().map(|request| request.listed(&http.redactor)).collect();
    note("nothing is sent; the object id and the place to upload to are made up");
    format.print(&shown.join("\n"), &json!({ "version": 1, "requests": list }))?;
    Ok(CLEAN)
}
