//! `connsmith import`
use super::ask;
use super::output::{Output, OutputArguments, Parts};
use super::{CLEAN, interrupt, note, print};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::connector::discover::{self, Found};
use connsmith::connector::imported::{BASE, Base, Invented, MAX_BASE};
use connsmith::connector::place::Place;
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::judge::check::{Checker, Options as CheckOptions};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::{Pair as Versions, Target};
use connsmith::make::add;
use connsmith::make::import::choose::Pattern;
use connsmith::make::import::kind::Kind;
use connsmith::make::import::origin::Origins;
use connsmith::make::import::saved::{CHOICE, Choice, MAX_CHOICE};
use connsmith::make::import::source::{Reach, Sources};
use connsmith::make::import::{self, Said, script, update as merge};
use connsmith::make::new;
use connsmith::rule::finding::Finding;
use connsmith::text::document::{Document, File, Node};
use connsmith::text::read;
use connsmith::text::write::{self, Change, Existing, New};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(mut_arg("fail_on", |arg| arg.default_value("never")))]
pub struct Arguments {
    /// The API description: OpenAPI 3 or Swagger 2.0 as JSON or YAML, a Postman collection, an HTTP archive (HAR) or cURL
    /// commands; `-` for standard input, or a URL with `--fetch`
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The connector's folder [default: named after the title]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// List the operations that would be imported, without writing files
    #[arg(long)]
    plan: bool,

    /// Import only these operations: `tag:NAME`, `path:/tasks/**`, `id:Get*`, `verb:get`, `deprecated`, `get /tasks` (repeatable)
    #[arg(long, value_name = "WHICH", value_parser = Pattern::parse)]
    include: Vec<Pattern>,

    /// Skip these operations (repeatable)
    #[arg(long, value_name = "WHICH", value_parser = Pattern::parse)]
    exclude: Vec<Pattern>,

    /// The connector's publisher [default: custom]
    #[arg(long, value_enum)]
    publisher: Option<PublisherArgument>,

    /// Format of the source, if it is not detected
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(Kind::ALL.map(Kind::name)))]
    from: Option<String>,

    /// The connector's title
    #[arg(long)]
    title: Option<String>,

    /// Host of the API, such as `api.contoso.com`
    #[arg(long)]
    host: Option<String>,

    /// Which server to use if there are several, counting from 0 [default: the first with HTTPS]
    #[arg(long, value_name = "NUMBER")]
    server: Option<usize>,

    /// Which security scheme to use if there are several, by its name in the source
    #[arg(long, value_name = "NAME")]
    auth: Option<String>,

    /// Authorization URL for OAuth 2.0
    #[arg(long, value_name = "URL")]
    authorization_url: Option<String>,

    /// Token URL for OAuth 2.0
    #[arg(long, value_name = "URL")]
    token_url: Option<String>,

    /// Add a policy that prefixes the token with `Bearer`, so that users enter only the token
    #[arg(long)]
    bearer_policy: bool,

    /// How to import a list parameter whose name is repeated for each value [default: csv]
    #[arg(long, value_enum)]
    arrays: Option<ArraysArgument>,

    /// How to import `oneOf` and `anyOf` [default: merge]
    #[arg(long, value_enum)]
    unions: Option<UnionsArgument>,

    /// How many levels of nested objects to keep [default: as many as the limits allow]
    #[arg(long, value_name = "LEVELS", value_parser = clap::value_parser!(u8).range(1..=9))]
    depth: Option<u8>,

    /// Keep the schemas of error responses
    #[arg(long)]
    keep_errors: bool,

    /// Turn callbacks into triggers
    #[arg(long)]
    triggers: bool,

    /// Allow references to files outside the folder of the source
    #[arg(long)]
    allow_outside: bool,

    /// Fetch references from the network
    #[cfg(feature = "platform")]
    #[arg(long)]
    fetch: bool,

    /// Merge changes in the source into the folder of an earlier import; your edits there are kept
    #[arg(long, requires = "folder", conflicts_with = "force")]
    update: bool,

    /// With `--update`: show the changes instead of writing them
    #[arg(long, requires = "update")]
    diff: bool,

    /// Import all operations without asking, even on a terminal
    #[arg(long, short)]
    yes: bool,

    /// Overwrite existing files
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Clone, Copy, ValueEnum)]
enum PublisherArgument {
    Certified,
    Independent,
    Custom,
}

