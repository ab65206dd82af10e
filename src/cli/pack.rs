//! `connsmith pack`
use super::fix::counted;
use super::output::{Output, OutputArguments};
use super::record::read_record;
use super::{CLEAN, FOUND, interrupt, note, print};
use anyhow::{Context, bail};
use clap::{ArgGroup, Args};
use connsmith::connector::discover::{self, Found};
use connsmith::connector::package::{Kind, Package};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::solution::metadata::{self, PublisherSettings, Settings};
use connsmith::connector::solution::record::{self, Record};
use connsmith::connector::solution::unpack::REST;
use connsmith::connector::solution::{Metadata, Solution, name, tree};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::{PackageTarget, Target};
use connsmith::report::escape;
use connsmith::ship::pack::{self, Certification, Packed, Source};
use connsmith::text::write::{self, Existing, New};
use connsmith::text::{archive, read};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, IsTerminal};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(group = ArgGroup::new("what").required(true).args(["solution", "certification", "zip"]))]
pub struct Arguments {
    /// Connector folders, or folders that contain connectors; all go into one solution [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Create a solution for import
    #[arg(long)]
    solution: bool,

    /// Create the package for certification: `intro.md`, the connector's solution, and a solution with a flow that uses it
    #[arg(long)]
    certification: bool,

    /// Create a plain zip of definition, properties, icon and script
    #[arg(long)]
    zip: bool,

    /// Output file [default: built from name and version]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Make the solution managed
    #[arg(long)]
    managed: bool,

    /// Increment the version in the side file by one
    #[arg(long, conflicts_with = "solution_version")]
    bump: bool,

    /// The version of the solution, such as `1.2.0.0`
    #[arg(long, value_name = "VERSION")]
    solution_version: Option<String>,

    /// The solution's name: letters, digits and `_` [default: derived from the title]
    #[arg(long, value_name = "NAME")]
    solution_name: Option<String>,

    /// The solution's display name [default: the title]
    #[arg(long, value_name = "NAME")]
    solution_display_name: Option<String>,

    /// The publisher's name: letters, digits and `_`
    #[arg(long, value_name = "NAME")]
    publisher_name: Option<String>,

    /// The publisher's display name [default: the name]
    #[arg(long, value_name = "NAME")]
    publisher_display_name: Option<String>,

    /// The publisher's prefix: two to eight lowercase letters and digits
    #[arg(long, value_name = "PREFIX")]
    publisher_prefix: Option<String>,

    /// The publisher's choice value prefix, 10000 to 99999 [default: derived from the prefix]
    #[arg(long, value_name = "NUMBER")]
    publisher_option_prefix: Option<u32>,

    /// Pack definitions without whitespace, now and in the future
    #[arg(long)]
    compact: bool,

    /// Move this part of the definition to an environment variable (in the solution only)
    #[arg(long, value_name = "PART", value_parser = ["host"])]
    env_var: Option<String>,

    /// With `--certification`: the zip of the solution with the connector, instead of a folder
    #[arg(long, value_name = "ZIP", requires = "certification")]
    connector_solution: Option<PathBuf>,

    /// With `--certification`: the zip of the solution with the flow
    #[arg(long, value_name = "ZIP", requires = "certification")]
    flow_solution: Option<PathBuf>,

    /// With `--certification`: the zip of the solution with the plug-in, if there is one
    #[arg(long, value_name = "ZIP", requires = "certification")]
    plugin_solution: Option<PathBuf>,

    /// With `--certification`: the introduction [default: `intro.md` in the connector's folder, else in the current one]
    #[arg(long, value_name = "FILE", requires = "certification")]
    intro: Option<PathBuf>,

    #[command(flatten)]
    output: OutputArguments,
}

