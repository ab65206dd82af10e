//! A baseline: the findings that existed when somebody started to use connsmith, written by a command. Only new ones count.
//!
//! An entry is a rule, a place and a number of findings. The place is the file's path relative to the baseline's folder, `#`,
//! and an [anchor](crate::judge::config::at::anchor), compared letter for letter.
use crate::connector::Connector;
use crate::judge::config::at::Anchored;
use crate::judge::config::{ConfigFile, ConfigText, Fault, read};
use crate::rule::finding::Finding;
use crate::text::document::File;
use crate::text::json::Span;
use crate::text::read as read_file;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A baseline that was read.
#[derive(Debug)]
pub struct Baseline {
    /// The folder to which its paths are relative.
    folder: PathBuf,
    pub text: Arc<ConfigText>,
    pub faults: Vec<Fault>,
    pub entries: Vec<Entry>,
    by_place: FxHashMap<(String, String), usize>,
}

/// What findings are about.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    pub connector: &'a Connector,
    /// The name of a file in the connector's folder that is no file of the connector, such as a trigger configuration.
    pub other: Option<&'a str>,
}

impl<'a> From<&'a Connector> for Judged<'a> {
    fn from(connector: &'a Connector) -> Judged<'a> {
        Judged { connector, other: None }
    }
}

impl Judged<'_> {
    /// The path of a file in the connector's folder.
    pub fn file_in_folder(self, file: File) -> String {
        match (file, self.other) {
            (File::Other(_), Some(name)) => name.to_owned(),
            _ => self.connector.file_in_folder(file),
        }
    }
}

/// An entry of a baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub rule: String,
    /// `file#anchor`
    pub at: String,
    /// How many findings of the rule there are at that place.
    pub count: usize,
    /// The position of the place in the baseline's text.
    pub span: Span,
}

impl Entry {
    /// The path of its file, relative to the baseline's folder.
    pub fn file(&self) -> &str {
        self.at.split('#').next().unwrap_or_default()
    }
}

impl Baseline {
    /// Reads the baseline that a configuration names. One that cannot be read is a fault of the configuration.
    pub fn named_in(file: &mut ConfigFile, current: &Path) -> Option<Arc<Baseline>> {
        let named = file.config.baseline.clone()?;
        let path = match file.path_of(&named) {
            Ok(path) => path,
            Err(fault) => {
                file.faults.push(fault);
                return None;
            }
        };
        match Baseline::read(&path, &crate::connector::discover::shown(&path, current)) {
            Ok(baseline) => Some(Arc::new(baseline)),
            Err(error) => {
                file.faults.push(Fault {
                    span: named.span,
                    message: format!("the baseline `{}` cannot be read: {error}", named.value),
                    help: Some(format!(
                        "write it with `connsmith check --write-baseline {}`, or leave `baseline` out",
                        named.value
                    )),
                });
                None
            }
        }
    }

    /// Reads the text of a baseline in `folder`; `name` is its path for people.
    pub fn parse(text: &str, folder: &Path, name: &str) -> Baseline {
        let (listed, faults) = read::baseline(text);
        let entries: Vec<Entry> = listed
            .into_iter()
            .map(|listed| Entry { rule: listed.rule, at: listed.at, count: listed.count, span: listed.span })
            .collect();
        let by_place = entries.iter().enumerate().map(|(at, entry)| ((entry.rule.clone(), entry.at.clone()), at)).collect();
        let text = Arc::new(ConfigText::new(name, text));
        Baseline { folder: folder.to_owned(), text, faults, entries, by_place }
    }