#[derive(Clone, Copy, ValueEnum)]
enum ArraysArgument {
    /// Comma-separated values
    Csv,
    /// A single value
    Text,
    /// A list; `script.csx` repeats the name for each value
    Script,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnionsArgument {
    /// One object with the properties of all alternatives; text for several simple types
    Merge,
    /// The first alternative
    First,
    /// No type
    Any,
}

impl Arguments {
    /// The selection: the options saved next to the connector, if it is updated, and the given options.
    fn choice(&self, saved: Choice, source: String) -> Choice {
        let texts = |given: &[Pattern], saved: Vec<String>| match given {
            [] => saved,
            given => given.iter().map(|pattern| pattern.text().to_owned()).collect(),
        };
        let name = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| value().map(|value| value.get_name().to_owned());
        let publisher = name(&|| self.publisher?.to_possible_value());
        Choice {
            source,
            publisher: publisher
                .or(Some(saved.publisher).filter(|name| !name.is_empty()))
                .unwrap_or_else(|| Publisher::Custom.name().to_owned()),
            include: texts(&self.include, saved.include),
            exclude: texts(&self.exclude, saved.exclude),
            from: self.from.clone().or(saved.from),
            title: self.title.clone().or(saved.title),
            host: self.host.clone().or(saved.host),
            server: self.server.or(saved.server),
            auth: self.auth.clone().or(saved.auth),
            authorization_url: self.authorization_url.clone().or(saved.authorization_url),
            token_url: self.token_url.clone().or(saved.token_url),
            arrays: name(&|| self.arrays?.to_possible_value()).or(saved.arrays),
            unions: name(&|| self.unions?.to_possible_value()).or(saved.unions),
            depth: self.depth.map(usize::from).or(saved.depth),
            bearer_policy: self.bearer_policy || saved.bearer_policy,
            keep_errors: self.keep_errors || saved.keep_errors,
            triggers: self.triggers || saved.triggers,
            allow_outside: saved.allow_outside,
            fetch: saved.fetch,
        }
    }
}

impl Arguments {
    /// Whether references are fetched from the network.
    fn fetches(&self) -> bool {
        #[cfg(feature = "platform")]
        return self.fetch;
        #[cfg(not(feature = "platform"))]
        return false;
    }
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    import::with_room(|| run_here(arguments, color))
}

fn run_here(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let saved = match (&arguments.folder, arguments.update) {
        (Some(folder), true) => saved(folder)?,
        _ => Choice::default(),
    };
    for (asked, given, option) in
        [(saved.allow_outside, arguments.allow_outside, "--allow-outside"), (saved.fetch, arguments.fetches(), "--fetch")]
    {
        if asked && !given {
            note(&format!("`{CHOICE}` cannot turn on `{option}`: pass it on the command line if you trust the source"));
        }
    }
    let mut choice = arguments.choice(saved, String::new());
    let sources = read_sources(arguments, &current)?;
    let mut options = choice.options().map_err(anyhow::Error::msg)?;
    if ask::can()
        && !arguments.yes
        && !arguments.plan
        && !arguments.update
        && options.include.is_empty()
        && options.exclude.is_empty()
    {
        let all = import::import_here(&sources, &options)?;
        if let Some(include) = super::pick::operations(&all.plan)? {
            choice.include = include;
            options = choice.options().map_err(anyhow::Error::msg)?;
        }
    }
    options.origins = arguments.update;
    let mut imported = import::import_here(&sources, &options)?;
    if arguments.plan {
        print(&imported.plan.text())?;
        return Ok(CLEAN);
    }
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from(super::new::folder_name(&imported.title)));
    if folder.exists() && !folder.is_dir() {
        bail!("`{}` is a file, not a folder", folder.display());
    }
    choice.source = from_folder(&arguments.source, &folder, &current);
    let output = Output::new(&arguments.output, color)?;
    let shown = discover::shown(&folder, &current);
    let checker = Checker::new(&CheckOptions {
        publisher: Some(options.publisher),
        selection: Selection::default(),
        ..CheckOptions::default()
    });
    let done = format!("{} of {} operations of `{}`", imported.plan.rows.len(), imported.plan.all, sources.files[0].name);
    if arguments.update {
        let files = imported.clone().into_files();
        let base = base_of(&files, imported.invented.clone());
        let theirs = Theirs { base, sources: &sources, origins: &imported.origins };
        let (more, parts) = update(arguments, &folder, &choice, &theirs, &checker, &output, &current)?;
        imported.findings.extend(more);
        imported.findings.sort_by_key(|finding| (finding.at.file, finding.at.span.start, finding.rule.id));
        let said = output.part(&Said { sources: &sources, imported: &imported }, &imported.findings);
        note(&format!("{done} were compared with `{shown}`{}", summary(&imported)));
        return output.finish(std::iter::once(said).chain(parts).collect());
    }
    let said = output.part(&Said { sources: &sources, imported: &imported }, &imported.findings);
    let counts = summary(&imported);
    // A source may be large, and all its notes are reported.
    drop(sources);
    imported.findings = Vec::new();
    let invented = std::mem::take(&mut imported.invented);
    let made = imported.into_files();
    let theirs = base_of(&made, invented);

