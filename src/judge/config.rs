//! `connsmith.toml`: the settings of a repository, and the errors in them.
//!
//! The text is read into a [`Config`] piece by piece: valid parts are used, others become a [`Fault`] with its place.
use crate::connector::publisher::Publisher;
use crate::connector::solution::metadata::Settings;
use crate::judge::own_rule::OwnRule;
use crate::judge::profile::{Level, Profile};
use crate::rule::Rule;
pub use crate::rule::settings::Fault;
use crate::rule::subject::{Heading, Listed, Subject};
use crate::text::document::{Document, File};
use crate::text::json::Span;
use crate::text::read as read_file;
use globset::GlobSet;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub use toml::value::Date;

pub mod at;
pub mod entry;
pub(crate) mod limits;
pub(crate) mod read;
pub(crate) mod reader;

use at::At;
pub use reader::{SECTIONS, Set};

/// The name of the configuration file.
pub const NAME: &str = "connsmith.toml";

/// The content of a configuration file.
#[derive(Debug, Default)]
pub struct Config {
    /// Whether no file above this one counts.
    pub root: bool,
    /// Connectors to leave out when a folder above them is checked.
    pub exclude: Set<Vec<at::Paths>>,
    /// The only connectors to check there; empty for all.
    pub include: Set<Vec<at::Paths>>,
    /// The publisher of the connectors below the file.
    pub publisher: Option<Set<Publisher>>,
    pub profile: Option<Set<Profile>>,
    /// Spaces for each level when a file is formatted: 2 or 4.
    pub indent: Option<Set<usize>>,
    /// The baseline's path, as it is written.
    pub baseline: Option<Set<String>>,
    /// Words that count as spelled correctly, in lower case.
    pub known_words: Arc<FxHashSet<String>>,
    /// Hosts that must not be called, as they are written.
    pub restricted_hosts: Vec<String>,
    /// The same, ready to be compared with a host in lower case.
    pub restricted: Arc<GlobSet>,
    pub rules: Levels,
    /// In the order of the file; if two match, the later one wins.
    pub overrides: Vec<Override>,
    pub ignores: Vec<Ignore>,
    pub own_rules: Vec<OwnRule>,
    /// The own rules of the files above this one, which it may name.
    pub inherited: Vec<&'static Rule>,
    /// The names and the publisher of the solutions of the connectors below the file.
    pub solution: Settings,
}

impl Config {
    /// Whether a name means a rule: one of connsmith's, or one of the file's own.
    pub fn names_rule(&self, name: &str) -> bool {
        let own = self.own_rules.iter().map(|own| own.rule).chain(self.inherited.iter().copied());
        crate::rules::RULES.iter().chain(own).any(|rule| crate::judge::profile::names_rule(name, rule))
    }
}

/// A `[rules]` table: names of rules (ids, official codes, policy numbers, subjects), each with its level.
#[derive(Clone, Debug, Default)]
pub struct Levels(pub Vec<(String, Set<Level>)>);

impl Levels {
    /// The setting of a rule. Its id takes precedence over a code or a policy number, and these over its subject.
    pub fn of(&self, rule: &Rule) -> Option<&Set<Level>> {
        let rank = |name: &str| match name {
            _ if name == rule.id => 3,
            _ if name == rule.subject => 1,
            _ if crate::judge::profile::names_rule(name, rule) => 2,
            _ => 0,
        };
        let ranked = self.0.iter().map(|(name, level)| (rank(name), level)).filter(|(rank, _)| *rank > 0);
        ranked.max_by_key(|(rank, _)| *rank).map(|(_, level)| level)
    }
}

/// An `[[overrides]]` table: other settings for some paths.
#[derive(Clone, Debug)]
pub struct Override {
    /// As they are written.
    pub written: Vec<String>,
    pub paths: Vec<at::Paths>,
    pub publisher: Option<Set<Publisher>>,
    pub profile: Option<Set<Profile>>,
    pub rules: Levels,
}

impl Override {
    /// Whether it is about a path, relative to the file's folder with `/`.
    pub fn covers(&self, path: &str) -> bool {
        self.paths.iter().any(|paths| paths.hold(path))
    }
}

/// An `[[ignore]]` table: findings that do not count.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// Names of rules; a finding of any of them matches.
    pub rules: Vec<String>,
    /// Places; empty for all.
    pub at: Vec<At>,
    pub reason: String,
    /// The last day on which it counts.
    pub until: Option<Set<Date>>,
    /// Where its first rule is named.
    pub span: Span,
}

/// Why a configuration file cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{}` cannot be read: {error}", path.display())]
    Unreadable { path: PathBuf, error: std::io::Error },
}

/// A configuration file that was read.
#[derive(Debug)]
pub struct ConfigFile {
    /// The folder to which its paths are relative.
    pub folder: PathBuf,
    pub text: Arc<ConfigText>,
    pub config: Config,
    /// In document order.
    pub faults: Vec<Fault>,
}

impl ConfigFile {
    /// Reads the text of a configuration file in `folder`; `name` is its path for people.
    pub fn parse(text: &str, folder: &Path, name: &str) -> ConfigFile {
        ConfigFile::parse_below(text, folder, name, Vec::new())
    }

    /// The same, where files above it bring these rules.
    pub fn parse_below(text: &str, folder: &Path, name: &str, inherited: Vec<&'static Rule>) -> ConfigFile {
        let (config, faults) = read::config(text, inherited);
        let text = Arc::new(ConfigText::new(name, text));
        ConfigFile { folder: folder.to_owned(), text, config, faults }
    }

