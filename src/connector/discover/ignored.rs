//! Walks through folders as git sees them: without hidden and ignored ones and those behind links.
use super::{Passed, Why, file_name, names_connector};
use crate::text::read;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::BTreeSet;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const NAME: &str = ".gitignore";

/// The maximum bytes of a pattern, and stars in it. Longer ones take long to compare, and have no use.
const MAX_PATTERN: usize = 1024;
const MAX_STARS: usize = 16;

/// The patterns that apply in a folder: its own, then those of the folders above it.
struct Rules {
    own: Gitignore,
    above: Option<Rc<Rules>>,
}

/// A folder that is still to be looked at.
struct Next {
    /// As the user named it.
    shown: PathBuf,
    /// Without links.
    real: PathBuf,
    rules: Option<Rc<Rules>>,
}

/// A folder on the way.
pub(super) struct Seen<'a> {
    /// As the user named it.
    pub(super) folder: &'a Path,
    /// Without links.
    pub(super) real: &'a Path,
    /// The names of its files that are not skipped, sorted.
    pub(super) names: &'a [String],
    /// Everything in it.
    pub(super) all: &'a [DirEntry],
}

/// Hands out each folder at or below `root`. Outside of a git work tree nothing above `root` counts, inside nothing above its top.
pub(super) fn walk(root: &Path, passed: &mut BTreeSet<Passed>, mut visit: impl FnMut(Seen, &mut BTreeSet<Passed>)) {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut rules = None;
    if let Some(top) = read::work_tree(root) {
        let exclude = top.join(".git/info/exclude");
        if exclude.is_file() {
            rules = with(rules, &top, &exclude, &exclude, passed);
        }
        let mut above: Vec<&Path> = real.ancestors().skip(1).take_while(|above| above.starts_with(&top)).collect();
        above.reverse();
        for folder in above {
            let file = folder.join(NAME);
            rules = with(rules, folder, &file, &file, passed);
        }
    }
    let mut folders = vec![Next { shown: root.to_owned(), real, rules }];
    while let Some(Next { shown, real, rules }) = folders.pop() {
        let mut names = Vec::new();
        // A folder that cannot be listed must not stop the others.
        let entries: Vec<DirEntry> = std::fs::read_dir(&shown).into_iter().flatten().flatten().collect();
        let rules = match entries.iter().any(|entry| entry.file_name() == NAME) {
            true => with(rules, &real, &real.join(NAME), &shown.join(NAME), passed),
            false => rules,
        };
        for entry in &entries {
            let (name, path) = (entry.file_name(), shown.join(entry.file_name()));
            let Ok(kind) = entry.file_type() else { continue };
            if name == ".git" {
                continue;
            }
            let hidden = name.to_string_lossy().starts_with('.');
            let why = match matched(&rules, &real.join(&name), kind.is_dir()) {
                Match::Ignore(()) => Some(Why::Ignored),
                Match::None if hidden => Some(Why::Hidden),
                _ if kind.is_symlink() && path.is_dir() => Some(Why::Linked),
                _ => None,
            };
            match why {
                // Its own files only: ignored folders may be large.
                Some(why) if kind.is_dir() || why == Why::Linked => {
                    if holds_connector(&path) {
                        passed.insert(Passed { path, why });
                    }
                }
                Some(why) => {
                    if names_connector(&file_name(&path)) {
                        passed.insert(Passed { path, why });
                    }
                }
                None if kind.is_dir() => folders.push(Next { shown: path, real: real.join(&name), rules: rules.clone() }),
                None => names.push(name.to_string_lossy().into_owned()),
            }
        }
        names.sort();
        visit(Seen { folder: &shown, real: &real, names: &names, all: &entries }, passed);
    }
}

/// The verdict of the nearest pattern that matches a path.
fn matched(rules: &Option<Rc<Rules>>, path: &Path, is_dir: bool) -> Match<()> {
    let mut next = rules.as_ref();
    while let Some(rules) = next {
        match rules.own.matched(path, is_dir) {
            Match::None => next = rules.above.as_ref(),
            said => return said.map(drop),
        }
    }
    Match::None
}

/// The patterns of a file, which are about a folder, before those that count already. As in git, a link does not count.
fn with(above: Option<Rc<Rules>>, folder: &Path, file: &Path, shown: &Path, passed: &mut BTreeSet<Passed>) -> Option<Rc<Rules>> {
    let Ok(data) = file.symlink_metadata() else { return above };
    let text = match data.is_symlink() {
        true => Err(std::io::Error::other("it is a link")),
        false => read::plain(file, read::MAX_IGNORE),
    };
    let own = text.and_then(|bytes| {
        let mut builder = GitignoreBuilder::new(folder);
        let text = String::from_utf8_lossy(&bytes);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let stars = line.bytes().filter(|&byte| byte == b'*').count();
            if line.len() > MAX_PATTERN || stars > MAX_STARS {
                return Err(std::io::Error::other(format!(
                    "it has a pattern of more than {MAX_PATTERN} bytes or {MAX_STARS} stars"
                )));
            }
            let _ = builder.add_line(None, line); // as git, which says nothing of a pattern that is none
        }
        builder.build().map_err(std::io::Error::other)
    });
    match own {
        Ok(own) => Some(Rc::new(Rules { own, above })),
        Err(error) => {
            passed.insert(Passed { path: shown.to_owned(), why: Why::IgnoreFile(error.to_string()) });
            above
        }
    }
}

fn holds_connector(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|name| names_connector(&name.to_string_lossy()))
}
