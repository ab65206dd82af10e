//! Replaces the bytes of a file: completely or not at all.
//!
//! What waits to take its place lies beside it, in files called `.connsmith-XXXXXXXXXXXX.tmp`, and is locked as long as the
//! process lives. [`clean`] removes files that nobody holds any longer.
use crate::text::place::{Names, Refused};
use crate::text::read;
use std::fs::{File, Metadata};
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

/// Why a file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{0}` was not changed: someone else has changed it since it was read")]
    Changed(String),
    #[error("`{0}` was not changed: it is read-only")]
    ReadOnly(String),
    #[error("`{0}` was not changed: it cannot be written: {1}")]
    Unwritable(String, io::Error),
    #[error("`{0}` was not changed because `{1}` was not")]
    Together(String, String),
    #[error("`{0}` was not changed: {1}")]
    LinkedAway(String, io::Error),
    #[error("`{0}` already exists")]
    Exists(String),
    #[error("`{0}` cannot be written: {1}")]
    NotCreated(String, io::Error),
    #[error("`{}` cannot be written: it {refused}", name.escape_debug())]
    Name { name: String, refused: Refused },
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

/// Whether a path names what is written to as it is, because it is not a file: a device or a pipe. `/dev/stdout` may be a file, and is a
/// link to it.
pub fn is_device(path: &Path) -> bool {
    let is_device = std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir());
    is_device || (path.starts_with("/dev") && path.exists())
}

/// Writes a file of our own, new or existing, with the folders above it: completely or not at all. What is not a file (a
/// device, a pipe) is written to; a pipe waits until somebody reads it. A link is followed, but none out of the git work tree or, if it is
/// the file itself, the folder in which it lies.
///
/// # Errors
/// When it cannot be written; what was there then still is.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    stays_inside(path)?;
    if is_device(path) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let target = match path.symlink_metadata() {
        Ok(data) if data.is_symlink() => read::inside(path, &[&read::top_of(folder)]).map_err(linked)?,
        _ => path.to_owned(),
    };
    let folder = target.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    clean(folder);
    let mut file = waiting_in(folder, true)?;
    file.write_all(bytes)?;
    if let Ok(known) = std::fs::metadata(&target) {
        take_after(&known, &target, &file)?;
    }
    file.as_file().sync_all()?;
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
    let parent = change.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    // A link is followed, but not out of the repository.
    let target = match change.path.symlink_metadata().map_err(unwritable)?.is_symlink() {
        true => {
            let away = |error| Error::LinkedAway(change.name.clone(), error);
            read::inside(&change.path, &[&read::top_of(parent)]).map_err(away)?
        }
        false => change.path.canonicalize().map_err(unwritable)?,
    };
    let known = std::fs::metadata(&target).map_err(unwritable)?;
    if known.permissions().readonly() {
        return Err(Error::ReadOnly(change.name.clone()));
    }
    unchanged(change, &target)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    clean(folder);
    let mut file = waiting_in(folder, false).map_err(unwritable)?;
    let done = file.write_all(&change.after).and_then(|()| file.as_file().sync_all());
    done.and_then(|()| take_after(&known, &target, &file)).map_err(unwritable)?;
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
    match read::plain(target, change.before.len() as u64) {
        Ok(now) if now == change.before => Ok(()),
        Ok(_) => Err(Error::Changed(change.name.clone())),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Err(Error::Changed(change.name.clone())),
        Err(error) => Err(Error::Unwritable(change.name.clone(), error)),
    }
}

/// A file that goes into a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Its path from the folder, with `/`.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What happens to files that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// They stay, and so nothing is written.
    Keep,
    /// They are replaced, and keep their permissions and links.
    Replace,
}

