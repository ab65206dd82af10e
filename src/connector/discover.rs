//! Finds connectors in folders and reads their files.
use crate::connector::{Folder, FolderFile, form, imported};
use crate::text::document::{Document, File};
use crate::text::json::{self, MAX_LEN};
use crate::text::{foreign, read};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

mod ignored;
mod tree;

pub use tree::Tree;

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

/// The endings of the names of trigger and MCP configurations for Azure Connector Namespaces, which may lie beside a connector and are
/// no files of it.
pub const CONFIGURATIONS: [&str; 2] = [".trigger.json", ".mcp.json"];

/// The ending of the name of a configuration; None for another file.
pub fn configuration(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    CONFIGURATIONS.into_iter().find(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// A connector found: its folder, and the file by which the user named it, if it was named so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub folder: PathBuf,
    /// A file that was named itself; it takes the place of the folder's file of that kind.
    pub file: Option<PathBuf>,
    /// Whether that file is all there is of the connector: a definition that lies beside no properties. Nothing else of the folder is
    /// read, and nothing is said of what the folder lacks.
    pub alone: bool,
    /// The folder with all links resolved, where that could be found out.
    pub real: PathBuf,
    /// The folder (links resolved) that none of its files may lead out of: the top of the git work tree, else the folder that
    /// the user named.
    pub top: PathBuf,
    /// What a search saw in the folder a moment ago, so that it need not be listed again. None of a folder that nobody has listed.
    pub listing: Option<Listing>,
}

/// The names of everything in a folder, and what each is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listing(Vec<(String, Entry)>);

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    File,
    Folder,
    Link,
    /// A pipe, a socket or a device, or something that could not be looked up.
    Other,
}

impl Listing {
    /// Lists a folder; nothing of one that cannot be listed.
    fn of(folder: &Path) -> Listing {
        let entries: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().collect();
        entries.iter().collect()
    }

    /// Whether something in the folder may be called so: false is sure, whatever the file system makes of capitals.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }
}

impl<'e> FromIterator<&'e std::fs::DirEntry> for Listing {
    fn from_iter<I: IntoIterator<Item = &'e std::fs::DirEntry>>(entries: I) -> Listing {
        let kind = |entry: &std::fs::DirEntry| match entry.file_type() {
            Ok(kind) if kind.is_file() => Entry::File,
            Ok(kind) if kind.is_dir() => Entry::Folder,
            Ok(kind) if kind.is_symlink() => Entry::Link,
            _ => Entry::Other,
        };
        Listing(entries.into_iter().map(|entry| (entry.file_name().to_string_lossy().into_owned(), kind(entry))).collect())
    }
}

impl Found {
    /// A folder that the user named, whatever is in it.
    pub fn folder(folder: &Path) -> Found {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        Found { folder: folder.to_owned(), file: None, alone: false, top: read::top_of(folder), real, listing: None }
    }
}

/// The result of a search.
#[derive(Debug, Default)]
pub struct Search {
    pub found: Vec<Found>,
    /// What is wrong with some of the paths, in their order.
    pub errors: Vec<Error>,
    /// Skipped folders and files that look like a connector, and ignore files without effect. Sorted, each once.
    pub passed: BTreeSet<Passed>,
    /// The folders with the unpacked files of a solution.
    pub solutions: Vec<PathBuf>,
}

/// Something that a search skipped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passed {
    pub path: PathBuf,
    pub why: Why,
}

/// Why a search skipped something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Why {
    #[error("is ignored by a .gitignore")]
    Ignored,
    #[error("is hidden (its name begins with a dot)")]
    Hidden,
    #[error("is a link to a folder")]
    Linked,
    #[error("differs only in case from `{0}`, which is read instead")]
    Twin(String),
    #[error("has no effect: {0}")]
    IgnoreFile(String),
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
    #[error(
        "`{0}` is a zip: `connsmith unpack {0}` takes a solution apart, `connsmith package check {0}` looks at a package for certification"
    )]
    Zip(PathBuf),
    #[error("`{0}` is not a file of a connector")]
    Foreign(PathBuf),
    #[error("`{0}` is neither a file nor a folder; pass `-` to read standard input")]
    Neither(PathBuf),
    #[error("no connector in `{0}`, but the files of a solution in `{1}`: `connsmith unpack {1}` makes connectors of it")]
    Solution(PathBuf, PathBuf),
}

