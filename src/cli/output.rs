//! How reports are written, whatever was checked: formats, destinations, limits and exit status
use super::{CLEAN, FOUND, print_pieces};
use anyhow::{Context, bail};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Args, ValueEnum};
use connsmith::Severity;
use connsmith::judge::check::Checker;
use connsmith::report::{self, FORMATS, Format, Part, STATISTICS, Summary, text};
use connsmith::rule::finding::Finding;
use connsmith::rule::subject::Subject;
use std::borrow::Cow;
use std::io::IsTerminal;
use std::path::PathBuf;

#[derive(Args, Clone)]
#[command(next_help_heading = "Report")]
pub struct OutputArguments {
    /// Format of the report, optionally with a file: `sarif`, `sarif:out.sarif` (repeatable) [default: the format of GitHub
    /// Actions or Azure Pipelines when running there, else `text`]
    #[arg(long, value_name = "FORMAT[:FILE]", value_parser = FormatParser)]
    format: Vec<Wanted>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    bar: Bar,

    /// Show every finding, even if a rule has more than three in one file
    #[arg(long)]
    pub all: bool,

    /// Omit findings below this level from every report; they do not count either
    #[arg(long, value_enum, value_name = "LEVEL")]
    min_severity: Option<Level>,

    /// Show what each fix changes (default for a single connector)
    #[arg(long, overrides_with = "no_show_fixes")]
    show_fixes: bool,

    /// Do not show what fixes change
    #[arg(long, overrides_with = "show_fixes")]
    no_show_fixes: bool,

    /// Show the number of findings per rule instead of the findings
    #[arg(long)]
    statistics: bool,

    /// When to turn rule ids into links to their pages
    #[arg(long, value_enum, default_value_t = Links::Auto, value_name = "WHEN")]
    links: Links,

    /// Whether whole connectors are checked, so that a checklist is possible.
    #[arg(skip)]
    pub whole_connectors: bool,
}

/// Which findings determine the exit status.
#[derive(Args, Clone, Copy)]
#[command(next_help_heading = "Report")]
pub struct Bar {
    /// Exit with status 1 if there are findings at or above this level
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    fail_on: FailOn,

    /// Also exit with status 1 if there are more warnings than this
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
}

/// When to write links.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Links {
    /// On terminals known to support links
    Auto,
    Always,
    Never,
}

impl Links {
    fn wanted(self, color: bool) -> bool {
        match self {
            Links::Always => true,
            Links::Never => false,
            Links::Auto => color && std::io::stdout().is_terminal() && shows_links(),
        }
    }
}

/// Whether the terminal supports links (https://github.com/Alhadis/OSC8-Adoption).
fn shows_links() -> bool {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"];
    let terms = ["xterm-kitty", "alacritty", "foot", "xterm-ghostty"];
    programs.contains(&&*variable("TERM_PROGRAM"))
        || terms.iter().any(|term| variable("TERM").starts_with(term))
        || ["WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM", "KONSOLE_VERSION"].iter().any(|name| !variable(name).is_empty())
        || variable("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5000)
}

/// A level of findings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Error,
    #[value(alias = "warn")]
    Warning,
    Info,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Info,
        }
    }
}

impl Bar {
    /// The exit status for the findings.
    pub fn status(self, summary: &Summary) -> u8 {
        let bar = match self.fail_on {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        };
        let too_many = self.max_warnings.is_some_and(|most| summary.warnings > most);
        if too_many || bar.is_some_and(|bar| summary.reaches(bar)) { FOUND } else { CLEAN }
    }
}

/// A format and its file; standard output without one.
#[derive(Clone)]
struct Wanted {
    format: &'static Format,
    file: Option<PathBuf>,
}

/// Reads `FORMAT[:FILE]`.
#[derive(Clone)]
struct FormatParser;

impl TypedValueParser for FormatParser {
    type Value = Wanted;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Wanted, clap::Error> {
        let text = value.to_string_lossy();
        let (name, file) = match text.split_once(':') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (&*text, None),
        };
        let names = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|format| format.name));
        let name = names.parse_ref(command, argument, std::ffi::OsStr::new(name))?;
        match Format::named(&name) {
            Some(format) if file.as_ref().is_none_or(|file| !file.as_os_str().is_empty()) => Ok(Wanted { format, file }),
            _ => Err(command.clone().error(
                clap::error::ErrorKind::InvalidValue,
                format!("`--format {text}` has no file name: use `{name}:FILE`, or `{name}` for standard output"),
            )),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about))))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    #[value(alias = "warn")]
    Warning,
    Info,
    Never,
}

