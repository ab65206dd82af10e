//! `connsmith download`
use super::dataverse::{self, Signs, ViaArgument};
use super::{Common, ConnectorArgument, EnvironmentArgument, Session};
use crate::cli::ask::{self, Asker};
use crate::cli::{CLEAN, interrupt, note};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::ship::dataverse::row::{self as dataverse_row, Row};
use connsmith::ship::platform::download::{Copy, Names};
use connsmith::ship::platform::requests::is_connector_id;
use connsmith::ship::platform::settings::{self, CONTENT_HASH, Settings};
use connsmith::ship::platform::upload::value;
use connsmith::text::document::{Document, File};
use connsmith::text::json::MAX_LEN;
use connsmith::text::write::{self, Existing, New};
use connsmith::text::{place, read};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    connector: ConnectorArgument,

    /// Choose from this solution (unique name, name or id); `--cid` may then be a connector's title, row id or own id
    #[arg(long, value_name = "NAME|ID")]
    solution: Option<String>,

    /// Folder to write to [default: a folder named after the connector's id]
    #[arg(long = "dest", short = 'd', env = "CONNSMITH_DESTINATION", value_name = "FOLDER")]
    destination: Option<PathBuf>,

    /// Overwrite existing files that differ
    #[arg(long, short = 'w')]
    overwrite: bool,

    #[command(flatten)]
    choice: ViaArgument,

    #[command(flatten)]
    common: Common,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = arguments.common.service.session(Path::new("."))?;
    let named = arguments.environment.named(&session.settings);
    let cid = match &arguments.solution {
        // `--cid` may be a title then.
        Some(_) => None,
        None => arguments.connector.named(&session.settings)?,
    };
    let application = session.service.is_application();
    let signs = Signs { application, solution: None, connector: cid.as_deref(), environment: named.as_deref() };
    let environment = session.environment(&arguments.environment)?;
    let (id, row) = match &arguments.solution {
        _ if arguments.choice.is_dataverse(&signs)? => {
            let solution = arguments.solution.as_deref();
            let row = dataverse::fetch(&session, &arguments.environment, &environment, &arguments.connector, solution)?;
            (row.id.clone(), Some(row))
        }
        Some(solution) => (in_solution(&session, arguments, &environment, solution)?, None),
        None => (session.connector(&arguments.connector, &environment)?, None),
    };
    let folder = match &arguments.destination {
        Some(folder) => folder.clone(),
        None => match place::allowed_step(&id) {
            Ok(()) => PathBuf::from(&id),
            Err(refused) => bail!("the id `{id}` cannot be used as a folder name: it {refused}; name a folder with `--dest`"),
        },
    };
    // The settings of the folder, if it has any, else those in use.
    let there = folder.join(settings::NAME);
    let own = if there.is_file() { Some(Settings::read(&there)?) } else { None };
    let base = own.as_ref().unwrap_or(&session.settings);
    let names = names(base)?;
    // Everything is in memory before anything is written.
    let mut copy = match &row {
        Some(row) => row.copy(),
        None => session.service.fetch(&environment, &id)?,
    };
    if row.is_some() {
        // What only the file can hold is not lost there.
        let here = read::plain(&folder.join(&names.properties), MAX_LEN as u64).unwrap_or_default();
        let here = Document::json(File::Properties, names.properties.as_str(), here);
        let kept = dataverse_row::keep(&mut copy, &value(here.root()));
        if !kept.is_empty() {
            note(&format!("`{}` keeps {}, for which Dataverse has no place", names.properties, kept.join(", ")));
        }
    }
    copy.notes.iter().for_each(|text| note(text));
    let mut files = copy.files(&names);
    files.push((settings::NAME.to_owned(), settings_of(&session, base, &copy, &names, &environment, &id, row.as_ref())));

    let differs = |name: &str, bytes: &[u8]| {
        folder.join(name).symlink_metadata().is_ok()
            && !read::plain(&folder.join(name), bytes.len() as u64).is_ok_and(|there| there == bytes)
    };
    // A download is meant to change the settings; all their other fields are kept.
    let taken: Vec<&str> = files
        .iter()
        .filter(|(name, bytes)| name != settings::NAME && differs(name, bytes))
        .map(|(name, _)| name.as_str())
        .collect();
    if !taken.is_empty() && !arguments.overwrite {
        let what = format!("{} in `{}` would be overwritten", connsmith::rule::all_of(&taken), folder.display());
        if !ask::can() {
            bail!("nothing was written: {what}; use `--overwrite` to allow it");
        }
        if !Asker::new().yes(&format!("{what}. Continue?"), false)? {
            bail!("nothing was written");
        }
    }
    let files: Vec<New> = files.into_iter().map(|(name, bytes)| New { name, bytes }).collect();
    interrupt::whole(|| write::fill(&folder, &files, Existing::Replace))
        .with_context(|| format!("nothing was written: the files cannot be written to `{}`", folder.display()))?;
    let written: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let text = format!("downloaded {id} to {}\n", folder.display());
    let json = json!({
        "version": 1,
        "connectorId": id,
        "title": copy.title,
        "environment": environment,
        "folder": folder.display().to_string(),
        "files": written,
    });
    arguments.common.format.print(&text, &json)?;
    Ok(CLEAN)
}

