//! `connsmith download`
use super::{ConnectorArgument, EnvironmentArgument, FormatArgument, ServiceArguments, Session, choose_connector};
use crate::cli::ask::{self, Asker};
use crate::cli::{CLEAN, interrupt, note};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::ship::platform::download::{Copy, Names};
use connsmith::ship::platform::settings::{self, CONTENT_HASH, Settings};
use connsmith::text::write::{self, Existing, New};
use connsmith::text::{place, read};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    connector: ConnectorArgument,

    /// A connector of this solution, called by its title, its row's id or its own: the solution's unique name, name or id
    #[arg(long, value_name = "NAME|ID")]
    solution: Option<String>,

    /// Folder to write to [default: one with the connector's id for a name]
    #[arg(long = "dest", short = 'd', env = "CONNSMITH_DESTINATION", value_name = "FOLDER")]
    destination: Option<PathBuf>,

    /// Overwrite files that are there and differ
    #[arg(long, short = 'w')]
    overwrite: bool,

    #[command(flatten)]
    format: FormatArgument,

    #[command(flatten)]
    service: ServiceArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = arguments.service.session(Path::new("."))?;
    let environment = session.environment(&arguments.environment)?;
    let id = match &arguments.solution {
        Some(solution) => in_solution(&session, &arguments.connector, &environment, solution)?,
        None => session.connector(&arguments.connector, &environment)?,
    };
    let folder = match &arguments.destination {
        Some(folder) => folder.clone(),
        None => match place::allowed_step(&id) {
            Ok(()) => PathBuf::from(&id),
            Err(refused) => bail!("the id `{id}` cannot be the name of a folder: it {refused}; name one with `--dest`"),
        },
    };
    // The settings of the folder, when it has some: else those in use.
    let there = folder.join(settings::NAME);
    let own = if there.is_file() { Some(Settings::read(&there)?) } else { None };
    let base = own.as_ref().unwrap_or(&session.settings);
    let names = names(base)?;
    // Everything is in memory before anything is written.
    let copy = session.service.fetch(&environment, &id)?;
    copy.notes.iter().for_each(|text| note(text));
    let mut files = copy.files(&names);
    files.push((settings::NAME.to_owned(), settings_of(&session, base, &copy, &names, &environment, &id)));

    let differs = |name: &str, bytes: &[u8]| {
        folder.join(name).symlink_metadata().is_ok()
            && !read::plain(&folder.join(name), bytes.len() as u64).is_ok_and(|there| there == bytes)
    };
    // That settings change is what a download is for; they keep all else that is in them.
    let taken: Vec<&str> = files
        .iter()
        .filter(|(name, bytes)| name != settings::NAME && differs(name, bytes))
        .map(|(name, _)| name.as_str())
        .collect();
    if !taken.is_empty() && !arguments.overwrite {
        let what = format!("{} in `{}` would be overwritten", connsmith::rule::all_of(&taken), folder.display());
        if !ask::can() {
            bail!("nothing was written: {what}; `--overwrite` does so");
        }
        if !Asker::new().yes(&format!("{what}. Go on?"), false)? {
            bail!("nothing was written");
        }
    }
    let files: Vec<New> = files.into_iter().map(|(name, bytes)| New { name, bytes }).collect();
    interrupt::whole(|| write::fill(&folder, &files, Existing::Replace))
        .with_context(|| format!("nothing was written: `{}` cannot take the files", folder.display()))?;
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
    arguments.format.print(&text, &json)?;
    Ok(CLEAN)
}

/// The connector of a solution that is meant; asks when nobody said.
fn in_solution(session: &Session, argument: &ConnectorArgument, environment: &str, solution: &str) -> anyhow::Result<String> {
    let rows = session.service.solution(environment, solution)?;
    if let Some(name) = &argument.id {
        let called: Vec<_> = rows
            .iter()
            .filter(|row| row.id.eq_ignore_ascii_case(name) || row.title == *name || row.connector.as_deref() == Some(name))
            .collect();
        return match called.as_slice() {
            [one] => one.connector.clone().with_context(|| format!("the service shows no connector for `{name}`")),
            [] => bail!("the solution `{solution}` holds no connector `{name}`; `connsmith list --solution` lists them"),
            _ => bail!("the solution `{solution}` holds several connectors `{name}`: use an id"),
        };
    }
    if !ask::can() {
        bail!("which connector? say it with `--cid`; `connsmith list --solution {solution}` lists them");
    }
    let mut entries = session.service.connectors(environment)?;
    entries.retain(|entry| rows.iter().any(|row| row.connector.as_deref() == Some(entry.id.as_str())));
    choose_connector(&entries, environment)
}

/// What the files are to be called: as the settings say, else as usual.
fn names(settings: &Settings) -> anyhow::Result<Names> {
    let name = |field: &str, usual: &str| -> anyhow::Result<String> {
        let name = settings.text(field).unwrap_or_else(|| usual.to_owned());
        // paconn writes `./icon.png`, too.
        let name = name.trim_start_matches("./").to_owned();
        if let Err(refused) = place::allowed(&name) {
            bail!("`{}`: `{field}` is `{name}`, which cannot be written: it {refused}", settings.path.display());
        }
        Ok(name)
    };
    Ok(Names {
        definition: name("apiDefinition", "apiDefinition.swagger.json")?,
        properties: name("apiProperties", "apiProperties.json")?,
        icon: name("icon", "icon.png")?,
        script: name("script", "script.csx")?,
    })
}

/// The settings file that comes with a download: `base` with what is new.
fn settings_of(session: &Session, base: &Settings, copy: &Copy, names: &Names, environment: &str, id: &str) -> Vec<u8> {
    let mut fields: Vec<(&str, Value)> = vec![
        ("connectorId", id.into()),
        ("environment", environment.into()),
        ("apiProperties", names.properties.clone().into()),
        ("apiDefinition", names.definition.clone().into()),
        ("icon", copy.icon.as_ref().map_or(Value::Null, |_| names.icon.clone().into())),
    ];
    fields.extend(session.service.endpoints.settings());
    // paconn leaves it out where there is none.
    if copy.script.is_some() || base.text("script").is_some() {
        fields.push(("script", copy.script.as_ref().map_or(Value::Null, |_| names.script.clone().into())));
    }
    fields.push((CONTENT_HASH, copy.hash().into()));
    base.with(&fields)
}