/// What is written at the end: the zip, and the side files by path.
struct Made {
    out: PathBuf,
    bytes: Vec<u8>,
    /// A displayed description.
    what: String,
    records: Vec<(PathBuf, Record)>,
    /// What to check the zip as; None if there are no rules for it.
    kind: Option<Kind>,
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    if let Some(report) = arguments.output.file().filter(|_| arguments.output.is_format_open()) {
        let out = discover::shown(report, &current);
        bail!("`--output` names the report and needs `--format`; use `--out {out}` to name the zip");
    }
    if let Some(report) =
        arguments.output.file().filter(|file| file.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")))
    {
        bail!("`--output` names the report; use `--out {}` to name the zip", report.display());
    }
    let made = match (arguments.solution, arguments.certification) {
        (true, _) => solution(arguments, &current)?,
        (_, true) => certification(arguments, &current)?,
        _ => plain(arguments, &current)?,
    };
    let mut status = CLEAN;
    let shown = discover::shown(&made.out, &current);
    if let Some(kind) = made.kind {
        // The result is checked like packages from others.
        let publisher = if kind == Kind::Solution { Publisher::Custom } else { Publisher::Certified };
        let selection = Selection { strict: arguments.output.needs_info(), ..Selection::default() };
        let checker = Checker::new(&Options { publisher: Some(publisher), selection, ..Options::default() });
        let package = Package::read(shown.clone(), Cursor::new(&made.bytes), kind);
        let package = PackageTarget { package: &package, publisher, because: Because::Default };
        let (own, _) = checker.package(&package);
        let output = Output::new(&arguments.output, color)?;
        let errors = own.iter().any(|finding| finding.severity == connsmith::Severity::Error);
        if !own.is_empty() || arguments.output.file().is_some() {
            status = output.finish(vec![output.part(&package, &own)])?;
        }
        if errors {
            note(&format!("`{shown}` was not written"));
            return Ok(FOUND);
        }
    }
    for (folder, record) in &made.records {
        let path = folder.join(record::NAME);
        let text = record.text();
        if read::plain(&path, MOST).ok().as_deref() != Some(text.as_bytes()) {
            let file = New { name: record::NAME.to_owned(), bytes: text.into_bytes() };
            interrupt::whole(|| write::fill(folder, &[file], Existing::Replace))?;
        }
    }
    interrupt::put(&made.out, &made.bytes).with_context(|| format!("`{shown}` cannot be written"))?;
    print(&format!("wrote {shown}: {}, {} bytes\n", made.what, made.bytes.len()))?;
    Ok(status)
}

/// The folder with the files of a solution, if that is all there is to pack.
fn unpacked(arguments: &Arguments) -> Option<PathBuf> {
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here[..] } else { &arguments.paths };
    match (paths, discover::find(paths)) {
        ([_], Err(discover::Error::Solution(_, folder))) => Some(folder),
        _ => None,
    }
}

/// The zip of a solution that lies in a folder.
fn whole(arguments: &Arguments, folder: &Path) -> anyhow::Result<Made> {
    let refused = [("--bump", arguments.bump), ("--compact", arguments.compact), ("--env-var", arguments.env_var.is_some())];
    if let Some((option, _)) = refused.iter().find(|(_, given)| *given) {
        bail!(
            "{option} changes connectors, and `{}` holds the files of a solution: run `connsmith unpack` first",
            folder.display()
        );
    }
    let mut solution = read_solution(folder, arguments.managed.then_some(true))?;
    let mut metadata = Metadata::of(&solution)
        .with_context(|| format!("the solution in `{}` has no name, version or publisher", folder.display()))?;
    let publisher = &mut metadata.publisher;
    for (value, option) in [
        (&mut metadata.version, &arguments.solution_version),
        (&mut metadata.name, &arguments.solution_name),
        (&mut metadata.display_name, &arguments.solution_display_name),
        (&mut publisher.name, &arguments.publisher_name),
        (&mut publisher.display_name, &arguments.publisher_display_name),
        (&mut publisher.prefix, &arguments.publisher_prefix),
    ] {
        if let Some(option) = option {
            value.clone_from(option);
        }
    }
    publisher.option_prefix = arguments.publisher_option_prefix.unwrap_or(publisher.option_prefix);
    if let Some(fault) = metadata.fault() {
        bail!(fault);
    }
    metadata.apply(&mut solution);
    let files = solution.packed();
    Ok(Made {
        out: arguments.out.clone().unwrap_or_else(|| zip_name(&metadata)),
        what: format!(
            "{}solution {} {} with {} in {}",
            if metadata.managed { "managed " } else { "" },
            metadata.name,
            metadata.version,
            counted(solution.connectors().count(), "connector", "connectors"),
            counted(files.len(), "file", "files"),
        ),
        bytes: zip_of(&solution)?,
        records: Vec::new(),
        kind: Some(Kind::Solution),
    })
}

