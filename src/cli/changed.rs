//! What `check --changed` leaves out: unchanged connectors and, with `--changed-lines`, findings on unchanged lines.
use super::git::Repository;
use anyhow::bail;
use connsmith::connector::Connector;
use connsmith::connector::discover::Found;
use connsmith::judge::check::says_unfinished;
use connsmith::rule::finding::Finding;
use connsmith::text::difference::{DiffOp, operations};
use connsmith::text::document::{Document, File};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// After this time, any difference is used instead of the shortest one.
const PATIENCE: Duration = Duration::from_secs(5);

const SHALLOW: &str = "this clone is shallow, so --changed cannot determine what changed: fetch the full history \
     (`git fetch --unshallow origin`; in GitHub Actions `fetch-depth: 0` of actions/checkout, in Azure Pipelines \
     `fetchDepth: 0`, in GitLab `GIT_DEPTH: 0`)";

/// What changed in a repository since a commit.
pub struct Changed {
    repository: Repository,
    base: String,
    lines_only: bool,
    /// Changed paths in the repository that exist now, with their previous paths.
    now: BTreeMap<String, Option<String>>,
    /// Deleted paths.
    gone: BTreeSet<String>,
}

impl Changed {
    /// Compares the working tree with the commit where it diverged from `since`, or from the default branch if `since` is empty.
    pub fn new(paths: &[PathBuf], since: &str, lines_only: bool) -> anyhow::Result<Changed> {
        let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
        let repository = Repository::of(first)?;
        let guessed = since.is_empty();
        let since = match repository.default_branch() {
            Err(_) if guessed && repository.is_shallow()? => bail!("{SHALLOW}"),
            branch if guessed => branch?,
            _ => since.to_owned(),
        };
        let since = match repository.commit(&since) {
            Err(error) if Path::new(&since).exists() => {
                return Err(error.context(format!("--changed expects a commit, but got `{since}`: put paths before --changed")));
            }
            other => other.and(Ok(since)),
        }?;
        let base = repository.merge_base(&since, "HEAD")?;
        if guessed && repository.is_shallow()? && base == repository.commit("HEAD")? {
            bail!("{SHALLOW}"); // a single-branch clone treats its branch as the default branch
        }
        let mut changed = Changed { now: BTreeMap::new(), gone: BTreeSet::new(), repository, base, lines_only };
        for (before, now) in changed.repository.renamed(&changed.base)? {
            match now {
                Some(now) => {
                    changed.gone.extend(before.clone().filter(|before| *before != now));
                    changed.now.insert(now, before);
                }
                None => changed.gone.extend(before),
            }
        }
        Ok(changed)
    }

    /// Whether a file in the connector's folder was added, changed, renamed or deleted.
    pub fn touches(&self, found: &Found) -> anyhow::Result<bool> {
        let folder = self.repository.path_of(&found.folder)?;
        Ok(self.now.keys().chain(&self.gone).any(|path| is_below(path, &folder)))
    }

    /// Removes the findings on unchanged lines if only those on changed lines are wanted.
    pub fn keep(&self, connector: &Connector, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
        if !self.lines_only {
            return Ok(());
        }
        let mut seen: BTreeMap<File, Lines> = BTreeMap::new();
        for file in findings.iter().map(|finding| finding.at.file).collect::<BTreeSet<_>>() {
            seen.insert(file, self.lines(connector, file)?);
        }
        let is_new = |finding: &Finding| seen.get(&finding.at.file).is_some_and(|lines| lines.hold(connector, finding));
        findings.retain(|finding| is_new(finding) || says_unfinished(finding));
        Ok(())
    }

    /// Which lines of a file are new.
    fn lines(&self, connector: &Connector, file: File) -> anyhow::Result<Lines> {
        let Some(document) = connector.document(file) else { return self.of_no_text(connector, file) };
        let path = self.repository.path_of(&in_folder(connector, &document.name))?;
        let old = match self.now.get(&path) {
            None => return Ok(Lines::None),
            Some(None) => return Ok(Lines::All),
            Some(Some(old)) => old,
        };
        let Some(bytes) = self.repository.show(&self.base, old)? else { return Ok(Lines::All) };
        let before = Document::plain(file, "", bytes).text;
        Ok(changed_lines(&before, document))
    }

    /// For a folder and for a file that is missing or not text: whether anything about it is new.
    fn of_no_text(&self, connector: &Connector, file: File) -> anyhow::Result<Lines> {
        let folder = self.repository.path_of(&connector.path)?;
        let name = connector.file_name(file);
        let renamed = self.now.iter().any(|(now, before)| is_below(now, &folder) && before.as_ref() != Some(now));
        let path = self.repository.path_of(&in_folder(connector, &name))?;
        let any = match file {
            File::Folder => renamed || self.gone.iter().any(|path| is_below(path, &folder)),
            _ => self.now.contains_key(&path) || self.gone.contains(&path) || self.is_new(connector)?,
        };
        Ok(if any { Lines::All } else { Lines::None })
    }

    /// Whether the connector is new: then everything missing in it is new too.
    fn is_new(&self, connector: &Connector) -> anyhow::Result<bool> {
        let definition = self.repository.path_of(&in_folder(connector, &connector.file_name(File::Definition)))?;
        Ok(self.now.get(&definition).is_some_and(Option::is_none))
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The path of a connector's file, given its displayed name.
fn in_folder(connector: &Connector, name: &str) -> PathBuf {
    let below = name.strip_prefix(&connector.name).map_or(name, |rest| rest.trim_start_matches('/'));
    connector.path.join(below)
}

enum Lines {
    All,
    None,
    Some {
        /// First and last line, from 1.
        ranges: Vec<(u32, u32)>,
        /// Pointers of the values from which lines were removed.
        cut: BTreeSet<String>,
    },
}

impl Lines {
    /// Whether a finding is on these lines, or about something that was removed.
    fn hold(&self, connector: &Connector, finding: &Finding) -> bool {
        match (self, connector.document(finding.at.file)) {
            (Lines::All, _) => true,
            (Lines::Some { ranges, cut }, Some(document)) => {
                let (first, last) = (document.position(finding.at.span.start).line, document.position(finding.at.span.end).line);
                ranges.iter().any(|&(start, end)| first <= end && start <= last) || cut.contains(&finding.at.pointer)
            }
            _ => false,
        }
    }
}

fn changed_lines(before: &str, document: &Document) -> Lines {
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(&document.text));
    let (mut ranges, mut cut) = (Vec::new(), BTreeSet::new());
    let mut offsets = vec![0u32];
    offsets.extend(new.iter().scan(0u32, |end, line| {
        *end += line.len() as u32;
        Some(*end)
    }));
    for operation in operations(&old, &new, PATIENCE) {
        match operation {
            DiffOp::Equal { .. } => {}
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                ranges.push((new_index as u32 + 1, (new_index + new_len) as u32));
            }
            DiffOp::Delete { .. } => {}
        }
        if let DiffOp::Delete { new_index, .. } | DiffOp::Replace { new_index, .. } = operation {
            // Something removed is missing in the value that contained it.
            cut.insert(document.value_at(offsets.get(new_index).copied().unwrap_or(0)).pointer());
        }
    }
    Lines::Some { ranges, cut }
}
