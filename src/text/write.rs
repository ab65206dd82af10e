//! Puts new bytes in the place of a file's old ones: wholly or not at all.
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// New bytes for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub path: PathBuf,
    /// How the file is shown to people.
    pub name: String,
    /// What it held when it was read.
    pub before: Vec<u8>,
    pub after: Vec<u8>,
}

/// Why a file was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is left as it was: it was changed by someone else since it was read")]
    Changed(String),
    #[error("`{0}` is left as it was: it is read-only")]
    ReadOnly(String),
    #[error("`{0}` is left as it was: it cannot be written: {1}")]
    Unwritable(String, io::Error),
    #[error("`{0}` is left as it was, because `{1}` is")]
    Together(String, String),
    #[error("`{0}` is there already")]
    Exists(String),
    #[error("`{0}` cannot be written: {1}")]
    NotCreated(String, io::Error),
}

/// Writes files that belong together: each is either completely changed or as it was, and the answer, in the order of
/// `changes`, says which. All are written beside their targets before the first takes its place, so that a full disk, a file
/// that is read-only or one that was changed meanwhile leaves all of them as they were. When the very last step, the
/// renaming, fails for one, those before it are changed and those behind it are not.
pub fn write(changes: &[Change]) -> Vec<Result<(), Error>> {
    let (written, failed) = write_until(changes);
    let Some((bad, error)) = failed else { return changes.iter().map(|_| Ok(())).collect() };
    let together = |change: &Change| Err(Error::Together(change.name.clone(), changes[bad].name.clone()));
    let mut outcome: Vec<Result<(), Error>> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        outcome.push(if at < written { Ok(()) } else { together(change) });
    }
    outcome[bad] = Err(error);
    outcome
}

/// Puts a file of our own where one may or may not be, with the folders above it: wholly or not at all. What is no file (a
/// device, a pipe) is written to.
///
/// # Errors
/// When it cannot be written; what was there then still is.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|data| !data.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    // Behind a link lies the file that is meant.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".connsmith-");
    #[cfg(unix)] // a temporary file is its owner's alone; this one is to be like any other new file
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Ok(known) = std::fs::metadata(&target) {
        file.as_file().set_permissions(known.permissions())?;
    }
    file.persist(&target).map(drop).map_err(|error| error.error)
}

/// How many files were written, and the place of the one that could not be.
fn write_until(changes: &[Change]) -> (usize, Option<(usize, Error)>) {
    let mut ready = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        match prepare(change) {
            Ok(prepared) => ready.push(prepared),
            Err(error) => return (0, Some((at, error))),
        }
    }
    for (at, (change, prepared)) in changes.iter().zip(ready).enumerate() {
        if let Err(error) = replace(change, prepared) {
            return (at, Some((at, error)));
        }
    }
    (changes.len(), None)
}

/// A file that waits, beside its target, to take its place.
struct Prepared {
    file: NamedTempFile,
    /// Behind all links: these stay links.
    target: PathBuf,
}

fn prepare(change: &Change) -> Result<Prepared, Error> {
    let unwritable = |error| Error::Unwritable(change.name.clone(), error);
    let target = change.path.canonicalize().map_err(unwritable)?;
    let permissions = std::fs::metadata(&target).map_err(unwritable)?.permissions();
    if permissions.readonly() {
        return Err(Error::ReadOnly(change.name.clone()));
    }
    unchanged(change, &target)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".connsmith-").tempfile_in(folder).map_err(unwritable)?;
    let done = file.write_all(&change.after).and_then(|()| file.as_file().sync_all());
    done.and_then(|()| file.as_file().set_permissions(permissions)).map_err(unwritable)?;
    Ok(Prepared { file, target })
}

fn replace(change: &Change, prepared: Prepared) -> Result<(), Error> {
    unchanged(change, &prepared.target)?;
    match prepared.file.persist(&prepared.target) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::Unwritable(change.name.clone(), error.error)),
    }
}

