//! The files of a connector to upload: finding, reading and checking them.
use super::ServiceArguments;
use crate::cli::ask::{self, Asker};
use crate::cli::note;
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover::{self, Found};
use connsmith::connector::publisher::Publisher;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::target::Target;
use connsmith::rule::finding::{Finding, counting};
use connsmith::ship::platform::settings::Settings;
use connsmith::ship::platform::upload::{Part, Upload, tolerated, value};
use connsmith::text::document::{Document, File};
use connsmith::{Severity, report};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Which files, and what to do with them.
#[derive(Args)]
#[command(next_help_heading = "Files")]
pub struct FileArguments {
    /// Folder of the connector [default: that of the settings file, else the current one]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,

    /// API definition [default: what the settings or the folder hold]
    #[arg(long = "api-def", short = 'd', env = "CONNSMITH_API_DEFINITION", value_name = "FILE")]
    definition: Option<PathBuf>,

    /// API properties [default: what the settings or the folder hold]
    #[arg(long = "api-prop", short = 'p', env = "CONNSMITH_API_PROPERTIES", value_name = "FILE")]
    properties: Option<PathBuf>,

    /// Icon [default: what the settings or the folder hold]
    #[arg(long, short, env = "CONNSMITH_ICON", value_name = "FILE")]
    icon: Option<PathBuf>,

    /// Script [default: what the settings or the folder hold]
    #[arg(long, short = 'x', env = "CONNSMITH_SCRIPT", value_name = "FILE")]
    script: Option<PathBuf>,

    /// Upload no icon; an update keeps the existing one
    #[arg(long, conflicts_with = "icon")]
    no_icon: bool,

    /// Upload no script; an update then removes the existing one
    #[arg(long, conflicts_with = "script")]
    no_script: bool,

    /// Also upload `stackOwner`, which the service rejects for custom connectors
    #[arg(long)]
    keep_stack_owner: bool,

    /// Do not check the files first
    #[arg(long)]
    no_check: bool,
}

/// Files that were read and passed the check.
pub struct Ready {
    pub upload: Upload,
    /// Their paths for the settings: relative to the settings file if they are below it.
    pub names: Vec<(&'static str, String)>,
    /// The connector as read, to map the service's messages to it.
    pub connector: Target,
}

impl Ready {
    /// A displayed list of the uploaded parts.
    pub fn what(&self) -> String {
        let parts = [("icon", self.upload.icon.is_some()), ("script", self.upload.script.is_some())];
        let more = parts.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| format!(", {name}"));
        format!("definition, properties{}", more.collect::<String>())
    }
}

/// The result of reading the files.
pub enum Outcome {
    Ready(Box<Ready>),
    /// They have errors that would make the import fail, which were reported.
    Faulty,
}

impl FileArguments {
    /// The folder that contains the files.
    pub fn folder(&self, service: &ServiceArguments) -> PathBuf {
        super::folder_or_here(self.folder.as_deref(), service.sign_in.settings.as_deref())
    }

