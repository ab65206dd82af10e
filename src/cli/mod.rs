//! The command line: the only code that prints, prompts, or sets the exit status.
use anyhow::Context;
use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};
use connsmith::connector::discover::{self, Found, Passed, Search};
use connsmith::judge::check::Checker;
use connsmith::report::escape;
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod add;
mod answer;
mod ask;
#[cfg(feature = "serve")]
mod calling;
mod changed;
mod changelog;
mod check;
mod choice;
mod ci;
mod columns;
mod config;
mod configurations;
#[cfg(feature = "packages")]
mod container;
mod diff;
mod docs;
mod explain;
#[cfg(feature = "serve")]
mod fill;
mod fix;
mod fmt;
mod git;
mod help;
mod import;
mod init;
mod interrupt;
#[cfg(feature = "serve")]
mod lsp;
#[cfg(feature = "serve")]
mod mcp;
mod merge_reports;
mod models;
mod namespace;
mod new;
mod output;
#[cfg(feature = "packages")]
mod pack;
#[cfg(feature = "packages")]
mod package;
mod pick;
#[cfg(feature = "platform")]
mod platform;
mod preview;
mod progress;
mod readme;
#[cfg(any(feature = "packages", feature = "platform"))]
mod record;
mod rules;
#[cfg(feature = "serve")]
mod run;
#[cfg(feature = "serve")]
mod script;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod stdin;
mod timing;
#[cfg(feature = "serve")]
mod trigger;
mod unified;
#[cfg(feature = "packages")]
mod unpack;
mod version;
mod watch;

/// Checks Microsoft Power Platform and Azure Logic Apps custom connectors against the certification rules, offline.
#[derive(Parser)]
#[command(name = "connsmith", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colors
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Global options")]
    color: Color,

    #[command(flatten)]
    settings: settings::SettingsArguments,
}

/// The arguments of a command line whose verb is known, without the options of all the others, which take longer to build than a small
/// connector takes to check.
#[derive(Parser)]
struct OneVerb<Verb: clap::Args> {
    #[command(flatten)]
    verb: Verb,

    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,

    #[command(flatten)]
    settings: settings::SettingsArguments,
}

impl Arguments {
    /// The arguments, if they are those of a frequent verb and nothing is wrong with them. Otherwise, including for `--help`, the whole
    /// command line has to be read, which knows what to print.
    fn quickly(typed: &[OsString]) -> Option<Arguments> {
        fn one<Verb: clap::Args>(typed: &[OsString], command: fn(Verb) -> Command) -> Option<Arguments> {
            let OneVerb { verb, color, settings } = OneVerb::<Verb>::try_parse_from(typed).ok()?;
            Some(Arguments { command: command(verb), color, settings })
        }
        let (_, from_verb) = typed.split_first()?;
        match from_verb.first()?.to_str()? {
            "check" | "lint" => one(from_verb, Command::Check),
            "fix" => one(from_verb, Command::Fix),
            "fmt" | "format" => one(from_verb, Command::Fmt),
            "explain" => one(from_verb, Command::Explain),
            "diff" => one(from_verb, Command::Diff),
            "import" => one(from_verb, |arguments| Command::Import(Box::new(arguments))),
            "readme" => one(from_verb, Command::Readme),
            #[cfg(feature = "serve")]
            "run" => one(from_verb, Command::Run),
            #[cfg(feature = "serve")]
            "lsp" => one(from_verb, Command::Lsp),
            #[cfg(feature = "serve")]
            "mcp" => one(from_verb, Command::Mcp),
            _ => None,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Report what the validator and reviewers would find
    #[command(visible_alias = "lint")]
    Check(check::Arguments),
    /// Create a connector from options or from your answers
    New(new::Arguments),
    /// Create a connector from OpenAPI, Swagger, Postman, HAR or cURL
    Import(Box<import::Arguments>),
    /// Add operations, triggers, policies, sign-in, script or icon
    Add(add::Arguments),
    /// Write typed C#, Python or TypeScript code for a connector
    Models(Box<models::Arguments>),
    /// Work with Azure Connector Namespaces
    #[command(visible_alias = "ns")]
    Namespace(namespace::Arguments),
    /// Run an operation against its API
    #[cfg(feature = "serve")]
    Run(run::Arguments),
    /// Test a trigger: subscribe or poll, and check what arrives
    #[cfg(feature = "serve")]
    Trigger(trigger::Arguments),
    /// Offer the operations as tools to language models
    #[cfg(feature = "serve")]
    Mcp(mcp::Arguments),
    /// Serve the operations locally
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// Show a connector as makers see it
    Preview(preview::Arguments),
    /// Add missing operations to readmes, keeping what people wrote
    Readme(readme::Arguments),
    /// Apply safe fixes, leaving every other byte unchanged
    Fix(fix::Arguments),
    /// Format JSON: order, indentation, line endings
    #[command(visible_alias = "format")]
    Fmt(fmt::Arguments),
    /// Write a `connsmith.toml` in which every setting is explained
    Init(init::Arguments),
    /// Set up a pipeline that checks and ships
    Ci(ci::Arguments),
    /// Show the settings for a path and where each comes from
    Config(config::Arguments),
    /// Compare two versions: how an update affects existing flows
    Diff(diff::Arguments),
    /// Write a changelog of an update as Markdown
    Changelog(changelog::Arguments),
    /// Pack connectors for import or submission
    #[cfg(feature = "packages")]
    Pack(Box<pack::Arguments>),
    /// Unpack a solution into connector folders
    #[cfg(feature = "packages")]
    Unpack(unpack::Arguments),
    /// Check a package before submission
    #[cfg(feature = "packages")]
    Package(package::Arguments),
    /// Run the language server for editors
    #[cfg(feature = "serve")]
    Lsp(lsp::Arguments),
    /// Merge reports of `check --shard` into one
    MergeReports(merge_reports::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Explain a rule, an official code, a policy or a subject
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
    /// Validate with Microsoft's service and compare the results
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Validate(platform::validate::Arguments),
    /// Delete a custom connector
    #[command(infer_long_args = true)]
    #[cfg(feature = "platform")]
    Delete(platform::delete::Arguments),
    /// Write a static site with all rules and commands
    Docs(docs::DocsArguments),
    /// Print completions for bash, zsh, fish or PowerShell
    Completions(docs::CompletionsArguments),
    /// Print the manual page
    Man(docs::ManArguments),
    /// Print the version
    Version,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal; NO_COLOR turns it off, FORCE_COLOR and CLICOLOR_FORCE turn it on
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
                // https://no-color.org, https://force-color.org, http://bixense.com/clicolors
                let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                let is_forced = |name: &str| is_set(name) && std::env::var_os(name).is_some_and(|value| value != "0");
                if is_set("NO_COLOR") {
                    return false;
                }
                if is_forced("FORCE_COLOR") || is_forced("CLICOLOR_FORCE") {
                    return true;
                }
                let is_off =
                    ["FORCE_COLOR", "CLICOLOR"].iter().any(|name| std::env::var_os(name).is_some_and(|value| value == "0"));
                let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                std::io::stdout().is_terminal() && !is_off && !is_dumb
            }
        }
    }
}

