//! The command line: the only code that prints, asks, or decides the exit status.
use anyhow::Context;
use clap::{Parser, Subcommand, ValueEnum};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

mod changed;
mod check;
mod choice;
mod diff;
mod docs;
mod explain;
mod fix;
mod fmt;
mod git;
mod merge_reports;
mod output;
mod rules;

/// Checks Microsoft Power Platform and Azure Logic Apps custom connectors against the certification rules, offline.
#[derive(Parser)]
#[command(name = "connsmith", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

#[derive(Subcommand)]
enum Command {
    /// Check connectors: what Microsoft's validator and reviewers would say
    Check(check::Arguments),
    /// Mend what can be mended without a person: safe fixes, as edits that keep every other byte
    Fix(fix::Arguments),
    /// Bring JSON files into canonical form: order of sections and members, indentation, line ends
    Fmt(fmt::Arguments),
    /// Join reports of `check --shard` into the one of a whole run
    MergeReports(merge_reports::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Show the page of a rule: by its id, an official code or a policy number
    Explain(explain::Arguments),
    /// Write the rules and the commands as a static site
    Docs(docs::DocsArguments),
    /// Print completions for a shell: bash, zsh, fish, PowerShell
    Completions(docs::CompletionsArguments),
    /// Print the manual page
    Man(docs::ManArguments),
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

impl Color {
    fn wanted(self) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                    || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                std::io::stdout().is_terminal() && !refused
            }
        }
    }
}

/// The exit status of a command that ran: nothing at or above the bar, or something.
const CLEAN: u8 = 0;
const FOUND: u8 = 1;
/// The exit status of a command that could not run.
const FAILED: u8 = 2;

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { FAILED } else { CLEAN };
            let _ = error.print(); // nowhere left to say that it cannot be said
            return ExitCode::from(status);
        }
    };
    let color = arguments.color.wanted();
    let done = match arguments.command {
        Command::Check(arguments) => check::run(arguments, color),
        Command::Fix(arguments) => fix::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::MergeReports(arguments) => merge_reports::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Docs(arguments) => docs::docs(&arguments),
        Command::Completions(arguments) => docs::completions(&arguments),
        Command::Man(arguments) => docs::man(&arguments),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(error) if is_closed_pipe(&error) => ExitCode::from(CLEAN),
        Err(error) => {
            note(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

/// Whoever read our output went away (`connsmith check | head`): no reason to complain.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Writes a line of notes to standard error.
fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "connsmith: {text}"); // nowhere left to say that it cannot be said
}

/// Writes the whole of a text to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write the report")
}
