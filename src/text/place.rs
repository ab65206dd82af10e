//! Decides whether a name may be written below a folder.
//!
//! Names come from archives, from XML inside of archives, from trees of git, from the service and from configurations. Whoever
//! wrote them may have meant harm, so every one of them passes through here before a file gets it. The answer is the same on
//! all systems: a connector that unpacks on Linux unpacks on Windows and macOS too.
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};

/// Bytes that a name may have, folders included. Windows takes 260 characters by default, Linux 4,096 bytes.
pub const MAX_NAME: usize = 1024;

/// Bytes that one step of a name may have: no file system of today takes more.
pub const MAX_STEP: usize = 255;

/// Why a name may not be written below a folder. The texts complete a sentence that begins with the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    #[error("is empty, or has an empty component or `.` in it")]
    Empty,
    #[error("leads out of the folder with `..`")]
    Climbs,
    #[error("is an absolute path")]
    Absolute,
    #[error("has a colon, which names a drive or a hidden stream on Windows")]
    Colon,
    #[error("has a backslash, which separates folders on Windows")]
    Backslash,
    #[error("has a control character")]
    Control,
    #[error("has a component that ends with a dot or a space, which Windows drops")]
    Trailing,
    #[error("is a device name on Windows")]
    Device,
    #[error("leads into a `.git` folder")]
    Git,
    #[error("is longer than a file system allows")]
    Long,
    #[error("has a slash, but must be the name of one file or folder")]
    Slash,
    #[error("differs from another name only in case")]
    Twin,
    #[error("is the name of both a file and a folder")]
    FileAndFolder,
}

/// Whether a name, with `/` between its steps, may be written below a folder.
///
/// # Errors
/// When it leads elsewhere, or to another file on some system.
pub fn allowed(name: &str) -> Result<(), Refused> {
    if name.len() > MAX_NAME {
        return Err(Refused::Long);
    }
    if name.chars().any(char::is_control) {
        return Err(Refused::Control);
    }
    if name.contains('\\') {
        return Err(if name.starts_with('\\') { Refused::Absolute } else { Refused::Backslash });
    }
    if name.starts_with('/') {
        return Err(Refused::Absolute);
    }
    name.split('/').try_for_each(step)
}

/// Whether a name may be that of one file or folder.
///
/// # Errors
/// As [`allowed`], and when the name has a slash.
pub fn allowed_step(name: &str) -> Result<(), Refused> {
    allowed(name)?;
    if name.contains('/') { Err(Refused::Slash) } else { Ok(()) }
}

/// The path of a name below a folder.
///
/// # Errors
/// When the name may not be written there.
pub fn below(folder: &Path, name: &str) -> Result<PathBuf, Refused> {
    allowed(name)?;
    Ok(folder.join(name))
}

fn step(step: &str) -> Result<(), Refused> {
    match step {
        "" | "." => return Err(Refused::Empty),
        ".." => return Err(Refused::Climbs),
        _ => {}
    }
    if step.len() > MAX_STEP {
        Err(Refused::Long)
    } else if step.contains(':') {
        Err(Refused::Colon)
    } else if is_git(step) {
        Err(Refused::Git)
    } else if step.ends_with(['.', ' ']) {
        Err(Refused::Trailing)
    } else if is_device(step) {
        Err(Refused::Device)
    } else {
        Ok(())
    }
}

/// Whether some file system takes a step for `.git`: in any case, with characters that macOS ignores, by its short name on
/// Windows, or with dots and spaces that Windows drops.
fn is_git(step: &str) -> bool {
    let ignored = |c: char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let plain: String = step.chars().filter(|&c| !ignored(c)).collect::<String>().to_lowercase();
    let plain = plain.trim_end_matches(['.', ' ']);
    let short = plain.strip_prefix("git~").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    plain == ".git" || short
}

/// Whether Windows takes a step for a device, whatever follows a dot.
fn is_device(step: &str) -> bool {
    let stem = step.split('.').next().unwrap_or(step).trim_end_matches(' ').to_ascii_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$") {
        return true;
    }
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    numbered.is_some_and(|rest| {
        let mut rest = rest.chars();
        // Windows takes the superscript digits for digits.
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    })
}

/// The names of files that go into one folder, looked at one after the other. It notices names that mean the same file on a
/// system that does not distinguish upper and lower case.
#[derive(Debug, Default)]
pub struct Names {
    /// Files by their names in lower case, with the name as written.
    files: FxHashMap<String, String>,
    /// Folders on the way to them, by their names in lower case, with the name as written.
    folders: FxHashMap<String, String>,
    refused: FxHashSet<String>,
}

