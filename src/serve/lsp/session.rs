//! The files open in the editor, and their connectors: texts in buffers take precedence over files on disk.
use super::text::{self, Units};
use crate::connector::FolderFile;
use crate::connector::discover::{self, Found, Overlay};
use crate::connector::publisher::Publisher;
use crate::judge::check::{Checker, Options};
use crate::judge::config::{self, Date};
use crate::judge::profile::{Profile, Selection};
use crate::judge::target::Target;
use crate::rule::finding::Finding;
use crate::serve::halves;
use crate::text::document::{Document, File};
use lsp_types::{Position, TextDocumentContentChangeEvent, Uri};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The client's settings for checking connectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The publisher, overriding configuration and folder name.
    pub publisher: Option<Publisher>,
    /// The profile, overriding configuration.
    pub profile: Option<Profile>,
}

impl Settings {
    /// Reads `{ "publisher": "certified", "profile": "strict" }`; empty and unknown values count as not set. `"strict": true` is
    /// another way to write the strict profile.
    pub fn read(value: &serde_json::Value) -> Settings {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
        let publisher = text("publisher").and_then(|name| Publisher::ALL.into_iter().find(|known| known.name() == name));
        let strict = value.get("strict").and_then(serde_json::Value::as_bool) == Some(true);
        let named = text("profile").and_then(|name| Profile::ALL.into_iter().find(|known| known.name() == name));
        Settings { publisher, profile: if strict { Some(Profile::Strict) } else { named } }
    }
}

/// Whether a file may be a configuration or a baseline.
pub fn may_be_settings(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "toml")
}

/// A file that is open in the editor.
#[derive(Debug)]
pub struct Buffer {
    /// Its URI as the client writes it.
    pub uri: Uri,
    pub version: i32,
    pub text: String,
    /// The byte at which the last change put half of a character, and that half: the other half may come with the next change.
    half: Option<(usize, u16)>,
}

#[derive(Debug, Default)]
struct Buffers(BTreeMap<PathBuf, Buffer>);

impl Overlay for Buffers {
    fn names(&self, folder: &Path) -> Vec<String> {
        let here = self.0.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder));
        let here = here.filter(|(path, _)| path.parent() == Some(folder));
        here.filter_map(|(path, _)| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
    }

    fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        self.0.get(path).map(|buffer| buffer.text.clone().into_bytes())
    }
}

impl Buffer {
    /// Replaces a part of the text. The two halves of a character that editors count as two may come in two changes.
    fn replace(&mut self, range: std::ops::Range<usize>, new: &str) {
        let first = self.half.take();
        if let (Some((at, high)), Some((low, rest))) = (first, halves::first(new))
            && range.is_empty()
            && range.start == at + char::REPLACEMENT_CHARACTER.len_utf8()
            && let Some(Ok(whole)) = char::decode_utf16([high, low]).next()
        {
            self.text.replace_range(at..range.start, &format!("{whole}{}", halves::without(rest)));
            return;
        }
        if let Some((high, "")) = halves::first(new) {
            self.half = Some((range.start, high));
        }
        self.text.replace_range(range, &halves::without(new));
    }
}

/// A connector with open files.
#[derive(Debug)]
pub struct Loaded {
    pub found: Found,
    pub target: Target,
    /// Its files, by their path.
    pub files: BTreeMap<PathBuf, File>,
    /// Files whose buffers have changed since they were read.
    stale: BTreeSet<PathBuf>,
    findings: OnceCell<Vec<Finding>>,
}

impl Loaded {
    /// The path of one of its files; None if it does not exist.
    pub fn path(&self, file: File) -> Option<&PathBuf> {
        self.files.iter().find(|(_, known)| **known == file).map(|(path, _)| path)
    }

    /// The file at which findings about no file, or about a missing one, are shown.
    pub fn main_file(&self) -> Option<(&PathBuf, File)> {
        [File::Definition, File::Properties, File::Settings].into_iter().find_map(|file| Some((self.path(file)?, file)))
    }
}

/// A document of a loaded connector.
#[derive(Clone, Copy)]
pub struct Place<'s> {
    pub loaded: &'s Loaded,
    pub document: &'s Document,
}

/// The state of the server.
pub struct Session {
    pub units: Units,
    /// The folder that displayed paths are relative to.
    current: PathBuf,
    pub roots: Vec<PathBuf>,
    today: Option<Date>,
    settings: Settings,
    buffers: Buffers,
    checker: Checker,
    loaded: BTreeMap<PathBuf, Loaded>,
    /// The folders of the loaded connectors that a file belongs to.
    owners: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// Whether the configurations must be read again before the next request.
    outdated: bool,
    /// Connectors whose findings may have changed, also ones that are no longer loaded.
    dirty: BTreeSet<PathBuf>,
    /// Whether findings in configurations may have changed.
    configurations_changed: bool,
}

