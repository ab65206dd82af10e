//! `connsmith fix`, and the first half of `connsmith check --fix`
use super::choice::{ChoiceArguments, LimitArguments};
use super::progress::Progress;
use super::stdin::{self, Stdin, StdinArguments};
use super::{CLEAN, FAILED, FOUND, interrupt, note, print, print_patch, unified};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::Severity;
use connsmith::connector::Connector;
use connsmith::connector::discover::{self, Found};
use connsmith::connector::form;
use connsmith::judge::check::{Checker, says_unfinished};
use connsmith::judge::fixes::{self, Fixed};
use connsmith::judge::profile::Profile;
use connsmith::judge::target::Target;
use connsmith::judge::together::put_together;
use connsmith::report::Summary;
use connsmith::rule::finding::{Finding, counting};
use connsmith::rule::fix::Safety;
use connsmith::text::document::{Document, File};
use connsmith::{judge::config, report};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// Connector folders, folders that contain connectors at any depth, or files of a connector; only these files change. `-`
    /// fixes standard input and writes the result to standard output
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Also apply fixes that may change what running flows send or receive; each rule's page says how
    #[arg(long = "unsafe")]
    with_unsafe: bool,

    /// Print the changes as a unified diff instead of writing them; exit with status 1 if there are any
    #[arg(long, conflicts_with = "dry_run")]
    diff: bool,

    /// Count the available fixes instead of applying them; exit with status 1 if there are any
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    choice: ChoiceArguments,

    #[command(flatten)]
    limit: LimitArguments,

    #[command(flatten)]
    stdin: StdinArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let mut options = arguments.choice.options(&arguments.paths)?;
    options.deadline = arguments.limit.deadline();
    let apart = options.selection.shows_info(Profile::Default);
    let checker = Checker::new(&options);
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    if let Some(stdin) = arguments.stdin.read(&arguments.paths, &current)? {
        return fix_stdin(arguments, stdin, &checker, &current, apart);
    }
    #[cfg_attr(not(feature = "packages"), expect(unused_mut))]
    let (mut paths, mut contained) = (arguments.paths.clone(), false);
    #[cfg(feature = "packages")]
    for container in super::container::taken(&mut paths, &current)? {
        note(&container.left());
        contained = true;
    }
    if paths.is_empty() {
        return Ok(FAILED);
    }
    let (found, missing) = super::found(&paths)?;
    let missing = missing || contained;
    let fixer = Fixer {
        checker: &checker,
        current: &current,
        scope: Scope::new(&arguments.paths),
        with_unsafe: arguments.with_unsafe,
        apart,
        writes: !arguments.diff && !arguments.dry_run,
        diffs: arguments.diff,
    };
    let outcomes = fixer.each(&found)?;
    let tally = Tally::of(&outcomes);
    let summary = tally.summary(fixer.writes);
    for outcome in &outcomes {
        if arguments.diff {
            print_patch(&outcome.diff)?;
        } else if !super::settings::is_quiet() {
            print(&outcome.list(fixer.writes))?;
        }
    }
    // With a diff, nothing else goes to standard output.
    if arguments.diff {
        note(summary.trim_end())
    } else {
        print(&summary)?
    }
    Ok(match fixer.writes {
        _ if tally.failed || missing => FAILED,
        true if tally.left.reaches(Severity::Error) => FOUND,
        false if tally.fixes > 0 => FOUND,
        _ => CLEAN,
    })
}