impl Names {
    /// Whether this file may be written beside those that were added before. One that may is added. A name that is added
    /// twice is fine: it stands for one file.
    ///
    /// # Errors
    /// As [`allowed`], and when the file would take the place of another one, or of a folder.
    pub fn add(&mut self, name: &str) -> Result<(), Refused> {
        let result = self.look(name);
        if result.is_err() {
            self.refused.insert(name.to_owned());
        }
        result
    }

    /// Whether any name was refused.
    pub fn any_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    fn look(&mut self, name: &str) -> Result<(), Refused> {
        allowed(name)?;
        let folded = folded(name);
        let folders: Vec<(String, &str)> =
            name.match_indices('/').map(|(at, _)| (self::folded(&name[..at]), &name[..at])).collect();
        if self.folders.contains_key(&folded) || folders.iter().any(|(folder, _)| self.files.contains_key(folder)) {
            return Err(Refused::FileAndFolder);
        }
        let other = |known: Option<&String>, name: &str| known.is_some_and(|known| known != name);
        if other(self.files.get(&folded), name)
            || folders.iter().any(|(folder, written)| other(self.folders.get(folder), written))
        {
            return Err(Refused::Twin);
        }
        for (folder, written) in folders {
            self.folders.entry(folder).or_insert_with(|| written.to_owned());
        }
        self.files.entry(folded).or_insert_with(|| name.to_owned());
        Ok(())
    }
}

/// A name as a case-insensitive file system sees it.
fn folded(name: &str) -> String {
    // Upper case first: it joins letters with two lower-case forms, such as `ſ` and `s`.
    name.to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_allowed() {
        let names = [
            "a",
            "a/b/c.json",
            "apiDefinition.swagger.json",
            ".gitignore",
            ".github/workflows/ci.yml",
            "..a",
            "a..b/...b",
            "Contoso (2)",
            "icon.Png",
            "[Content_Types].xml",
            "conn.txt",
            "com",
            "com10",
            "complete",
            "lpt",
            "nullable",
            "console.md",
            "git",
            "gitx~1",
            "Über/日本語",
            " a",
            "what?",
            "a*b",
        ];
        for name in names {
            assert_eq!(allowed(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        use Refused::*;
        let long = "a/".repeat(600);
        let step = "é".repeat(128);
        let names = [
            ("", Empty),
            ("a//b", Empty),
            ("./a", Empty),
            ("a/.", Empty),
            ("a/", Empty),
            ("..", Climbs),
            ("../a", Climbs),
            ("a/../../b", Climbs),
            ("a/..", Climbs),
            ("/a", Absolute),
            ("//server/share", Absolute),
            ("\\\\server\\share", Absolute),
            ("\\a", Absolute),
            ("C:/a", Colon),
            ("C:a", Colon),
            ("a/b:stream", Colon),
            ("a\\b", Backslash),
            ("..\\a", Backslash),
            ("a\0b", Control),
            ("a\nb", Control),
            ("a\u{9b}b", Control),
            (".. /a", Trailing),
            (".../a", Trailing),
            ("a./b", Trailing),
            ("a ", Trailing),
            ("CON", Device),
            ("a/nul.txt", Device),
            ("Com1", Device),
            ("lpt9.tar.gz", Device),
            ("COM¹", Device),
            ("aux .c", Device),
            ("CONIN$", Device),
            (".git", Git),
            ("a/.GIT/config", Git),
            (".git./config", Git),
            (".git ", Git),
            ("GIT~1/hooks", Git),
            (".g\u{200c}it/config", Git),
            (long.as_str(), Long),
            (step.as_str(), Long),
        ];
        for (name, refused) in names {
            assert_eq!(allowed(name), Err(refused), "{name:?}");
        }
        assert_eq!(allowed_step("a/b"), Err(Slash));
        assert_eq!(allowed_step("a"), Ok(()));
    }

    #[test]
    fn twins_are_noticed() {
        use Refused::*;
        let mut names = Names::default();
        for (name, result) in [
            ("Connector/a.json", Ok(())),
            ("Connector/a.json", Ok(())),
            ("Connector/A.json", Err(Twin)),
            ("connector/b.json", Err(Twin)),
            ("Connector/a.json/b", Err(FileAndFolder)),
            ("Connector", Err(FileAndFolder)),
            ("ſ", Ok(())),
            ("S", Err(Twin)),
            ("../x", Err(Climbs)),
            ("Connector/b.json", Ok(())),
        ] {
            assert_eq!(names.add(name), result, "{name}");
        }
        assert!(names.any_refused());
    }
}