/// The chosen connector of a solution, by its name in the service; asks if none is given.
fn in_solution(session: &Session, arguments: &Arguments, environment: &str, solution: &str) -> anyhow::Result<String> {
    let dataverse = session.dataverse(&arguments.environment, environment, Duration::ZERO)?;
    let row = dataverse::chosen_in(&dataverse, &arguments.connector, solution)?;
    let id = row.internal().filter(|id| is_connector_id(id)).map(str::to_owned);
    id.with_context(|| format!("the service shows no connector for `{}`", row.title()))
}

/// The file names: from the settings, else the defaults. The settings may come from a stranger, so each name must be a distinct,
/// visible file below the folder, with a suitable extension.
fn names(settings: &Settings) -> anyhow::Result<Names> {
    let mut taken: Vec<(&str, String)> = vec![("the settings", settings::NAME.to_owned())];
    let mut name = |field: &'static str, usual: &str, ends: &[&str]| -> anyhow::Result<String> {
        let name = settings.text(field).unwrap_or_else(|| usual.to_owned());
        // paconn also writes `./icon.png`.
        let name = name.trim_start_matches("./").trim_start_matches(".\\").to_owned();
        let lower = name.to_ascii_lowercase();
        let says = || format!("`{}`: `{field}` is `{name}`", settings.path.display());
        if let Err(refused) = place::allowed(&name) {
            bail!("{}, which cannot be written: it {refused}", says());
        }
        if name.split('/').any(|part| part.starts_with('.')) {
            bail!("{}, which is hidden in the folder to download to", says());
        }
        if !ends.iter().any(|end| lower.ends_with(end)) {
            bail!("{}, which does not end in {}", says(), connsmith::rule::all_of(ends));
        }
        if let Some((other, _)) = taken.iter().find(|(_, known)| *known == lower) {
            bail!("{}, which is also the file of {other}", says());
        }
        taken.push((field, lower));
        Ok(name)
    };
    Ok(Names {
        definition: name("apiDefinition", "apiDefinition.swagger.json", &[".json"])?,
        properties: name("apiProperties", "apiProperties.json", &[".json"])?,
        icon: name("icon", "icon.png", &[".png", ".jpg", ".jpeg", ".gif", ".svg"])?,
        script: name("script", "script.csx", &[".csx", ".cs"])?,
    })
}

/// The settings file that comes with a download: `base` with what is new.
fn settings_of(
    session: &Session,
    base: &Settings,
    copy: &Copy,
    names: &Names,
    environment: &str,
    id: &str,
    row: Option<&Row>,
) -> Vec<u8> {
    let mut fields: Vec<(&str, Value)> = vec![
        ("connectorId", id.into()),
        ("environment", environment.into()),
        ("apiProperties", names.properties.clone().into()),
        ("apiDefinition", names.definition.clone().into()),
        ("icon", copy.icon.as_ref().map_or(Value::Null, |_| names.icon.clone().into())),
    ];
    // A row is in the environment's own service.
    if row.is_none() {
        fields.extend(session.service.endpoints.settings());
    }
    // paconn omits it if there is none.
    if copy.script.is_some() || base.text("script").is_some() {
        fields.push(("script", copy.script.as_ref().map_or(Value::Null, |_| names.script.clone().into())));
    }
    fields.push((CONTENT_HASH, row.map_or_else(|| copy.hash(), Row::hash).into()));
    base.with(&fields)
}
