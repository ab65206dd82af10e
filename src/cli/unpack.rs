//! `connsmith unpack`
use super::output::{Output, OutputArguments};
use super::pack::{read_record, tree_files};
use super::package::open;
use super::{FOUND, note, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover;
use connsmith::connector::package::{Kind, Package};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::solution::Solution;
use connsmith::connector::solution::record::{self, Record};
use connsmith::connector::solution::unpack::{Known, REST, Unpacked};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::PackageTarget;
use connsmith::ship::unpack;
use connsmith::text::archive::{self, Limits};
use connsmith::text::write;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// A solution: the zip that was exported, or the folder into which it was unpacked (plainly, or by pac)
    #[arg(value_name = "SOLUTION")]
    solution: PathBuf,

    /// The folder for the connectors; connectors that are there already, by the ids in their side files, are brought up to date
    #[arg(long, short, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,

    /// Write the tree that `pac solution unpack` writes, instead of folders of connectors
    #[arg(long)]
    tree: bool,

    /// How much the zip may unpack to, in MiB; more is taken for an attack
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().total >> 20)]
    max_size: u64,

    #[command(flatten)]
    output: OutputArguments,
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let shown = discover::shown(&arguments.solution, &current);
    let files = if arguments.solution.is_dir() {
        tree_files(&arguments.solution)?
    } else {
        // A zip in a solution (a web resource) is a file like any other.
        let most = arguments.max_size.saturating_mul(1 << 20);
        let limits = Limits { depth: 1, entry: most, total: most, ..Limits::default() };
        let (archive, faults) = archive::read(open(&arguments.solution)?, limits);
        if !faults.is_empty() {
            return refused(arguments, shown, color);
        }
        Solution::files_of(archive)
    };
    let solution = Solution::read(files).with_context(|| format!("`{shown}` is no solution that can be read"))?;
    if arguments.tree {
        fill(&arguments.out, &solution.tree())?;
        print(&format!("{shown}: unpacked into {}\n", discover::shown(&arguments.out, &current)))?;
        return Ok(0);
    }
    let there = connectors_in(&arguments.out)?;
    let known = |id: &str| there.get(id).map(|(folder, record)| known(folder, record)).unwrap_or_default();
    let parts = unpack::unpack(&solution, known);
    if parts.connectors.is_empty() {
        bail!("`{shown}` holds no connector");
    }

    let mut wanted: Vec<(PathBuf, &Unpacked)> = Vec::new();
    for unpacked in &parts.connectors {
        let folder = match there.get(&unpacked.record.id) {
            Some((folder, _)) => folder.clone(),
            None => free_folder(&arguments.out, unpacked, &wanted)?,
        };
        wanted.push((folder, unpacked));
    }
    let mut root = read_record(&arguments.out)?.unwrap_or_default();
    root.solution = parts.metadata.or(root.solution);
    for (folder, unpacked) in &wanted {
        let mut files = unpacked.files.clone();
        // Where the folder of the connector is that of the solution, one side file has both.
        let mut record = if *folder == arguments.out { std::mem::take(&mut root) } else { Record::default() };
        record.connector = Some(unpacked.record.clone());
        files.insert(record::NAME.into(), record.text().into_bytes());
        fill(folder, &files)?;
        print(&format!("{}: {}\n", discover::shown(folder, &current), unpacked.record.display_name))?;
    }
    if root.solution.is_some() {
        fill(&arguments.out, &BTreeMap::from([(record::NAME.to_owned(), root.text().into_bytes())]))?;
    }
    let rest = arguments.out.join(REST);
    if rest.is_dir() {
        for name in tree_files(&rest)?.keys().filter(|name| !parts.rest.contains_key(*name)) {
            note(&format!("`{}` is not in the solution; delete it, or it is packed again", rest.join(name).display()));
        }
    }
    if !parts.rest.is_empty() {
        fill(&rest, &parts.rest)?;
        print(&format!("{}: the rest of the solution, {} files\n", discover::shown(&rest, &current), parts.rest.len()))?;
    }

    let packed: Vec<_> = solution.packed().into_iter().collect();
    let bytes = archive::write(&packed).context("cannot look at the solution")?;
    let package = Package::read(shown, Cursor::new(bytes), Kind::Solution);
    report(&package, arguments, color)
}

/// Says what is wrong with an archive of which nothing is unpacked.
fn refused(arguments: &Arguments, shown: String, color: bool) -> anyhow::Result<u8> {
    let package = Package::read(shown, open(&arguments.solution)?, Kind::Solution);
    report(&package, arguments, color)?;
    note("nothing was unpacked");
    Ok(FOUND)
}

fn report(package: &Package, arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let selection = Selection { strict: arguments.output.needs_info(), ..Selection::default() };
    let checker = Checker::new(&Options { publisher: Some(Publisher::Custom), selection, ..Options::default() });
    let output = Output::new(&arguments.output, color)?;
    let package = PackageTarget { package, publisher: Publisher::Custom, because: Because::Default };
    let (own, _) = checker.package(&package);
    output.finish(vec![output.part(&package, &own)])
}

/// The connectors with a side file in a folder or directly below it, by their ids.
fn connectors_in(folder: &Path) -> anyhow::Result<BTreeMap<String, (PathBuf, Record)>> {
    let mut found = BTreeMap::new();
    let below = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for folder in std::iter::once(folder.to_owned()).chain(below.filter(|path| path.is_dir())) {
        if let Some(record) = read_record(&folder)?
            && let Some(connector) = &record.connector
        {
            found.insert(connector.id.to_ascii_lowercase(), (folder, record.clone()));
        }
    }
    Ok(found)
}

fn known(folder: &Path, record: &Record) -> Known {
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    Known {
        record: record.connector.clone(),
        definition: read("apiDefinition.swagger.json"),
        properties: read("apiProperties.json"),
    }
}

/// A folder for a connector that is not there yet. Nothing that somebody else put there is overwritten.
fn free_folder(out: &Path, unpacked: &Unpacked, taken: &[(PathBuf, &Unpacked)]) -> anyhow::Result<PathBuf> {
    let mut folder = out.join(unpacked.folder_name());
    if taken.iter().any(|(other, _)| *other == folder) {
        folder = out.join(&unpacked.record.name);
    }
    if std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!(
            "`{}` is there already and is not known to be this connector; unpack elsewhere with `--out`, or rename the folder",
            folder.display()
        );
    }
    Ok(folder)
}

/// Puts files, whose names may have folders in them, into a folder.
fn fill(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let mut folders: BTreeMap<PathBuf, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for (name, bytes) in files {
        let (below, name) = name.rsplit_once('/').unwrap_or(("", name));
        let below = if below.is_empty() { folder.to_owned() } else { folder.join(below) };
        folders.entry(below).or_default().push((name.to_owned(), bytes.clone()));
    }
    for (folder, files) in folders {
        write::fill(&folder, &files).with_context(|| format!("`{}` cannot be written", folder.display()))?;
    }
    Ok(())
}