    /// Reads the configuration file of a folder; None when there is none. `current` is the
    /// folder to which shown paths are relative. `above` gives the rules that
    /// files above it bring; it is asked only where there is one, and hears whether that says that nothing above it counts.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn read<E: From<Error>>(
        folder: &Path,
        current: &Path,
        above: impl FnOnce(bool) -> Result<Vec<&'static Rule>, E>,
    ) -> Result<Option<ConfigFile>, E> {
        let path = folder.join(NAME);
        let Ok(data) = path.symlink_metadata() else { return Ok(None) };
        let name = crate::connector::discover::shown(&path, current);
        // A link may lead to a file of the machine, whose lines a report would show.
        let linked = data.is_symlink().then(|| read_file::inside(&path, &[&read_file::top_of(folder)]).map(drop));
        let bytes = match linked.unwrap_or(Ok(())).and_then(|()| read_file::plain(&path, read_file::MAX_CONFIG)) {
            Ok(bytes) => bytes,
            Err(error) if is_of_the_system(&error) => return Err(Error::Unreadable { path, error }.into()),
            Err(error) => {
                let mut file = ConfigFile::parse("", folder, &name);
                file.faults.push(Fault {
                    span: Span { start: 0, end: 0 },
                    message: format!("the configuration is not read: {error}"),
                    help: Some("make it a plain file in the repository, or remove it".into()),
                });
                return Ok(Some(file));
            }
        };
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                ConfigFile::parse_below(text, folder, &name, above(read::is_root(text))?)
            }
            Err(error) => {
                let mut file = ConfigFile::parse("", folder, &name);
                let at = error.utf8_error().valid_up_to();
                file.faults.push(Fault {
                    span: Span { start: 0, end: 0 },
                    message: format!("byte {at} of the file is not UTF-8, so the file is ignored"),
                    help: Some("save it as UTF-8".into()),
                });
                file
            }
        }))
    }

    /// Whether the file leaves out a connector's folder (absolute, links followed), wherever a folder above that is checked.
    pub fn leaves_out(&self, folder: &Path) -> bool {
        let Some(path) = self.relative(folder) else { return false };
        // `archive/**` means the connector `archive` too, whose files it matches.
        let inside = format!("{path}/x");
        let held = |paths: &[at::Paths]| paths.iter().any(|paths| paths.hold(&path) || paths.hold(&inside));
        held(&self.config.exclude.value) || (!self.config.include.value.is_empty() && !held(&self.config.include.value))
    }

    /// The path of a file that a setting names, such as the baseline.
    ///
    /// # Errors
    /// When it leads out of the repository: nothing is read there, and the report does not reveal whether such a file exists.
    pub fn path_of(&self, named: &Set<String>) -> Result<PathBuf, Fault> {
        let path = self.folder.join(&named.value);
        match in_repository(&path, &named.value, &self.folder, &read_file::top_of(&self.folder)) {
            Ok(()) => Ok(path),
            Err(message) => Err(Fault {
                span: named.span,
                message,
                help: Some("name a file in the repository, or use `--baseline`, which may name any file".into()),
            }),
        }
    }

    /// A path relative to the file's folder, with `/`; None if it is elsewhere.
    pub fn relative(&self, path: &Path) -> Option<String> {
        Some(path.strip_prefix(&self.folder).ok()?.to_string_lossy().replace('\\', "/"))
    }
}

/// Whether a folder is the top of a git work tree: nothing above it belongs to the repository.
pub(crate) fn is_top(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}

/// Whether a path that a configuration in `folder` names stays in the repository whose top is `top`.
fn in_repository(path: &Path, written: &str, folder: &Path, top: &Path) -> Result<(), String> {
    let outside = || Err(format!("`{written}` is not read: it leads out of the repository"));
    // As a text first, so that the report does not reveal whether a file exists elsewhere.
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mut place = PathBuf::new();
    for step in folder.join(written).components() {
        match step {
            std::path::Component::ParentDir => _ = place.pop(),
            std::path::Component::CurDir => {}
            step => place.push(step),
        }
    }
    if !place.starts_with(top) {
        return outside();
    }
    match read_file::inside(path, &[top]) {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied && path.symlink_metadata().is_ok() => outside(),
        _ => Ok(()),
    }
}

/// Whether an error is about the user who runs the check, and not about the kind of file.
fn is_of_the_system(error: &std::io::Error) -> bool {
    error.raw_os_error().is_some() && error.kind() == std::io::ErrorKind::PermissionDenied
}

/// The text of a configuration or a baseline, about which a report can be written.
#[derive(Debug)]
pub struct ConfigText {
    pub document: Document,
}

impl ConfigText {
    pub fn new(name: &str, text: &str) -> ConfigText {
        ConfigText { document: Document::plain(File::Config, name, text.as_bytes().to_vec()) }
    }
}

impl Subject for ConfigText {
    fn document(&self, file: File) -> Option<&Document> {
        (file == File::Config).then_some(&self.document)
    }

    fn file_name(&self, _: File) -> String {
        self.document.name.clone()
    }

    fn file_count(&self) -> usize {
        1
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        Vec::new()
    }

    fn heading(&self) -> Heading {
        Heading { name: self.document.name.clone(), about: ": configuration".into() }
    }
}
