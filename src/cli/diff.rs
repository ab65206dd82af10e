//! `connsmith diff`
use super::choice::{ChoiceArguments, LimitArguments};
use super::fix::Scope;
use super::git::Repository;
use super::output::{Output, OutputArguments, about_configurations};
use super::version::{self, Pair, Version};
use super::{FAILED, interrupt, note};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover::{self, Found};
use connsmith::connector::versions::{self, Comparison};
use connsmith::connector::{Connector, Folder};
use connsmith::judge::change::{self};
use connsmith::judge::check::Checker;
use connsmith::judge::configured::Coverage;
use connsmith::judge::profile::Selection;
use connsmith::judge::target::{Pair as Versions, Target};
use connsmith::judge::timing::Meter;
use connsmith::judge::walk::Plan;
use connsmith::text::document::Document;
use connsmith::text::write::Change;
use connsmith::text::{edit, encode, place};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// The older and the newer version, each a connector's folder, a definition file, a solution zip, or a git REF:PATH
    /// (`HEAD~1:contoso`). With `--against`: folders in which to compare connectors
    #[arg(value_name = "OLD NEW")]
    versions: Vec<String>,

    /// Compare each changed connector in the paths with its version at this commit, branch or tag
    #[arg(long, value_name = "REF")]
    against: Option<String>,

    /// Keep operations that would break: restore the old ones in NEW as deprecated and give the new ones different ids, then
    /// report what remains
    #[arg(long)]
    fix: bool,

    #[command(flatten)]
    choice: ChoiceArguments,

    #[command(flatten)]
    output: OutputArguments,

    #[command(flatten)]
    limit: LimitArguments,
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let paths: Vec<PathBuf> = arguments.versions.iter().map(PathBuf::from).filter(|path| path.exists()).collect();
    let mut options = arguments.choice.options(&paths)?;
    // Only some rules run, so stale entries cannot be detected.
    options.coverage = Coverage::default();
    options.selection.strict |= arguments.output.needs_info();
    options.deadline = arguments.limit.deadline();
    let checker = Checker::new(&options);
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let output = Output::new(&arguments.output, color)?;
    let mut failed = false;
    let pairs = match (&arguments.against, &arguments.versions[..]) {
        (Some(reference), paths) => {
            let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.iter().map(PathBuf::from).collect() };
            let (pairs, missing) = changed(reference, &paths, &checker, &current)?;
            failed |= missing;
            pairs
        }
        (None, [old, new]) => {
            let (old, new) = (Version::read(old, &current)?, Version::read(new, &current)?);
            vec![version::pair(old, new, &checker, &current)?]
        }
        (None, _) => {
            bail!("name two versions, the older one first (`connsmith diff OLD NEW`), or use `connsmith diff --against REF`")
        }
    };
    let mut parts = Vec::new();
    let unchanged = pairs.iter().all(|pair| same(&pair.old, &pair.new));
    for pair in pairs {
        let mut new = pair.new;
        if arguments.fix {
            let Some(folder) = pair.folder else {
                bail!("`--fix` changes the newer version, which must be a folder or file on disk")
            };
            failed |= !keep(&pair.old, &new, &folder)?;
            let read = discover::load(&pair.found.unwrap_or_else(|| Found::folder(&folder.path)), folder.name.clone());
            let kinds: Vec<_> = folder.files.iter().map(|file| file.file).collect();
            let files = read.files.into_iter().filter(|file| kinds.contains(&file.file)).collect();
            new = checker.connector(Folder { files, ..read }, &current)?;
        }
        let part = output.part(&Versions { old: &pair.old, new: &new }, &checker.changes(&pair.old, &new));
        parts.push(Output::unchanged(part, unchanged));
    }
    let status = output.finish(about_configurations(&checker, &output).chain(parts).collect())?;
    Ok(if failed || checker.is_unfinished() { FAILED } else { status })
}

/// Whether two versions have the same files, byte for byte.
fn same(old: &Connector, new: &Target) -> bool {
    use connsmith::connector::discover::USUAL_NAMES;
    let text = |connector: &Connector, file| connector.document(file).map(|document| document.text.clone());
    let icon = |connector: &Connector| connector.icon.as_ref().map(|(_, bytes)| bytes.clone());
    let documents = USUAL_NAMES.iter().all(|&(file, _)| text(old, file) == text(&new.connector, file));
    documents && icon(old) == icon(&new.connector)
}

/// Changes the newer version so that it keeps the operations that would break, and prints what was done. Returns whether all
/// files could be written.
fn keep(old: &Connector, new: &Target, folder: &Folder) -> anyhow::Result<bool> {
    let comparison = Comparison { old, new: &new.connector };
    // Everything that breaks is fixed, whatever is reported.
    let plan = Plan::new(&Selection::default(), new.publisher);
    let kept = change::keep(&comparison, &change::check(&comparison, &plan, &mut Meter::off()));
    let mut changes = Vec::new();
    for file in &folder.files {
        let edits: Vec<_> = kept.edits.iter().filter(|edit| edit.file == file.file).collect();
        let Some(document) = new.document(file.file).filter(|_| !edits.is_empty()) else { continue };
        let (text, left_out) = edit::apply(&document.text, &edits);
        let after = encode::encode(&text, document.encoding, &file.bytes);
        let is_sound =
            left_out == 0 && Document::json(file.file, "", text.into_bytes()).tree.faults.len() <= document.tree.faults.len();
        match after.filter(|_| is_sound) {
            Some(after) => changes.push(Change {
                path: folder.path.join(&file.name),
                name: document.name.clone(),
                before: file.bytes.clone(),
                after,
            }),
            None => bail!("`{}` was not changed: the old operations cannot be added to it", document.name),
        }
    }
    let scope = Scope::new(std::slice::from_ref(&folder.path));
    if let Some((change, why)) = changes.iter().find_map(|change| Some((change, scope.linked_out(&change.path)?))) {
        bail!("`{}` was not changed: {why}", change.name);
    }
    let mut failed = false;
    for error in interrupt::save(&changes).into_iter().filter_map(Result::err) {
        note(&error.to_string());
        failed = true;
    }
    if !failed {
        kept.done.iter().for_each(|done| note(done));
    }
    for (id, why) in &kept.refused {
        note(&format!("`{id}` was not changed: {why}"));
    }
    Ok(!failed)
}