/// The exit status of a command that ran: with findings at or above the limit, or without.
const CLEAN: u8 = 0;
const FOUND: u8 = 1;
/// The exit status of a command that could not run.
const FAILED: u8 = 2;
/// The exit status of a command that requires signing in first.
#[cfg(feature = "platform")]
const SIGN_IN: u8 = 3;

/// The connectors at or below the paths, and whether some of the paths contain none, which is reported. Skipped folders that look
/// like connectors are reported once.
///
/// # Errors
/// If no path contains a connector.
fn found(paths: &[PathBuf]) -> Result<(Vec<Found>, bool), discover::Error> {
    let Search { found, mut errors, .. } = searched(paths);
    if found.is_empty() && !errors.is_empty() {
        return Err(errors.remove(0));
    }
    for error in &errors {
        note(&error.to_string());
    }
    Ok((found, !errors.is_empty()))
}

/// The same, returning the errors of some paths along with the connectors of the others.
fn searched(paths: &[PathBuf]) -> Search {
    const SHOWN: usize = 5;
    let mut search = discover::search(paths);
    leave_out(paths, &mut search);
    let passed = &search.passed;
    for Passed { path, why } in passed.iter().take(SHOWN) {
        note(&format!("`{}` {why}", path.display()));
    }
    if passed.len() > SHOWN {
        note(&format!("{} more connector files and folders were skipped", passed.len() - SHOWN));
    }
    search
}

/// Removes the connectors that a configuration excludes with `exclude` and `include`, except those that the user named.
fn leave_out(paths: &[PathBuf], search: &mut Search) {
    let (Ok(options), Ok(current)) = (settings::options(), std::env::current_dir()) else { return };
    let checker = Checker::new(&options);
    let named: Vec<PathBuf> = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let count = search.found.len();
    search.found.retain(|found| {
        let is_named = found.file.is_some() || named.contains(&found.real);
        // Unreadable files are reported when the connector is checked.
        let stays = is_named || !checker.leaves_out(found, &current).unwrap_or_default();
        if !stays && settings::is_verbose() {
            note(&format!("`{}` is excluded by the configuration", found.folder.display()));
        }
        stays
    });
    if count > 0 && search.found.is_empty() {
        let what = if count == 1 { "the connector here is".to_owned() } else { format!("all {count} connectors here are") };
        note(&format!("{what} excluded by `exclude` or `include` (`connsmith config` shows the file)"));
    }
}

/// Removes leftovers of interrupted runs from the folders of connectors that are about to be written.
fn clean(found: &[Found]) {
    interrupt::guarded(|| {
        for found in found {
            connsmith::text::write::clean(&found.folder);
        }
    });
}

/// Removes such leftovers from a folder that is about to be made or filled, and from beside it, where a new folder is put together. A run
/// that refuses to overwrite does it, too.
fn clean_for(folder: &Path) {
    let beside = folder.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    interrupt::guarded(|| {
        connsmith::text::write::clean(folder);
        connsmith::text::write::clean(beside);
    });
}