    let kept = [
        New { name: CHOICE.to_owned(), bytes: choice.text().into_bytes() },
        New { name: BASE.to_owned(), bytes: theirs.bytes().context("cannot save what was written")? },
    ];
    drop(theirs);
    super::clean_for(&folder);
    let is_there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    let names = made.iter().map(|file| file.name).chain([CHOICE, BASE]);
    let taken: Vec<String> =
        names.filter(|name| is_there(name)).map(|name| discover::shown(&folder.join(name), &current)).collect();
    if !taken.is_empty() && !arguments.force {
        let (exist, it) = if taken.len() == 1 { ("exists", "it") } else { ("exist", "them") };
        bail!(
            "{} already {exist}: choose another folder, overwrite {it} with `--force`, or merge the changes with `--update`",
            connsmith::rule::all_of(&taken)
        );
    }
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let mut files: Vec<New> = made.into_iter().map(|file| New { name: file.name.to_owned(), bytes: file.bytes }).collect();
    if !taken.is_empty() {
        let mut prose = super::new::keep_prose(&mut files, &folder)?;
        // What is about the connector and not about the API is the author's.
        let is_kept = |file: &New| KEPT.contains(&file.name.as_str()) && is_there(&file.name);
        prose.kept.extend(files.iter().filter(|file| is_kept(file)).map(|file| file.name.clone()));
        files.retain(|file| !is_kept(file));
        for (names, what) in [(&prose.kept, "kept"), (&prose.merged, "only added operations to")] {
            let names: Vec<String> = names.iter().map(|name| discover::shown(&folder.join(name), &current)).collect();
            if !names.is_empty() {
                note(&format!("{what} {}", connsmith::rule::all_of(&names)));
            }
        }
    }
    files.extend(kept);
    interrupt::whole(|| write::fill(&folder, &files, existing))?;
    let connector = if taken.is_empty() {
        let files = files.into_iter().map(|file| (file.name, file.bytes));
        Target::new(new::connector_of(files, Path::new(&shown)), options.publisher, Because::Config)
    } else {
        checker.connector(discover::load(&Found::folder(&folder), shown.clone()), &current)?
    };
    let checked = output.part(&connector, &checker.findings(&connector));
    note(&format!("{done} are in `{shown}`{counts}"));
    output.finish(vec![said, checked])
}

