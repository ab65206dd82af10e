//! `connsmith init`
use super::{CLEAN, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::judge::config::NAME;
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// Where to write it: the root of the repository, or a folder that contains connectors
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
}

/// What is written.
const TEMPLATE: &str = include_str!("../../schemas/connsmith.template.toml");

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let path = arguments.folder.join(NAME);
    let shown =
        connsmith::connector::discover::shown(&path, &std::env::current_dir().context("cannot determine the current folder")?);
    if !arguments.folder.is_dir() {
        bail!("`{}` is not a folder", arguments.folder.display());
    }
    connsmith::text::write::stays_inside(&arguments.folder).with_context(|| format!("cannot write `{shown}`"))?;
    // Of two concurrent writers, one must fail, and an existing file is kept.
    let mut file = match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("`{shown}` already exists and was not changed; run `connsmith config` to see the settings")
        }
        opened => opened.with_context(|| format!("cannot write `{shown}`"))?,
    };
    if let Err(error) = file.write_all(TEMPLATE.as_bytes()).and_then(|()| file.sync_all()) {
        drop(file);
        let _ = std::fs::remove_file(&path); // a partial file is worse than none
        return Err(error).with_context(|| format!("cannot write `{shown}`"));
    }
    print(&format!("wrote {shown}; every setting in it is commented out\n"))?;
    Ok(CLEAN)
}
