//! Reads what git prints: the files of a commit, and names of changed files. Their author chose the names, so they are not trusted.
use std::io::{Error, ErrorKind};

/// A file in a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path from the root of the repository, with `/`.
    pub path: String,
    /// Whether it is a plain file, not a link or another repository.
    pub is_plain: bool,
    /// The name of its content: hexadecimal digits.
    pub id: String,
    /// In bytes.
    pub size: u64,
}

impl Entry {
    /// Whether its content may be read: that of a plain file with at most `most` bytes.
    ///
    /// # Errors
    /// If it is larger or not a plain file.
    pub fn readable(&self, most: u64) -> std::io::Result<()> {
        if !self.is_plain {
            return Err(Error::new(ErrorKind::InvalidInput, "it is a link in the commit, not a plain file"));
        }
        if self.size > most {
            return Err(Error::new(ErrorKind::FileTooLarge, format!("it is larger than {} MiB", most.div_ceil(1 << 20))));
        }
        Ok(())
    }
}

/// The output of `git ls-tree -r -z --long`: `100644 blob <id>    <size>\t<path>` for each file.
pub fn tree(output: &[u8]) -> Vec<Entry> {
    let entry = |line: String| {
        let (about, path) = line.split_once('\t')?;
        let mut about = about.split_ascii_whitespace();
        let (mode, kind, id, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let is_plain = kind == "blob" && mode.starts_with("100");
        // A size that cannot be read is no reason to read the content.
        Some(Entry { path: path.to_owned(), is_plain, id: id.to_owned(), size: size.parse().unwrap_or(u64::MAX) })
    };
    names(output).into_iter().filter_map(entry).collect()
}

/// The items of a list with a NUL behind each. Bytes that are no UTF-8 become [`char::REPLACEMENT_CHARACTER`].
pub fn names(output: &[u8]) -> Vec<String> {
    let names = output.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// The output of `git diff --name-status -z`: old and new path of each file, None for the old path of a new file and for the new
/// path of a deleted one.
pub fn changes(output: &[u8]) -> Vec<(Option<String>, Option<String>)> {
    let mut files = Vec::new();
    let mut fields = names(output).into_iter();
    while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
        files.push(match status.as_bytes().first() {
            Some(b'A') => (None, Some(path)),
            Some(b'D') => (Some(path), None),
            Some(b'R') => (Some(path), fields.next()),
            Some(b'C') => (None, fields.next()),
            _ => (Some(path.clone()), Some(path)),
        });
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_of_a_known_size_are_readable() {
        let output = b"100644 blob 0a1b       3\ta b\x00120000 blob 0a1c       2\tlink\x00160000 commit 0a1d       -\tmodule\0\
            100644 blob 0a1e 99999999999999999999\tlarge\x00100644 blob --help 3\tid\0garbage\0";
        let entries = tree(output);
        let read: Vec<_> = entries.iter().map(|entry| (entry.path.as_str(), entry.readable(3).is_ok())).collect();
        assert_eq!(read, [("a b", true), ("link", false), ("module", false), ("large", false)]);
    }

    #[test]
    fn a_renamed_file_has_two_paths() {
        let text = |text: &str| Some(text.to_owned());
        let expected = vec![(text("a"), text("b")), (None, text("c")), (text("d"), None), (text("e"), text("e")), (None, None)];
        assert_eq!(changes(b"R90\0a\0b\0A\0c\0D\0d\0M\0e\0C1\0f\0"), expected);
    }
}
