//! `connsmith import`
use super::output::{Output, OutputArguments};
use super::{CLEAN, note, print};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::connector::discover;
use connsmith::judge::check::{Checker, Options as CheckOptions};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::judge::target::Target;
use connsmith::judge::profile::Selection;
use connsmith::make::import::choose::Pattern;
use connsmith::make::import::kind::Kind;
use connsmith::make::import::source::{Reach, Sources};
use connsmith::make::import::{self, Arrays, Options, Said, Unions};
use connsmith::make::new;
use connsmith::text::write::{self, New};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(mut_arg("fail_on", |arg| arg.default_value("never")))]
pub struct Arguments {
    /// The description of the API: OpenAPI 3 or Swagger 2.0 as JSON or YAML, a Postman collection, an HTTP archive (HAR), cURL
    /// commands; `-` for standard input, or an address with `--fetch`
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The connector's folder [default: the title]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// Write nothing, and list the operations that would be taken
    #[arg(long)]
    plan: bool,

    /// Take only these operations: `tag:NAME`, `path:/tasks/**`, `id:Get*`, `verb:get`, `deprecated`, `get /tasks` (repeatable)
    #[arg(long, value_name = "WHICH", value_parser = Pattern::parse)]
    include: Vec<Pattern>,

    /// Leave these operations out (repeatable)
    #[arg(long, value_name = "WHICH", value_parser = Pattern::parse)]
    exclude: Vec<Pattern>,

    /// For whom the connector is
    #[arg(long, value_enum, default_value_t = PublisherArgument::Custom)]
    publisher: PublisherArgument,

    /// What the source is, where that is not found out
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(Kind::ALL.map(Kind::name)))]
    from: Option<String>,

    /// The connector's title
    #[arg(long)]
    title: Option<String>,

    /// Where the API is, such as `api.contoso.com`
    #[arg(long)]
    host: Option<String>,

    /// Which of several servers to take, from 0 [default: the first with HTTPS]
    #[arg(long, value_name = "NUMBER")]
    server: Option<usize>,

    /// Which of several ways to sign in to take, by its name in the source
    #[arg(long, value_name = "NAME")]
    auth: Option<String>,

    /// Where users sign in, for OAuth 2.0
    #[arg(long, value_name = "URL")]
    authorization_url: Option<String>,

    /// Where tokens come from, for OAuth 2.0
    #[arg(long, value_name = "URL")]
    token_url: Option<String>,

    /// Put `Bearer` before the token by a policy, so that users enter the token only
    #[arg(long)]
    bearer_policy: bool,

    /// What a list becomes whose name is sent again for each value
    #[arg(long, value_enum, default_value_t = ArraysArgument::Csv)]
    arrays: ArraysArgument,

    /// What `oneOf` and `anyOf` become
    #[arg(long, value_enum, default_value_t = UnionsArgument::Merge)]
    unions: UnionsArgument,

    /// How many levels of objects within objects to keep [default: as many as the limits allow]
    #[arg(long, value_name = "LEVELS", value_parser = clap::value_parser!(u8).range(1..=9))]
    depth: Option<u8>,

    /// Keep the schemas of responses that are errors
    #[arg(long)]
    keep_errors: bool,

    /// Make triggers of callbacks
    #[arg(long)]
    triggers: bool,

    /// Read files outside the folder of the source, where it refers to them
    #[arg(long)]
    allow_outside: bool,

    /// Read from the network what the source refers to
    #[cfg(feature = "platform")]
    #[arg(long)]
    fetch: bool,

    /// Overwrite files that are there
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
    /// Values with commas between them
    Csv,
    /// One value
    Text,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnionsArgument {
    /// One object with the properties of all, text for several simple types
    Merge,
    /// The first alternative
    First,
    /// No type
    Any,
}