fn unchanged(change: &Change, target: &Path) -> Result<(), Error> {
    match std::fs::read(target) {
        Ok(now) if now == change.before => Ok(()),
        Ok(_) => Err(Error::Changed(change.name.clone())),
        Err(error) => Err(Error::Unwritable(change.name.clone(), error)),
    }
}

/// A file that is to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub path: PathBuf,
    /// How the file is shown to people.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Puts new files into a folder, which is made when it is not there: then it appears at once, with all of them in it. In one that
/// is there, all are written beside their places before the first takes its own. Files with the same name are replaced only with
/// `replace`.
///
/// # Errors
/// When a file is there already, or one cannot be written; nothing is changed then, but for those that took their places before
/// the one that could not.
pub fn create(folder: &Path, files: &[New], replace: bool) -> Result<(), Error> {
    let failed = |file: &New| {
        let name = file.name.clone();
        move |error| Error::NotCreated(name, error)
    };
    let Some(first) = files.first() else { return Ok(()) };
    let there = if folder.is_dir() { folder } else { folder.parent().unwrap_or(Path::new("")) };
    let there = if there == Path::new("") { Path::new(".") } else { there };
    std::fs::create_dir_all(there).map_err(failed(first))?;
    let waiting = tempfile::Builder::new().prefix(".connsmith-").tempdir_in(there).map_err(failed(first))?;
    // A file that is not to lie in the folder waits under its own name.
    let own_name = |file: &New| file.path.file_name().map(PathBuf::from).unwrap_or_default();
    let inside = |file: &New| {
        let relative = file.path.strip_prefix(folder).map_or_else(|_| own_name(file), Path::to_owned);
        waiting.path().join("new").join(relative)
    };
    for file in files {
        let path = inside(file);
        let parent = path.parent().unwrap_or(Path::new("."));
        let done = std::fs::create_dir_all(parent).and_then(|()| std::fs::File::create(&path));
        done.and_then(|mut new| new.write_all(&file.bytes).and_then(|()| new.sync_all())).map_err(failed(file))?;
    }
    if !folder.exists() {
        return std::fs::rename(waiting.path().join("new"), folder).map_err(failed(first));
    }
    if let Some(file) = files.iter().find(|file| !replace && file.path.symlink_metadata().is_ok()) {
        return Err(Error::Exists(file.name.clone()));
    }
    for file in files {
        let parent = file.path.parent().unwrap_or(Path::new("."));
        let done = std::fs::create_dir_all(parent).and_then(|()| std::fs::rename(inside(file), &file.path));
        done.map_err(failed(file))?;
    }
    Ok(())
}

/// Puts files into a folder, by name, which may lead into folders below it: all of them or none. The folder need not be there
/// yet; then it appears with all of them
/// at once. A file of that name is replaced, and keeps its permissions.
///
/// # Errors
/// When there is no room, or a file or folder may not be written: then nothing has changed. When the very last step, the
/// renaming, fails for one, those before it are there.
pub fn fill(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let there = folder.is_dir();
    let beside = if there { folder } else { folder.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")) };
    std::fs::create_dir_all(beside)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".connsmith-");
    #[cfg(unix)]
    {
        // As for any new folder; the user's mask takes away what is to be taken.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o777));
    }
    let waiting = builder.tempdir_in(beside)?;
    for (name, bytes) in files {
        let (new, old) = (waiting.path().join(name), folder.join(name));
        std::fs::create_dir_all(new.parent().unwrap_or(waiting.path()))?;
        let mut file = std::fs::File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(data) = std::fs::metadata(&old) {
            if data.permissions().readonly() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("`{name}` is read-only")));
            }
            file.set_permissions(data.permissions())?;
        }
    }
    if !there {
        std::fs::rename(waiting.path(), folder)?;
        let _ = waiting.keep(); // it has another name now
        return Ok(());
    }
    for (name, _) in files {
        let old = folder.join(name);
        std::fs::create_dir_all(old.parent().unwrap_or(folder))?;
        // Behind a link: it stays a link.
        std::fs::rename(waiting.path().join(name), old.canonicalize().unwrap_or(old))?;
    }
    Ok(())
}
