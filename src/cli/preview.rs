//! `connsmith preview`
#[cfg(feature = "serve")]
mod page;

use super::{CLEAN, FAILED, note, print_json};
use anyhow::Context;
use clap::{Args, ValueEnum};
use connsmith::call::{source, view};
use connsmith::connector::discover;
use connsmith::text::write;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// Connector folders, or folders that contain connectors at any depth
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::default())]
    format: Format,

    /// Which Power Automate designer to imitate; they hide different fields
    #[arg(long, value_enum, default_value_t = Designer::New)]
    designer: Designer,

    /// Write the page to this folder instead of serving it; with `--format json`, write to this file instead of standard output
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    #[cfg(feature = "serve")]
    #[command(flatten)]
    page: page::PageArguments,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page in the browser
    #[cfg(feature = "serve")]
    #[default]
    Page,
    /// For programs
    #[cfg_attr(not(feature = "serve"), default)]
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Designer {
    New,
    Classic,
}

impl Designer {
    fn kind(self) -> view::Designer {
        match self {
            Designer::New => view::Designer::New,
            Designer::Classic => view::Designer::Classic,
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match arguments.format {
        #[cfg(feature = "serve")]
        Format::Page => page::run(arguments),
        Format::Json => json(arguments),
    }
}

fn json(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let designer = arguments.designer.kind();
    let (mut connectors, mut status) = (Vec::new(), CLEAN);
    let search = super::searched(&arguments.paths);
    for error in &search.errors {
        note(&error.to_string());
        status = FAILED;
    }
    for found in search.found {
        let connector = source::connector(discover::load(&found, discover::shown(&found.folder, &current)));
        match &connector.definition {
            None => {
                note(&format!("`{}` has no API definition", connector.name));
                status = FAILED;
                continue;
            }
            Some(definition) if !definition.is_whole() => {
                note(&format!(
                    "`{}` has syntax errors, so the view may be incomplete (`connsmith check` shows them)",
                    definition.name
                ));
            }
            Some(_) => {}
        }
        connectors.push(view::json::connector(&connector, designer));
    }
    let text = serde_json::to_string_pretty(&json!({ "version": 1, "connectors": connectors }))? + "\n";
    match &arguments.out {
        Some(path) => write::put(path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => print_json(&text)?,
    }
    Ok(status)
}