    /// Reads and checks the files.
    pub fn read(&self, settings: &Settings, folder: &Path) -> anyhow::Result<Outcome> {
        let current = std::env::current_dir().context("cannot determine the current folder")?;
        let found = Found::folder(folder);
        let mut files = discover::load(&found, discover::shown(folder, &current));
        let mut paths: Vec<(File, PathBuf)> = Vec::new();
        for (file, field, option) in [
            (File::Definition, "apiDefinition", &self.definition),
            (File::Properties, "apiProperties", &self.properties),
            (File::Icon, "icon", &self.icon),
            (File::Script, "script", &self.script),
        ] {
            let named = match option {
                Some(path) => Some(path.clone()),
                None => settings.text(field).map(|name| in_settings(settings, field, &name)).transpose()?,
            };
            // A named file that does not exist is an error.
            let wanted = match file {
                File::Script => !self.no_script,
                File::Icon => !self.no_icon,
                _ => true,
            };
            if let Some(path) = named.filter(|_| wanted) {
                let bytes = connsmith::text::read::plain(&path, discover::most_of(file))
                    .map_err(|error| missing(file, option.is_some(), &path, settings, &error))?;
                let name = discover::shown(&path, &current);
                put(&mut files, file, &path, folder, name, bytes);
                paths.push((file, path));
            }
        }
        if self.no_script {
            files.files.retain(|known| known.file != File::Script);
        }
        let no_icon = self.icon.is_none() && settings.says_none("icon");
        if self.no_icon || no_icon {
            if no_icon && !self.no_icon && files.files.iter().any(|known| known.file == File::Icon) {
                note(&format!(
                    "the icon is not uploaded, because `icon` is null in `{}`; write its name there",
                    settings.path.display()
                ));
            }
            files.files.retain(|known| known.file != File::Icon);
            files.unreadable.retain(|(known, ..)| *known != File::Icon);
        }
        let uploaded = [File::Definition, File::Properties, File::Icon, File::Script];
        // Files not named by an option must be in the folder even after following links, which could lead to the user's private files.
        for known in files.files.iter().filter(|known| uploaded.contains(&known.file)) {
            if !paths.iter().any(|(named, _)| *named == known.file) && !lies_in(&folder.join(&known.name), folder) {
                bail!("`{}` is a link that leads out of `{}`; nothing was uploaded", known.name, folder.display());
            }
        }
        if let Some((_, name, why)) = files.unreadable.iter().find(|(file, ..)| uploaded.contains(file)) {
            bail!("`{name}` cannot be read: {why}");
        }
        let has = |file| files.files.iter().any(|known| known.file == file);
        if !has(File::Definition) && !has(File::Properties) {
            return Err(discover::Error::Nothing(folder.to_owned()).into());
        }
        let mut names = Vec::new();
        for (file, field) in [
            (File::Properties, "apiProperties"),
            (File::Definition, "apiDefinition"),
            (File::Icon, "icon"),
            (File::Script, "script"),
        ] {
            if let Some(known) = files.files.iter().find(|known| known.file == file) {
                let named = paths.iter().find(|(named, _)| *named == file).map(|(_, path)| path.clone());
                let path = named.unwrap_or_else(|| folder.join(&known.name));
                // Settings that name a file outside their folder are not trusted the next time.
                match lies_in(&path, settings.folder()) {
                    true => names.push((field, relative(&path, settings.folder(), &current))),
                    false if settings.exists() => {}
                    false => note(&format!(
                        "`{}` is outside `{}`: pass it again on the next update",
                        path.display(),
                        settings.folder().display()
                    )),
                }
            }
        }
        let part = |file: File| {
            let known = files.files.iter().find(|known| known.file == file)?;
            let name = Path::new(&known.name).file_name()?.to_string_lossy().into_owned();
            Some(Part { name, bytes: known.bytes.clone() })
        };
        let (icon, script) = (part(File::Icon), part(File::Script));
        let connector = checker().connector(files, &current)?;
        if !self.no_check && has_faults(&connector) {
            return Ok(Outcome::Faulty);
        }
        let definition = root(&connector, File::Definition, "--api-def")?;
        let properties = root(&connector, File::Properties, "--api-prop")?;
        let mut upload = Upload { definition, properties, icon, script, clear_script: self.no_script };
        if !self.keep_stack_owner && upload.strip_stack_owner() {
            note("`stackOwner` is not uploaded because the service rejects it; use `--keep-stack-owner` to upload it anyway");
        }
        Ok(Outcome::Ready(Box::new(Ready { upload, names, connector })))
    }
}

/// For an upload, the connector is checked as a custom connector.
fn checker() -> Checker {
    Checker::new(&Options { publisher: Some(Publisher::Custom), ..Options::default() })
}

/// JSON problems that do not prevent an upload, as long as nothing is lost: the uploaded JSON is newly serialized.
const CORRECTED: [&str; 6] =
    ["byte-order-mark", "duplicate-key", "encoding-not-utf8", "json-comment", "json-syntax", "json-trailing-comma"];

fn has_faults(connector: &Target) -> bool {
    let corrected = |finding: &Finding| {
        CORRECTED.contains(&finding.rule.id) && connector.document(finding.at.file).is_some_and(Document::is_whole)
    };
    let counts = |finding: &Finding| finding.severity == Severity::Error && !corrected(finding);
    let findings: Vec<Finding> = checker().findings(connector).into_iter().filter(counts).collect();
    let counting = counting(&findings).count();
    if counting > 0 {
        report(connector, &findings);
        note(&format!(
            "nothing was uploaded: {counting} error{} would make the import fail; use `--no-check` to upload anyway",
            if counting == 1 { "" } else { "s" }
        ));
    }
    counting > 0
}