/// Fixes the text on standard input and writes it, or its diff, to standard output.
fn fix_stdin(arguments: &Arguments, stdin: Stdin, checker: &Checker, current: &Path, apart: bool) -> anyhow::Result<u8> {
    if let Some(file) = checker.configured(&stdin.folder.path, current)?.source.faulty() {
        bail!("nothing was fixed: {}", super::faulty(file));
    }
    let before = stdin.bytes().to_vec();
    let file = stdin.file;
    let judge = |folder| {
        let connector = checker.connector(folder, current)?;
        let findings = checker.findings(&connector);
        Ok::<_, config::Error>((connector, findings))
    };
    let up_to = if arguments.with_unsafe { Safety::Unsafe } else { Safety::Safe };
    let mut fixed = fixes::fix_all(stdin.folder, up_to, |known| known.file == file, judge)?;
    if checker.is_unfinished() {
        bail!("nothing was fixed: {OVERTIME}");
    }
    fixed.findings.retain(|finding| finding.at.file == file);
    for text in notes(&fixed) {
        note(&text);
    }
    let writes = !arguments.diff && !arguments.dry_run;
    if arguments.diff {
        fixed.changes.iter().try_for_each(|change| print_patch(&unified::unified(change)))?;
    } else if writes {
        stdin::write(fixed.changes.first().map_or(&before, |change| &change.after))?;
    }
    let done = self::fixed(&fixed);
    let (left, left_unsafe) = remaining(&fixed.connector, fixed.findings, apart);
    let outcome = Outcome { fixed: done, left: Summary { files: 1, ..left }, left_unsafe, diff: String::new(), failed: false };
    let tally = Tally::of(&[outcome]);
    note(tally.summary(writes).trim_end());
    Ok(match writes {
        true if tally.left.reaches(Severity::Error) => FOUND,
        false if tally.fixes > 0 => FOUND,
        _ => CLEAN,
    })
}

/// Why nothing is written: what a fix causes is not known.
const OVERTIME: &str = "the time limit was reached before the fixes were checked";

/// What to fix, and how.
pub struct Fixer<'a> {
    pub checker: &'a Checker,
    pub current: &'a Path,
    pub scope: Scope,
    pub with_unsafe: bool,
    /// Whether each place of a habit is counted on its own, as in the report.
    pub apart: bool,
    pub writes: bool,
    pub diffs: bool,
}

/// The result of fixing a connector.
pub struct Outcome {
    /// Fixes by file name and rule; a fix in several files counts for the first one.
    fixed: BTreeMap<String, BTreeMap<&'static str, usize>>,
    /// The remaining findings.
    left: Summary,
    /// How many of them `--unsafe` would fix.
    left_unsafe: usize,
    diff: String,
    /// Whether a file could not be written.
    failed: bool,
}

impl Fixer<'_> {
    /// Fixes connectors in parallel, and reports on standard error what could not be done. The results are in the order of
    /// `found`.
    pub fn each(&self, found: &[Found]) -> Result<Vec<Outcome>, config::Error> {
        if self.writes {
            super::clean(found);
        }
        let progress = Progress::new(found.len());
        let one = |found: &Found| {
            let outcome = self.one(found);
            progress.one_done();
            outcome
        };
        let outcomes: Result<Vec<_>, _> = found.par_iter().with_max_len(1).map(one).collect();
        progress.finish();
        let mut outcomes = outcomes?;
        let mut said = BTreeSet::new(); // connectors may share a configuration
        for text in outcomes.iter_mut().flat_map(|(_, notes)| notes) {
            if said.insert(&*text) {
                note(text);
            }
        }
        Ok(outcomes.into_iter().map(|(outcome, _)| outcome).collect())
    }

    fn one(&self, found: &Found) -> Result<(Outcome, Vec<String>), config::Error> {
        let judge = |folder| {
            let connector = self.checker.connector(folder, self.current)?;
            let findings = self.checker.findings(&connector);
            Ok::<_, config::Error>((connector, findings))
        };
        let folder = discover::load(found, discover::shown(&found.folder, self.current));
        if let Some(file) = self.checker.configured(&found.folder, self.current)?.source.faulty() {
            let (connector, mut findings) = judge(folder)?;
            self.scope.keep(&connector, &mut findings);
            let (left, left_unsafe) = remaining(&connector, findings, self.apart);
            let outcome = Outcome { fixed: BTreeMap::new(), left, left_unsafe, diff: String::new(), failed: true };
            return Ok((outcome, vec![format!("nothing was changed: {}", super::faulty(file))]));
        }
        let up_to = if self.with_unsafe { Safety::Unsafe } else { Safety::Safe };
        let path = folder.path.clone();
        let unreadable = folder.unreadable.iter().map(|(_, name, why)| (name, why.as_str()));
        let linked = folder.files.iter().filter_map(|file| Some((&file.name, self.scope.linked_out(&path.join(&file.name))?)));
        let left: Vec<String> = unreadable
            .chain(linked)
            .map(|(name, why)| format!("`{}` was not changed: {why}", discover::shown(&path.join(name), self.current)))
            .collect();
        let definition = folder.files.iter().filter(|file| file.file == File::Definition);
        let definition = definition.filter(|file| self.scope.holds(&path.join(&file.name)));
        let other_forms: Vec<String> = definition
            .filter_map(|file| {
                let form = form::of(&Document::json(file.file, &file.name, file.bytes.clone()))?;
                Some(form.left(&discover::shown(&path.join(&file.name), self.current)))
            })
            .collect();
        let mut settled = fixes::fix_all(folder, up_to, |file| self.scope.holds(&path.join(&file.name)), judge)?;
        self.scope.keep(&settled.connector, &mut settled.findings);
        if self.checker.is_unfinished() {
            let outcome = Outcome {
                fixed: BTreeMap::new(),
                left: remaining(&settled.connector, settled.findings, self.apart).0,
                left_unsafe: 0,
                diff: String::new(),
                failed: true,
            };
            let name = discover::shown(&found.folder, self.current);
            return Ok((outcome, vec![format!("`{name}` was not changed: {OVERTIME}")]));
        }
        let mut notes = notes(&settled);
        notes.extend(left);
        notes.extend(other_forms);
        let written = if self.writes { interrupt::save(&settled.changes) } else { Vec::new() };
        let done = fixed(&settled);
        let (still, left_unsafe) = remaining(&settled.connector, settled.findings, self.apart);
        let mut outcome = Outcome {
            fixed: done,
            left: still,
            left_unsafe,
            diff: if self.diffs { settled.changes.iter().map(unified::unified).collect() } else { String::new() },
            failed: false,
        };
        for (change, error) in settled.changes.iter().zip(written).filter_map(|(change, done)| Some((change, done.err()?))) {
            notes.push(error.to_string());
            outcome.fixed.remove(&change.name);
            outcome.failed = true;
        }
        if outcome.failed {
            // The version on disk counts.
            let connector = self.checker.read(found, self.current)?;
            let mut findings = self.checker.findings(&connector);
            self.scope.keep(&connector, &mut findings);
            (outcome.left, outcome.left_unsafe) = remaining(&connector, findings, self.apart);
        }
        Ok((outcome, notes))
    }
}

