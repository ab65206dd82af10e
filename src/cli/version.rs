//! What `diff` and `changelog` compare: a connector on disk, or one at a commit.
use super::git::Repository;
#[cfg(feature = "packages")]
use super::package::open;
use anyhow::{Context, bail};
use connsmith::connector::discover::{self, Found};
use connsmith::connector::versions;
use connsmith::connector::{Connector, Folder};
use connsmith::judge::check::Checker;
use connsmith::judge::target::Target;
#[cfg(feature = "packages")]
use connsmith::text::archive::{self, Limits};
use connsmith::text::document::File;
use connsmith::text::git::Entry;
#[cfg(feature = "packages")]
use connsmith::{connector::solution::Solution, connector::solution::unpack::Known, ship::unpack};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A version of a connector.
pub struct Version {
    /// Its files. The path is that in the working tree, so that the configuration there applies.
    pub folder: Folder,
    /// Set if it was named by one of its files, which then stands only for itself.
    pub file: Option<File>,
    /// Where it was found on disk; None if it comes from git.
    pub found: Option<Found>,
}

/// Two versions to compare.
pub struct Pair {
    pub old: Connector,
    pub new: Target,
    /// The files of the newer one, if it is on disk and can be written.
    pub folder: Option<Folder>,
    /// Where it was found.
    pub found: Option<Found>,
}

impl Version {
    /// Reads what an argument names: a folder, a file, a solution zip, or a git `REF:PATH`.
    ///
    /// # Errors
    /// If it does not exist, or does not contain exactly one connector.
    pub fn read(name: &str, current: &Path) -> anyhow::Result<Version> {
        let path = Path::new(name);
        if path.exists() {
            return Version::on_disk(path, current);
        }
        // A Windows path has a colon after its first letter.
        match name.split_once(':').filter(|(commit, _)| commit.len() > 1) {
            Some((commit, path)) => Version::at_commit(commit, path, current),
            None => {
                bail!("`{name}` does not exist: name a connector's folder, a definition file, a solution zip, or a git REF:PATH")
            }
        }
    }

