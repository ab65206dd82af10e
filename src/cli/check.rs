//! `connsmith check`
use super::changed::Changed;
use super::choice::{ChoiceArguments, LimitArguments};
use super::configurations;
use super::diff;
use super::fix::{Fixer, Scope, Tally};
use super::output::{Output, OutputArguments, about_configurations};
use super::progress::Progress;
use super::stdin::StdinArguments;
use super::timing::TimingArguments;
use super::{CLEAN, FAILED, watch};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover::{self, Found};
use connsmith::judge::baseline::{Baseline, Listing};
use connsmith::judge::check::{BaselineChoice, Checker, Options, says_unfinished};
use connsmith::judge::configured::Coverage;
use connsmith::judge::profile::Profile;
use connsmith::judge::shard::Shard;
use connsmith::judge::target::{Pair, Target};
use connsmith::judge::timing::Layer;
use connsmith::judge::together::put_together;
use connsmith::rule::subject::{Heading, Listed, Subject};
use connsmith::text::document::{Document, File};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

#[derive(Args, Clone)]
pub struct Arguments {
    /// Connector folders, folders that contain connectors at any depth, or files of a connector; `-` for standard input
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    choice: ChoiceArguments,

    #[command(flatten)]
    output: OutputArguments,

    /// Check only connectors that changed since this branch diverged from REF [default: the default branch], according to git
    #[arg(long, value_name = "REF", num_args = 0..=1, default_missing_value = "")]
    changed: Option<String>,

    /// With `--changed`: report only findings on changed lines
    #[arg(long, requires = "changed")]
    changed_lines: bool,

    /// Check only one of several parts of about equal size, such as `3/8`; `connsmith merge-reports` merges the reports
    #[arg(long, value_name = "PART/PARTS")]
    shard: Option<Shard>,

    /// When given a file, check the whole connector that it belongs to
    #[arg(long)]
    whole: bool,

    /// Apply fixes first, as `connsmith fix` does, then report the remaining findings
    #[arg(long)]
    fix: bool,

    /// With `--fix`: also apply fixes that may change what running flows send or receive
    #[arg(long = "unsafe", requires = "fix")]
    with_unsafe: bool,

    /// Write the findings to a baseline file. They no longer count once `--baseline` or the configuration names the file. Entries
    /// for places and rules that this run does not check are kept
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "no_baseline"])]
    write_baseline: Option<PathBuf>,

    /// Also report what changed since this commit, branch or tag, and how that affects existing flows
    #[arg(long, value_name = "REF")]
    against: Option<String>,

    /// Number of threads to use [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// Check again whenever a file changes; q or Ctrl-C ends it
    #[arg(long, conflicts_with_all = ["changed", "shard", "fix", "write_baseline", "timing"])]
    watch: bool,

    #[command(flatten)]
    limit: LimitArguments,

    #[command(flatten)]
    timing: TimingArguments,

    #[command(flatten)]
    stdin: StdinArguments,
}

