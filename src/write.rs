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