    fn on_disk(path: &Path, current: &Path) -> anyhow::Result<Version> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
            return Version::in_solution(path, current);
        }
        if path.is_file() && !is_json(path) {
            bail!("`{}` cannot be compared: name a connector's folder or one of its JSON files", path.display());
        }
        let found = single(discover::find(&[path.to_owned()])?, &path.display().to_string())?;
        let version = Version::of_found(found, current);
        let file = if path.is_file() { Some(named(&version.folder, path)?) } else { None };
        Ok(Version { file, ..version })
    }

    #[cfg(not(feature = "packages"))]
    fn in_solution(path: &Path, _: &Path) -> anyhow::Result<Version> {
        bail!("`{}` cannot be compared: this build does not support archives; name the connector's folder", path.display());
    }

    /// Reads the connector of a zipped solution.
    #[cfg(feature = "packages")]
    fn in_solution(path: &Path, current: &Path) -> anyhow::Result<Version> {
        let shown = discover::shown(path, current);
        let (archive, faults) = archive::read(open(path)?, Limits { depth: 1, ..Limits::default() });
        if !faults.is_empty() {
            bail!("`{shown}` cannot be read: run `connsmith package check` to see why");
        }
        let solution =
            Solution::read(Solution::files_of(archive)).with_context(|| format!("`{shown}` is not a readable solution"))?;
        let most = archive::Limits::default().total;
        let parts = unpack::unpack(&solution, |_| Known::default(), most).with_context(|| format!("`{shown}` is too large"))?;
        let [unpacked] = &parts.connectors[..] else {
            let count = parts.connectors.len();
            bail!("`{shown}` contains {count} connectors: unpack it (`connsmith unpack`) and name the folder of one");
        };
        // The configuration next to the zip applies.
        let place = current.join(path).parent().map(Path::to_owned).unwrap_or_default();
        Ok(Version { folder: Folder { path: place, name: shown, ..unpacked.folder() }, file: None, found: None })
    }

    /// Reads a connector that was found on disk.
    pub fn of_found(found: Found, current: &Path) -> Version {
        let folder = discover::load(&found, discover::shown(&found.folder, current));
        Version { folder, file: None, found: Some(found) }
    }

    fn at_commit(name: &str, path: &str, current: &Path) -> anyhow::Result<Version> {
        let repository = Repository::of(current)?;
        let commit = repository.commit(name)?;
        // As in git: from the root of the repository, or from the current folder with a leading `./` or `../`.
        let inside = match path.starts_with("./") || path.starts_with("../") || path == "." {
            true => repository.path_of(&clean(&current.join(path)))?,
            false => path.trim_matches('/').to_owned(),
        };
        Version::of_repository(&repository, &commit, &inside, &format!("{name}:{path}"))?.with_context(|| {
            format!("`{path}` is not in `{name}`: use a path from the root of the repository, or start it with `./`")
        })
    }

    /// Reads a connector's folder or file (path in the repository) at a commit; None if it did not exist. `shown` is its displayed
    /// name.
    pub fn of_repository(repository: &Repository, commit: &str, path: &str, shown: &str) -> anyhow::Result<Option<Version>> {
        const MOST_FILES: usize = 2000;
        let mut entries = repository.list(commit, path)?;
        let is_file = entries.iter().any(|entry| entry.path == path);
        let root = if is_file { path.rsplit_once('/').map_or("", |(folder, _)| folder) } else { path };
        if is_file {
            entries = repository.list(commit, root)?;
        }
        if entries.is_empty() {
            return Ok(None);
        }
        if entries.len() > MOST_FILES {
            bail!("`{shown}` contains {} files: name the folder of one connector", entries.len());
        }
        let entries: BTreeMap<String, Entry> = entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        let files = entries.keys().cloned().collect();
        let read = |name: &str, most: u64| match entries.get(name) {
            Some(entry) => repository.content(entry, most),
            None => Err(std::io::ErrorKind::NotFound.into()),
        };
        let tree = discover::Tree { files: &files, read: &read };
        let inside = match &tree.connectors(root)[..] {
            _ if is_file => root.to_owned(),
            [inside] => inside.clone(),
            [] => bail!("no connector in `{shown}`: name a folder with `apiDefinition.swagger.json`, or the file itself"),
            several => {
                bail!("`{shown}` contains {} connectors: name one, or compare all with `--against REF PATH`", several.len())
            }
        };
        let usual = |name: &str| discover::USUAL_NAMES.iter().any(|(_, usual)| usual.eq_ignore_ascii_case(name));
        let place = Path::new(path);
        let own_name = path.rsplit('/').next().filter(|name| is_file && !usual(name));
        let mut folder = tree.load(&inside, own_name);
        let below = PathBuf::from(inside.strip_prefix(root).unwrap_or("").trim_start_matches('/'));
        folder.path = repository.root.join(&inside);
        let shown = if is_file { shown.rsplit_once('/').map_or(shown, |(folder, _)| folder) } else { shown };
        folder.name = format!("{}/{}", shown.trim_end_matches('/'), below.to_string_lossy().replace('\\', "/"));
        folder.name.truncate(folder.name.trim_end_matches('/').len());
        if folder.name.ends_with(':') {
            folder.name.push('.');
        }
        let file = if is_file { Some(named(&folder, place)?) } else { None };
        Ok(Some(Version { folder, file, found: None }))
    }
}

/// The two connectors of a comparison, the older one first. A file that stands for itself is compared only with the same file of
/// the other version.
///
/// # Errors
/// If they cannot be compared, or a configuration file cannot be used.
pub fn pair(mut old: Version, mut new: Version, checker: &Checker, current: &Path) -> anyhow::Result<Pair> {
    let only = match (old.file, new.file) {
        (Some(one), Some(other)) if one != other => {
            bail!("the two files are not of the same kind: name two of the same kind")
        }
        (one, other) => one.or(other),
    };
    if let Some(only) = only {
        for version in [&mut old, &mut new] {
            version.folder.files.retain(|file| file.file == only);
        }
    }
    let folder = new.found.is_some().then(|| new.folder.clone());
    let found = new.found;
    let new = checker.connector(new.folder, current)?;
    let old = versions::older(Connector::new(old.folder));
    Ok(Pair { old, new, folder, found })
}

/// The one connector that was found.
fn single(mut found: Vec<Found>, name: &str) -> anyhow::Result<Found> {
    match found.len() {
        1 => Ok(found.remove(0)),
        count => bail!("`{name}` contains {count} connectors: name one, or compare all with `--against REF PATH`"),
    }
}

/// Which of a connector's files a path names.
fn named(folder: &Folder, path: &Path) -> anyhow::Result<File> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match folder.files.iter().find(|file| file.name == name) {
        Some(file) => Ok(file.file),
        None => bail!("`{}` is not a connector file", path.display()),
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// A path without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(clean.pop()),
            std::path::Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}