/// All connectors at or below the paths, each once, sorted by path within each argument. Folders are searched at any depth;
/// `.gitignore` and hidden files are honored; a file stands for its folder.
///
/// # Errors
/// When a path does not exist, cannot be listed, or holds no connector.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Found>, Error> {
    let Search { found, errors, .. } = search(paths);
    errors.into_iter().next().map_or(Ok(found), Err)
}

/// Like [`find`], with what was skipped, and with the errors of some paths beside the connectors in others.
pub fn search(paths: &[PathBuf]) -> Search {
    let mut search = Search::default();
    let mut places: FxHashMap<PathBuf, usize> = FxHashMap::default();
    for path in paths {
        let here = match below(path, &mut search.passed, &mut search.solutions) {
            Ok(here) => here,
            Err(error) => {
                search.errors.push(error);
                continue;
            }
        };
        for connector in here {
            // `tasks` and `./tasks` are one folder.
            let at = *places.entry(connector.real.clone()).or_insert(search.found.len());
            match search.found.get_mut(at) {
                // A folder that was named as a whole includes each of its files.
                Some(known) if known.file == connector.file || known.file.is_none() || connector.file.is_none() => {
                    known.file = known.file.take().filter(|_| connector.file.is_some());
                    known.alone &= connector.alone;
                    if known.top.starts_with(&connector.top) {
                        known.top = connector.top;
                    }
                }
                _ => search.found.push(connector),
            }
        }
    }
    search
}

/// The connectors at or below a path, sorted.
fn below(path: &Path, passed: &mut BTreeSet<Passed>, solutions: &mut Vec<PathBuf>) -> Result<Vec<Found>, Error> {
    let kind = std::fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Missing(path.to_owned()),
        _ => Error::Unreadable(path.to_owned(), error),
    })?;
    if !kind.is_dir() && !kind.is_file() {
        return Err(Error::Neither(path.to_owned()));
    }
    if !kind.is_dir() {
        if configuration(&file_name(path)).is_some() {
            return Err(Error::Nothing(path.to_owned()));
        }
        return match is_zip(path) {
            true => Err(Error::Zip(path.to_owned())),
            false if !is_of_connector(path) => Err(Error::Foreign(path.to_owned())),
            false => Ok(vec![of_file(path)]),
        };
    }
    let mut unpacked = Vec::new();
    let mut here = in_tree(path, passed, &mut unpacked);
    solutions.extend(unpacked.iter().cloned());
    if here.is_empty() {
        return Err(match unpacked.into_iter().next() {
            Some(solution) => Error::Solution(path.to_owned(), solution),
            None => Error::Nothing(path.to_owned()),
        });
    }
    here.sort();
    Ok(here)
}

/// Whether a file begins as a zip does.
pub fn is_zip(path: &Path) -> bool {
    let mut start = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && foreign::is_zip(&start)
}

/// Whether a file is one of a connector's: by its name, because it lies beside the other files of one, or because it looks like a
/// definition. Everything else stays untouched, even if somebody names it.
fn is_of_connector(path: &Path) -> bool {
    let name = file_name(path);
    if names_connector(&name) {
        return true;
    }
    let folder = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let settings = |name: &str| read::plain(&folder.join(name), read::MAX_SETTINGS);
    if may_belong(&name) && is_connector(&names, settings) {
        return true;
    }
    let is_settings = |name: &&String| name.eq_ignore_ascii_case("settings.json");
    let is_named = names.iter().filter(is_settings).any(|one| {
        let text = settings(one).unwrap_or_default();
        named_in_settings(&String::from_utf8_lossy(&text)).iter().any(|(_, named)| file_name(Path::new(named)) == name)
    });
    // What cannot be read is reported where it is read.
    is_named || read::plain(path, MAX_LEN as u64).map_or(true, |bytes| looks_like_definition(&bytes))
}