/// Files that `--force` does not overwrite: settings of the connector and its icon, which an import makes only because there have to be
/// some.
const KEPT: [&str; 3] = ["connsmith.toml", "settings.json", "icon.png"];

/// The options saved by an earlier import.
fn saved(folder: &Path) -> anyhow::Result<Choice> {
    let path = folder.join(CHOICE);
    let text = String::from_utf8(own(folder, CHOICE, MAX_CHOICE)?)
        .map_err(|_| anyhow::anyhow!("`{}` is not valid: it is not UTF-8", path.display()))?;
    Choice::parse(&text).map_err(|(why, at)| {
        let at = Document::plain(File::Config, CHOICE, text.clone().into_bytes()).position(at as u32);
        anyhow::anyhow!("`{}:{}:{}` is not valid: {why}", path.display(), at.line, at.column)
    })
}

/// The bytes of a file of an earlier import. No link is followed out of the repository.
fn own(folder: &Path, name: &str, most: u64) -> anyhow::Result<Vec<u8>> {
    let path = folder.join(name);
    let bytes = read::inside(&path, &[&read::top_of(folder)]).and_then(|target| read::plain(&target, most));
    bytes.with_context(|| format!("cannot read `{}`: `--update` needs a folder created by `connsmith import`", path.display()))
}

/// What an import writes for a later one to compare with.
fn base_of(made: &[new::NewFile], invented: Vec<Invented>) -> Base<'_> {
    let text = |name: &str| {
        let file = made.iter().find(|file| file.name == name);
        file.map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default()
    };
    Base {
        definition: text("apiDefinition.swagger.json"),
        properties: text("apiProperties.json"),
        script: text("script.csx"),
        invented,
    }
}