/// What is left, counted as `check` counts it, and how much of it unsafe fixes would fix.
fn remaining(connector: &Target, findings: Vec<Finding>, apart: bool) -> (Summary, usize) {
    let findings = if apart { findings } else { put_together(findings) };
    (Summary::of(connector, &findings), unsafe_fixes(&findings))
}

fn unsafe_fixes(findings: &[Finding]) -> usize {
    let risky = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Unsafe);
    counting(findings).filter(risky).count()
}

fn fixed(settled: &Fixed) -> BTreeMap<String, BTreeMap<&'static str, usize>> {
    let mut fixed: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for applied in &settled.applied {
        if let Some(edit) = applied.fix.edits.first() {
            let rules = fixed.entry(settled.connector.file_name(edit.file)).or_default();
            *rules.entry(applied.rule.id).or_default() += 1;
        }
    }
    fixed
}

/// So many fixes of a rule that were not applied for the same reason are listed; the others are counted.
const MOST_NOTES: usize = 10;

/// What could not be fixed, and why.
fn notes(settled: &Fixed) -> Vec<String> {
    let Connector { name, .. } = &settled.connector.connector;
    let mut notes = Vec::new();
    let mut more: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for refused in &settled.refused {
        let of_kind = more.entry((refused.rule.id, refused.why.to_string())).or_default();
        *of_kind += 1;
        if *of_kind > MOST_NOTES {
            continue;
        }
        let file = settled.connector.file_name(refused.at.file);
        let line = settled.connector.document(refused.at.file).map_or(1, |file| file.position(refused.at.span.start).line);
        notes.push(format!("{file}:{line}: the fix of `{}` was not applied: {}", refused.rule.id, refused.why));
    }
    let name = if name.is_empty() { "." } else { name };
    for ((rule, why), count) in more.iter().filter(|(_, count)| **count > MOST_NOTES) {
        let more = counted(count - MOST_NOTES, "more fix", "more fixes");
        notes.push(format!("{name}: {more} of `{rule}` not applied: {why}"));
    }
    if !settled.unsettled.is_empty() {
        let rules: Vec<&str> = settled.unsettled.iter().map(|rule| rule.id).collect();
        notes.push(format!("{name}: fixing stopped with fixes remaining for {}; run it again", rules.join(", ")));
    }
    notes
}