fn zip_name(metadata: &Metadata) -> PathBuf {
    let version = metadata.version.replace('.', "_");
    let managed = if metadata.managed { "_managed" } else { "" };
    PathBuf::from(format!("{}_{version}{managed}.zip", metadata.name))
}

fn solution(arguments: &Arguments, current: &Path) -> anyhow::Result<Made> {
    if let Some(folder) = unpacked(arguments) {
        return whole(arguments, &folder);
    }
    let sources = Sources::read(&arguments.paths, current)?;
    let (metadata, packed) = sources.pack(arguments)?;
    Ok(Made {
        out: arguments.out.clone().unwrap_or_else(|| zip_name(&metadata)),
        bytes: zip_of(&packed.solution)?,
        what: format!(
            "{}solution {} {} with {}",
            if metadata.managed { "managed " } else { "" },
            metadata.name,
            metadata.version,
            counted(sources.connectors.len(), "connector", "connectors")
        ),
        records: sources.records(metadata, packed.records),
        kind: Some(Kind::Solution),
    })
}

fn certification(arguments: &Arguments, current: &Path) -> anyhow::Result<Made> {
    let Some(flow) = &arguments.flow_solution else {
        bail!("a certification package needs a flow that uses the connector: export one and pass it with `--flow-solution`");
    };
    let (mut records, mut folder) = (Vec::new(), None);
    let connector = match (&arguments.connector_solution, arguments.paths.is_empty()) {
        (Some(_), false) => bail!("pass either folders or `--connector-solution`, not both"),
        (Some(path), true) => read_file(path)?,
        (None, _) => {
            let sources = Sources::read(&arguments.paths, current)?;
            let (metadata, packed) = sources.pack(arguments)?;
            let bytes = zip_of(&packed.solution)?;
            folder = sources.connectors.first().map(|(connector, _)| connector.path.clone());
            records = sources.records(metadata, packed.records);
            bytes
        }
    };
    let usual = || {
        let beside = folder.iter().map(|folder| folder.join("intro.md"));
        beside.chain([PathBuf::from("intro.md")]).find(|path| path.is_file())
    };
    let Some(intro) = arguments.intro.clone().or_else(usual) else {
        bail!("a certification package needs an introduction: write `intro.md`, or name a file with `--intro`");
    };
    let parts = Certification {
        intro: read_file(&intro)?,
        connector,
        flow: read_file(flow)?,
        plugin: arguments.plugin_solution.as_deref().map(read_file).transpose()?,
    };
    let plugin = parts.plugin.is_some();
    Ok(Made {
        out: arguments.out.clone().unwrap_or_else(|| "certification.zip".into()),
        bytes: pack::certification(parts).context("cannot create the package")?,
        what: "package for certification".to_owned(),
        records,
        kind: Some(Kind::Certification { plugin }),
    })
}

fn plain(arguments: &Arguments, current: &Path) -> anyhow::Result<Made> {
    let sources = Sources::read(&arguments.paths, current)?;
    let [(connector, _)] = &sources.connectors[..] else {
        bail!("a plain zip contains one connector, but {} were found: name one folder", sources.connectors.len());
    };
    pack::usable(connector)?;
    let folder = current.join(&connector.path);
    let folder = folder.canonicalize().unwrap_or(folder);
    let name = folder.file_name().map_or("connector".into(), |name| name.to_string_lossy().into_owned());
    Ok(Made {
        out: arguments.out.clone().unwrap_or_else(|| format!("{name}.zip").into()),
        bytes: pack::plain(connector).context("cannot create the zip")?,
        what: format!("plain zip of “{}”", connector.title().unwrap_or_default().trim()),
        records: Vec::new(),
        kind: None,
    })
}

fn zip_of(solution: &Solution) -> anyhow::Result<Vec<u8>> {
    let files: Vec<_> = solution.packed().into_iter().collect();
    archive::write(&files).context("cannot create the solution")
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    read::plain(path, MOST).with_context(|| format!("`{}` cannot be read", path.display()))
}

/// The maximum size of a file that goes into a package or comes from one.
const MOST: u64 = 64 << 20;

