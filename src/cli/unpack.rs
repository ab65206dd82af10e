//! `connsmith unpack`
use super::fix::counted;
use super::output::{Output, OutputArguments};
use super::pack::{names_in, note_left_out, read_solution};
use super::package::open;
use super::record::read_record;
use super::{CLEAN, FOUND, interrupt, note, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover;
use connsmith::connector::package::{Kind, Package};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::solution::Solution;
use connsmith::connector::solution::record::{self, Record};
use connsmith::connector::solution::tree;
use connsmith::connector::solution::unpack::{Known, REST, Unpacked};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::PackageTarget;
use connsmith::report::escape;
use connsmith::ship::unpack;
use connsmith::text::archive::{self, Limits};
use connsmith::text::json::MAX_LEN;
use connsmith::text::write::{self, Existing, New};
use connsmith::text::{place, read};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// A solution: an exported zip, or the folder of an unpacked one (plain or by pac)
    #[arg(value_name = "SOLUTION")]
    solution: PathBuf,

    /// Output folder; connectors already there, identified by the ids in their side files, are updated
    #[arg(long, short, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,

    /// Write the tree of `pac solution unpack` instead of connector folders
    #[arg(long)]
    tree: bool,

    /// Maximum unpacked size in MiB; anything larger is treated as an attack
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().total >> 20)]
    max_size: u64,

    #[command(flatten)]
    output: OutputArguments,
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let shown = discover::shown(&arguments.solution, &current);
    // It limits the unpacked size, and the size of the resulting files.
    let most = arguments.max_size.saturating_mul(1 << 20);
    let solution = if arguments.solution.is_dir() {
        read_solution(&arguments.solution, None)?
    } else {
        // A zip in a solution (a web resource) is treated like any other file.
        let limits = Limits { depth: 1, entry: most, total: most, ..Limits::default() };
        let (archive, faults) = archive::read(open(&arguments.solution)?, limits);
        if !faults.is_empty() {
            return refused(arguments, shown, color, None);
        }
        let mut files = Solution::files_of(archive);
        let foreign: BTreeSet<String> = files.extract_if(.., |name, _| tree::is_foreign(name)).map(|(name, _)| name).collect();
        note_left_out(&foreign, "left out because they are not part of the solution");
        Solution::read(files).with_context(|| format!("`{shown}` is not a readable solution"))?
    };
    let too_much = |error: unpack::TooMuch| match arguments.solution.is_dir() {
        true => Err(error).with_context(|| format!("`{shown}` was not unpacked; use `--max-size` to allow more")),
        false => refused(arguments, shown.clone(), color, Some(error)),
    };
    if arguments.tree {
        if let Some(name) = solution.files.keys().find(|name| tree::is_taken(name)) {
            let name = escape::visible(name);
            bail!(
                "`{shown}` was not unpacked: `{name}` has no place in a tree, where that folder has another meaning; unpack it without `--tree`"
            );
        }
        let tree = solution.tree();
        if tree.values().map(|bytes| bytes.len() as u64).sum::<u64>() > most {
            return too_much(unpack::TooMuch(most));
        }
        let count = counted(tree.len(), "file", "files");
        if arguments.out.join("Other/Solution.xml").is_file() {
            let (mut old, _) = tree::own_files(names_in(&arguments.out)?, true);
            old.retain(|name| !tree.contains_key(name));
            note_left_out(&old, "not in this solution; delete them, or the next pack includes them again");
        }
        fill(&arguments.out, tree)?;
        print(&format!("unpacked {shown} into {}: {count}\n", discover::shown(&arguments.out, &current)))?;
        return Ok(0);
    }
    let there = connectors_in(&arguments.out)?;
    let known = |id: &str| there.get(id).map(|(folder, record)| known(&arguments.out, folder, record)).unwrap_or_default();
    let parts = match unpack::unpack(&solution, known, most) {
        Ok(parts) => parts,
        Err(error) => return too_much(error),
    };
    if parts.connectors.is_empty() {
        bail!("`{shown}` contains no connector");
    }

    // Folders below `--out`, by name; empty for `--out` itself.
    let mut wanted: Vec<(String, Unpacked)> = Vec::new();
    let mut taken = FxHashSet::default();
    for unpacked in parts.connectors {
        let folder = match there.get(&unpacked.record.id) {
            Some((folder, _)) => folder.clone(),
            None => free_folder(&arguments.out, &unpacked, &taken)?,
        };
        taken.insert(folder.to_lowercase());
        wanted.push((folder, unpacked));
    }
    let mut root = read_record(&arguments.out)?.unwrap_or_default();
    root.solution = parts.metadata.or(root.solution);
    let (mut files, mut said) = (BTreeMap::new(), String::new());
    for (folder, unpacked) in wanted {
        // If the connector's folder is also the solution's, one side file covers both.
        let mut record = if folder.is_empty() { std::mem::take(&mut root) } else { Record::default() };
        let name = |file: &str| if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        let place = discover::shown(&arguments.out.join(&folder), &current);
        let count = counted(unpacked.files.len(), "file", "files");
        said.push_str(&format!("unpacked “{}” into {place}: {count}\n", escape::visible(&unpacked.record.display_name)));
        for what in &unpacked.cleared {
            note(&format!(
                "{place}: {what} were cleared because their file in the solution is empty; check that the export is complete"
            ));
        }
        files.extend(unpacked.files.into_iter().map(|(file, bytes)| (name(&file), bytes)));
        record.connector = Some(unpacked.record);
        files.insert(name(record::NAME), record.text().into_bytes());
    }
    if root.solution.is_some() {
        files.insert(record::NAME.to_owned(), root.text().into_bytes());
    }
    let rest = arguments.out.join(REST);
    if rest.is_dir() {
        for name in names_in(&rest)?.iter().filter(|name| !parts.rest.contains_key(*name)) {
            note(&format!(
                "`{}` is not in the solution; delete it, or the next pack includes it again",
                rest.join(name).display()
            ));
        }
    }
    if !parts.rest.is_empty() {
        let place = discover::shown(&rest, &current);
        let count = counted(parts.rest.len(), "file", "files");
        said.push_str(&format!("unpacked the rest of the solution into {place}: {count}\n"));
        files.extend(parts.rest.into_iter().map(|(name, bytes)| (format!("{REST}/{name}"), bytes)));
    }
    fill(&arguments.out, files)?;
    print(&said)?;

    let packed: Vec<_> = solution.packed().into_iter().collect();
    let bytes = archive::write(&packed).context("cannot read the solution")?;
    let package = Package::read(shown, Cursor::new(bytes), Kind::Solution);
    report(&package, arguments, color)
}