impl Session {
    pub fn new(current: PathBuf, today: Option<Date>) -> Session {
        let mut session = Session {
            units: Units::default(),
            current,
            roots: Vec::new(),
            today,
            settings: Settings::default(),
            buffers: Buffers::default(),
            checker: Checker::new(&Options::default()),
            loaded: BTreeMap::new(),
            owners: BTreeMap::new(),
            outdated: false,
            dirty: BTreeSet::new(),
            configurations_changed: false,
        };
        session.read_configurations();
        session
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sets the settings, and returns whether they changed.
    pub fn set_settings(&mut self, settings: Settings) -> bool {
        let changed = self.settings != settings;
        if changed {
            self.settings = settings;
            self.renew();
        }
        changed
    }

    /// Has all configurations and loaded connectors read again before the next request: an editor that opens many files does not wait
    /// for that after each.
    pub fn renew(&mut self) {
        self.outdated = true;
        self.configurations_changed = true;
    }

    fn read_configurations(&mut self) {
        self.outdated = false;
        let open = self.buffers.0.iter().filter(|(path, _)| path.file_name().is_some_and(|name| name == config::NAME));
        let open = open.map(|(path, buffer)| (real(path), buffer.text.clone()));
        self.checker = Checker::new(&Options {
            publisher: self.settings.publisher,
            selection: Selection { profile: self.settings.profile, ..Selection::default() },
            today: self.today,
            open_configurations: Arc::new(open.collect()),
            ..Options::default()
        });
        // An open configuration is read even if no connector that it applies to is open.
        for folder in self.buffers.0.keys().filter(|path| is_configuration(path)).filter_map(|path| path.parent()) {
            let _ = self.checker.configured(folder, &self.current);
        }
        self.configurations_changed = true;
        for folder in self.loaded.keys().cloned().collect::<Vec<_>>() {
            self.reload(&folder);
        }
    }

    pub fn checker(&self) -> &Checker {
        &self.checker
    }

    pub fn current(&self) -> &Path {
        &self.current
    }

    pub fn buffer(&self, path: &Path) -> Option<&Buffer> {
        self.buffers.0.get(path)
    }

    /// The URI of a file; for an open one, as the client writes it.
    pub fn uri(&self, path: &Path) -> Option<Uri> {
        self.buffers.0.get(path).map(|buffer| buffer.uri.clone()).or_else(|| text::uri_of(path))
    }

    /// A file is opened.
    pub fn open(&mut self, uri: Uri, version: i32, text: String) {
        let Some(path) = text::path_of(&uri) else { return };
        self.units.marks |= text.starts_with(text::MARK);
        self.buffers.0.insert(path.clone(), Buffer { uri, version, text: halves::without(&text), half: None });
        if is_configuration(&path) {
            return self.renew();
        }
        match self.folder_of(&path) {
            Some(folder) => self.reload(&folder),
            None => self.find(&path),
        }
        if !self.may_belong(&path) {
            self.buffers.0.remove(&path); // editors open all kinds of files, and each may be large
        }
    }

    /// Whether a file may be one of a connector's: by its name, or because a connector in its folder has it.
    fn may_belong(&self, path: &Path) -> bool {
        let has = |folder| self.loaded.get(&folder).is_some_and(|loaded| loaded.files.contains_key(path));
        discover::may_belong(&path.file_name().unwrap_or_default().to_string_lossy()) || self.folder_of(path).is_some_and(has)
    }

    /// A file that is open has changed.
    pub fn change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let Some(path) = text::path_of(uri) else { return };
        let Some(buffer) = self.buffers.0.get_mut(&path) else { return };
        buffer.version = version;
        for change in changes {
            let units = self.units;
            let Some(range) = change.range else {
                buffer.text = halves::without(&change.text);
                buffer.half = None;
                self.units.marks |= buffer.text.starts_with(text::MARK);
                continue;
            };
            let at = |place: Position| text::offset(&buffer.text, place, units);
            let (start, end) = (at(range.start), at(range.end));
            buffer.replace(start.min(end)..end.max(start), &change.text);
            self.units.marks |= buffer.text.starts_with(text::MARK);
        }
        if is_configuration(&path) {
            return self.renew();
        }
        match self.folder_of(&path) {
            Some(folder) => {
                let belongs = self.may_belong(&path);
                let Some(loaded) = self.loaded.get_mut(&folder).filter(|_| belongs) else { return };
                loaded.stale.insert(path);
                self.dirty.insert(folder);
            }
            None => self.find(&path),
        }
    }

