//! The command line: the only code that prints, asks, or decides the exit status.
use anyhow::Context;
use clap::{Parser, Subcommand, ValueEnum};
use std::borrow::Cow;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

mod add;
mod answer;
mod ask;
mod changed;
mod changelog;
mod check;
mod choice;
mod config;
mod diff;
mod docs;
mod explain;
mod fix;
mod fmt;
mod git;
mod import;
mod init;
mod interrupt;
mod merge_reports;
mod new;
mod output;
#[cfg(feature = "packages")]
mod pack;
#[cfg(feature = "packages")]
mod package;
mod pick;
#[cfg(feature = "platform")]
mod platform;
mod readme;
mod rules;
mod timing;
mod unified;
#[cfg(feature = "packages")]
mod unpack;
mod version;

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
    /// Make a new connector that passes every rule, from options or from answers on a terminal
    New(new::Arguments),
    /// Make a connector from a description of an API: OpenAPI 3, Swagger 2.0, Postman, HAR, cURL
    Import(Box<import::Arguments>),
    /// Add operations, triggers, policies or ways to sign in to a connector, as edits that keep every other byte
    Add(add::Arguments),
    /// Bring the list of operations in a readme up to date with the definition
    Readme(readme::Arguments),
    /// Mend what can be mended without a person: safe fixes, as edits that keep every other byte
    Fix(fix::Arguments),
    /// Bring JSON files into canonical form: order of sections and members, indentation, line ends
    Fmt(fmt::Arguments),
    /// Write a `connsmith.toml` to begin with: every setting, explained, none switched on
    Init(init::Arguments),
    /// Show the settings that count for a path, and where each comes from
    Config(config::Arguments),
    /// Compare two versions of a connector: what an update does to flows and apps that exist
    Diff(diff::Arguments),
    /// Write what an update changes, as Markdown for people
    Changelog(changelog::Arguments),
    /// Make of connectors what is imported and submitted: a solution, a package for certification, a plain zip
    #[cfg(feature = "packages")]
    Pack(Box<pack::Arguments>),
    /// Take a solution apart into folders of connectors, or into the tree that `pac solution unpack` makes
    #[cfg(feature = "packages")]
    Unpack(unpack::Arguments),
    /// Check a package before it is submitted
    #[cfg(feature = "packages")]
    Package(package::Arguments),
    /// Join reports of `check --shard` into the one of a whole run
    MergeReports(merge_reports::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Show the page of a rule: by its id, an official code or a policy number
    Explain(explain::Arguments),
    /// Sign in to the Power Platform
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Login(platform::login::Arguments),
    /// Sign out
    #[cfg(feature = "platform")]
    Logout(platform::logout::Arguments),
    /// Show who is signed in, and how
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Whoami(platform::whoami::Arguments),
    /// List the environments
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Environments(platform::environments::Arguments),
    /// List the custom connectors of an environment
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    List(platform::list::Arguments),
    /// Create a custom connector from its files
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Create(platform::create::Arguments),
    /// Update a custom connector from its files
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Update(platform::update::Arguments),
    /// Download a custom connector's files
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Download(platform::download::Arguments),
    /// Have Microsoft's service validate a definition, and compare its verdict with ours
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Validate(platform::validate::Arguments),
    /// Delete a custom connector
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Delete(platform::delete::Arguments),
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
/// The exit status of a command that needs somebody to sign in first.
#[cfg(feature = "platform")]
const SIGN_IN: u8 = 3;

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
        Command::New(arguments) => new::run(&arguments),
        Command::Import(arguments) => import::run(&arguments, color),
        Command::Add(arguments) => add::run(&arguments),
        Command::Readme(arguments) => readme::run(&arguments),
        Command::Fix(arguments) => fix::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments, color),
        Command::Changelog(arguments) => changelog::run(&arguments),
        #[cfg(feature = "packages")]
        Command::Pack(arguments) => pack::run(&arguments, color),
        #[cfg(feature = "packages")]
        Command::Unpack(arguments) => unpack::run(&arguments, color),
        #[cfg(feature = "packages")]
        Command::Package(arguments) => package::run(arguments, color),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Login(arguments) => platform::login::run(arguments),
        #[cfg(feature = "platform")]
        Command::Logout(arguments) => platform::logout::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Whoami(arguments) => platform::whoami::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Environments(arguments) => platform::environments::run(&arguments),
        #[cfg(feature = "platform")]
        Command::List(arguments) => platform::list::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Create(arguments) => platform::create::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Update(arguments) => platform::update::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Download(arguments) => platform::download::run(&arguments),
        #[cfg(feature = "platform")]
        Command::Validate(arguments) => platform::validate::run(&arguments, color),
        #[cfg(feature = "platform")]
        Command::Delete(arguments) => platform::delete::run(&arguments),
        Command::MergeReports(arguments) => merge_reports::run(&arguments),
        Command::Docs(arguments) => docs::docs(&arguments),
        Command::Completions(arguments) => docs::completions(&arguments),
        Command::Man(arguments) => docs::man(&arguments),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(error) if is_closed_pipe(&error) => ExitCode::from(CLEAN),
        Err(error) => {
            note(&format!("{error:#}"));
            #[cfg(feature = "platform")]
            let status = platform::status(&error);
            #[cfg(not(feature = "platform"))]
            let status = FAILED;
            ExitCode::from(status)
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

/// Why nothing is changed below a configuration or a baseline that has faults: what it was to spare is not known.
fn faulty(file: &str) -> String {
    format!("`{file}` has faults, and what it says must be known first (`connsmith check` shows them)")
}

/// Writes a line of notes to standard error.
fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "connsmith: {text}"); // nowhere left to say that it cannot be said
}

/// Writes the whole of a text to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    print_pieces(&[Cow::Borrowed(text)])
}

/// Writes texts one behind the other to standard output.
fn print_pieces(texts: &[Cow<str>]) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let written = texts.iter().try_for_each(|text| out.write_all(text.as_bytes()));
    written.and_then(|()| out.flush()).context("cannot write the report")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn options_do_not_clash() {
        super::Arguments::command().debug_assert();
    }
}