/// The maximum size of all files of an unpacked solution.
const MOST_OF_TREE: u64 = 256 << 20;

/// What to pack, with its metadata.
struct Sources {
    /// The folder of the solution's side file.
    root: PathBuf,
    root_record: Record,
    connectors: Vec<(Target, Option<Record>)>,
    base: Option<Solution>,
    configured: Settings,
}

impl Sources {
    fn read(paths: &[PathBuf], current: &Path) -> anyhow::Result<Sources> {
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here[..] } else { paths };
        let discover::Search { found, errors, solutions, .. } = discover::search(paths);
        if let Some(error) = errors.into_iter().next() {
            return Err(error.into());
        }
        let checker = Checker::new(&super::settings::options()?);
        let mut connectors = Vec::new();
        for found in &found {
            connectors.push((checker.read(found, current)?, read_record(&found.folder)?));
        }
        let root = match paths {
            [path] if path.is_dir() => path.clone(),
            _ => common_folder(&found),
        };
        let bases = [root.join(REST), root.clone()];
        let base = bases.iter().find(|folder| Solution::is_folder(|name| folder.join(name).is_file()));
        let is_base = |folder: &PathBuf| bases.iter().any(|base| same_place(base, folder));
        // Without what is in it, the solution would be smaller.
        if let Some(other) = solutions.iter().find(|folder| !is_base(folder)) {
            bail!(
                "there are connectors and, in `{}`, the files of a solution: name the connectors or `{0}`, or move the solution to `{}`",
                other.display(),
                bases[0].display()
            );
        }
        let base = base.map(|folder| read_solution(folder, None)).transpose()?;
        let configured = super::config::sound(&root, current)?.solution();
        Ok(Sources { root_record: read_record(&root)?.unwrap_or_default(), root, connectors, base, configured })
    }

    fn pack(&self, arguments: &Arguments) -> anyhow::Result<(Metadata, Packed)> {
        let metadata = self.metadata(arguments)?;
        // An id is created once, then kept in the side file.
        let ids: Vec<String> = self.connectors.iter().map(|_| uuid::Uuid::new_v4().to_string()).collect();
        let sources = self.connectors.iter().zip(&ids).map(|((connector, record), new_id)| Source {
            connector,
            record: record.as_ref().and_then(|record| record.connector.as_ref()),
            new_id,
        });
        let options = pack::Options {
            metadata: metadata.clone(),
            base: self.base.clone(),
            compact: arguments.compact,
            host_variable: arguments.env_var.is_some(),
        };
        Ok((metadata, pack::solution(&sources.collect::<Vec<_>>(), &options)?))
    }

    /// From the options, then `connsmith.toml`, then the side file, then derived from the connector; the user is asked for anything
    /// still missing.
    fn metadata(&self, arguments: &Arguments) -> anyhow::Result<Metadata> {
        let options = Settings {
            name: arguments.solution_name.clone(),
            display_name: arguments.solution_display_name.clone(),
            publisher: PublisherSettings {
                name: arguments.publisher_name.clone(),
                display_name: arguments.publisher_display_name.clone(),
                prefix: arguments.publisher_prefix.clone(),
                option_prefix: arguments.publisher_option_prefix,
            },
        };
        let known = self.root_record.solution.clone().or_else(|| self.base.as_ref().and_then(Metadata::of));
        let settings = options.or(self.configured.clone()).or(known.as_ref().map(Settings::from).unwrap_or_default());
        let title = match &self.connectors[..] {
            [(connector, _)] => connector.title().map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
            _ => None,
        };
        let publisher = settings.publisher;
        let publisher_name = or_ask(publisher.name, "Publisher name", "--publisher-name", "publisher.name")?;
        let prefix = or_ask(publisher.prefix, "Publisher prefix", "--publisher-prefix", "publisher.prefix")?;
        let name = settings.name.or_else(|| title.as_deref().map(name::unique_name));
        let name = or_ask(name, "Solution name", "--solution-name", "name")?;
        let mut metadata = Metadata {
            display_name: settings.display_name.or(title).unwrap_or_else(|| name.clone()),
            name,
            version: known.as_ref().map_or("1.0.0.0".into(), |known| known.version.clone()),
            managed: arguments.managed || known.as_ref().is_some_and(|known| known.managed),
            publisher: metadata::Publisher {
                display_name: publisher.display_name.unwrap_or_else(|| publisher_name.clone()),
                name: publisher_name,
                option_prefix: publisher.option_prefix.unwrap_or_else(|| name::option_prefix(&prefix)),
                prefix,
            },
        };
        if let Some(version) = &arguments.solution_version {
            metadata.version.clone_from(version);
        }
        if arguments.bump && known.is_some() {
            metadata.bump();
        }
        Ok(metadata)
    }

    /// The new side files, by folder.
    fn records(&self, mut metadata: Metadata, connectors: Vec<record::ConnectorRecord>) -> Vec<(PathBuf, Record)> {
        // `--managed` applies only to this run.
        metadata.managed = self.root_record.solution.as_ref().is_some_and(|solution| solution.managed);
        let mut records: BTreeMap<PathBuf, Record> = BTreeMap::from([(self.root.clone(), self.root_record.clone())]);
        records.entry(self.root.clone()).or_default().solution = Some(metadata);
        for ((connector, _), record) in self.connectors.iter().zip(connectors) {
            let same = connector.path.canonicalize().ok() == self.root.canonicalize().ok();
            let folder = if same { self.root.clone() } else { connector.path.clone() };
            records.entry(folder).or_default().connector = Some(record);
        }
        records.into_iter().collect()
    }
}

