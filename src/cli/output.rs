//! How reports are written, whatever was checked: format, bar and exit status
use super::{CLEAN, FOUND, print};
use clap::{Args, ValueEnum};
use connsmith::Severity;
use connsmith::finding::Finding;
use connsmith::report::{self, Subject, Summary};
use std::io::IsTerminal;

#[derive(Args)]
pub struct OutputArguments {
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// The lowest level of finding that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    fail_on: FailOn,

    /// Show every finding, also of a rule that has over a hundred in one file
    #[arg(long)]
    all: bool,

    /// Print nothing but the summary line
    #[arg(long, short)]
    quiet: bool,
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

impl OutputArguments {
    /// Whether info findings decide the exit status: then they must exist.
    pub fn needs_info(&self) -> bool {
        self.fail_on == FailOn::Info
    }
}

/// Writes the parts of a report as the options ask, and knows the exit status.
pub struct Output {
    format: Format,
    quiet: bool,
    style: report::text::Style,
    bar: Option<Severity>,
}

/// A subject's part of the report, written while its text was in memory.
pub struct Part {
    summary: Summary,
    text: String,
    json: report::json::Part,
}

impl Output {
    pub fn new(arguments: &OutputArguments, color: bool) -> Output {
        Output {
            format: arguments.format,
            quiet: arguments.quiet,
            style: report::text::Style {
                color,
                hyperlinks: color && std::io::stdout().is_terminal(),
                width: terminal_width(),
                all: arguments.all,
            },
            bar: match arguments.fail_on {
                FailOn::Error => Some(Severity::Error),
                FailOn::Warning => Some(Severity::Warning),
                FailOn::Info => Some(Severity::Info),
                FailOn::Never => None,
            },
        }
    }

    /// Writes what there is to say of one subject.
    pub fn part(&self, subject: &dyn Subject, findings: &[Finding]) -> Part {
        let mut part = Part { summary: Summary::of(subject, findings), text: String::new(), json: report::json::Part::default() };
        match self.format {
            Format::Json => part.json = report::json::part(subject, findings),
            _ if self.quiet => {}
            Format::Concise => part.text = report::concise::part(subject, findings),
            Format::Text => part.text = report::text::part(subject, findings, self.style),
        }
        part
    }

    /// Whether programs read it.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Prints the whole report; the exit status comes back.
    pub fn finish(&self, parts: Vec<Part>) -> anyhow::Result<u8> {
        self.finish_with(parts, &[])
    }

    /// As [`Output::finish`]; for programs with further members.
    pub fn finish_with(&self, parts: Vec<Part>, more: &[(&str, serde_json::Value)]) -> anyhow::Result<u8> {
        let mut summary = Summary::default();
        for part in &parts {
            summary.add(&part.summary);
        }
        match self.format {
            Format::Json => {
                let parts: Vec<_> = parts.into_iter().map(|part| part.json).collect();
                let mut text = report::json::whole(&parts, &summary);
                for (name, value) in more {
                    text.truncate(text.trim_end().len() - 2); // the closing brace on its line
                    text.push_str(&format!(",\n  \"{name}\": {value}\n}}\n"));
                }
                print(&text)?;
            }
            _ => {
                for part in &parts {
                    print(&part.text)?;
                }
                if self.format == Format::Text || self.quiet {
                    print(&report::text::summary(&summary))?;
                }
            }
        }
        Ok(if self.bar.is_some_and(|bar| summary.reaches(bar)) { FOUND } else { CLEAN })
    }
}

/// Columns to draw in: those of the terminal, at most 120; 100 elsewhere.
fn terminal_width() -> usize {
    if !std::io::stdout().is_terminal() {
        return 100;
    }
    terminal_size::terminal_size().map_or(100, |(columns, _)| usize::from(columns.0).clamp(40, 120))
}
