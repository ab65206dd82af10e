//! Finds connectors in folders and reads their files.
use crate::connector::{Folder, FolderFile};
use crate::text::document::File;
use crate::text::json::{self, MAX_LEN};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The file name that each kind of file should have.
pub const USUAL_NAMES: [(File, &str); 7] = [
    (File::Definition, "apiDefinition.swagger.json"),
    (File::Properties, "apiProperties.json"),
    (File::Settings, "settings.json"),
    (File::Script, "script.csx"),
    (File::Readme, "readme.md"),
    (File::Intro, "intro.md"),
    (File::Icon, "icon.png"),
];

/// A connector found: its folder, and the file by which the user named it, if it was named so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub folder: PathBuf,
    /// A file that was named itself; it takes the place of the folder's file of that kind.
    pub file: Option<PathBuf>,
}

/// Why a path that the user named cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{0}` does not exist")]
    Missing(PathBuf),
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error(
        "no connector in `{0}`: a connector is a folder with `apiDefinition.swagger.json` or `apiProperties.json` (name such a folder, a folder above it, or a definition file)"
    )]
    Nothing(PathBuf),
}

/// All connectors at or below the paths, each once, sorted by path within each argument. Folders are searched at any depth;
/// `.gitignore` and hidden files are honored; a file stands for its folder.
///
/// # Errors
/// When a path does not exist, cannot be listed, or holds no connector.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Found>, Error> {
    let (found, errors) = find_each(paths);
    errors.into_iter().next().map_or(Ok(found), Err)
}

/// The same, with what is wrong with some of the paths beside what the others hold.
pub fn find_each(paths: &[PathBuf]) -> (Vec<Found>, Vec<Error>) {
    let mut found: Vec<Found> = Vec::new();
    let mut errors = Vec::new();
    let mut places: FxHashMap<PathBuf, usize> = FxHashMap::default();
    for path in paths {
        let here = match below(path) {
            Ok(here) => here,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        for connector in here {
            // `tasks` and `./tasks` are one folder.
            let place = connector.folder.canonicalize().unwrap_or_else(|_| connector.folder.clone());
            let at = *places.entry(place).or_insert(found.len());
            match found.get_mut(at) {
                // A folder named as a whole counts for each of its files.
                Some(known) if known.file == connector.file || known.file.is_none() || connector.file.is_none() => {
                    known.file = known.file.take().filter(|_| connector.file.is_some());
                }
                _ => found.push(connector),
            }
        }
    }
    (found, errors)
}

/// The connectors at or below a path, sorted.
fn below(path: &Path) -> Result<Vec<Found>, Error> {
    let kind = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::Missing(path.to_owned()),
        _ => Error::Unreadable(path.to_owned(), error),
    })?;
    let mut here = if kind.is_dir() { in_tree(path)? } else { vec![of_file(path)] };
    if here.is_empty() {
        return Err(Error::Nothing(path.to_owned()));
    }
    here.sort();
    Ok(here)
}

fn of_file(path: &Path) -> Found {
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let name = file_name(path);
    let usual = USUAL_NAMES.iter().any(|(_, usual)| usual.eq_ignore_ascii_case(&name));
    Found { folder, file: (!usual).then(|| path.to_owned()) }
}