/// The source as a path from the connector's folder.
fn from_folder(source: &Path, folder: &Path, current: &Path) -> String {
    let text = source.to_string_lossy();
    if text == "-" || text.contains("://") {
        return text.into_owned();
    }
    let absolute = |path: &Path| current.join(path).canonicalize().unwrap_or_else(|_| current.join(path));
    let (source, folder) = (absolute(source), absolute(folder));
    let common = source.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    if common <= 1 {
        return source.to_string_lossy().replace('\\', "/");
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = source.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// What an import of today makes of the source.
struct Theirs<'t> {
    base: Base<'t>,
    sources: &'t Sources,
    origins: &'t Origins,
}

/// Merges the changes into a folder, and reports them and their effect on flows. Returns findings about the source, and reports about
/// the folder.
fn update(
    arguments: &Arguments,
    folder: &Path,
    choice: &Choice,
    theirs: &Theirs,
    checker: &Checker,
    output: &Output,
    current: &Path,
) -> anyhow::Result<(Vec<Finding>, Vec<Parts>)> {
    let base = Base::read(&own(folder, BASE, MAX_BASE)?).with_context(|| {
        format!("`{}` was not written by `connsmith import`, so there is no telling what was edited", folder.join(BASE).display())
    })?;
    let found = Found::folder(folder);
    let before = discover::load(&found, discover::shown(folder, current));
    let old = checker.connector(before.clone(), current)?;
    let document = |file: File| {
        let Some(document) = old.document(file) else {
            let name = old.file_name(file);
            let path = folder.join(&name);
            if path.symlink_metadata().is_ok() {
                bail!("`{}` cannot be read (`connsmith check` shows why)", path.display());
            }
            bail!("`{}` has no {name}", folder.display());
        };
        if !document.is_whole() || !document.root().is_object() {
            bail!("`{}` has syntax errors: fix them first (`connsmith check`, `connsmith fix`)", document.name);
        }
        Ok(document)
    };
    let files = [document(File::Definition)?, document(File::Properties)?];
    let definition = merge::definition(&base.definition, &theirs.base.definition, &files[0].text, theirs.origins);
    let next = definition.base(&base, &theirs.base);
    // The properties and the script name operations as the folder does.
    let [before_ids, ids] = [&base, &next].map(|of| merge::ids_in(&of.definition, &definition.text));
    let properties = merge::properties(
        &merge::with_ids(&base.properties, &before_ids),
        &merge::with_ids(&next.properties, &ids),
        &files[1].text,
    );
    let (mut changes, mut notes) = (Vec::new(), Vec::new());
    let mut now = before.clone();
    for (document, text, said) in [(files[0], definition.text, definition.notes), (files[1], properties.text, properties.notes)] {
        notes.extend(said.into_iter().map(|note| (document.file, note)));
        let change = add::change(&before, document, &text)?;
        for place in now.files.iter_mut().filter(|place| place.file == document.file) {
            if let Some(change) = &change {
                place.bytes.clone_from(&change.after);
            }
        }
        changes.extend(change);
    }
    let new = checker.connector(now.clone(), current)?;
    if let Some(document) = &old.readme
        && connsmith::make::readme::renewed(&old, document) == document.text
    {
        // A list that was up to date is kept up to date.
        changes.extend(add::change(&before, document, &connsmith::make::readme::renewed(&new, document))?);
    }
    let mut added = None;
    let known = script::renamed(&base.script, |id| before_ids.of(id));
    let wanted = script::renamed(&next.script, |id| ids.of(id));
    if wanted != known {
        let path = folder.join("script.csx");
        let name = discover::shown(&path, current);
        let is_known = |text: &[u8]| text == base.script.as_bytes() || text == known.as_bytes();
        let after = wanted.into_bytes();
        match read::inside(&path, &[&read::top_of(folder)]).and_then(|path| read::plain(&path, read::MAX_SCRIPT)) {
            Ok(before) if is_known(&before) && !after.is_empty() => {
                changes.push(Change { name, path, before, after });
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && known.is_empty() => {
                added = Some(New { name: "script.csx".to_owned(), bytes: after });
            }
            _ => note(&format!("`{name}` was not changed, but the list parameters that it repeats are different now")),
        }
    }
    let known = String::from_utf8_lossy(&own(folder, CHOICE, MAX_CHOICE)?).into_owned();
    let kept = [
        (CHOICE, choice.text_in(&known).into_bytes(), MAX_CHOICE),
        (BASE, next.bytes().context("cannot save what was written")?, MAX_BASE),
    ];
    for (name, after, most) in kept {
        let path = folder.join(name);
        let before = own(folder, name, most)?;
        if before != after {
            changes.push(Change { name: discover::shown(&path, current), path, before, after });
        }
    }
    if arguments.diff {
        for change in changes.iter().filter(|change| !change.name.ends_with(BASE)) {
            super::print_patch(&super::unified::unified(change))?;
        }
    } else {
        if let Some(added) = added {
            write::fill(folder, &[added], Existing::Keep)?;
        }
        if let Some(error) = interrupt::save(&changes).into_iter().find_map(Result::err) {
            return Err(error.into());
        }
    }
    let (mut of_source, mut of_folder) = (Vec::new(), checker.findings(&new));
    for (file, note) in &notes {
        let origin = match (file, &note.origin) {
            (File::Definition, Some(origin)) => theirs.origins.of(origin, &theirs.sources.files),
            // The numbers of parameters are those of the folder.
            (File::Definition, None) => {
                let whole = note.pointer.split("/parameters/").next().unwrap_or_default();
                theirs.origins.of(whole, &theirs.sources.files)
            }
            _ => None,
        };
        match origin {
            Some(node) => {
                let message = format!("{} (`{}` of `{}`)", note.message, note.pointer, new.file_name(*file));
                of_source.extend(finding(node, note, message));
            }
            None => {
                let node = new.document(*file).and_then(|document| document.at_pointer(&note.pointer));
                of_folder.extend(node.and_then(|node| finding(node, note, note.message.clone())));
            }
        }
    }
    of_folder.sort_by_key(|finding| (finding.at.file, finding.at.span.start, finding.at.span.end));
    let pair = Versions { old: &older(before, checker, current)?, new: &new };
    let differences = checker.changes(pair.old, &new);
    Ok((of_source, vec![output.part(&new, &of_folder), output.part(&pair, &differences)]))
}

/// The older of two versions of a folder.
fn older(folder: connsmith::connector::Folder, checker: &Checker, current: &Path) -> anyhow::Result<connsmith::Connector> {
    Ok(connsmith::connector::versions::older(checker.connector(folder, current)?.connector))
}

/// A message of an update as a finding, at a value of the source or of the folder.
fn finding(node: Node, note: &merge::Note, message: String) -> Option<Finding> {
    let rule = connsmith::rules::RULES.iter().find(|rule| rule.id == note.rule)?;
    let mut at = Place::of(node);
    if node.is_object() || node.is_array() {
        at.span = node.anchor();
    }
    Some(Finding {
        rule,
        code: None,
        severity: rule.severity,
        at,
        message,
        help: note.help.map(str::to_owned),
        labels: Vec::new(),
        unnamed: 0,
        fix: None,
        suppressed: None,
    })
}

/// The number of notes of each kind.
fn summary(imported: &import::Imported) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for finding in &imported.findings {
        match counts.iter_mut().find(|(id, _)| *id == finding.rule.id) {
            Some((_, count)) => *count += 1,
            None => counts.push((finding.rule.id, 1)),
        }
    }
    counts.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    let counts: Vec<String> = counts.iter().map(|(id, count)| format!("{count} {id}")).collect();
    if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) }
}

