//! `connsmith package`
use super::FAILED;
use super::choice::{ChoiceArguments, LimitArguments};
use super::container::Container;
use super::output::{Output, OutputArguments, Parts};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use connsmith::connector::discover;
use connsmith::connector::package::{Kind, Package};
use connsmith::connector::publisher::Because;
use connsmith::judge::check::Checker;
use connsmith::judge::target::{Embedded, PackageTarget};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Report what Microsoft's script and service would find in a certification package and its connector
    Check(CheckArguments),
}

#[derive(Args)]
struct CheckArguments {
    /// The zips to check; also the unpacked files of a solution, and templates with `Microsoft.Web/customApis`
    #[arg(required = true, value_name = "ZIP")]
    zips: Vec<PathBuf>,

    /// The connector has a plug-in, so require a third solution
    #[arg(long)]
    plugin: bool,

    #[command(flatten)]
    choice: ChoiceArguments,

    #[command(flatten)]
    limit: LimitArguments,

    #[command(flatten)]
    output: OutputArguments,
}

pub fn run(arguments: Arguments, color: bool) -> anyhow::Result<u8> {
    let Command::Check(arguments) = arguments.command;
    let mut options = arguments.choice.options(&[])?;
    options.selection.strict |= arguments.output.needs_info();
    options.deadline = arguments.limit.deadline();
    let checker = Checker::new(&options);
    let output = Output::new(&arguments.output, color)?;
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let (publisher, because) = match options.publisher {
        Some(publisher) => (publisher, Because::Option),
        None => (Default::default(), Because::Default),
    };
    let mut parts = Vec::new();
    for path in &arguments.zips {
        if (path.is_dir() || (path.is_file() && !discover::is_zip(path)))
            && let Some(container) = Container::at(path, &current)?
        {
            parts.extend(container.parts(&checker, options.publisher, &output));
            continue;
        }
        let name = discover::shown(path, &current);
        let kind = Kind::Certification { plugin: arguments.plugin };
        let package = Package::read(name, open(path)?, kind);
        parts.extend(report(&checker, PackageTarget { package: &package, publisher, because }, &output));
    }
    let status = output.finish(parts)?;
    Ok(if checker.is_unfinished() { FAILED } else { status })
}

/// The parts of a package's report: its own, and those of its connectors.
pub fn report(checker: &Checker, target: PackageTarget, output: &Output) -> Vec<Parts> {
    let PackageTarget { publisher, because, .. } = target;
    let (own, connectors) = checker.package(&target);
    let mut parts = vec![output.part(&target, &own)];
    parts.extend(
        connectors.iter().map(|(connector, findings)| output.part(&Embedded { connector, publisher, because }, findings)),
    );
    parts
}

/// Opens a zip.
pub fn open(path: &Path) -> anyhow::Result<BufReader<File>> {
    let shown = path.display();
    if path.is_dir() {
        bail!("`{shown}` is a folder; name a zip");
    }
    if path.exists() && !path.is_file() {
        bail!("`{shown}` is a device, a pipe or a socket; name a zip");
    }
    Ok(BufReader::new(File::open(path).with_context(|| format!("`{shown}` cannot be read"))?))
}