pub fn run(arguments: Arguments, color: bool) -> anyhow::Result<u8> {
    if let Some(threads) = arguments.threads {
        if threads == 0 {
            bail!("`--threads` must be at least 1");
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        // The first thread is there already; on Windows its stack is too small.
        let pool = if cfg!(windows) { pool } else { pool.use_current_thread() };
        pool.build_global().context("cannot start the threads")?;
    }
    if !arguments.watch {
        return once(arguments, color);
    }
    if arguments.paths == [PathBuf::from("-")] {
        bail!("--watch cannot be used with `-` (standard input)");
    }
    let all = arguments.paths.clone();
    watch::run(&all, |paths| once(Arguments { paths: paths.to_vec(), ..arguments.clone() }, color))
}

/// Checks, and writes one report.
fn once(mut arguments: Arguments, color: bool) -> anyhow::Result<u8> {
    let mut options = arguments.choice.options(&arguments.paths)?;
    options.selection.strict |= arguments.output.needs_info();
    let from_stdin = arguments.paths == [PathBuf::from("-")];
    arguments.output.whole_connectors = !from_stdin && arguments.changed.is_none() && arguments.against.is_none();
    if arguments.output.wants_checklist() {
        // A list without all rules would mark unchecked items as done.
        if !options.selection.select.is_empty() || !options.selection.ignore.is_empty() || arguments.output.hides_levels() {
            bail!("--format checklist always shows the whole list: remove --select, --ignore and --min-severity");
        }
        if options.selection.profile(Profile::Submission) != Profile::Submission {
            bail!("--format checklist requires --profile submission");
        }
        options.selection.profile = Some(Profile::Submission);
    }
    if arguments.write_baseline.is_some() {
        options.baseline = BaselineChoice::Off;
    }
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let from_stdin = arguments.paths == [PathBuf::from("-")];
    if from_stdin || arguments.changed.is_some() || arguments.shard.is_some() {
        options.coverage = Coverage::default(); // a part or an unsaved text says nothing about stale entries
    }
    options.clock = arguments.timing.clock();
    options.deadline = arguments.limit.deadline();
    let checker = Checker::new(&options);
    let mut output = Output::new(&arguments.output, color)?;

    // With these, every place is listed separately.
    let apart = options.selection.shows_info(Profile::Default) || arguments.output.all;
    let mut failed = false;
    let parts = if from_stdin {
        let refused = [
            ("--fix", arguments.fix),
            ("--write-baseline", arguments.write_baseline.is_some()),
            ("--against", arguments.against.is_some()),
            ("--changed", arguments.changed.is_some()),
            ("--shard", arguments.shard.is_some()),
        ];
        if let Some((option, _)) = refused.iter().find(|(_, given)| *given) {
            bail!("{option} cannot be used with `-` (standard input)");
        }
        output = output.of(1);
        let Some(stdin) = arguments.stdin.read(&arguments.paths, &current)? else { return Ok(FAILED) };
        let file = stdin.file;
        let connector = checker.connector(stdin.folder, &current)?;
        let mut findings = checker.findings(&connector);
        findings.retain(|finding| finding.at.file == file || says_unfinished(finding));
        let connector = Alone { target: &connector, files: 1 };
        let findings = if apart { findings } else { put_together(findings) };
        vec![checker.layer(Layer::Report, || output.part(&connector, &findings))]
    } else {
        arguments.stdin.read(&arguments.paths, &current)?;
        let configurations = configurations::named(&mut arguments.paths);
        #[cfg(feature = "packages")]
        let containers = super::container::taken(&mut arguments.paths, &current)?;
        #[cfg(feature = "packages")]
        if arguments.fix {
            containers.iter().for_each(|container| super::note(&container.left()));
        }
        let scope = if arguments.whole { Scope::whole(&arguments.paths) } else { Scope::new(&arguments.paths) };
        let changed = match &arguments.changed {
            Some(since) => Some(Changed::new(&arguments.paths, since, arguments.changed_lines)?),
            None => None,
        };
        let (mut found, errors) = match arguments.paths.is_empty() {
            true => Default::default(),
            false => checker.layer(Layer::Discovery, || arguments.found(changed.as_ref()))?,
        };
        if arguments.whole {
            // Files missing beside a definition are also reported.
            found.iter_mut().for_each(|one| one.alone = false);
        }
        for error in &errors {
            super::note(&error.to_string());
        }
        failed |= !errors.is_empty();
        output = output.of(found.len());
        if arguments.fix {
            // Fixed entries must not count as matched in the report.
            let before = Checker::new(&options);
            let fixer = Fixer {
                checker: &before,
                current: &current,
                scope: Scope::new(&arguments.paths),
                with_unsafe: arguments.with_unsafe,
                apart,
                writes: true,
                diffs: false,
            };
            let tally = Tally::of(&fixer.each(&found)?);
            super::note(tally.summary(true).trim_end());
            failed |= tally.failed;
        }
        if let Some(path) = &arguments.write_baseline {
            let summary = write_baseline(&checker, &options.coverage, path, &found, &configurations, &current)?;
            super::print(&summary)?;
            return Ok(if failed { FAILED } else { CLEAN });
        }
        let older = match &arguments.against {
            Some(reference) => checker.layer(Layer::Changes, || diff::older(reference, &arguments.paths, &found))?,
            None => FxHashMap::default(),
        };
        let progress = Progress::new(found.len());
        let counts_hidden = output.is_text() && !arguments.output.hides_levels() && arguments.choice.is_plain();
        let parts = checker.each(&found, &current, |connector, mut findings| {
            let named = scope.named_files(connector);
            scope.keep(connector, &mut findings);
            let mut about = None;
            if let Some(old) = older.get(&connector.path) {
                findings.extend(checker.changes(old, connector));
                scope.keep(connector, &mut findings);
                findings.sort_by_key(|finding| (finding.at.file, finding.at.span.start, finding.at.span.end));
                about = Some(Since(Pair { old, new: connector }));
            }
            if let Some(changed) = &changed {
                changed.keep(connector, &mut findings)?;
            }
            if !apart {
                findings = put_together(findings);
            }
            let shown = connsmith::rule::finding::counting(&findings).count();
            let part = checker.layer(Layer::Report, || match (&about, named) {
                (Some(since), _) => output.part(since, &findings),
                (None, Some(files)) => output.part(&Alone { target: connector, files }, &findings),
                (None, None) => output.part(connector, &findings),
            });
            progress.one_done();
            let whole = named.is_none() && changed.is_none() && about.is_none();
            let more = match whole {
                true => configurations::in_folder(connector, &configurations, &checker, &current, &output, apart)?,
                false => Vec::new(),
            };
            let only = found.len() == 1 && about.is_none() && changed.is_none() && named.is_none() && counts_hidden;
            let hidden = if only { hidden(&options, &found[0], &current, connector, shown) } else { None };
            let part = match hidden {
                Some(hidden) => Output::with_hidden(part, hidden),
                None => part,
            };
            anyhow::Ok(std::iter::once(part).chain(more).collect::<Vec<_>>())
        })?;
        progress.finish();
        let named = configurations::check_named(&configurations, &checker, &current, &output, apart)?;
        let parts = parts.into_iter().collect::<anyhow::Result<Vec<Vec<_>>>>()?.into_iter().flatten().chain(named);
        #[cfg(feature = "packages")]
        let parts = parts.chain(containers.iter().flat_map(|container| container.parts(&checker, options.publisher, &output)));
        parts.collect()
    };

    let subjects = about_configurations(&checker, &output).chain(parts).collect();
    let status = checker.layer(Layer::Report, || output.finish(subjects))?;
    arguments.timing.report(checker.timing())?;
    Ok(if failed || checker.is_unfinished() { FAILED } else { status })
}

/// Connectors with longer definitions are not checked twice.
const MOST_BYTES_TWICE: usize = 1 << 20;

/// How many more findings `--strict` shows for a connector; None if it is too large to find out.
fn hidden(options: &Options, found: &Found, current: &Path, target: &Target, shown: usize) -> Option<usize> {
    if target.definition.as_ref().is_some_and(|definition| definition.text.len() > MOST_BYTES_TWICE) {
        return None;
    }
    // Read again: uses of configuration entries are counted in the reported check.
    let mut options = options.clone();
    options.selection.strict = true;
    options.coverage = Coverage::default();
    options.clock = None;
    let checker = Checker::new(&options);
    let findings = checker.findings(&checker.read(found, current).ok()?);
    if checker.is_unfinished() {
        return None;
    }
    Some(connsmith::rule::finding::counting(&findings).count().saturating_sub(shown))
}

/// Writes a baseline, and returns a summary of what was done.
fn write_baseline(
    checker: &Checker,
    coverage: &Coverage,
    path: &Path,
    found: &[Found],
    named: &[PathBuf],
    current: &Path,
) -> anyhow::Result<String> {
    let name = discover::shown(path, current);
    let old = match std::fs::exists(path).unwrap_or(true) {
        true => Some(Baseline::read(path, &name).with_context(|| format!("cannot read the baseline `{name}`"))?),
        false => None,
    };
    if old.as_ref().is_some_and(|old| !old.faults.is_empty()) {
        bail!("`{name}` was not changed because it is not a baseline; name another file, or delete it first");
    }
    let mut listing = Listing::new(path);
    let places = checker.each(found, current, |connector, findings| {
        let configured = checker.configured(&connector.path, current)?;
        let mut places = listing.of((&connector.connector).into(), &configured.folder, &findings);
        places.extend(configurations::listed(connector, named, checker, current, &listing)?);
        anyhow::Ok(places)
    })?;
    if checker.is_unfinished() {
        bail!("`{name}` was not changed because the time limit was reached before everything was checked");
    }
    checker.faultless().map_err(|file| anyhow::anyhow!("`{name}` was not changed: {}", super::faulty(&file)))?;
    let of_named = configurations::listed_named(named, checker, current, &listing)?;
    for places in places.into_iter().chain([Ok(of_named)]) {
        listing.add(places?);
    }
    for entry in old.iter().flat_map(|old| old.entries.iter().filter(|entry| !checker.went_over(coverage, old, entry))) {
        listing.keep(entry);
    }
    super::interrupt::put(path, listing.text().as_bytes()).with_context(|| format!("cannot write `{name}`"))?;
    let findings = super::fix::counted(listing.findings(), "finding", "findings");
    Ok(format!("{name}: {findings} of {}\n", super::fix::counted(found.len(), "connector", "connectors")))
}

/// A connector that is checked together with its changes.
struct Since<'c>(Pair<'c>);

