//! Which configuration applies, for all commands
use anyhow::Context;
use clap::Args;
use connsmith::judge::check::{ConfigurationChoice, Given, Options};
use connsmith::text::read;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The options of every command.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub struct SettingsArguments {
    /// Use this configuration file for everything instead of any `connsmith.toml`; its paths are relative to the current folder
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, global = true)]
    isolated: bool,

    /// Print more: what is skipped, and what is sent and received, without secrets
    #[arg(long, short, alias = "debug", global = true)]
    verbose: bool,

    /// Print only the summary line of a report or list
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
}

/// Whether `--verbose` is set.
pub fn is_verbose() -> bool {
    TALK.get().is_some_and(|(verbose, _)| *verbose)
}

/// Whether `--quiet` is set.
pub fn is_quiet() -> bool {
    TALK.get().is_some_and(|(_, quiet)| *quiet)
}

/// Verbose, and quiet.
static TALK: OnceLock<(bool, bool)> = OnceLock::new();

/// The options of this run.
static CHOICE: OnceLock<ConfigurationChoice> = OnceLock::new();

impl SettingsArguments {
    /// Saves the options for the command that runs.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn keep(&self) -> anyhow::Result<()> {
        let _ = TALK.set((self.verbose, self.quiet)); // once per run
        let choice = match &self.config {
            _ if self.isolated => ConfigurationChoice::Isolated,
            None => ConfigurationChoice::Nearest,
            Some(path) => {
                let current = std::env::current_dir().context("cannot determine the current folder")?;
                let folder = current.canonicalize().unwrap_or_else(|_| current.clone());
                let name = connsmith::connector::discover::shown(path, &current);
                let bytes =
                    read::plain(path, read::MAX_CONFIG).with_context(|| format!("cannot read the configuration `{name}`"))?;
                let text = String::from_utf8(bytes).with_context(|| format!("the configuration `{name}` is not UTF-8"))?;
                let text = text.trim_start_matches('\u{feff}').to_owned();
                ConfigurationChoice::This(Arc::new(Given { folder, name, text }))
            }
        };
        let _ = CHOICE.set(choice); // once per run
        Ok(())
    }
}

/// How to check without any other options.
pub fn options() -> anyhow::Result<Options> {
    Ok(Options { configuration: CHOICE.get().cloned().unwrap_or_default(), ..Options::default() })
}