impl OutputArguments {
    /// Whether info findings affect the exit status, which requires running their rules.
    pub fn needs_info(&self) -> bool {
        self.bar.fail_on == FailOn::Info
    }

    /// The file to write the report to instead of standard output.
    #[cfg(feature = "packages")]
    pub fn file(&self) -> Option<&std::path::Path> {
        self.output.as_deref()
    }

    /// Whether no format is given, so that it is chosen by where the program runs.
    #[cfg(feature = "packages")]
    pub fn is_format_open(&self) -> bool {
        self.format.is_empty()
    }

    /// Whether the checklist of a submission is one of the reports.
    pub fn wants_checklist(&self) -> bool {
        self.format.iter().any(|wanted| wanted.format.name == CHECKLIST)
    }

    /// Whether the options exclude findings by level.
    pub fn hides_levels(&self) -> bool {
        self.min_severity.is_some()
    }

    /// The requested formats, at most one of them for standard output.
    fn wanted(&self) -> anyhow::Result<Vec<Wanted>> {
        let mut wanted = self.format.clone();
        if wanted.is_empty() {
            // The service does not affect the format of files, which are not its log.
            let format = if self.output.is_none() { of_service() } else { None };
            wanted.extend(format.or(FORMATS.first()).map(|format| Wanted { format, file: None }));
        }
        let unplaced: Vec<&str> = wanted.iter().filter(|wanted| wanted.file.is_none()).map(|wanted| wanted.format.name).collect();
        if let [first, second, ..] = unplaced[..] {
            bail!("`{first}` and `{second}` cannot both go to standard output: use `--format {second}:FILE`");
        }
        if self.output.is_some() && unplaced.is_empty() {
            bail!("--output has no effect because every --format names a file");
        }
        if self.wants_checklist() && !self.whole_connectors {
            bail!("--format {CHECKLIST} works only with `connsmith check` of whole connectors");
        }
        for wanted in &mut wanted {
            if super::settings::is_quiet() && ["text", "concise"].contains(&wanted.format.name) {
                wanted.format = Format::named("summary").unwrap_or(wanted.format);
            } else if self.statistics && ["text", "concise"].contains(&wanted.format.name) {
                wanted.format = &STATISTICS;
            }
            wanted.file = wanted.file.take().or_else(|| self.output.clone());
            if let Some(file) = wanted.file.as_deref().filter(|file| is_of_connector(file)) {
                bail!(
                    "the report cannot be written to `{}`, which is the name of a connector file; if it is a file to check, put `--` before it",
                    file.display()
                );
            }
        }
        Ok(wanted)
    }
}

/// Whether a path has the name of a connector's file. A folder may be named `--output=x`: passing its files without `--` would
/// overwrite one of them.
fn is_of_connector(file: &std::path::Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    name.ends_with(".swagger.json") || ["apiproperties.json", "settings.json", "connsmith.toml"].contains(&&*name)
}

/// The format of the CI service that the program runs on, if the service reads the log.
pub fn of_service() -> Option<&'static Format> {
    let says = |name: &str| std::env::var(name).is_ok_and(|value| value.eq_ignore_ascii_case("true"));
    // https://docs.github.com/actions/reference/variables-reference
    // https://learn.microsoft.com/azure/devops/pipelines/build/variables
    let services = [("GITHUB_ACTIONS", "github"), ("TF_BUILD", "azure")];
    services.iter().find(|(variable, _)| says(variable)).and_then(|(_, name)| Format::named(name))
}

/// Writes the parts of a report as requested, and determines the exit status.
pub struct Output {
    wanted: Vec<Wanted>,
    style: text::Style,
    bar: Bar,
    min_severity: Severity,
    /// Whether fixes are shown; by default, only for a single connector.
    fixes: Option<bool>,
}

/// A subject's part of each report, written while its text is in memory.
pub struct Parts {
    summary: Summary,
    /// In the order of [`Output::wanted`].
    parts: Vec<Part>,
}

impl Output {
    pub fn new(arguments: &OutputArguments, color: bool) -> anyhow::Result<Output> {
        Ok(Output {
            wanted: arguments.wanted()?,
            style: text::Style { color, links: arguments.links.wanted(color), all: arguments.all, ..terminal() },
            bar: arguments.bar,
            min_severity: arguments.min_severity.map_or(Severity::Info, Level::severity),
            fixes: (arguments.show_fixes || arguments.no_show_fixes).then_some(arguments.show_fixes),
        })
    }

