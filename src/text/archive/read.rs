//! Reads archives without trust.
use super::{Archive, Content, Entry, Fault, FaultKind, Limits};
use crate::text::place;
use rustc_hash::FxHashSet;
use std::io::{Cursor, Read, Seek};
use zip::ZipReadOptions;
use zip::unstable::read::ZipIterable;

/// Reads an archive and those in it. Whatever it contains, memory stays below little more than twice [`Limits::total`].
pub fn read(reader: impl Read + Seek, limits: Limits) -> (Archive, Vec<Fault>) {
    let mut walk =
        Walk { limits, left: limits.total, entries: limits.entries, names: limits.names, path: Vec::new(), faults: Vec::new() };
    let archive = walk.archive(reader);
    (archive.unwrap_or_default(), walk.faults)
}

struct Walk {
    limits: Limits,
    /// Bytes that may still be unpacked.
    left: u64,
    /// Entries that may still come.
    entries: usize,
    /// Bytes that further names may have.
    names: usize,
    path: Vec<String>,
    faults: Vec<Fault>,
}

impl Walk {
    fn fault(&mut self, kind: FaultKind) {
        self.faults.push(Fault { path: self.path.clone(), kind });
    }

    /// None when it is no archive at all.
    fn archive(&mut self, reader: impl Read + Seek) -> Option<Archive> {
        let mut zip = match ZipIterable::try_new(reader, zip::read::Config::default()) {
            Ok(zip) => zip,
            Err(error) => {
                self.fault(FaultKind::NotZip(reason(&error)));
                return None;
            }
        };
        let mut archive = Archive::default();
        if zip.len() > self.entries {
            self.fault(FaultKind::TooMany(self.limits.entries));
            return Some(archive);
        }
        self.entries -= zip.len();
        let mut names = FxHashSet::default();
        let mut places = place::Names::default();
        let Ok(files) = zip.files() else { return Some(archive) };
        while let Some(next) = files.next() {
            if self.left == 0 {
                let kind = FaultKind::TooLarge(self.limits.total);
                if self.faults.last().is_none_or(|fault| fault.kind != kind) {
                    self.fault(kind);
                }
                break;
            }
            let entry = match next {
                Ok(entry) => entry,
                Err(error) => {
                    self.fault(FaultKind::Damaged(reason(&error)));
                    break;
                }
            };
            let name = match entry.name() {
                Ok(name) => name.replace('\\', "/"),
                Err(_) => String::from_utf8_lossy(entry.name_raw()).replace('\\', "/"),
            };
            match self.names.checked_sub(name.len()) {
                Some(left) => self.names = left,
                None => {
                    self.fault(FaultKind::NamesTooLong(self.limits.names));
                    break;
                }
            }
            self.path.push(name.clone());
            let again = !names.insert(name.clone());
            let content = match refusal(&entry, &name, again, &mut places) {
                Some(kind) => {
                    self.fault(kind);
                    Content::Lost
                }
                None if entry.is_dir() || name.ends_with('/') => Content::Folder,
                None => match entry.with_reader(files.reader_mut(), ZipReadOptions::new()) {
                    Ok(file) => self.content(file, &name),
                    Err(error) => {
                        self.fault(FaultKind::Damaged(reason(&error)));
                        Content::Lost
                    }
                },
            };
            self.path.pop();
            archive.entries.push(Entry { name, content });
        }
        Some(archive)
    }

    fn content(&mut self, file: impl Read, name: &str) -> Content {
        let limit = self.limits.entry.min(self.left);
        let mut bytes = Vec::new();
        // One byte more than is allowed shows that there is more.
        if let Err(error) = read_slowly(file.take(limit + 1), &mut bytes) {
            self.left = self.left.saturating_sub(bytes.len() as u64);
            self.fault(FaultKind::Damaged(error.to_string().to_lowercase()));
            return Content::Lost;
        }
        if bytes.len() as u64 > limit {
            let whole = self.limits.entry >= self.left;
            self.left = self.left.saturating_sub(bytes.len() as u64);
            self.fault(FaultKind::TooLarge(if whole { self.limits.total } else { self.limits.entry }));
            return Content::Lost;
        }
        self.left -= bytes.len() as u64;
        // Other formats (`.msapp`, `.nupkg`) are zip archives too, but are not opened.
        if self.limits.depth == 1 || !name.to_ascii_lowercase().ends_with(".zip") {
            return Content::Bytes(bytes);
        }
        if self.path.len() >= self.limits.depth {
            self.fault(FaultKind::TooDeep(self.limits.depth));
            return Content::Lost;
        }
        self.archive(Cursor::new(bytes)).map_or(Content::Lost, Content::Archive)
    }
}

/// Reads to the end, without the room to spare that `read_to_end` takes.
fn read_slowly(mut from: impl Read, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    const STEP: usize = 1 << 20;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            bytes.shrink_to_fit();
            return Ok(());
        }
        if bytes.capacity() - bytes.len() < count {
            bytes.reserve_exact(if bytes.is_empty() { count } else { STEP });
        }
        bytes.extend_from_slice(&buffer[..count]);
    }
}

/// Folders within one another that an entry may lie in.
const MOST_STEPS: usize = 32;

/// What is wrong with an entry before a byte of it is read.
fn refusal(entry: &zip::read::ZipFileEntry, name: &str, again: bool, places: &mut place::Names) -> Option<FaultKind> {
    use place::Refused::{Absolute, Climbs, Colon};
    let file = name.strip_suffix('/').unwrap_or(name);
    // Some programs begin each name with `./`.
    let file = file.strip_prefix("./").unwrap_or(file);
    let place = match () {
        () if file.matches('/').count() >= MOST_STEPS => Err(place::Refused::Long),
        // A folder may be listed after files in it.
        () if file.len() < name.len() => place::allowed(file),
        () => places.add(file),
    };
    match place {
        Err(Climbs | Absolute | Colon) => Some(FaultKind::NameUnsafe),
        _ if again => Some(FaultKind::Duplicate),
        Err(refused) => Some(FaultKind::NameRefused(refused)),
        Ok(()) if entry.is_symlink() => Some(FaultKind::SymbolicLink),
        Ok(()) if entry.encrypted() => Some(FaultKind::Encrypted),
        Ok(()) => None,
    }
}

fn reason(error: &zip::result::ZipError) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(": ").map_or(text.as_str(), |(_, reason)| reason);
    text.trim_end_matches('.').to_lowercase()
}
