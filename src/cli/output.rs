//! How reports are written, whatever was checked: formats, where they go, bar and exit status
use super::{CLEAN, FOUND, print_pieces};
use anyhow::{Context, bail};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Args, ValueEnum};
use connsmith::Severity;
use connsmith::report::{FORMATS, Format, Part, Summary, text};
use connsmith::rule::finding::Finding;
use connsmith::rule::subject::Subject;
use connsmith::text::write;
use std::borrow::Cow;
use std::io::IsTerminal;
use std::path::PathBuf;

#[derive(Args)]
pub struct OutputArguments {
    /// How to write the report, and where: `sarif`, `sarif:out.sarif` (repeatable). Without it GitHub Actions and Azure Pipelines
    /// get their own format, everybody else `text`
    #[arg(long, value_name = "FORMAT[:FILE]", value_parser = FormatParser)]
    format: Vec<Wanted>,

    /// Write to this file what would go to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    bar: Bar,

    /// Show every finding, also of a rule that has over a hundred in one file
    #[arg(long)]
    all: bool,

    /// Print nothing but the summary line
    #[arg(long, short)]
    quiet: bool,
}

/// Which findings decide the exit status.
#[derive(Args, Clone, Copy)]
pub struct Bar {
    /// The lowest level of finding that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    fail_on: FailOn,
}

impl Bar {
    /// The exit status for what was found.
    pub fn status(self, summary: &Summary) -> u8 {
        let bar = match self.fail_on {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        };
        if bar.is_some_and(|bar| summary.reaches(bar)) { FOUND } else { CLEAN }
    }
}

/// A format, and the file that it goes to; standard output without one.
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
                format!("`--format {text}` names no file: write `{name}:FILE`, or `{name}` for standard output"),
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
    Warning,
    Info,
    Never,
}

impl OutputArguments {
    /// Whether info findings decide the exit status: then they must exist.
    pub fn needs_info(&self) -> bool {
        self.bar.fail_on == FailOn::Info
    }

    /// The formats that the options ask for, at most one of them for standard output.
    fn wanted(&self) -> anyhow::Result<Vec<Wanted>> {
        let mut wanted = self.format.clone();
        if wanted.is_empty() {
            // A file is no log: what it is to hold is not the service's business.
            let format = if self.output.is_none() { of_service() } else { None };
            wanted.extend(format.or(FORMATS.first()).map(|format| Wanted { format, file: None }));
        }
        let unplaced: Vec<&str> = wanted.iter().filter(|wanted| wanted.file.is_none()).map(|wanted| wanted.format.name).collect();
        if let [first, second, ..] = unplaced[..] {
            bail!("both `{first}` and `{second}` would go to standard output: write `--format {second}:FILE`");
        }
        if self.output.is_some() && unplaced.is_empty() {
            bail!("every --format names its own file, so there is nothing for --output");
        }
        for wanted in &mut wanted {
            if self.quiet && ["text", "concise"].contains(&wanted.format.name) {
                wanted.format = Format::named("summary").unwrap_or(wanted.format);
            }
            wanted.file = wanted.file.take().or_else(|| self.output.clone());
        }
        Ok(wanted)
    }
}

/// The format of the service on which the program runs, when it has one that reads the log.
fn of_service() -> Option<&'static Format> {
    let says = |name: &str| std::env::var(name).is_ok_and(|value| value.eq_ignore_ascii_case("true"));
    // https://docs.github.com/actions/reference/variables-reference
    // https://learn.microsoft.com/azure/devops/pipelines/build/variables
    let services = [("GITHUB_ACTIONS", "github"), ("TF_BUILD", "azure")];
    services.iter().find(|(variable, _)| says(variable)).and_then(|(_, name)| Format::named(name))
}

/// Writes the parts of a report as the options ask, and knows the exit status.
pub struct Output {
    wanted: Vec<Wanted>,
    style: text::Style,
    bar: Bar,
}

/// A subject's part of each report, written while its text was in memory.
pub struct Parts {
    summary: Summary,
    /// In the order of [`Output::wanted`].
    parts: Vec<Part>,
}

impl Output {
    pub fn new(arguments: &OutputArguments, color: bool) -> anyhow::Result<Output> {
        Ok(Output {
            wanted: arguments.wanted()?,
            style: text::Style {
                color,
                hyperlinks: color && std::io::stdout().is_terminal(),
                width: terminal_width(),
                all: arguments.all,
            },
            bar: arguments.bar,
        })
    }

    /// Writes what there is to say of one subject.
    pub fn part(&self, subject: &dyn Subject, findings: &[Finding]) -> Parts {
        let plain = text::Style { color: false, hyperlinks: false, width: PLAIN_WIDTH, ..self.style };
        let part = |wanted: &Wanted| {
            let style = if wanted.file.is_some() { plain } else { self.style };
            (wanted.format.part)(subject, findings, style)
        };
        Parts { summary: Summary::of(subject, findings), parts: self.wanted.iter().map(part).collect() }
    }

    /// Whether standard output gets what programs read.
    #[cfg(feature = "packages")]
    pub fn is_json(&self) -> bool {
        self.wanted.iter().any(|wanted| wanted.file.is_none() && wanted.format.name == JSON)
    }

    /// Writes the whole reports; the exit status comes back.
    pub fn finish(&self, subjects: Vec<Parts>) -> anyhow::Result<u8> {
        self.finish_with(subjects, &[])
    }

    /// As [`Output::finish`]; JSON gets further members.
    pub fn finish_with(&self, subjects: Vec<Parts>, more: &[(&str, serde_json::Value)]) -> anyhow::Result<u8> {
        let mut summary = Summary::default();
        let mut by_format: Vec<Vec<Part>> = self.wanted.iter().map(|_| Vec::with_capacity(subjects.len())).collect();
        for subject in subjects {
            summary.add(&subject.summary);
            by_format.iter_mut().zip(subject.parts).for_each(|(parts, part)| parts.push(part));
        }
        for (wanted, parts) in self.wanted.iter().zip(by_format) {
            let mut report = (wanted.format.whole)(&parts, &summary);
            for (name, value) in more.iter().filter(|_| wanted.format.name == JSON) {
                let Some(end) = report.last_mut().map(Cow::to_mut) else { continue };
                end.truncate(end.trim_end().len() - 2); // the closing brace on its line
                end.push_str(&format!(",\n  \"{name}\": {value}\n}}\n"));
            }
            match &wanted.file {
                Some(file) => write::put(file, report.concat().as_bytes())
                    .with_context(|| format!("cannot write the report to `{}`", file.display()))?,
                None => print_pieces(&report)?,
            }
        }
        Ok(self.bar.status(&summary))
    }
}

/// The format to which further members can be added.
const JSON: &str = "json";

/// Columns to draw in where there is no terminal.
const PLAIN_WIDTH: usize = 100;

/// Columns to draw in: those of the terminal, at most 120.
fn terminal_width() -> usize {
    if !std::io::stdout().is_terminal() {
        return PLAIN_WIDTH;
    }
    terminal_size::terminal_size().map_or(PLAIN_WIDTH, |(columns, _)| usize::from(columns.0).clamp(40, 120))
}