/// The known value, or the user's answer.
fn or_ask(known: Option<String>, what: &str, option: &str, key: &str) -> anyhow::Result<String> {
    if let Some(known) = known {
        return Ok(known);
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        bail!("the solution has no {}: use `{option}`, or `{key}` in `[solution]` of connsmith.toml", what.to_lowercase());
    }
    dialoguer::Input::new().with_prompt(what).interact_text().context("no answer")
}

fn same_place(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

fn common_folder(found: &[Found]) -> PathBuf {
    let mut folders = found.iter().map(|found| found.folder.as_path());
    let first = folders.next().unwrap_or(Path::new("."));
    let common = folders
        .fold(first, |common, folder| common.ancestors().find(|ancestor| folder.starts_with(ancestor)).unwrap_or(Path::new("")));
    if common == Path::new("") { PathBuf::from(".") } else { common.to_owned() }
}

/// The names of the files and links in a folder and below, except hidden ones, relative to it, with `/`. Links are not followed.
pub fn names_in(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in ignore::WalkBuilder::new(root).standard_filters(false).hidden(true).build() {
        let entry = entry.with_context(|| format!("`{}` cannot be read", root.display()))?;
        if entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink()) && entry.depth() > 0 {
            let path = entry.path();
            names.insert(path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(names)
}

/// Names the first few of some files, and says what about them; nothing if there are none.
pub fn note_left_out<'a>(names: impl IntoIterator<Item = &'a String>, what: &str) {
    const SHOWN: usize = 3;
    let names: Vec<&String> = names.into_iter().collect();
    if names.is_empty() {
        return;
    }
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{}`", escape::visible(name))).collect();
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    note(&format!("{what}: {}{more}", shown.join(", ")));
}

/// Reads the solution in a folder, in either layout. Files that are no part of it are named in a note.
pub fn read_solution(root: &Path, managed: Option<bool>) -> anyhow::Result<Solution> {
    // A folder that holds a connector, too, is that of a repository.
    let repository = root.join(".git").exists() || root.join(record::NAME).exists();
    let (own, others) = tree::own_files(names_in(root)?, repository);
    let (mut files, mut left) = (BTreeMap::new(), MOST_OF_TREE);
    for name in own {
        let path = root.join(&name);
        if path.is_symlink() {
            let shown = path.display();
            bail!(
                "`{shown}` is a link, which is not followed, and a solution without it would be smaller: put the file itself there"
            );
        }
        let bytes = read_file(&path)?;
        left = left
            .checked_sub(bytes.len() as u64)
            .with_context(|| format!("`{}` contains more than {} MiB of files", root.display(), MOST_OF_TREE >> 20))?;
        files.insert(name, bytes);
    }
    note_left_out(&others, "left out because they are not part of the solution");
    Solution::read_as(files, managed).with_context(|| format!("`{}` is not a solution that can be read", root.display()))
}
