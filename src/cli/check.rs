//! `connsmith check`
use super::fix::{Fixer, Scope, Tally};
use super::{CLEAN, FAILED, FOUND, print};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::Severity;
use connsmith::check::{Checker, Options};
use connsmith::connector::{Connector, FolderFile};
use connsmith::discover::{self, Found};
use connsmith::document::File;
use connsmith::finding::Finding;
use connsmith::profile::{Publisher, Selection, names_rule};
use connsmith::report::{self, Summary};
use connsmith::rules::RULES;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Arguments {
    /// Connector folders, folders that hold connectors at any depth, or files of a connector; `-` for standard input
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// For whom to check; without it the configuration, then the folder names of Microsoft's repository decide, then `certified`
    #[arg(long, value_enum)]
    publisher: Option<PublisherArgument>,

    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// The lowest level of finding that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    fail_on: FailOn,

    /// Run these rules only: rule ids, official codes, policy numbers or subjects (repeatable, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    select: Vec<String>,

    /// Leave these rules out (repeatable, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    ignore: Vec<String>,

    /// Show info findings and turn on the rules that are off by default
    #[arg(long)]
    strict: bool,

    /// Mend first, as `connsmith fix` does, and report what is left
    #[arg(long)]
    fix: bool,

    /// With `--fix`: also apply fixes that may change what running flows send or receive
    #[arg(long = "unsafe", requires = "fix")]
    with_unsafe: bool,

    /// Show every finding, also of a rule that has over a hundred in one file
    #[arg(long)]
    all: bool,

    /// Print nothing but the summary line
    #[arg(long, short)]
    quiet: bool,

    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// With `-`: the path that the text on standard input stands for
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum PublisherArgument {
    /// Owns the API (verified publisher)
    Certified,
    /// Does not own the API (independent publisher)
    Independent,
    /// Private use
    Custom,
}

impl From<PublisherArgument> for Publisher {
    fn from(publisher: PublisherArgument) -> Publisher {
        match publisher {
            PublisherArgument::Certified => Publisher::Certified,
            PublisherArgument::Independent => Publisher::Independent,
            PublisherArgument::Custom => Publisher::Custom,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Code frames for people
    Text,
    /// One line a finding
    Concise,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

/// A connector's part of the report, written while its text was in memory.
struct Part {
    summary: Summary,
    text: String,
    json: report::json::Part,
}

pub fn run(arguments: Arguments, color: bool) -> anyhow::Result<u8> {
    known_rules(arguments.select.iter().chain(&arguments.ignore))?;
    if let Some(threads) = arguments.threads {
        if threads == 0 {
            bail!("--threads must be at least 1");
        }
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("cannot start the threads")?;
    }
    let options = Options {
        publisher: arguments.publisher.map(Publisher::from),
        selection: Selection {
            // A bar at info makes no sense unless info findings exist.
            strict: arguments.strict || arguments.fail_on == FailOn::Info,
            select: arguments.select.clone(),
            ignore: arguments.ignore.clone(),
        },
    };
    let checker = Checker::new(&options);
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let style = report::text::Style {
        color,
        hyperlinks: color && std::io::stdout().is_terminal(),
        width: terminal_width(),
        all: arguments.all,
    };
    let write = |connector: &Connector, findings: Vec<Finding>| {
        let mut part =
            Part { summary: Summary::of(connector, &findings), text: String::new(), json: report::json::Part::default() };
        match arguments.format {
            Format::Json => part.json = report::json::part(connector, &findings),
            _ if arguments.quiet => {}
            Format::Concise => part.text = report::concise::part(connector, &findings),
            Format::Text => part.text = report::text::part(connector, &findings, style),
        }
        part
    };

    let mut failed = false;
    let parts = if arguments.paths == [PathBuf::from("-")] {
        if arguments.fix {
            bail!("--fix cannot be used with `-` (standard input)");
        }
        let connector = from_stdin(&checker, arguments.stdin_filename.as_deref(), &current)?;
        let findings = checker.findings(&connector);
        vec![write(&connector, findings)]
    } else {
        if arguments.paths.contains(&PathBuf::from("-")) {
            bail!("`-` (standard input) cannot be checked together with other paths");
        }
        if arguments.stdin_filename.is_some() {
            bail!("--stdin-filename needs `-` as the only path");
        }
        let found = discover::find(&arguments.paths)?;
        if arguments.fix {
            let fixer = Fixer {
                checker: &checker,
                current: &current,
                scope: Scope::new(&arguments.paths),
                with_unsafe: arguments.with_unsafe,
                writes: true,
                diffs: false,
            };
            let tally = Tally::of(&fixer.each(&found)?);
            super::note(tally.summary(true).trim_end());
            failed = tally.failed;
        }
        let progress = Progress::new(found.len());
        let parts = checker.each(&found, &current, |connector, findings| {
            let part = write(connector, findings);
            progress.one_done();
            part
        })?;
        progress.finish();
        parts
    };

    let mut summary = Summary::default();
    for part in &parts {
        summary.add(&part.summary);
    }
    match arguments.format {
        Format::Json => {
            let parts: Vec<_> = parts.into_iter().map(|part| part.json).collect();
            print(&report::json::whole(&parts, &summary))?;
        }
        _ => {
            for part in &parts {
                print(&part.text)?;
            }
            if arguments.format == Format::Text || arguments.quiet {
                print(&report::text::summary(&summary))?;
            }
        }
    }
    let bar = match arguments.fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never => None,
    };
    Ok(match bar {
        _ if failed => FAILED,
        Some(bar) if summary.reaches(bar) => FOUND,
        _ => CLEAN,
    })
}

/// A rule that does not exist is a mistake in the command, not a rule without findings.
pub(super) fn known_rules<'a>(names: impl Iterator<Item = &'a String>) -> anyhow::Result<()> {
    for name in names {
        if !RULES.iter().any(|rule| names_rule(name, rule)) {
            match super::explain::nearest(name) {
                Some(near) => bail!("there is no rule `{name}`; did you mean `{near}`?"),
                None => bail!("there is no rule `{name}`; `connsmith rules` lists them"),
            }
        }
    }
    Ok(())
}

fn from_stdin(checker: &Checker, name: Option<&Path>, current: &Path) -> anyhow::Result<Connector> {
    let name = name.unwrap_or(Path::new("apiDefinition.swagger.json"));
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    let folder = match name.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let found = Found { folder, file: None };
    let mut folder = discover::load(&found, discover::shown(&found.folder, current));
    let file_name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let usual = discover::USUAL_NAMES.iter().find(|(_, usual)| usual.eq_ignore_ascii_case(&file_name));
    let file = usual.map_or(File::Definition, |&(file, _)| file);
    folder.files.retain(|known| known.file != file);
    if !folder.listing.contains(&file_name) {
        folder.listing.push(file_name.clone());
        folder.listing.sort();
    }
    folder.files.push(FolderFile { file, name: file_name, bytes });
    Ok(checker.connector(folder, current)?)
}

/// Columns to draw in: those of the terminal, at most 120; 100 elsewhere.
fn terminal_width() -> usize {
    if !std::io::stdout().is_terminal() {
        return 100;
    }
    terminal_size::terminal_size().map_or(100, |(columns, _)| usize::from(columns.0).clamp(40, 120))
}

/// A bar that shows itself only when the work takes over half a second, and only on a terminal.
pub(super) struct Progress {
    started: Instant,
    bar: indicatif::ProgressBar,
}

impl Progress {
    pub(super) fn new(connectors: usize) -> Progress {
        let bar = indicatif::ProgressBar::new(connectors as u64);
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:30} {pos} of {len} connectors") {
            bar.set_style(style);
        }
        Progress { started: Instant::now(), bar }
    }

    pub(super) fn one_done(&self) {
        if self.bar.is_hidden() && std::io::stderr().is_terminal() && self.started.elapsed() > Duration::from_millis(500) {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