impl Subject for Since<'_> {
    fn document(&self, file: File) -> Option<&Document> {
        self.0.document(file)
    }

    fn file_name(&self, file: File) -> String {
        self.0.file_name(file)
    }

    fn file_count(&self) -> usize {
        self.0.new.file_count()
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        self.0.connectors()
    }

    fn heading(&self) -> Heading {
        let Heading { name, about } = self.0.new.heading();
        Heading { name, about: format!("{about}, compared with {}", self.0.old.file_name(File::Folder)) }
    }
}

/// A connector for which only some files are reported.
struct Alone<'c> {
    target: &'c Target,
    files: usize,
}

impl Subject for Alone<'_> {
    fn document(&self, file: File) -> Option<&Document> {
        self.target.document(file)
    }

    fn file_name(&self, file: File) -> String {
        self.target.file_name(file)
    }

    fn file_count(&self) -> usize {
        self.files
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        self.target.connectors()
    }

    fn heading(&self) -> Heading {
        self.target.heading()
    }
}

impl Arguments {
    /// The connectors to check, and the paths that contain none.
    ///
    /// # Errors
    /// If there is nothing to check.
    fn found(&self, changed: Option<&Changed>) -> anyhow::Result<(Vec<Found>, Vec<discover::Error>)> {
        let discover::Search { mut found, mut errors, .. } = super::searched(&self.paths);
        if changed.is_some() {
            // The last connector may have been deleted.
            errors.retain(|error| !matches!(error, discover::Error::Nothing(_)));
        }
        if found.is_empty() && !errors.is_empty() {
            return Err(errors.remove(0).into());
        }
        if let Some(changed) = changed {
            let touched: Vec<bool> = found.iter().map(|found| changed.touches(found)).collect::<anyhow::Result<_>>()?;
            found = found.into_iter().zip(touched).filter(|(_, touched)| *touched).map(|(found, _)| found).collect();
        }
        let found = match self.shard {
            Some(shard) => shard.of(found),
            None => found,
        };
        Ok((found, errors))
    }
}
