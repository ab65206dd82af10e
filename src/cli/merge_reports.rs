//! `connsmith merge-reports`
use super::output::Bar;
use anyhow::{Context, bail};
use clap::Args;
use connsmith::report::merge;
use connsmith::text::read;
use std::path::{Path, PathBuf};

/// The largest report that is read, in bytes: 256 MiB. The one of all published connectors has 8 MB.
const MOST: u64 = 256 << 20;

#[derive(Args)]
pub struct Arguments {
    /// Reports of `check --shard`, either all JSON or all SARIF
    #[arg(required = true, value_name = "FILE")]
    reports: Vec<PathBuf>,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    bar: Bar,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let read = |path: &PathBuf| {
        let text = read::plain_text(path, MOST).with_context(|| format!("cannot read `{}`", path.display()))?;
        Ok((path.display().to_string(), text))
    };
    let reports: Vec<(String, String)> = arguments.reports.iter().map(read).collect::<anyhow::Result<_>>()?;
    let (report, summary) = merge::merge(&reports)?;
    match &arguments.output {
        Some(path) if path == Path::new("") => bail!("--output needs a file name"),
        Some(path) => super::interrupt::put(path, report.as_bytes())
            .with_context(|| format!("cannot write the report to `{}`", path.display()))?,
        None => super::print_exact(&report)?,
    }
    Ok(arguments.bar.status(&summary))
}
