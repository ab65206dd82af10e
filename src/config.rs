//! `connsmith.toml`: what a repository says about its connectors.
use crate::profile::Publisher;
use crate::solution::metadata::Settings;
use std::path::{Path, PathBuf};

/// The name of the configuration file.
pub const NAME: &str = "connsmith.toml";

/// What a configuration file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// For whom the connectors below the file are checked.
    pub publisher: Option<Publisher>,
    /// How the solutions of the connectors below the file are called, and whose they are.
    #[serde(default)]
    pub solution: Settings,
}

/// Why a configuration file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{}` cannot be read: {error}", path.display())]
    Unreadable { path: PathBuf, error: std::io::Error },
    #[error("`{}:{line}:{column}`: {message}", path.display())]
    Invalid { path: PathBuf, line: usize, column: usize, message: String },
}

impl Config {
    /// Reads the text of a configuration file that lies at `path`.
    ///
    /// # Errors
    /// When it is not TOML, or holds a field or value that is not known; with line and column.
    pub fn parse(text: &str, path: &Path) -> Result<Config, Error> {
        toml::from_str(text).map_err(|error| {
            let before = &text[..error.span().map_or(0, |span| span.start).min(text.len())];
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            Error::Invalid {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                column: before[line_start..].chars().count() + 1,
                message: error.message().to_owned(),
            }
        })
    }

    /// The configuration for a folder: that of the nearest `connsmith.toml` at or above it; the default without one.
    ///
    /// # Errors
    /// When the nearest one cannot be used.
    pub fn of_folder(folder: &Path) -> Result<Config, Error> {
        for folder in folder.ancestors() {
            let path = folder.join(NAME);
            match std::fs::read_to_string(&path) {
                Ok(text) => return Config::parse(&text, &path),
                Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {}
                Err(error) => return Err(Error::Unreadable { path, error }),
            }
        }
        Ok(Config::default())
    }
}