/// Reads the source and everything it references.
fn read_sources(arguments: &Arguments, current: &Path) -> anyhow::Result<Sources> {
    let path = &arguments.source;
    let shown = |path: &Path| discover::shown(path, current);
    #[cfg(feature = "platform")]
    let fetch = |address: &str| -> Result<Vec<u8>, String> { fetch(address) };
    #[cfg(feature = "platform")]
    let reach = Reach { outside: arguments.allow_outside, fetch: if arguments.fetch { Some(&fetch) } else { None } };
    #[cfg(not(feature = "platform"))]
    let reach = Reach { outside: arguments.allow_outside, fetch: None };
    let text = path.to_string_lossy();
    if text.starts_with("http://") || text.starts_with("https://") {
        let Some(fetch) = reach.fetch else { bail!("`{text}` is on the network: download it, or pass `--fetch`") };
        let bytes = fetch(&text).map_err(anyhow::Error::msg)?;
        return Ok(Sources::read(bytes, &text, None, &shown, reach)?);
    }
    if text == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(Sources::read(bytes, "-", None, &shown, reach)?);
    }
    if path.is_dir() {
        bail!("`{text}` is a folder: name the file with the API description");
    }
    let bytes = match read::plain(path, connsmith::text::json::MAX_LEN as u64) {
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            bail!(import::kind::Refusal::TooLarge { name: shown(path) })
        }
        bytes => bytes.with_context(|| format!("cannot read `{text}`"))?,
    };
    Ok(Sources::read(bytes, &shown(path), Some(path), &shown, reach)?)
}

/// Fetches a URL.
#[cfg(feature = "platform")]
fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("`{address}` cannot be read: {error}");
    let mut answer = ureq::get(address).call().map_err(|error| failed(&error))?;
    let body = answer.body_mut().with_config().limit(connsmith::text::json::MAX_LEN as u64);
    body.read_to_vec().map_err(|error| failed(&error))
}