fn in_tree(root: &Path) -> Result<Vec<Found>, Error> {
    let mut folders: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    // Without require_git a `.gitignore` counts in an unpacked archive too. `.ignore` is for search tools.
    for entry in ignore::WalkBuilder::new(root).require_git(false).ignore(false).build() {
        let Ok(entry) = entry else { continue }; // a folder that may not be listed must not stop the others
        if entry.file_type().is_some_and(|kind| kind.is_dir()) {
            continue;
        }
        let folder = entry.path().parent().unwrap_or(root).to_owned();
        folders.entry(folder).or_default().push(file_name(entry.path()));
    }
    let connectors = folders.into_iter().filter(|(folder, names)| is_connector(folder, names));
    Ok(connectors.map(|(folder, _)| Found { folder, file: None }).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_connector(folder: &Path, names: &[String]) -> bool {
    names.iter().any(|name| matches!(kind_of(name), Some(File::Definition | File::Properties)) || misspelt(name).is_some())
        || names.iter().any(|name| name.eq_ignore_ascii_case("settings.json") && names_connector_files(folder, name))
}

fn names_connector_files(folder: &Path, settings: &str) -> bool {
    let Ok(bytes) = read(&folder.join(settings)) else { return false };
    !named_in_settings(&String::from_utf8_lossy(&bytes)).is_empty()
}

/// The kind of file that a name stands for, whatever its case.
fn kind_of(name: &str) -> Option<File> {
    USUAL_NAMES.iter().find(|(_, usual)| usual.eq_ignore_ascii_case(name)).map(|&(file, _)| file)
}

/// The kind of file that a misspelt name was meant to be (`apiDefination.swagger.json`, `MyService.swagger.json`).
pub fn misspelt(name: &str) -> Option<File> {
    let name = name.to_ascii_lowercase();
    if kind_of(&name).is_some() {
        return None;
    }
    let near = |usual: &str| name.len().abs_diff(usual.len()) <= 3 && strsim::osa_distance(&name, usual) <= 3;
    if near("apidefinition.swagger.json") || name.ends_with(".swagger.json") || near("apidefinition.json") {
        Some(File::Definition)
    } else if near("apiproperties.json") || name.ends_with(".apiproperties.json") {
        Some(File::Properties)
    } else {
        None
    }
}

/// The files that a `settings.json` names.
fn named_in_settings(text: &str) -> Vec<(File, String)> {
    let document = crate::text::document::Document::json(File::Settings, "settings.json", text.as_bytes().to_vec());
    let fields = [
        ("apiDefinition", File::Definition),
        ("apiProperties", File::Properties),
        ("script", File::Script),
        ("icon", File::Icon),
    ];
    let named = fields.iter().filter_map(|&(field, file)| Some((file, document.root().get_str(field)?.into_owned())));
    named.filter(|(_, name)| !name.is_empty()).collect()
}

/// Reads what a connector's folder holds. Files that cannot be read are listed in [`Folder::unreadable`].
pub fn load(found: &Found, name: String) -> Folder {
    let mut folder = Folder { path: found.folder.clone(), name, ..Folder::default() };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&found.folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        // Only what a link leads to has to be looked up.
        let kind = entry.file_type();
        let is_folder = kind.as_ref().is_ok_and(std::fs::FileType::is_dir)
            || (kind.is_ok_and(|kind| kind.is_symlink()) && entry.path().is_dir());
        if is_folder { folder.listing.push(format!("{name}/")) } else { names.push(name) }
    }
    names.sort();
    let mut chosen: BTreeMap<File, String> = BTreeMap::new();
    for name in &names {
        if let Some(file) = kind_of(name) {
            // The exact spelling wins where a folder holds two that differ in case.
            let exact = USUAL_NAMES.iter().any(|(_, usual)| usual == name);
            if exact || !chosen.contains_key(&file) {
                chosen.insert(file, name.clone());
            }
        }
    }
    if let Some(settings) = chosen.get(&File::Settings).and_then(|name| read(&found.folder.join(name)).ok()) {
        for (file, name) in named_in_settings(&String::from_utf8_lossy(&settings)) {
            if found.folder.join(&name).is_file() {
                chosen.insert(file, name.replace('\\', "/"));
            }
        }
    }
    for name in &names {
        if let Some(file) = misspelt(name) {
            chosen.entry(file).or_insert_with(|| name.clone());
        }
        if name.to_ascii_lowercase().ends_with(".csx") {
            chosen.entry(File::Script).or_insert_with(|| name.clone());
        }
    }
    if let Some(path) = &found.file {
        let name = file_name(path);
        let file = misspelt(&name).unwrap_or_else(|| {
            if name.to_ascii_lowercase().contains("properties") { File::Properties } else { File::Definition }
        });
        let known = [".md", ".csx", ".png"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
        if !known {
            chosen.insert(file, name);
        }
    }
    for (file, name) in chosen {
        match read(&found.folder.join(&name)) {
            Ok(bytes) => folder.files.push(FolderFile { file, name, bytes }),
            Err(error) => folder.unreadable.push((file, name, error.to_string())),
        }
    }
    folder.listing.extend(names);
    folder.listing.sort();
    folder
}

/// Reads a file, but no more than the reader takes and one byte to show that there was more.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let size = file.metadata().map(|data| data.len() as usize).unwrap_or(0).min(MAX_LEN + 1);
    let mut bytes = Vec::with_capacity(size + 1);
    file.take(MAX_LEN as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How a path is shown to people: relative to `current` where it lies below it, with `/`, without `./`.
pub fn shown(path: &Path, current: &Path) -> String {
    let path = if path.is_absolute() { path.strip_prefix(current).unwrap_or(path) } else { path };
    let text = path.to_string_lossy().replace('\\', "/");
    let text = text.trim_start_matches("./").trim_end_matches('/');
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}

const _: () = assert!(json::MAX_LEN < u32::MAX as usize);