/// Puts files into a folder and folders below it. The folder is made when it is not there; then it appears at once, with all
/// files in it. In one that is there, all files are written beside their places before the first takes its own.
///
/// Names may come from strangers: see [`crate::text::place`]. No link below the folder is followed out of it, and none on the way to the
/// folder out of the git work tree in which the link lies.
///
/// # Errors
/// When a name may not be written, a file is there that is to stay, or one cannot be written. Nothing is changed then, but for
/// those that took their places before the one that could not.
pub fn fill(folder: &Path, files: &[New], existing: Existing) -> Result<(), Error> {
    let mut names = Names::default();
    for file in files {
        names.add(&file.name).map_err(|refused| Error::Name { name: file.name.clone(), refused })?;
    }
    let Some(first) = files.first() else { return Ok(()) };
    let failed = |file: &New| {
        let path = folder.join(&file.name).display().to_string();
        move |error| Error::NotCreated(path, error)
    };
    stays_inside(folder).map_err(failed(first))?;
    let there = folder.is_dir();
    let top = if there { folder.canonicalize().map_err(failed(first))? } else { folder.to_owned() };
    let mut targets = Vec::new();
    for file in files {
        let target = if there { target(&top, &file.name).map_err(failed(file))? } else { folder.join(&file.name) };
        if existing == Existing::Keep && target.symlink_metadata().is_ok() {
            return Err(Error::Exists(folder.join(&file.name).display().to_string()));
        }
        targets.push(target);
    }
    let parent = folder.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let beside = if there { &top } else { parent };
    std::fs::create_dir_all(beside).map_err(failed(first))?;
    clean(beside);
    let waiting = Waiting::beside(beside).map_err(failed(first))?;
    let mut written = Vec::new();
    for (file, target) in files.iter().zip(&targets) {
        written.push(waiting.add(file, target).map_err(failed(file))?);
    }
    sync_all(&written).map_err(|(at, error)| failed(&files[at])(error))?;
    drop(written);
    if !there {
        return std::fs::rename(&waiting.folder, folder).map_err(failed(first));
    }
    for (file, target) in files.iter().zip(&targets) {
        let parent = target.parent().unwrap_or(&top);
        let done = std::fs::create_dir_all(parent).and_then(|()| std::fs::rename(waiting.folder.join(&file.name), target));
        done.map_err(failed(file))?;
    }
    Ok(())
}

/// Whether no link on the way to a file or folder, itself included, leads out of the git work tree in which the link lies.
///
/// # Errors
/// When one does.
pub fn stays_inside(place: &Path) -> io::Result<()> {
    let mut path = PathBuf::new();
    for step in std::path::absolute(place)?.components() {
        path.push(step);
        let is_link = path.symlink_metadata().is_ok_and(|data| data.is_symlink());
        if is_link && let Some(tree) = path.parent().and_then(read::work_tree) {
            read::inside(&path, &[&tree]).map_err(linked)?;
        }
    }
    Ok(())
}

/// Where a file below a folder (links resolved) lies: behind its link, when it is one that stays inside of the folder.
fn target(top: &Path, name: &str) -> io::Result<PathBuf> {
    let mut path = top.to_owned();
    let mut steps = name.split('/').peekable();
    while let Some(step) = steps.next() {
        path.push(step);
        match path.symlink_metadata() {
            Ok(data) if data.is_symlink() => path = read::inside(&path, &[top]).map_err(linked)?,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        }
        let data = path.metadata()?;
        if steps.peek().is_some() && !data.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, format!("`{step}` is not a folder")));
        }
        if steps.peek().is_none() && !data.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the existing entry is not a plain file"));
        }
    }
    Ok(path)
}

fn linked(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::PermissionDenied => io::Error::new(error.kind(), "there is a link that leads out of the folder"),
        io::ErrorKind::NotFound => io::Error::new(error.kind(), "there is a link that leads nowhere"),
        _ => error,
    }
}

/// A folder with new files that wait to take their places.
struct Waiting {
    folder: PathBuf,
    /// Locked as long as the process lives. It goes after the folder.
    _lock: NamedTempFile,
}

impl Waiting {
    fn beside(folder: &Path) -> io::Result<Waiting> {
        let lock = locked(|| builder(LOCK).tempfile_in(folder))?;
        let waiting = Waiting { folder: lock.path().with_extension(&TEMPORARY[1..]), _lock: lock };
        // As any new folder; the user's mask takes away what is to be taken.
        std::fs::create_dir(&waiting.folder)?;
        Ok(waiting)
    }

    /// Writes a file. It comes back to be brought to the disk.
    fn add(&self, file: &New, target: &Path) -> io::Result<File> {
        let path = self.folder.join(&file.name);
        std::fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        // On a system that takes two names for one, the second finds the first.
        let mut new = File::options().write(true).create_new(true).open(&path)?;
        new.write_all(&file.bytes)?;
        if let Ok(known) = std::fs::metadata(target) {
            if known.permissions().readonly() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
            }
            take_after_file(&known, target, &new, &path)?;
        }
        Ok(new)
    }
}

