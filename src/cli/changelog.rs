//! `connsmith changelog`
use super::version::{self, Version};
use super::{CLEAN, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::versions::Comparison;
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::make::changelog::{self, Step};

#[derive(Args)]
pub struct Arguments {
    /// The older version: a connector's folder, a definition file, or REF:PATH of git
    #[arg(value_name = "OLD")]
    old: String,

    /// The newer version
    #[arg(value_name = "NEW")]
    new: String,

    /// Print which part of `info.version` to bump (major, minor, patch or none), and the resulting version
    #[arg(long)]
    suggest_version: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let selection = Selection { strict: true, ..Selection::default() };
    let checker = Checker::new(&Options { selection, ..super::settings::options()? });
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let (old, new) = (Version::read(&arguments.old, &current)?, Version::read(&arguments.new, &current)?);
    let pair = version::pair(old, new, &checker, &current)?;
    let comparison = Comparison { old: &pair.old, new: &pair.new.connector };
    let findings = checker.changes(&pair.old, &pair.new);
    if !arguments.suggest_version {
        print(&changelog::markdown(&comparison, &findings))?;
        return Ok(CLEAN);
    }
    // The version to bump is the published one.
    let version = pair.old.api().and_then(|api| api.info_str("version")).and_then(|version| version.str());
    let Some(version) = version else { bail!("the older version has no `info.version`") };
    match Step::of(&findings) {
        None => print(&format!("none {version}\n"))?,
        Some(step) => match step.raise(&version) {
            Some(raised) => print(&format!("{} {raised}\n", step.name()))?,
            None => bail!("`{version}` is not a numeric version: bump its {} part yourself", step.name()),
        },
    }
    Ok(CLEAN)
}