/// Whether a text may be a definition, in any of the forms that a message of ours is about.
fn looks_like_definition(bytes: &[u8]) -> bool {
    const WORDS: [&str; 4] = ["\"swagger\"", "\"openapi\"", "\"paths\"", "\"operationId\""];
    let text = String::from_utf8_lossy(bytes);
    WORDS.iter().any(|word| text.contains(word)) || form::of(&Document::json(File::Definition, "", bytes.to_vec())).is_some()
}

fn of_file(path: &Path) -> Found {
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let name = file_name(path);
    let usual = USUAL_NAMES.iter().any(|(_, usual)| usual.eq_ignore_ascii_case(&name));
    let alone = is_definition(&name) && !holds_properties(&folder);
    Found { file: (alone || !usual).then(|| path.to_owned()), alone, ..Found::folder(&folder) }
}

/// Whether a file that is named so is taken for a definition.
fn is_definition(name: &str) -> bool {
    match kind_of(name).or_else(|| misspelt(name)) {
        Some(file) => file == File::Definition,
        None => {
            let name = name.to_ascii_lowercase();
            !name.contains("properties") && ![".md", ".csx", ".png", ".toml"].iter().any(|end| name.ends_with(end))
        }
    }
}

/// Whether a folder has properties, under whatever name, so that its files make a connector together.
fn holds_properties(folder: &Path) -> bool {
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut names = names.map(|name| name.to_string_lossy().into_owned());
    names.any(|name| {
        kind_of(&name).or_else(|| misspelt(&name)) == Some(File::Properties) || name.eq_ignore_ascii_case("settings.json")
    })
}

/// The connectors in a tree; `solutions` gets the folders that hold the files of a solution.
fn in_tree(root: &Path, passed: &mut BTreeSet<Passed>, solutions: &mut Vec<PathBuf>) -> Vec<Found> {
    let top = read::top_of(root);
    let mut found = Vec::new();
    ignored::walk(root, passed, |ignored::Seen { folder, real, names, all }, passed| {
        let settings = |name: &str| in_top(&folder.join(name), &top, read::MAX_SETTINGS);
        // `pac solution unpack` puts it into a folder `Other`.
        if names.iter().any(|name| name.eq_ignore_ascii_case("solution.xml")) {
            let other = folder.file_name().is_some_and(|name| name.eq_ignore_ascii_case("other"));
            solutions.extend(if other { folder.parent().map(Path::to_owned) } else { Some(folder.to_owned()) });
        }
        if is_connector(names, settings) {
            passed.extend(twins(names).into_iter().map(|(name, twin)| Passed { path: folder.join(name), why: Why::Twin(twin) }));
            let listing = Some(all.iter().collect());
            found.push(Found {
                folder: folder.to_owned(),
                file: None,
                alone: false,
                real: real.to_owned(),
                top: top.clone(),
                listing,
            });
        }
    });
    found
}

/// The files of a connector whose names differ only in case from the one that is read.
fn twins(names: &[String]) -> Vec<(&String, String)> {
    let mut twins = Vec::new();
    for (file, _) in USUAL_NAMES {
        let read = usual_of(file, names.iter());
        let others = names.iter().filter(|name| kind_of(name) == Some(file) && Some(*name) != read);
        twins.extend(others.map(|name| (name, read.cloned().unwrap_or_default())));
    }
    twins
}

/// The name of a kind of file in a folder: the exact spelling wins if two differ in case.
fn usual_of<'n>(file: File, names: impl Iterator<Item = &'n String>) -> Option<&'n String> {
    let mut names: Vec<&String> = names.filter(|name| kind_of(name) == Some(file)).collect();
    names.sort();
    let exact = names.iter().find(|name| USUAL_NAMES.iter().any(|(_, usual)| usual == **name));
    exact.or(names.first()).copied()
}