/// Brings files to the disk, several at a time: each waits for the disk, and most of that they can do together. The number of the one
/// that could not be comes back.
fn sync_all(files: &[File]) -> Result<(), (usize, io::Error)> {
    const TOGETHER: usize = 16;
    for (chunk, files) in files.chunks(TOGETHER).enumerate() {
        let done: Vec<io::Result<()>> = std::thread::scope(|scope| {
            let waiting: Vec<_> = files[1..].iter().map(|file| scope.spawn(|| file.sync_all())).collect();
            let first = files[0].sync_all();
            let others = waiting.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(io::Error::other("it was not synced"))));
            std::iter::once(first).chain(others).collect()
        });
        if let Some((at, Err(error))) = done.into_iter().enumerate().find(|(_, done)| done.is_err()) {
            return Err((chunk * TOGETHER + at, error));
        }
    }
    Ok(())
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder); // it may have taken its place
    }
}

const PREFIX: &str = ".connsmith-";
const RANDOM: usize = 12;
const TEMPORARY: &str = ".tmp";
const LOCK: &str = ".lock";

fn builder(suffix: &'static str) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(suffix).rand_bytes(RANDOM);
    builder
}

/// A file that waits in a folder. One that is to be new there may be read as any new file; others are their owner's alone until
/// they get the permissions of the file that they replace.
fn waiting_in(folder: &Path, new: bool) -> io::Result<NamedTempFile> {
    let mut builder = builder(TEMPORARY);
    #[cfg(unix)]
    if new {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = new;
    locked(|| builder.tempfile_in(folder))
}

/// A temporary file with a lock, which shows others that it is in use.
fn locked(make: impl Fn() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    loop {
        let file = make()?;
        let _ = file.as_file().lock(); // not every file system has locks; then age shows it
        // Somebody may have cleaned up between the making and the lock.
        if file.path().symlink_metadata().is_ok() {
            return Ok(file);
        }
    }
}

/// How old a leftover must be where the file system has no locks.
const STALE: std::time::Duration = std::time::Duration::from_secs(3600);

/// Removes from a folder what killed runs left there. Files of a run that is still going stay.
/// How many there were comes back.
pub fn clean(folder: &Path) -> usize {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(stem) = name.to_str().and_then(temporary) else { continue };
        let (path, lock) = (entry.path(), folder.join(format!("{stem}{LOCK}")));
        // Kept until it is removed.
        let held = match entry.file_type() {
            Ok(kind) if kind.is_dir() => match lock.symlink_metadata() {
                Ok(_) => abandoned(&lock),
                Err(_) => Some(None),
            },
            Ok(kind) if kind.is_file() => abandoned(&path),
            _ => None,
        };
        if held.is_none() {
            continue;
        }
        let done = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed += usize::from(done.is_ok());
    }
    removed
}

/// The stem of the name of one of our temporary files or folders.
fn temporary(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(TEMPORARY).or_else(|| name.strip_suffix(LOCK))?;
    let random = stem.strip_prefix(PREFIX)?;
    (random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(stem)
}

/// The lock of a file that nobody holds; None if somebody does.
fn abandoned(path: &Path) -> Option<Option<File>> {
    // To open a pipe would wait.
    if !path.symlink_metadata().ok()?.is_file() {
        return None;
    }
    let file = File::open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => None,
        Err(std::fs::TryLockError::Error(_)) => {
            let age = file.metadata().ok()?.modified().ok()?.elapsed().ok()?;
            (age > STALE).then_some(None)
        }
    }
}

fn take_after(known: &Metadata, target: &Path, new: &NamedTempFile) -> io::Result<()> {
    take_after_file(known, target, new.as_file(), new.path())
}

/// Gives a new file the owner, the permissions and the extended attributes of the one that it replaces.
#[cfg(unix)]
fn take_after_file(known: &Metadata, target: &Path, new: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let made = new.metadata()?;
    let mut mode = known.permissions().mode();
    if (made.uid(), made.gid()) != (known.uid(), known.gid()) {
        // Only root may give files away, but everybody may choose among the own groups.
        let given = fchown(new, Some(known.uid()), Some(known.gid())).is_ok();
        if !given && fchown(new, None, Some(known.gid())).is_err() {
            mode &= !0o2000;
        }
        if !given {
            mode &= !0o4000; // it would run as somebody else than before
        }
    }
    new.set_permissions(PermissionsExt::from_mode(mode))?;
    // Those that may not be set, such as `security.*`, come from the system.
    for name in xattr::list(target).into_iter().flatten() {
        if let Ok(Some(value)) = xattr::get(target, &name) {
            let _ = xattr::set(path, &name, &value);
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn take_after_file(known: &Metadata, _: &Path, new: &File, _: &Path) -> io::Result<()> {
    new.set_permissions(known.permissions())
}

/// What replacing a file changes beside its content, for people.
pub fn loses(path: &Path) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if std::fs::metadata(path).ok()?.nlink() > 1 {
            return Some("it had other names (hard links), which keep the old content");
        }
    }
    let _ = path;
    None
}
