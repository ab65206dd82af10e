//! `connsmith update`
use super::credential::is_application_set;
use super::upload::{UploadArguments, remember, uploaded};
use super::{ConnectorArgument, FormatArgument};
use crate::cli::{CLEAN, FOUND, interrupt, note, unified};
use anyhow::Context;
use clap::Args;
use connsmith::ship::dataverse::row::HASH;
use connsmith::ship::platform::download::{Copy, Form};
use connsmith::ship::platform::failure::{Failure, Kind};
use connsmith::ship::platform::settings::CONTENT_HASH;
use connsmith::ship::platform::upload::{Target, Upload};
use connsmith::text::write::Change;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    connector: ConnectorArgument,

    /// Show what would change on the server instead of updating it; exit with status 1 if there are changes
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    diff: bool,

    /// Update even if somebody else changed the connector since the last download or update
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    upload: UploadArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(begun) = arguments.upload.begin(false)? else { return Ok(FOUND) };
    let (settings, ready, format) = (&begun.settings, &begun.ready, &arguments.upload.common.format);
    if arguments.upload.dry_run {
        let id = arguments.connector.named(settings)?.context("no connector given: use `--cid ID`")?;
        if arguments.upload.via_dataverse(&begun, Some(&id), is_application_set(&arguments.upload.common.service))? {
            super::dataverse::plan(&arguments.upload, &begun, Some(&id))?;
            return Ok(CLEAN);
        }
        arguments.upload.plan(&begun, Target::Existing { id: &id, version: None })?;
        return Ok(CLEAN);
    }
    let session = arguments.upload.session(&begun)?;
    let named = arguments.connector.named(settings)?;
    if arguments.upload.via_dataverse(&begun, named.as_deref(), session.service.is_application())? {
        let options = (arguments.diff, arguments.force);
        let shown = |there: &Copy, here: &Upload| show(&session.service.http.redactor.text(&difference(there, here)), format);
        return super::dataverse::update(&arguments.upload, &arguments.connector, options, &begun, &session, shown);
    }
    let environment = session.environment(&arguments.upload.environment)?;
    let id = session.connector(&arguments.connector, &environment)?;
    // A hash in the settings belongs to the connector that they name.
    let is_named = settings.text("connectorId").as_deref() == Some(&id);
    let hash = settings.text(CONTENT_HASH).filter(|hash| is_named && !hash.starts_with(HASH));
    let changed = || {
        anyhow::anyhow!(
            "nothing was updated: somebody else changed the connector `{id}` since `{}` was written; use `--diff` to see the difference, `connsmith download` to fetch it, or `--force` to overwrite it",
            settings.path.display()
        )
    };
    // The service's tag of the compared copy: it accepts the update only if the copy has not changed.
    let mut version = None;
    if arguments.diff || (hash.is_some() && !arguments.force) {
        let there = session.service.fetch(&environment, &id)?;
        if arguments.diff {
            // The server's copy has no secret, so the files are compared without theirs.
            let shown = session.service.http.redactor.text(&difference(&there, &ready.upload));
            return show(&shown, format);
        }
        // An earlier run that heard nothing of it may have done this update.
        if hash.is_some_and(|hash| hash != there.hash()) && !begun.with_secret().is_in(&there) {
            return Err(changed());
        }
        version = there.version;
    }
    let sent = begun.with_secret();
    let target = Target::Existing { id: &id, version: version.as_deref() };
    let mut outcome = interrupt::whole(|| session.service.upload(&environment, &sent, target));
    // What was asked for may be there, though the answer was lost.
    if outcome.as_ref().is_err_and(Failure::is_ambiguous)
        && session.service.fetch(&environment, &id).is_ok_and(|copy| sent.is_in(&copy))
    {
        outcome = Ok(id.clone());
    }
    if outcome.as_ref().is_err_and(|failure| failure.kind == Kind::Status(412)) {
        return Err(changed());
    }
    if uploaded(outcome, &ready.connector)?.is_none() {
        return Ok(FOUND);
    }
    let json = json!({ "version": 1, "connectorId": id, "environment": environment });
    let title = ready.upload.title().unwrap_or_default();
    let printed = format.print(&format!("updated “{title}” in {environment}, {id} ({})\n", ready.what()), &json);
    if settings.exists() && settings.text("connectorId").as_deref() == Some(&id) {
        remember(&session, &environment, &id, &sent);
    }
    printed?;
    Ok(CLEAN)
}

/// The changes between the server's copy and the local files, both as a download would write them.
fn difference(there: &Copy, here: &Upload) -> String {
    let form = |form: &Form| (form.properties.clone().into_bytes(), form.definition.clone().into_bytes(), form.script.clone());
    let (old, new) = (there.form(), here.form(there));
    let ((old_properties, old_definition, old_script), (properties, definition, script)) = (form(&old), form(&new));
    let change =
        |name: &str, before: Vec<u8>, after: Vec<u8>| Change { path: PathBuf::new(), name: name.to_owned(), before, after };
    let changes = [
        change("apiProperties.json", old_properties, properties),
        change("apiDefinition.swagger.json", old_definition, definition),
        change("script.csx", old_script, script),
    ];
    let mut shown: String = changes.iter().filter(|change| change.before != change.after).map(unified::unified).collect();
    if old.icon != new.icon {
        shown.push_str("Binary files a/icon.png and b/icon.png differ\n");
    }
    shown
}

fn show(shown: &str, format: &FormatArgument) -> anyhow::Result<u8> {
    let changed = !shown.is_empty();
    if !changed {
        note("nothing would change");
    }
    match format.format {
        crate::cli::answer::Format::Text => crate::cli::print_patch(shown)?,
        crate::cli::answer::Format::Json => format.print("", &json!({ "version": 1, "changed": changed, "diff": shown }))?,
    }
    Ok(if changed { FOUND } else { CLEAN })
}