/// Reports what is wrong with an archive that was not unpacked.
fn refused(arguments: &Arguments, shown: String, color: bool, why: Option<unpack::TooMuch>) -> anyhow::Result<u8> {
    let package = Package::read(shown, open(&arguments.solution)?, Kind::Solution);
    report(&package, arguments, color)?;
    match why {
        Some(why) => note(&format!("nothing was unpacked: {why}; use `--max-size` to allow more")),
        None => note("nothing was unpacked"),
    }
    Ok(FOUND)
}

fn report(package: &Package, arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let selection = Selection { strict: arguments.output.needs_info(), ..Selection::default() };
    let checker = Checker::new(&Options { publisher: Some(Publisher::Custom), selection, ..Options::default() });
    let output = Output::new(&arguments.output, color)?;
    let package = PackageTarget { package, publisher: Publisher::Custom, because: Because::Default };
    let (own, _) = checker.package(&package);
    // Without errors, the written files have already been reported.
    if own.is_empty() && output.is_only_text() {
        return Ok(CLEAN);
    }
    output.finish(vec![output.part(&package, &own)])
}

/// The connectors with a side file in a folder or directly below it, by id: the names of their folders, and the contents of the
/// side files. Folders that are links are skipped.
fn connectors_in(out: &Path) -> anyhow::Result<BTreeMap<String, (String, Record)>> {
    let mut found = BTreeMap::new();
    let below = std::fs::read_dir(out).into_iter().flatten().flatten();
    let below = below.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let names = below.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| !name.starts_with('.'));
    for folder in std::iter::once(String::new()).chain(names) {
        if let Some(record) = read_record(&out.join(&folder))?
            && let Some(connector) = &record.connector
        {
            found.insert(connector.id.to_ascii_lowercase(), (folder, record.clone()));
        }
    }
    Ok(found)
}

fn known(out: &Path, folder: &str, record: &Record) -> Known {
    let top = read::top_of(out);
    let read = |name: &str| {
        let path = read::inside(&out.join(folder).join(name), &[&top]).ok()?;
        read::plain(&path, MAX_LEN as u64).ok()
    };
    Known {
        record: record.connector.clone(),
        definition: read("apiDefinition.swagger.json"),
        properties: read("apiProperties.json"),
    }
}

/// The folder name for a new connector; `taken` has names in lower case. Nothing that somebody else put there is overwritten.
fn free_folder(out: &Path, unpacked: &Unpacked, taken: &FxHashSet<String>) -> anyhow::Result<String> {
    let same = |name: &str| taken.contains(&name.to_lowercase());
    let mut name = unpacked.folder_name();
    if same(&name) || place::allowed_step(&name).is_err() {
        name = unpacked.record.name.clone();
    }
    if let Err(refused) = place::allowed_step(&name) {
        bail!("nothing was unpacked: the connector name `{}` cannot be used as a folder name: it {refused}", name.escape_debug());
    }
    if same(&name) {
        bail!("nothing was unpacked: two connectors of the solution are named `{name}`");
    }
    let folder = out.join(&name);
    let used = folder.symlink_metadata().is_ok_and(|data| !data.is_dir())
        || std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    if used {
        bail!(
            "`{}` already exists and is not known to be this connector; unpack elsewhere with `--out`, or rename the folder",
            folder.display()
        );
    }
    Ok(name)
}

/// Writes files, whose names may include folders, to a folder.
fn fill(folder: &Path, files: BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let files: Vec<New> = files.into_iter().map(|(name, bytes)| New { name, bytes }).collect();
    interrupt::whole(|| write::fill(folder, &files, Existing::Replace)).context("nothing was unpacked")
}
