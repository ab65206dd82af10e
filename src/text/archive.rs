//! Zip archives, including nested ones: read without trust, written reproducibly.
//!
//! Nothing that an archive declares is trusted: sizes are counted while unpacking, names are checked one by one (two
//! entries of one name stay two), and errors become a [`Fault`] while the rest is still read.
//! The model of an archive is part of every build; reading and writing need the feature `packages`.
use crate::text::place::Refused;
#[cfg(feature = "packages")]
mod read;
#[cfg(feature = "packages")]
mod write;

#[cfg(feature = "packages")]
pub use read::read;
#[cfg(feature = "packages")]
pub use write::write;

/// How much is unpacked before an archive counts as a bomb. A connector's definition has less than 1 MiB, and a solution
/// for certification a few files of that size.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one entry.
    pub entry: u64,
    /// Bytes of all entries together, those of nested archives included.
    pub total: u64,
    /// Entries of all archives together.
    pub entries: usize,
    /// Bytes of the names of all entries together.
    pub names: usize,
    /// Levels of nested archives; with 1, archives in the archive are ordinary files.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { entry: 16 << 20, total: 24 << 20, entries: 10_000, names: 2 << 20, depth: 4 }
    }
}

/// The content of an archive.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// In the order in which the archive lists them.
    pub entries: Vec<Entry>,
}

/// One entry of an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As written in the archive, but always with `/`.
    pub name: String,
    pub content: Content,
}

/// The content of an entry.
#[derive(Clone, Debug)]
pub enum Content {
    Folder,
    Bytes(Vec<u8>),
    Archive(Archive),
    /// It could not be read; a [`Fault`] says why.
    Lost,
}

/// An error in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Names of the entries on the way to it, outermost first; empty for the archive that was opened.
    pub path: Vec<String>,
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    #[error("is not a readable zip archive: {0}")]
    NotZip(String),
    #[error("has a name that leads out of the target folder")]
    NameUnsafe,
    #[error("has a name that is not allowed: it {0}")]
    NameRefused(Refused),
    #[error("is a symbolic link")]
    SymbolicLink,
    #[error("is in the archive twice")]
    Duplicate,
    #[error("is encrypted")]
    Encrypted,
    #[error("is damaged: {0}")]
    Damaged(String),
    #[error("unpacks to more than {} MiB", .0 >> 20)]
    TooLarge(u64),
    #[error("contains more than {0} entries, including those of nested archives")]
    TooMany(usize),
    #[error("contains names of more than {} KiB in total", .0 >> 10)]
    NamesTooLong(usize),
    #[error("contains connectors of more than {} MiB in total, or with too many values to check; the rest was left out", .0 >> 20)]
    LeftOut(u64),
    #[error("is an archive more than {0} levels deep")]
    TooDeep(usize),
}