    /// For this number of connectors.
    pub fn of(mut self, connectors: usize) -> Output {
        self.style.fixes = self.fixes.unwrap_or(connectors == 1);
        self
    }

    /// Whether the default report is written.
    pub fn is_text(&self) -> bool {
        self.wanted.iter().any(|wanted| wanted.format.name == TEXT)
    }

    /// Whether the default report is the only one.
    #[cfg(feature = "packages")]
    pub fn is_only_text(&self) -> bool {
        matches!(&self.wanted[..], [wanted] if wanted.format.name == TEXT && wanted.file.is_none())
    }

    /// Writes the report of one subject.
    pub fn part(&self, subject: &dyn Subject, findings: &[Finding]) -> Parts {
        let above: Vec<Finding>;
        let findings = if self.min_severity > Severity::Info {
            above = findings.iter().filter(|finding| finding.severity >= self.min_severity).cloned().collect();
            &above
        } else {
            findings
        };
        let plain = text::Style { all: self.style.all, fixes: self.style.fixes, ..text::Style::default() };
        let part = |wanted: &Wanted| {
            let style = if wanted.file.is_some() { plain } else { self.style };
            (wanted.format.part)(subject, findings, style)
        };
        Parts { summary: Summary::of(subject, findings), parts: self.wanted.iter().map(part).collect() }
    }

    /// Adds to a part how many more findings `--strict` would show.
    pub fn with_hidden(mut part: Parts, hidden: usize) -> Parts {
        part.summary.hidden = Some(hidden);
        part
    }

    /// Marks a part as being about two identical versions.
    pub fn unchanged(mut part: Parts, unchanged: bool) -> Parts {
        part.summary.unchanged = unchanged;
        part
    }

    /// Whether standard output is read by programs.
    #[cfg(feature = "packages")]
    pub fn is_json(&self) -> bool {
        self.wanted.iter().any(|wanted| wanted.file.is_none() && wanted.format.name == JSON)
    }

    /// Writes the complete reports and returns the exit status.
    pub fn finish(&self, subjects: Vec<Parts>) -> anyhow::Result<u8> {
        self.finish_with(subjects, &[])
    }

    /// As [`Output::finish`], with additional members in JSON.
    pub fn finish_with(&self, subjects: Vec<Parts>, more: &[(&str, serde_json::Value)]) -> anyhow::Result<u8> {
        let mut summary = Summary::default();
        let mut by_format: Vec<Vec<Part>> = self.wanted.iter().map(|_| Vec::with_capacity(subjects.len())).collect();
        for subject in subjects {
            summary.add(&subject.summary);
            by_format.iter_mut().zip(subject.parts).for_each(|(parts, part)| parts.push(part));
        }
        for (wanted, parts) in self.wanted.iter().zip(by_format) {
            let mut report = (wanted.format.whole)(&parts, &summary);
            if let Some(note) = report::left_out_note(&parts) {
                super::note(&format!("the `{}` report is not complete: {note}", wanted.format.name));
            }
            for (name, value) in more.iter().filter(|_| wanted.format.name == JSON) {
                let Some(end) = report.last_mut().map(Cow::to_mut) else { continue };
                end.truncate(end.trim_end().len() - 2); // the closing brace on its line
                end.push_str(&format!(",\n  \"{name}\": {value}\n}}\n"));
            }
            match &wanted.file {
                Some(file) => super::interrupt::put(file, report.concat().as_bytes())
                    .with_context(|| format!("cannot write the report to `{}`", file.display()))?,
                None => print_pieces(&report)?,
            }
        }
        Ok(self.bar.status(&summary))
    }
}

/// The format that shows what to do next.
const TEXT: &str = "text";

/// The format to which further members can be added.
const JSON: &str = "json";

/// The name of the format for the submission checklist.
const CHECKLIST: &str = "checklist";

/// The width of the terminal, if there is one.
fn terminal() -> text::Style {
    let plain = text::Style::default();
    if !std::io::stdout().is_terminal() {
        return plain;
    }
    let width = terminal_size::terminal_size().map_or(100, |(columns, _)| usize::from(columns.0).max(40));
    text::Style { width, wrap: true, ..plain }
}

/// Reports problems with the configurations and baselines used by a run.
pub fn about_configurations(checker: &Checker, output: &Output) -> impl Iterator<Item = Parts> {
    checker.of_configurations().into_iter().map(|(file, findings)| output.part(file.as_ref(), &findings))
}
