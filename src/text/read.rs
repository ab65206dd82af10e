//! Reads files that strangers may have put there: plain files only, and no more than a limit.
//!
//! A repository can hold links to `/dev/zero`, an unpacked archive can hold pipes and devices, and either can hold files of any
//! size. None of them may block a run or fill the memory.
use std::fs::{File, FileType};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::{Path, PathBuf};

/// Bytes of a `connsmith.toml` that are read: MiB, as for the others.
pub const MAX_CONFIG: u64 = 1 << 20;
/// Bytes of a baseline.
pub const MAX_BASELINE: u64 = 16 << 20;
/// Bytes of a script. The service takes less than 1 MiB.
pub const MAX_SCRIPT: u64 = 4 << 20;
/// Bytes of a readme or an introduction.
pub const MAX_PROSE: u64 = 4 << 20;
/// Bytes of an icon. The service takes 1 MiB.
pub const MAX_ICON: u64 = 16 << 20;
/// Bytes of a `.gitignore`, and of a line in it.
pub const MAX_IGNORE: u64 = 256 << 10;
/// Bytes of a settings file.
pub const MAX_SETTINGS: u64 = 1 << 20;

/// Reads a plain file of at most so many bytes. Links are followed.
///
/// # Errors
/// When it cannot be read, is no plain file, or is larger. Nothing of it is read then, but for what grew while it was read.
pub fn plain(path: &Path, most: u64) -> Result<Vec<u8>> {
    // Before it is opened: to open a pipe waits for somebody who writes into it.
    let data = std::fs::metadata(path)?;
    only_plain(data.file_type())?;
    if data.len() > most {
        return Err(too_large(most));
    }
    let file = File::open(path)?;
    let data = file.metadata()?;
    only_plain(data.file_type())?;
    rest(file, Vec::with_capacity(data.len().min(most) as usize + 1), most)
}

/// As [`plain`], for what the listing of its folder called a plain file a moment ago: it need not be looked up again, and links are not
/// followed.
///
/// # Errors
/// As [`plain`].
#[cfg(unix)]
pub fn listed(path: &Path, most: u64) -> Result<Vec<u8>> {
    use rustix::buffer::spare_capacity;
    use rustix::fs::{FileType, Mode, OFlags, fstat, open};
    // Should there be a pipe by now, nothing waits for somebody who writes into it.
    let file = open(path, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK, Mode::empty())?;
    let data = fstat(&file)?;
    if FileType::from_raw_mode(data.st_mode) != FileType::RegularFile {
        return plain(path, most);
    }
    let size = u64::try_from(data.st_size).unwrap_or_default();
    if size > most {
        return Err(too_large(most));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    let read = rustix::io::read(&file, spare_capacity(&mut bytes))?;
    // Where there is as much as the file system says, nothing is behind it.
    if read as u64 == size && size > 0 {
        return Ok(bytes);
    }
    rest(File::from(file), bytes, most)
}

/// As [`plain`].
///
/// # Errors
/// As [`plain`].
#[cfg(not(unix))]
pub fn listed(path: &Path, most: u64) -> Result<Vec<u8>> {
    plain(path, most)
}

/// What was read of a file, with what is behind it.
fn rest(file: File, mut bytes: Vec<u8>, most: u64) -> Result<Vec<u8>> {
    // Files of `/proc` say that they are empty, and others grow: one byte more than is allowed shows that there is more.
    file.take((most + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

/// As [`plain`], for text in UTF-8.
///
/// # Errors
/// As [`plain`], and when it is not UTF-8.
pub fn plain_text(path: &Path, most: u64) -> Result<String> {
    String::from_utf8(plain(path, most)?).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

fn too_large(most: u64) -> Error {
    let limit = if most >= 1 << 20 { format!("{} MiB", most >> 20) } else { format!("{} KiB", most.div_ceil(1 << 10)) };
    Error::new(ErrorKind::FileTooLarge, format!("it is larger than {limit}"))
}

fn only_plain(kind: FileType) -> Result<()> {
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(Error::new(ErrorKind::IsADirectory, "it is a folder"));
    }
    Err(Error::new(ErrorKind::InvalidInput, "it is a device, a pipe or a socket, not a plain file"))
}

/// The top folder of the git work tree in which a folder lies, links resolved: the nearest one at or above it that holds
/// `.git`. None outside of work trees.
pub fn work_tree(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()).map(Path::to_owned)
}

/// The folder out of which nothing in `folder` may lead: the top of its git work tree, else the folder itself.
pub fn top_of(folder: &Path) -> PathBuf {
    work_tree(folder).unwrap_or_else(|| folder.canonicalize().unwrap_or_else(|_| folder.to_owned()))
}

/// Where a path leads when all links are followed, if that is at or below one of these folders (links resolved).
///
/// # Errors
/// When it is not there, or leads elsewhere.
pub fn inside(path: &Path, tops: &[&Path]) -> Result<PathBuf> {
    let place = path.canonicalize()?;
    if tops.iter().any(|top| place.starts_with(top)) {
        return Ok(place);
    }
    let what =
        if path.symlink_metadata().is_ok_and(|data| data.is_symlink()) { "it is a link that leads" } else { "its path leads" };
    Err(Error::new(ErrorKind::PermissionDenied, format!("{what} out of the repository")))
}