    /// Reads a baseline; `name` is its path for people.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn read(path: &Path, name: &str) -> std::io::Result<Baseline> {
        let text = read_file::plain_text(path, read_file::MAX_BASELINE)?;
        Ok(Baseline::parse(&text, &folder_of(path), name))
    }

    /// The entries for findings that are the `n`th of their rule at their place: which of them each is, and `n` from 1. None
    /// for a finding that is new. `folder` is the folder of the connector.
    pub fn known(&self, judged: Judged, folder: &Path, findings: &[Finding]) -> Vec<Option<(usize, usize)>> {
        let mut seen: FxHashMap<usize, usize> = FxHashMap::default();
        let mut known = |finding: &Finding| {
            let at = place(&self.folder, judged, folder, finding);
            let &entry = self.by_place.get(&(finding.rule.id.to_owned(), at))?;
            let number = seen.entry(entry).or_default();
            *number += 1;
            (*number <= self.entries[entry].count).then_some((entry, *number))
        };
        findings.iter().map(|finding| finding.suppressed.is_none().then(|| known(finding)).flatten()).collect()
    }

    /// The path of an entry's file.
    pub fn path(&self, entry: &Entry) -> PathBuf {
        let mut path = self.folder.clone();
        for step in entry.file().split('/') {
            match step {
                ".." => _ = path.pop(),
                step => path.push(step),
            }
        }
        path
    }
}

/// The folder of a baseline, links followed as far as it is there.
fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let known = folder.ancestors().find_map(|above| {
        let known = if above == Path::new("") { Path::new(".") } else { above };
        Some((known.canonicalize().ok()?, above))
    });
    match known {
        Some((known, above)) => folder.strip_prefix(above).map_or(known.clone(), |rest| known.join(rest)),
        None => folder.to_owned(),
    }
}

/// The place of a finding as a baseline in `base` writes it.
fn place(base: &Path, judged: Judged, folder: &Path, finding: &Finding) -> String {
    let file = folder.join(judged.file_in_folder(finding.at.file));
    format!("{}#{}", relative(&file, base), Anchored::new(judged.connector, finding).anchor())
}

/// A path as seen from a folder, with `/`; both are absolute.
fn relative(path: &Path, base: &Path) -> String {
    let (mut path, mut base) = (path.components().peekable(), base.components().peekable());
    while path.peek().is_some() && path.peek() == base.peek() {
        path.next();
        base.next();
    }
    let up = base.map(|_| "..".to_owned());
    up.chain(path.map(|step| step.as_os_str().to_string_lossy().into_owned())).collect::<Vec<_>>().join("/")
}

/// A baseline that is being written.
#[derive(Debug)]
pub struct Listing {
    folder: PathBuf,
    /// Findings by place and rule.
    counts: BTreeMap<(String, String), usize>,
}

impl Listing {
    /// An empty one, for a file with this path.
    pub fn new(path: &Path) -> Listing {
        Listing { folder: folder_of(path), counts: BTreeMap::new() }
    }

    /// The places and rules of a connector's findings that count. `folder` is its folder.
    pub fn of(&self, judged: Judged, folder: &Path, findings: &[Finding]) -> Vec<(String, String)> {
        let counting = crate::rule::finding::counting(findings);
        counting.map(|finding| (place(&self.folder, judged, folder, finding), finding.rule.id.to_owned())).collect()
    }

    /// Adds what [`Listing::of`] gave.
    pub fn add(&mut self, places: Vec<(String, String)>) {
        for place in places {
            *self.counts.entry(place).or_default() += 1;
        }
    }

    /// Takes an entry over from the existing baseline.
    pub fn keep(&mut self, entry: &Entry) {
        self.counts.insert((entry.at.clone(), entry.rule.clone()), entry.count);
    }

    /// How many findings it stands for.
    pub fn findings(&self) -> usize {
        self.counts.values().sum()
    }

    /// Its text.
    pub fn text(&self) -> String {
        let mut text =
            String::from("# Known findings, written by `connsmith check --write-baseline`. Only new findings count.\n");
        for ((at, rule), count) in &self.counts {
            let at = toml::Value::String(at.clone());
            text.push_str(&format!("\n[[ignore]]\nrule = \"{rule}\"\nat = {at}\n"));
            if *count > 1 {
                text.push_str(&format!("count = {count}\n"));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_seen_from_a_folder() {
        for (path, base, seen) in [("/a/b/c", "/a", "b/c"), ("/a/b", "/a/c/d", "../../b"), ("/a", "/a", "")] {
            assert_eq!(relative(Path::new(path), Path::new(base)), seen);
        }
    }
}