/// The connectors at or below the paths that changed since a commit, each with its older version. New ones are left out; deleted
/// ones are compared with nothing. Also returns whether some of the paths contain none, which is reported.
fn changed(reference: &str, paths: &[PathBuf], checker: &Checker, current: &Path) -> anyhow::Result<(Vec<Pair>, bool)> {
    let (mut pairs, mut missing) = (Vec::new(), false);
    for path in paths {
        let past = Past::new(reference, path)?;
        let found = match discover::find(std::slice::from_ref(path)) {
            Ok(found) => found,
            // All connectors may have been deleted.
            Err(discover::Error::Missing(_) | discover::Error::Nothing(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let nothing = found.is_empty();
        let before = pairs.len();
        for found in found {
            if let Some(old) = past.version(&found)? {
                let new = Version::of_found(found, current);
                pairs.push(version::pair(old, new, checker, current)?);
            }
        }
        for (folder, old) in past.gone(path)? {
            let name = discover::shown(&folder, current);
            let new = Version { folder: Folder { path: folder, name, ..Folder::default() }, file: None, found: None };
            pairs.push(version::pair(old, new, checker, current)?);
        }
        if nothing && pairs.len() == before {
            let why = format!("no connector found in `{}`, now or at `{reference}`", path.display());
            if let [_] = paths {
                bail!(why);
            }
            note(&why);
            missing = true;
        }
    }
    Ok((pairs, missing))
}

/// The version at a commit of each of these connectors that changed since then, by folder.
///
/// # Errors
/// If there is no repository or no such commit, or git fails.
pub fn older(reference: &str, paths: &[PathBuf], found: &[Found]) -> anyhow::Result<FxHashMap<PathBuf, Connector>> {
    let mut older = FxHashMap::default();
    for path in paths {
        let past = Past::new(reference, path)?;
        for found in found.iter().filter(|found| found.folder.starts_with(path) || path.starts_with(&found.folder)) {
            if older.contains_key(&found.folder) {
                continue;
            }
            if let Some(old) = past.version(found)? {
                let old = Connector::new(old.folder);
                older.insert(found.folder.clone(), versions::older(old));
            }
        }
    }
    Ok(older)
}

/// A commit to compare connectors with, and what changed since then.
struct Past {
    repository: Repository,
    /// Its displayed name and its id.
    reference: String,
    commit: String,
    changed: Vec<String>,
}

impl Past {
    /// What changed below a path since a commit.
    ///
    /// # Errors
    /// If there is no repository or no such commit.
    fn new(reference: &str, path: &Path) -> anyhow::Result<Past> {
        let repository = Repository::of(path)?;
        let commit = repository.commit(reference)?;
        let below = repository.path_of(path)?;
        let folder = if path.is_file() { below.rsplit_once('/').map_or("", |(folder, _)| folder) } else { &below };
        let changed = repository.changed(&commit, folder)?;
        Ok(Past { repository, reference: reference.to_owned(), commit, changed })
    }

    /// The version of a connector at that commit; None if it is the same or did not exist.
    ///
    /// # Errors
    /// If git cannot read it.
    fn version(&self, found: &Found) -> anyhow::Result<Option<Version>> {
        let folder = self.repository.path_of(&found.folder)?;
        let inside = |file: &String| folder.is_empty() || file.strip_prefix(&*folder).is_some_and(|rest| rest.starts_with('/'));
        if !self.changed.iter().any(inside) {
            return Ok(None);
        }
        let shown = format!("{}:{}", self.reference, if folder.is_empty() { "." } else { &folder });
        match self.repository.list(&self.commit, &folder)?.iter().any(|file| is_definition(&file.path)) {
            true => Version::of_repository(&self.repository, &self.commit, &folder, &shown),
            false => Ok(None),
        }
    }

    /// The connectors below a path that existed at that commit and were deleted since then, with their folders.
    fn gone(&self, path: &Path) -> anyhow::Result<Vec<(PathBuf, Version)>> {
        let below = self.repository.path_of(path)?;
        let mut gone = Vec::new();
        for file in self.repository.list(&self.commit, &below)? {
            let file = &file.path;
            // A name that leads outside the folder is not a connector's file.
            if !is_definition(file) || place::allowed(file).is_err() {
                continue;
            }
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let place = self.repository.root.join(folder);
            if !place.join(file.rsplit('/').next().unwrap_or(file)).exists()
                && discover::find(std::slice::from_ref(&place)).is_err()
            {
                let shown = format!("{}:{folder}", self.reference);
                if let Some(old) = Version::of_repository(&self.repository, &self.commit, folder, &shown)? {
                    gone.push((place, old));
                }
            }
        }
        Ok(gone)
    }
}

/// Whether a file of a repository is a connector's definition.
fn is_definition(file: &str) -> bool {
    file.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("apiDefinition.swagger.json"))
}