/// Whether a name is that of a connector's definition or properties.
fn names_connector(name: &str) -> bool {
    matches!(kind_of(name), Some(File::Definition | File::Properties)) || misspelt(name).is_some()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_connector(names: &[String], settings: impl Fn(&str) -> io::Result<Vec<u8>>) -> bool {
    let named = |name: &String| settings(name).is_ok_and(|bytes| !named_in_settings(&String::from_utf8_lossy(&bytes)).is_empty());
    names.iter().any(|name| names_connector(name))
        || names.iter().any(|name| name.eq_ignore_ascii_case("settings.json") && named(name))
}

/// The kind of file that a name stands for, whatever its case.
pub fn kind_of(name: &str) -> Option<File> {
    USUAL_NAMES.iter().find(|(_, usual)| usual.eq_ignore_ascii_case(name)).map(|&(file, _)| file)
}

/// Whether a file with this name may be one of those that make up the connector of its folder.
pub fn may_belong(name: &str) -> bool {
    kind_of(name).is_some() || misspelt(name).is_some() || name.to_ascii_lowercase().ends_with(".csx")
}

/// The intended kind of a file with a misspelled name (`apiDefination.swagger.json`, `MyService.swagger.json`).
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
    let document = Document::json(File::Settings, "settings.json", text.as_bytes().to_vec());
    let fields = [
        ("apiDefinition", File::Definition),
        ("apiProperties", File::Properties),
        ("script", File::Script),
        ("icon", File::Icon),
    ];
    let named = fields.iter().filter_map(|&(field, file)| Some((file, document.root().get_str(field)?.into_owned())));
    named.filter(|(_, name)| !name.is_empty()).collect()
}

/// Texts of files that count instead of what lies on the disk: of those that are open in an editor.
pub trait Overlay {
    /// The names of such files right in a folder.
    fn names(&self, folder: &Path) -> Vec<String>;
    /// The bytes of such a file; None for one that counts as it lies on the disk.
    fn bytes(&self, path: &Path) -> Option<Vec<u8>>;
}

/// Nothing counts but what lies on the disk.
impl Overlay for () {
    fn names(&self, _: &Path) -> Vec<String> {
        Vec::new()
    }

    fn bytes(&self, _: &Path) -> Option<Vec<u8>> {
        None
    }
}

/// Reads what a connector's folder holds. Files that cannot be read are listed in [`Folder::unreadable`]: those that are no plain
/// files, are too large, or lead out of [`Found::top`], among others.
pub fn load(found: &Found, name: String) -> Folder {
    match &found.listing {
        Some(listing) => load_listed(found, name, listing, &()),
        None => load_over(found, name, &()),
    }
}

/// The same with the texts of files that are open in an editor. What a search saw may be long ago there.
pub fn load_over(found: &Found, name: String, overlay: &dyn Overlay) -> Folder {
    load_listed(found, name, &Listing::of(&found.folder), overlay)
}

fn load_listed(found: &Found, name: String, listing: &Listing, overlay: &dyn Overlay) -> Folder {
    let mut folder = Folder { path: found.folder.clone(), name, ..Folder::default() };
    let (mut names, mut plain_files) = (Vec::new(), FxHashSet::default());
    for (name, entry) in listing.0.iter().filter(|(name, _)| !name.starts_with('.')) {
        if *entry == Entry::File {
            plain_files.insert(name.as_str());
        }
        // Only the target of a link has to be looked up.
        let is_folder = *entry == Entry::Folder || (*entry == Entry::Link && found.folder.join(name).is_dir());
        if is_folder { folder.listing.push(format!("{name}/")) } else { names.push(name.clone()) }
    }
    for name in overlay.names(&found.folder) {
        if !name.starts_with('.') && !names.contains(&name) {
            names.push(name);
        }
    }
    let real = &found.real;
    let below = real.strip_prefix(&found.top).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    // Compared as a text first, so that the report does not reveal whether a file exists outside of the repository.
    let leads_out = |name: &str| tree::steps(&below, name).is_none() && !Path::new(name).starts_with(&found.top);
    let open = |name: &str| overlay.bytes(&found.folder.join(name));
    let on_disk = |name: &str, most: u64| match leads_out(name) {
        true => Err(io::Error::new(io::ErrorKind::PermissionDenied, "its path leads out of the repository")),
        // What is no link lies where its folder lies, which was looked up.
        false if plain_files.contains(name) && real.starts_with(&found.top) => read::listed(&real.join(name), most),
        false => in_top(&found.folder.join(name), &found.top, most),
    };
    let files = Files {
        read: &|name: &str, most: u64| open(name).map_or_else(|| on_disk(name, most), Ok),
        exists: &|name: &str| {
            leads_out(name) || open(name).is_some() || std::fs::metadata(found.folder.join(name)).is_ok_and(|data| !data.is_dir())
        },
    };
    let named = found.file.as_deref().map(file_name);
    if found.alone {
        folder.alone = true;
        folder.listing.clear();
        names.retain(|name| Some(name) == named.as_ref());
    }
    fill(&mut folder, names, named, &files);
    folder
}