impl Arguments {
    fn options(&self) -> Options {
        Options {
            publisher: match self.publisher {
                PublisherArgument::Certified => Publisher::Certified,
                PublisherArgument::Independent => Publisher::Independent,
                PublisherArgument::Custom => Publisher::Custom,
            },
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            title: self.title.clone(),
            host: self.host.clone(),
            server: self.server,
            auth: self.auth.clone(),
            authorization_url: self.authorization_url.clone(),
            token_url: self.token_url.clone(),
            bearer_policy: self.bearer_policy,
            arrays: match self.arrays {
                ArraysArgument::Csv => Arrays::Csv,
                ArraysArgument::Text => Arrays::Text,
            },
            unions: match self.unions {
                UnionsArgument::Merge => Unions::Merge,
                UnionsArgument::First => Unions::First,
                UnionsArgument::Any => Unions::Any,
            },
            depth: self.depth.map(usize::from),
            keep_errors: self.keep_errors,
            triggers: self.triggers,
            from: self.from.as_deref().and_then(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name)),
        }
    }
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let sources = read(arguments, &current)?;
    let options = arguments.options();
    let imported = import::import(&sources, &options)?;
    if arguments.plan {
        print(&imported.plan.text())?;
        return Ok(CLEAN);
    }
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from(super::new::folder_name(&imported.title)));
    if folder.exists() && !folder.is_dir() {
        bail!("`{}` is a file, not a folder", folder.display());
    }
    let place = |name: &str, bytes: Vec<u8>| {
        let path = folder.join(name);
        New { name: discover::shown(&path, &current), path, bytes }
    };
    let files: Vec<New> = imported.files.iter().map(|file| place(file.name, file.bytes.clone())).collect();
    let taken: Vec<String> =
        files.iter().filter(|file| file.path.symlink_metadata().is_ok()).map(|file| file.name.clone()).collect();
    if !taken.is_empty() && !arguments.force {
        let (is, it) = if taken.len() == 1 { ("is", "it") } else { ("are", "them") };
        bail!("{} {is} there already: choose another folder, or overwrite {it} with `--force`", connsmith::rule::all_of(&taken));
    }
    write::create(&folder, &files, arguments.force)?;

    let output = Output::new(&arguments.output, color)?;
    let said = output.part(&Said { sources: &sources, imported: &imported }, &imported.findings);
    let checker = Checker::new(&CheckOptions { publisher: Some(options.publisher), selection: Selection::default(), ..CheckOptions::default() });
    let shown = discover::shown(&folder, &current);
    let connector = new::connector(&imported.files, Path::new(&shown));
    let connector = Target::new(connector, options.publisher, Because::Config);
    let findings = checker.findings(&connector);
    let checked = output.part(&connector, &findings);
    note(&format!("{} of {} operations of `{}` are in `{shown}`{}", imported.plan.rows.len(), imported.plan.all, sources.files[0].name, summary(&imported)));
    output.finish(vec![said, checked])
}

/// How often each kind of loss, change and invention is said.
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

/// Reads the source and what it refers to.
fn read(arguments: &Arguments, current: &Path) -> anyhow::Result<Sources> {
    let path = &arguments.source;
    let shown = |path: &Path| discover::shown(path, current);
    #[cfg(feature = "platform")]
    let fetch = |address: &str| -> Result<Vec<u8>, String> { fetch(address) };
    #[cfg(feature = "platform")]
    let reach = Reach { outside: arguments.allow_outside, fetch: arguments.fetch.then_some(&fetch) };
    #[cfg(not(feature = "platform"))]
    let reach = Reach { outside: arguments.allow_outside, fetch: None };
    let text = path.to_string_lossy();
    if text.starts_with("http://") || text.starts_with("https://") {
        let Some(fetch) = reach.fetch else { bail!("`{text}` is on the network: download it, or give `--fetch`") };
        let bytes = fetch(&text).map_err(anyhow::Error::msg)?;
        return Ok(Sources::read(bytes, &text, None, &shown, reach)?);
    }
    if text == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(Sources::read(bytes, "-", None, &shown, reach)?);
    }
    let data = std::fs::metadata(path).with_context(|| format!("cannot read `{text}`"))?;
    if data.is_dir() {
        bail!("`{text}` is a folder: name the file that describes the API");
    }
    if data.len() > connsmith::text::json::MAX_LEN as u64 {
        bail!(import::kind::Refusal::TooLarge { name: shown(path) });
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{text}`"))?;
    Ok(Sources::read(bytes, &shown(path), Some(path), &shown, reach)?)
}

/// Gets what an address leads to.
#[cfg(feature = "platform")]
fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("`{address}` cannot be read: {error}");
    let mut answer = ureq::get(address).call().map_err(|error| failed(&error))?;
    let body = answer.body_mut().with_config().limit(connsmith::text::json::MAX_LEN as u64);
    body.read_to_vec().map_err(|error| failed(&error))
}