/// Runs the program.
pub fn run() -> ExitCode {
    let typed = help::as_typed(std::env::args_os());
    let parsed = Arguments::quickly(&typed).map_or_else(
        || help::command().try_get_matches_from(typed).and_then(|matches| Arguments::from_arg_matches(&matches)),
        Ok,
    );
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { FAILED } else { CLEAN };
            refuse(&error);
            return ExitCode::from(status);
        }
    };
    let color = arguments.color.wanted();
    if let Err(error) = arguments.settings.keep() {
        note(&format!("{error:#}"));
        return ExitCode::from(FAILED);
    }
    let done = match arguments.command {
        Command::Check(arguments) => check::run(arguments, color),
        Command::New(arguments) => new::run(&arguments),
        Command::Import(arguments) => import::run(&arguments, color),
        Command::Add(arguments) => add::run(&arguments),
        Command::Models(arguments) => models::run(&arguments),
        Command::Namespace(arguments) => namespace::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Run(arguments) => run::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Trigger(arguments) => trigger::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Mcp(arguments) => mcp::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Preview(arguments) => preview::run(&arguments),
        Command::Readme(arguments) => readme::run(&arguments),
        Command::Fix(arguments) => fix::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
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
        Command::Explain(arguments) => explain::run(&arguments, color),
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
        #[cfg(feature = "serve")]
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::MergeReports(arguments) => merge_reports::run(&arguments),
        Command::Docs(arguments) => docs::docs(&arguments),
        Command::Completions(arguments) => docs::completions(&arguments),
        Command::Man(arguments) => docs::man(&arguments),
        Command::Version => print(concat!("connsmith ", env!("CARGO_PKG_VERSION"), "\n")).map(|()| CLEAN),
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

/// The reader of our output is gone (`connsmith check | head`), which is not an error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Why nothing is changed below a configuration or a baseline with errors: what to leave alone is unknown.
fn faulty(file: &str) -> String {
    format!("`{file}` has errors, which must be fixed first (`connsmith check` shows them)")
}

/// Shows the requested help, or what is wrong with the arguments. Arguments may be file names, as in `check *`, so they are not
/// trusted.
fn refuse(error: &clap::Error) {
    let text = error.render().to_string();
    let safe = escape::lines(&text);
    // There is nowhere left to report the failure.
    if error.use_stderr() && safe != text {
        let _ = write!(std::io::stderr(), "{safe}");
    } else {
        let _ = error.print();
    }
}

/// Writes a note to standard error. Quoted text may come from anywhere, so it is escaped, and further lines are indented.
fn note(text: &str) {
    let text = escape::lines(text.trim_end()).replace('\n', "\n  ");
    let _ = writeln!(std::io::stderr(), "connsmith: {text}"); // there is nowhere left to report the failure
}

/// Writes a whole text for people to standard output, with escapes.
fn print(text: &str) -> anyhow::Result<()> {
    print_exact(&escape::lines(text))
}

/// Writes JSON to standard output, with escapes.
fn print_json(text: &str) -> anyhow::Result<()> {
    print_exact(&escape::json(text))
}

/// Writes a patch to standard output, byte for byte if a program may read it. For a terminal or the log of a CI service, it is
/// escaped, with a note.
fn print_patch(text: &str) -> anyhow::Result<()> {
    let is_read_by_people = std::io::stdout().is_terminal() || output::of_service().is_some();
    let safe = escape::lines(text);
    if !is_read_by_people || safe == text {
        return print_exact(text);
    }
    print_exact(&safe)?;
    note("the patch cannot be applied because some of its characters are shown as escapes; redirect it to a file outside of CI");
    Ok(())
}

/// Writes a whole text to standard output unchanged.
fn print_exact(text: &str) -> anyhow::Result<()> {
    print_pieces(&[Cow::Borrowed(text)])
}

/// Writes texts one after the other to standard output unchanged.
fn print_pieces(texts: &[Cow<str>]) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let written = texts.iter().try_for_each(|text| out.write_all(text.as_bytes()));
    written.and_then(|()| out.flush()).context("cannot write the report")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn options_do_not_clash() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn only_valid_lines_of_frequent_verbs_are_read_quickly() {
        let quickly = |line: &str| {
            let typed: Vec<OsString> = line.split(' ').map(Into::into).collect();
            Arguments::quickly(&typed)
        };
        let read = quickly("connsmith lint -q --color=never --config a.toml b c").unwrap();
        assert!(matches!(read.command, Command::Check(_)) && read.color == Color::Never);
        assert!(matches!(quickly("connsmith fmt --check").unwrap().command, Command::Fmt(_)));
        let read = quickly("connsmith import a.yaml b --include tag:x --color=never -q").unwrap();
        assert!(matches!(read.command, Command::Import(_)) && read.color == Color::Never);
        for whole in
            ["connsmith", "connsmith check --help", "connsmith --color never check", "connsmith fix --nope", "connsmith list"]
        {
            assert!(quickly(whole).is_none(), "{whole}");
        }
    }
}