impl Outcome {
    /// What was done to each file, rule by rule.
    fn list(&self, written: bool) -> String {
        let mut text = String::new();
        for (file, rules) in &self.fixed {
            let count: usize = rules.values().sum();
            text.push_str(&format!("{file}: {} {}\n", counted(count, "fix", "fixes"), if written { "made" } else { "to make" }));
            for (rule, count) in rules {
                text.push_str(&format!("  {count:>5}  {rule}\n"));
            }
        }
        text
    }
}

/// Sums over all connectors.
pub struct Tally {
    fixes: usize,
    files: usize,
    left: Summary,
    left_unsafe: usize,
    pub failed: bool,
}

impl Tally {
    pub fn of(outcomes: &[Outcome]) -> Tally {
        let mut tally = Tally { fixes: 0, files: 0, left: Summary::default(), left_unsafe: 0, failed: false };
        for outcome in outcomes {
            tally.fixes += outcome.fixed.values().flat_map(BTreeMap::values).sum::<usize>();
            tally.files += outcome.fixed.len();
            tally.left.add(&outcome.left);
            tally.left_unsafe += outcome.left_unsafe;
            tally.failed |= outcome.failed;
        }
        tally
    }

    /// The summary line.
    pub fn summary(&self, written: bool) -> String {
        let done = if written { "made" } else { "to make" };
        let fixes = counted(self.fixes, "fix", "fixes");
        let files = if self.fixes > 0 { format!(" in {}", counted(self.files, "file", "files")) } else { String::new() };
        let risky = if self.left_unsafe > 0 { format!(" ({} fixable with --unsafe)", self.left_unsafe) } else { String::new() };
        let left = report::text::summary(&Summary { fixable: 0, fixable_unsafe: 0, ..self.left });
        format!("{fixes} {done}{files}; left in {}{risky}\n", left.trim_end())
    }
}

pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The files that the user named: the files themselves and those below named folders. No other files are changed, even though a
/// file stands for its folder in a check, and `settings.json` may refer to a file elsewhere.
pub struct Scope {
    named: Vec<PathBuf>,
    /// Whether all of them are folders. What is found in folders lies in them, so nothing has to be resolved to see it.
    folders_only: bool,
}

impl Scope {
    pub fn new(paths: &[PathBuf]) -> Scope {
        let folders_only = !paths.is_empty() && paths.iter().all(|path| path.is_dir());
        Scope { named: paths.iter().map(|path| resolved(path)).collect(), folders_only }
    }

    /// The same, except that a file stands for its whole connector.
    pub fn whole(paths: &[PathBuf]) -> Scope {
        let folder = |path: PathBuf| if path.is_dir() { path } else { path.parent().map_or(path.clone(), Path::to_owned) };
        Scope { named: paths.iter().map(|path| folder(resolved(path))).collect(), folders_only: false }
    }

    /// How many of a connector's files the user named; None if the user named the whole connector.
    pub fn named_files(&self, target: &Target) -> Option<usize> {
        let held = |file: &File| target.document(*file).is_some() && self.holds_file(target, *file);
        (!self.holds_connector(target)).then(|| discover::USUAL_NAMES.iter().filter(|(file, _)| held(file)).count().max(1))
    }

    /// Removes the findings in files that the user did not name.
    pub fn keep(&self, target: &Target, findings: &mut Vec<Finding>) {
        if !self.holds_connector(target) {
            findings.retain(|finding| self.holds_file(target, finding.at.file) || says_unfinished(finding));
        }
    }

    fn holds_connector(&self, target: &Target) -> bool {
        self.folders_only || self.holds(&target.path)
    }

    fn holds_file(&self, target: &Target, file: File) -> bool {
        self.holds(&target.path.join(target.file_in_folder(file)))
    }

    /// Whether a file is among them.
    pub fn holds(&self, path: &Path) -> bool {
        let path = resolved(path);
        self.named.iter().any(|named| path.starts_with(named))
    }

    /// Why a file that the user named is not changed: it is a link to a file elsewhere.
    pub fn linked_out(&self, path: &Path) -> Option<&'static str> {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let place = resolved(folder).join(path.file_name()?);
        let named = self.named.iter().any(|named| place.starts_with(named));
        (named && !self.holds(path)).then_some("it is a link to a file outside the given folder")
    }
}

/// The path without links: a link to a file elsewhere is a file elsewhere.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    path.file_name().map_or(folder.clone(), |name| folder.join(name))
}