    /// A file is closed: its version on disk counts again.
    pub fn close(&mut self, uri: &Uri) {
        let Some(path) = text::path_of(uri) else { return };
        self.buffers.0.remove(&path);
        if is_configuration(&path) {
            return self.renew();
        }
        let Some(folder) = self.folder_of(&path) else { return };
        self.reload(&folder);
        let in_use =
            self.loaded.get(&folder).is_some_and(|loaded| loaded.files.keys().any(|path| self.buffers.0.contains_key(path)));
        if !in_use {
            self.take(&folder);
            // Nor is anything said of its configuration then.
            if self.loaded.is_empty() {
                self.renew();
            }
        }
    }

    /// Files or folders have changed on disk; the caller decides whether to read all configurations again.
    pub fn changed_on_disk(&mut self, paths: &[PathBuf]) {
        if paths.iter().any(|path| may_be_settings(path)) {
            self.renew();
        }
        let mut folders = BTreeSet::new();
        for path in paths.iter().filter(|path| !self.buffers.0.contains_key(*path)) {
            folders.extend(self.folder_of(path));
            folders.extend(self.loaded.keys().filter(|folder| folder.starts_with(path)).cloned());
        }
        folders.iter().for_each(|folder| self.reload(folder));
    }

    /// The folder of the loaded connector that a file belongs to.
    fn folder_of(&self, path: &Path) -> Option<PathBuf> {
        let near = path.parent().filter(|folder| self.loaded.get(*folder).is_some_and(|loaded| loaded.files.contains_key(path)));
        let elsewhere = || Some(self.owners.get(path)?.first()?.as_path());
        let known = near.or_else(elsewhere);
        // A new file of a loaded connector.
        known.or_else(|| path.parent().filter(|folder| self.loaded.contains_key(*folder))).map(Path::to_owned)
    }

    /// Loads the connector that a file belongs to, if any: the one in its folder, or in a folder above whose `settings.json` names
    /// it.
    fn find(&mut self, path: &Path) {
        for (up, folder) in path.ancestors().skip(1).take(3).enumerate() {
            if up > 0 && !folder.join("settings.json").is_file() {
                continue;
            }
            let Some(loaded) = self.load(&Found::folder(folder)) else { continue };
            let has = loaded.main_file().is_some_and(|(_, file)| file != File::Settings) && loaded.files.contains_key(path);
            if has {
                self.put(folder, loaded);
                self.dirty.insert(folder.to_owned());
                return;
            }
        }
    }

    /// Reads a connector; None if its configuration cannot be read.
    pub fn load(&self, found: &Found) -> Option<Loaded> {
        let folder = discover::load_over(found, discover::shown(&found.folder, &self.current), &self.buffers);
        let files = folder.files.iter().map(|file| (found.folder.join(&file.name), file.file)).collect();
        let target = self.checker.connector(folder, &self.current).ok()?;
        Some(Loaded { found: found.clone(), target, files, stale: BTreeSet::new(), findings: OnceCell::new() })
    }

    /// The folder of a connector as it would be read now, for fixing.
    pub fn folder(&self, loaded: &Loaded) -> crate::connector::Folder {
        discover::load_over(&loaded.found, discover::shown(&loaded.found.folder, &self.current), &self.buffers)
    }

    fn put(&mut self, folder: &Path, loaded: Loaded) {
        self.take(folder);
        for path in loaded.files.keys() {
            self.owners.entry(path.clone()).or_default().insert(folder.to_owned());
        }
        self.loaded.insert(folder.to_owned(), loaded);
    }

    fn take(&mut self, folder: &Path) -> Option<Loaded> {
        let loaded = self.loaded.remove(folder)?;
        for path in loaded.files.keys() {
            let Some(folders) = self.owners.get_mut(path) else { continue };
            folders.remove(folder);
            if folders.is_empty() {
                self.owners.remove(path);
            }
        }
        Some(loaded)
    }

    fn reload(&mut self, folder: &Path) {
        let Some(found) = self.loaded.get(folder).map(|loaded| loaded.found.clone()) else { return };
        match self.load(&found).filter(|loaded| loaded.main_file().is_some()) {
            Some(loaded) => self.put(folder, loaded),
            None => drop(self.take(folder)),
        }
        self.dirty.insert(folder.to_owned());
    }

