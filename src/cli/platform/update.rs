//! `connsmith update`
use super::files::{self, FileArguments, Outcome};
use super::{ConnectorArgument, EnvironmentArgument, FormatArgument, SecretArgument, ServiceArguments, create};
use crate::cli::{CLEAN, FOUND, interrupt, note, unified};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::ship::platform::download::{Copy, KEPT};
use connsmith::ship::platform::http::pretty;
use connsmith::ship::platform::settings::CONTENT_HASH;
use connsmith::ship::platform::upload::{Target, Upload};
use connsmith::text::write::Change;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    connector: ConnectorArgument,

    #[command(flatten)]
    secret: SecretArgument,

    /// Show what would change on the server, and change nothing; the exit status is 1 when something would
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    diff: bool,

    /// Update although somebody else changed the connector since the last download or update
    #[arg(long)]
    force: bool,

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
    let secret = files::secret(arguments.secret.read()?, &mut ready.upload, false)?;
    // The server's copy, which a difference is shown to, has none.
    if let Some(secret) = secret.as_ref().filter(|_| !arguments.diff) {
        ready.upload.set_secret(secret);
    }
    if arguments.dry_run {
        let said = arguments.connector.id.clone().or_else(|| settings.text("connectorId"));
        let id = said.context("which connector? say it with `--cid ID`")?;
        let (service, environment) = (&arguments.service, &arguments.environment);
        let target = Target::Existing(&id);
        return create::plan(service, &settings, environment, &ready, target, secret.as_deref(), &arguments.format);
    }
    let session = arguments.service.session(&folder)?;
    if let Some(secret) = &secret {
        session.service.http.redactor.keep(secret);
    }
    let environment = session.environment(&arguments.environment)?;
    let id = session.connector(&arguments.connector, &environment)?;
    // A hash in the settings is that of the connector which they name.
    let hash = settings.text(CONTENT_HASH).filter(|_| settings.text("connectorId").as_deref() == Some(&id));
    if arguments.diff || (hash.is_some() && !arguments.force) {
        let there = session.service.fetch(&environment, &id)?;
        if arguments.diff {
            let shown = session.service.http.redactor.text(&difference(&there, &ready.upload));
            return show(&shown, &arguments.format);
        }
        if hash.is_some_and(|hash| hash != there.hash()) {
            bail!(
                "nothing was updated: somebody else changed the connector `{id}` since `{}` was written; `--diff` shows the difference, `connsmith download` fetches it, `--force` overwrites it",
                settings.path.display()
            );
        }
    }
    let outcome = interrupt::whole(|| session.service.upload(&environment, &ready.upload, Target::Existing(&id)));
    if super::uploaded(outcome, &ready.connector)?.is_none() {
        return Ok(FOUND);
    }
    let json = json!({ "version": 1, "connectorId": id, "environment": environment });
    let printed = arguments.format.print(&format!("updated {id}\n"), &json);
    if settings.exists() && settings.text("connectorId").as_deref() == Some(&id) {
        super::remember(&session, &environment, &id);
    }
    printed?;
    Ok(CLEAN)
}

/// What would change: the server's copy and what is here, each in the form in which a download writes it.
fn difference(there: &Copy, here: &Upload) -> String {
    let body = here.body("", false, &Default::default());
    let mut kept = Map::new();
    for name in KEPT.into_iter().chain(["displayName", "description", "backendService"]) {
        let new = here.properties.pointer(&format!("/properties/{name}"));
        // What an update does not name stays as it is.
        let old = there.properties.pointer(&format!("/properties/{name}"));
        if let Some(value) = new.or(old) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    let properties = json!({ "properties": kept });
    let definition = body.pointer("/properties/openApiDefinition").cloned().unwrap_or_default();
    let text = |value: &Value| (pretty(value) + "\n").into_bytes();
    let script = here.script.as_ref().map(|script| script.bytes.clone());
    let (old_script, icon) = (there.script.clone().unwrap_or_default(), here.icon.as_ref());
    let new_script = script.unwrap_or_else(|| if here.clear_script { Vec::new() } else { old_script.clone() });
    let change =
        |name: &str, before: Vec<u8>, after: Vec<u8>| Change { path: PathBuf::new(), name: name.to_owned(), before, after };
    let changes = [
        change("apiProperties.json", text(&sorted(&there.properties)), text(&sorted(&properties))),
        change("apiDefinition.swagger.json", there.definition.as_ref().map(text).unwrap_or_default(), text(&definition)),
        change("script.csx", old_script, new_script),
    ];
    let mut shown: String = changes.iter().filter(|change| change.before != change.after).map(unified::unified).collect();
    let icon = icon.is_some_and(|icon| there.icon.as_deref() != Some(icon.bytes.as_slice()));
    if icon {
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

/// The members of `properties` in the order in which a download writes them, so that order alone is no difference.
fn sorted(document: &Value) -> Value {
    let names = KEPT.into_iter().chain(["displayName", "description", "backendService"]);
    let member = |name: &str| Some((name.to_owned(), document.pointer(&format!("/properties/{name}"))?.clone()));
    json!({ "properties": names.filter_map(member).collect::<Map<_, _>>() })
}