/// Where the files of a connector come from.
struct Files<'a> {
    /// Reads a file of at most so many bytes, by its path from the connector's folder.
    read: &'a dyn Fn(&str, u64) -> io::Result<Vec<u8>>,
    exists: &'a dyn Fn(&str) -> bool,
}

/// Chooses among the names of files in a folder, and reads those that were chosen.
fn fill(folder: &mut Folder, mut names: Vec<String>, named: Option<String>, files: &Files) {
    names.sort();
    let mut chosen: BTreeMap<File, String> = BTreeMap::new();
    for (file, _) in USUAL_NAMES {
        if let Some(name) = usual_of(file, names.iter()) {
            chosen.insert(file, name.clone());
        }
    }
    let settings = chosen.get(&File::Settings).and_then(|name| (files.read)(name, most_of(File::Settings)).ok());
    if let Some(settings) = settings {
        for (file, name) in named_in_settings(&String::from_utf8_lossy(&settings)) {
            if (files.exists)(&name) {
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
    if let Some(name) = named {
        let file = misspelt(&name).unwrap_or_else(|| {
            if name.to_ascii_lowercase().contains("properties") { File::Properties } else { File::Definition }
        });
        let known = [".md", ".csx", ".png"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
        if !known {
            chosen.insert(file, name);
        }
    }
    for (file, name) in chosen {
        match (files.read)(&name, most_of(file)) {
            Ok(bytes) => folder.files.push(FolderFile { file, name, bytes }),
            Err(error) => folder.unreadable.push((file, name, error.to_string())),
        }
    }
    if names.iter().any(|name| name == imported::BASE) {
        // One that cannot be read has a message where it is needed, by an update.
        folder.base = (files.read)(imported::BASE, imported::MAX_BASE).ok();
    }
    folder.listing.extend(names);
    folder.listing.sort();
}

/// How many bytes of a kind of file are read.
pub fn most_of(file: File) -> u64 {
    match file {
        File::Settings => read::MAX_SETTINGS,
        File::Script => read::MAX_SCRIPT,
        File::Readme | File::Intro => read::MAX_PROSE,
        File::Icon => read::MAX_ICON,
        _ => MAX_LEN as u64,
    }
}

/// Reads a plain file whose path does not lead out of a folder (links resolved).
fn in_top(path: &Path, top: &Path, most: u64) -> io::Result<Vec<u8>> {
    read::inside(path, &[top]).and_then(|path| read::plain(&path, most))
}

/// How a path is shown to people: relative to `current` if it is below it, with `/`, without `./`.
pub fn shown(path: &Path, current: &Path) -> String {
    let path = if path.is_absolute() { path.strip_prefix(current).unwrap_or(path) } else { path };
    let text = path.to_string_lossy().replace('\\', "/");
    let text = text.trim_start_matches("./").trim_end_matches('/');
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}

const _: () = assert!(json::MAX_LEN < u32::MAX as usize);