    /// Reads files changed in the editor again, so that the next request sees the changes.
    pub fn sync(&mut self) {
        if self.outdated {
            self.read_configurations();
        }
        let stale: Vec<PathBuf> =
            self.loaded.iter().filter(|(_, loaded)| !loaded.stale.is_empty()).map(|(folder, _)| folder.clone()).collect();
        for folder in stale {
            let Some(mut loaded) = self.loaded.remove(&folder) else { continue };
            // `settings.json` may refer to other files.
            if loaded.stale.iter().any(|path| loaded.files.get(path).is_none_or(|file| *file == File::Settings)) {
                self.loaded.insert(folder.clone(), loaded);
                self.reload(&folder);
                continue;
            }
            for path in std::mem::take(&mut loaded.stale) {
                let (Some(buffer), Some(&file)) = (self.buffers.0.get(&path), loaded.files.get(&path)) else { continue };
                let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                let file = FolderFile { file, name, bytes: buffer.text.clone().into_bytes() };
                loaded.target = self.checker.changed(loaded.target, file);
            }
            loaded.findings = OnceCell::new();
            self.loaded.insert(folder, loaded);
        }
    }

    /// Takes the list of connectors whose findings may have changed.
    pub fn take_dirty(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.dirty).into_iter().collect()
    }

    pub fn is_dirty(&self) -> bool {
        !self.dirty.is_empty() || self.configurations_changed
    }

    /// The findings in configurations are up to date.
    pub fn configurations_are_shown(&mut self) {
        self.configurations_changed = false;
    }

    /// A path with links resolved as the editor knows it, in case a workspace folder is a link.
    pub fn as_opened(&self, path: &Path) -> PathBuf {
        let opened = |root: &PathBuf| Some(root.join(path.strip_prefix(real_folder(root)).ok()?));
        self.roots.iter().find_map(opened).unwrap_or_else(|| path.to_owned())
    }

    /// Drops a connector, such as after an internal error, and reads it again.
    pub fn forget(&mut self, folder: &Path) {
        self.take(folder);
    }

    pub fn loaded(&self, folder: &Path) -> Option<&Loaded> {
        self.loaded.get(folder)
    }

    pub fn all(&self) -> impl Iterator<Item = &Loaded> {
        self.loaded.values()
    }

    /// The loaded connector that a file belongs to.
    pub fn of(&self, path: &Path) -> Option<(&Loaded, File)> {
        let loaded = self.loaded.get(&self.folder_of(path)?)?;
        Some((loaded, *loaded.files.get(path)?))
    }

    /// The document of a file, in its connector.
    pub fn place(&self, uri: &Uri) -> Option<Place<'_>> {
        let (loaded, file) = self.of(&text::path_of(uri)?)?;
        Some(Place { loaded, document: loaded.target.document(file)? })
    }

    /// All findings of a connector, including those that do not count.
    pub fn findings<'l>(&self, loaded: &'l Loaded) -> &'l [Finding] {
        loaded.findings.get_or_init(|| self.checker.findings(&loaded.target))
    }
}

/// Whether a path is that of a configuration.
pub fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == config::NAME)
}

/// A folder with links resolved, itself included.
pub fn real_folder(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A file's path with links resolved, except for that of the file itself.
fn real(path: &Path) -> PathBuf {
    match (path.parent().and_then(|folder| folder.canonicalize().ok()), path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_opened_together_are_read_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = real_folder(folder.path());
        let mut session = Session::new(folder.clone(), None);
        let open = |session: &mut Session, path: PathBuf, text: &str| {
            session.open(text::uri_of(&path).expect("a URI"), 1, text.to_owned());
        };
        for at in 0..3 {
            open(&mut session, folder.join(format!("{at}/connsmith.toml")), "profile = 5\n");
            open(&mut session, folder.join(format!("{at}/apiDefinition.swagger.json")), "{\"swagger\": \"2.0\"}");
        }
        assert_eq!(session.checker().of_configurations().len(), 0, "they wait for the next request");
        session.sync();
        assert_eq!(session.checker().of_configurations().len(), 3);
        assert_eq!(session.all().count(), 3);
        let path = folder.join("1/apiDefinition.swagger.json");
        assert_eq!(session.folder_of(&path), Some(folder.join("1")));
        session.close(&text::uri_of(&path).expect("a URI"));
        assert!(session.folder_of(&path).is_none() && !session.owners.contains_key(&path), "{:?}", session.owners);
    }

    #[test]
    fn a_file_that_is_no_connectors_is_not_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = real_folder(folder.path());
        let mut session = Session::new(folder.clone(), None);
        let files = [
            ("settings.json", "{\"apiDefinition\": \"api.json\"}"),
            ("api.json", "{\"swagger\": \"2.0\"}"),
            ("notes.txt", "x"),
            ("README.md", "# x\n"),
            ("connsmith.toml", ""),
        ];
        for (name, content) in files {
            std::fs::write(folder.join(name), content).expect("a file");
        }
        for (name, content) in files {
            session.open(text::uri_of(&folder.join(name)).expect("a URI"), 1, content.to_owned());
            assert_eq!(session.buffer(&folder.join(name)).is_some(), name != "notes.txt", "{name}");
        }
    }
}