/// Writes a report to standard error: standard output is for the answer.
pub fn report(connector: &Target, findings: &[Finding]) {
    let text = report::joined(&[report::text::part(connector, findings, report::text::Style::default())]);
    let _ = std::io::stderr().write_all(text.as_bytes()); // as for notes
}

/// The value of a required JSON file.
fn root(connector: &Connector, file: File, option: &str) -> anyhow::Result<serde_json::Value> {
    let Some(document) = connector.document(file) else {
        bail!("`{}` does not exist; name the file with `{option}`", connector.file_name(file));
    };
    let Document { name, .. } = document;
    if !document.is_whole() || !document.root().is_object() {
        bail!("`{name}` cannot be uploaded: parts of its broken JSON would be lost; run `connsmith check` to see where");
    }
    if let Some(what) = tolerated(document) {
        note(&format!("{name}: {what}"));
    }
    Ok(value(document.root()))
}

/// A path in a settings file is relative to that file. paconn interprets it relative to the current folder, which is the fallback.
/// Either way, the file must be in the folder of the settings: these may come from a stranger and must not cause the upload of
/// other files on this machine.
pub fn in_settings(settings: &Settings, field: &str, name: &str) -> anyhow::Result<PathBuf> {
    // On Windows, paths may have backslashes.
    let slashed = if Path::new(name).exists() { name.to_owned() } else { name.replace('\\', "/") };
    let name = slashed.as_str();
    let mut path = settings.folder().join(name);
    if !path.exists() && Path::new(name).exists() {
        note(&format!("`{name}` in `{}` is interpreted relative to the current folder", settings.path.display()));
        path = PathBuf::from(name);
    }
    if (path.exists() || Path::new(name).is_absolute()) && !lies_in(&path, settings.folder()) {
        let option = match field {
            "apiDefinition" => "--api-def",
            "apiProperties" => "--api-prop",
            "icon" => "--icon",
            _ => "--script",
        };
        bail!(
            "`{}`: `{field}` is `{name}`, which leads out of the folder; if you trust it, name the file with `{option}`",
            settings.path.display()
        );
    }
    Ok(path)
}

/// Whether a file is in a folder after following all links.
fn lies_in(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

fn missing(file: File, by_option: bool, path: &Path, settings: &Settings, error: &std::io::Error) -> anyhow::Error {
    let what = match file {
        File::Icon => "icon",
        File::Script => "script",
        File::Properties => "properties file",
        _ => "definition",
    };
    let by = if by_option { String::new() } else { format!(", which `{}` names,", settings.path.display()) };
    anyhow::anyhow!("the {what} `{}`{by} cannot be read: {error}; nothing was uploaded", path.display())
}

fn put(files: &mut Folder, file: File, path: &Path, folder: &Path, shown: String, bytes: Vec<u8>) {
    files.files.retain(|known| known.file != file);
    files.unreadable.retain(|(known, ..)| *known != file);
    let name = match path.strip_prefix(folder) {
        Ok(below) => below.to_string_lossy().replace('\\', "/"),
        Err(_) => shown,
    };
    files.files.push(FolderFile { file, name, bytes });
    files.files.sort_by_key(|known| known.file);
}

/// A path as a settings file in `folder` names it.
fn relative(path: &Path, folder: &Path, current: &Path) -> String {
    let whole = |path: &Path| current.join(path).canonicalize().unwrap_or_else(|_| current.join(path));
    let (path, folder) = (whole(path), whole(folder));
    path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/")
}

/// The OAuth secret: the given one; else, if the connector requires one, the user is asked.
pub fn secret(given: Option<String>, upload: &mut Upload, required: bool) -> anyhow::Result<Option<String>> {
    if given.is_some() || !required || !upload.needs_secret() {
        return Ok(given);
    }
    if ask::can() {
        let secret = Asker::new().secret("OAuth client secret")?;
        if !secret.is_empty() {
            return Ok(Some(secret));
        }
    }
    bail!(
        "the connector uses OAuth and needs a client secret: pass it with `--secret -` (standard input) or CONNSMITH_CLIENT_SECRET"
    )
}
