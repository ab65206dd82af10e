//! `connsmith models`
use super::namespace::{Given, connector, operation, plain, recurrence, say};
use super::{CLEAN, FOUND, interrupt, note, print_exact, print_json, print_patch, unified};
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use connsmith::make::models::function::{self, Auth};
use connsmith::make::models::naming::Language;
use connsmith::make::models::{MARK, Plan, Wish, lock};
use connsmith::rule::Severity;
use connsmith::text::read;
use connsmith::text::write::{self, Change, Existing, New};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// A connector's folder or a Swagger file
    #[arg(value_name = "CONNECTOR", required = true)]
    source: Option<PathBuf>,

    #[command(flatten)]
    code: Code,

    /// Print the changes as a unified diff instead of writing them; exit with status 1 if there are any
    #[arg(long, requires = "out")]
    diff: bool,

    /// Output format: the code, or the plan with all names
    #[arg(long, value_enum, default_value_t = Format::Code)]
    format: Format,
}

#[derive(Subcommand)]
enum Command {
    /// Write a function project for a trigger: code, settings, trigger configuration, Bicep
    Function(Box<Function>),
    /// Send a trigger's callback to a function app that runs locally
    #[cfg(feature = "platform")]
    Fire(fire::Fire),
}

#[derive(Args)]
struct Function {
    /// The trigger's `operationId`
    #[arg(value_name = "OPERATION")]
    operation: String,

    /// A connector's folder or a Swagger file
    #[arg(value_name = "CONNECTOR", default_value = ".")]
    source: PathBuf,

    /// The language of the project
    #[arg(long, short, value_enum)]
    language: Chosen,

    /// Folder for the project
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The function's name; by default the trigger's, such as `OnNewItem`
    #[arg(long, value_name = "NAME")]
    function: Option<String>,

    /// The function app's name in Azure
    #[arg(long, value_name = "NAME", default_value = "my-function-app")]
    app: String,

    /// The connection's name in the namespace
    #[arg(long, value_name = "NAME", default_value = "my-connection")]
    connection: String,

    /// The connector's name in Azure, such as `office365`
    #[arg(long, value_name = "NAME")]
    connector: Option<String>,

    /// How the namespace authenticates: with the app's system key, or with its managed identity and built-in authentication
    #[arg(long, value_enum, default_value_t = Sign::Key)]
    auth: Sign,

    /// How often a polling trigger asks: a number and a unit, such as `5 Minute`
    #[arg(long, value_name = "TIME")]
    every: Option<String>,

    #[command(flatten)]
    given: Given,

    /// The connector's name in the code, such as `Office365`
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Print the changes as a unified diff instead of writing them; exit with status 1 if there are any
    #[arg(long)]
    diff: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sign {
    Key,
    ManagedIdentity,
}

/// What code is wanted.
#[derive(Args)]
struct Code {
    /// The language of the code
    #[arg(long, short, value_enum, required = true)]
    language: Option<Chosen>,

    /// Only this operation and what its lookups call (repeatable)
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    only: Vec<String>,

    /// Folder for the code and for the file that keeps the names. Without it, the code is printed
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// The connector's name in the code, such as `Office365`
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The namespace of C# code
    #[arg(long, value_name = "NAMESPACE")]
    namespace: Option<String>,

    /// JSON file with your own names: `{"methods": {"OPERATION": "Name"}, "types": {…}, "triggers": {…}}`
    #[arg(long, value_name = "FILE")]
    rename: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chosen {
    #[value(alias = "cs", alias = "c#")]
    Csharp,
    #[value(alias = "py")]
    Python,
    #[value(alias = "ts")]
    Typescript,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Code,
    Json,
}

impl Chosen {
    fn language(self) -> Language {
        match self {
            Chosen::Csharp => Language::CSharp,
            Chosen::Python => Language::Python,
            Chosen::Typescript => Language::TypeScript,
        }
    }
}

impl Code {
    /// Plans the code, and says which file keeps the names.
    fn plan(&self, source: &Path) -> anyhow::Result<(Plan, String)> {
        let connector = connector(source)?;
        if let Some(name) = self.name.as_deref().filter(|name| !lock::is_name(name)) {
            anyhow::bail!("`{name}` is not a name of letters, digits and `_`");
        }
        if let Some(name) = self.namespace.as_deref().filter(|name| !name.split('.').all(lock::is_name)) {
            anyhow::bail!("`{name}` is not a namespace: names with dots between them");
        }
        let name = Plan::lock_name(&connector, self.name.as_deref());
        let table = |path: &Path| {
            lock::read(&plain(path)?).map_err(|why| anyhow::anyhow!("cannot use the names in `{}`: {why}", path.display()))
        };
        let locked = self.out.as_ref().map(|folder| folder.join(&name)).filter(|path| path.exists());
        let wish = Wish {
            only: self.only.clone(),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            locked: locked.as_deref().map(table).transpose()?.unwrap_or_default(),
            renames: self.rename.as_deref().map(table).transpose()?.unwrap_or_default(),
        };
        let language = self.language.context("choose a language with `--language`")?;
        let plan = Plan::new(&connector, language.language(), wish).map_err(anyhow::Error::msg)?;
        Ok((plan, name))
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.command {
        Some(Command::Function(arguments)) => return project(arguments),
        #[cfg(feature = "platform")]
        Some(Command::Fire(arguments)) => return fire::run(arguments),
        None => {}
    }
    let source = arguments.source.as_deref().context("name a connector")?;
    let (plan, lock) = arguments.code.plan(source)?;
    if arguments.format == Format::Json {
        print_json(&(serde_json::to_string_pretty(&plan.json())? + "\n"))?;
        return Ok(CLEAN);
    }
    let mut files = plan.files();
    let Some(folder) = &arguments.code.out else {
        for file in &files {
            print_exact(&String::from_utf8_lossy(&file.bytes))?;
        }
        return Ok(CLEAN);
    };
    files.push(New { name: lock, bytes: plan.lock().into_bytes() });
    put(folder, files, arguments.diff)
}

/// Writes the project of a function.
fn project(arguments: &Function) -> anyhow::Result<u8> {
    let is_name = |name: &str| {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= 128 && name.chars().all(part)
    };
    for name in [arguments.function.as_deref(), Some(arguments.app.as_str()), Some(arguments.connection.as_str())] {
        if let Some(name) = name.filter(|name| !is_name(name)) {
            anyhow::bail!("`{name}` is not a name of letters, digits, `_` and `-`");
        }
    }
    if let Some(name) = arguments.name.as_deref().filter(|name| !lock::is_name(name)) {
        anyhow::bail!("`{name}` is not a name of letters, digits and `_`");
    }
    let connector = connector(&arguments.source)?;
    let wanted = operation(&connector, &arguments.operation)?;
    let wish = Wish { only: vec![arguments.operation.clone()], name: arguments.name.clone(), ..Wish::default() };
    let plan = Plan::new(&connector, arguments.language.language(), wish).map_err(anyhow::Error::msg)?;
    let (given, mut problems) = arguments.given.read()?;
    let wish = function::Wish {
        operation: wanted,
        function: arguments.function.clone(),
        app: arguments.app.clone(),
        connection: arguments.connection.clone(),
        connector: arguments.connector.clone().unwrap_or_else(|| plan.api.clone()),
        auth: match arguments.auth {
            Sign::Key => Auth::Key,
            Sign::ManagedIdentity => Auth::ManagedIdentity,
        },
        arguments: given,
        recurrence: recurrence(arguments.every.as_deref())?,
    };
    let made = function::project(&plan, &wish).map_err(anyhow::Error::msg)?;
    problems.extend(made.problems);
    say(&problems);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(FOUND);
    }
    // What people may have changed since stays.
    let (known, starters): (Vec<New>, Vec<New>) =
        made.starters.into_iter().partition(|file| arguments.out.join(&file.name).symlink_metadata().is_ok());
    for file in known.iter().filter(|file| read::plain(&arguments.out.join(&file.name), 1 << 24).ok() != Some(file.bytes.clone()))
    {
        note(&format!("`{}` is there already and was kept", arguments.out.join(&file.name).display()));
    }
    put(&arguments.out, made.generated.into_iter().chain(starters).collect(), arguments.diff)
}

#[cfg(feature = "platform")]
mod fire {
    use super::{connector, operation};
    use crate::cli::namespace::json_file;
    use crate::cli::{CLEAN, FOUND, note, print, print_json};
    use anyhow::Context;
    use clap::Args;
    use connsmith::call::namespace::payload::{Reader, read};
    use connsmith::call::request::percent_encode;
    use connsmith::make::models::{naming, payload};
    use connsmith::ship::wire::Wire;
    use serde_json::Value;
    use std::path::PathBuf;
    use std::time::Duration;

    /// The longest payload that the extension takes.
    const LONGEST: usize = 10 << 20;

    #[derive(Args)]
    pub struct Fire {
        /// The function's name, exactly as it is registered
        #[arg(value_name = "FUNCTION")]
        function: String,

        /// For a sample: a connector's folder or a Swagger file
        #[arg(value_name = "CONNECTOR", requires = "sample")]
        source: Option<PathBuf>,

        /// The payload: a JSON file. An item without `body` around it gets one
        #[arg(long, value_name = "FILE", required_unless_present = "sample", conflicts_with = "sample")]
        payload: Option<PathBuf>,

        /// Send a sample made from the schema of the trigger
        #[arg(long, requires = "source")]
        sample: bool,

        /// The trigger of the sample, if it is not the one with the function's name
        #[arg(long, value_name = "OPERATION", requires = "sample")]
        operation: Option<String>,

        /// Send the sample as a batch
        #[arg(long, requires = "sample")]
        batch: bool,

        /// The address of the function app
        #[arg(long, value_name = "URL", default_value = "http://localhost:7071")]
        url: String,

        /// Allow an address that is not on this machine
        #[arg(long)]
        remote: bool,

        /// The trigger configuration's name, sent as `x-ms-trigger-name`; by default the function's in lower case
        #[arg(long, value_name = "NAME")]
        trigger: Option<String>,

        /// The namespace's name, sent as `x-ms-gateway-resource-name`
        #[arg(long, value_name = "NAME", default_value = "local")]
        namespace: String,

        /// Print the payload instead of sending it
        #[arg(long)]
        dry_run: bool,
    }

    fn body(arguments: &Fire) -> anyhow::Result<Value> {
        if let Some(path) = &arguments.payload {
            let value = json_file(path)?;
            if !payload::has_envelope(&value) {
                note("the payload is an item without `body`, so it is sent as `{\"body\": …}`");
                return Ok(serde_json::json!({ "body": value }));
            }
            return Ok(value);
        }
        let connector = connector(arguments.source.as_deref().context("name a connector for the sample")?)?;
        let named = || {
            connector.operations().filter(|one| one.is_trigger()).find(|one| {
                let id = one.id().unwrap_or_default();
                id == arguments.function.as_str() || naming::trigger(&naming::base(&id)) == arguments.function
            })
        };
        let wanted = match &arguments.operation {
            Some(id) => operation(&connector, id)?,
            None => named()
                .with_context(|| format!("no trigger has the name `{}`: name one with `--operation`", arguments.function))?,
        };
        anyhow::ensure!(wanted.is_trigger(), "{} is not a trigger", wanted.display());
        Ok(payload::sample(wanted, arguments.batch))
    }

    pub fn run(arguments: &Fire) -> anyhow::Result<u8> {
        let value = body(arguments)?;
        let (kind, items) = read(&value, Reader::Node).map_err(|why| anyhow::anyhow!("the payload cannot be read: {why}"))?;
        if arguments.dry_run {
            print_json(&(serde_json::to_string_pretty(&value)? + "\n"))?;
            return Ok(CLEAN);
        }
        let base = url::Url::parse(&arguments.url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let base = base.with_context(|| format!("`{}` is not the address of a function app", arguments.url))?;
        let is_here = connsmith::ship::platform::cloud::is_loopback(&base);
        anyhow::ensure!(
            is_here || arguments.remote,
            "`{}` is not on this machine: pass `--remote` to send it there",
            arguments.url
        );
        let bytes = serde_json::to_vec(&value)?;
        if bytes.len() > LONGEST {
            note("the payload is larger than 10 MiB, which the extension refuses");
        }
        let mut url = format!(
            "{}/runtime/webhooks/connector?functionName={}",
            base.as_str().trim_end_matches('/'),
            percent_encode(&arguments.function)
        );
        // The key of an app that checks it.
        if let Ok(key) = std::env::var("CONNSMITH_FUNCTION_KEY") {
            url += &format!("&code={}", percent_encode(&key));
        }
        let trigger = arguments.trigger.clone().unwrap_or_else(|| arguments.function.to_lowercase());
        for name in [&trigger, &arguments.namespace] {
            anyhow::ensure!(name.chars().all(|c| matches!(c, ' '..='~')), "`{name}` cannot be sent in a header");
        }
        let headers = [
            ("content-type", "application/json"),
            ("x-ms-trigger-name", trigger.as_str()),
            ("x-ms-gateway-resource-name", arguments.namespace.as_str()),
            ("x-ms-subscription-id", "00000000-0000-0000-0000-000000000000"),
            ("x-ms-resource-group", "local"),
        ];
        let reply = Wire::new(Duration::from_secs(100), None).exchange("POST", &url, headers.into_iter(), Some(bytes));
        let reply = reply.map_err(|(_, why)| {
            anyhow::anyhow!("`{}` gave no response: {why}; start the function app with `func start`", arguments.url)
        })?;
        let count = crate::cli::fix::counted(items.len(), "item", "items");
        print(&format!("sent a payload of the kind {} ({count}) to {}: {}\n", kind.name(), arguments.function, reply.status))?;
        let text = String::from_utf8_lossy(&reply.bytes[..reply.bytes.len().min(2000)]).into_owned();
        if !text.trim().is_empty() {
            print(&format!("{}\n", text.trim()))?;
        }
        if let Some(why) = explained(reply.status) {
            note(why);
        }
        Ok(if (200..300).contains(&reply.status) { CLEAN } else { FOUND })
    }

    /// What to do about a status.
    fn explained(status: u16) -> Option<&'static str> {
        match status {
            400 => Some(
                "the extension compares `x-ms-trigger-name` and `x-ms-gateway-resource-name`: see `--trigger` and `--namespace`",
            ),
            401 | 403 => Some("the app checks its key: set CONNSMITH_FUNCTION_KEY to the system key `connector_extension`"),
            404 => Some("no function has this name, or the app does not have the connector extension"),
            413 => Some("the payload is larger than the extension accepts"),
            500..=599 => Some("the function failed: the log of the app says why"),
            _ => None,
        }
    }
}

/// Writes generated files, or shows what would change. Files that people wrote stay.
fn put(folder: &Path, files: Vec<New>, diff: bool) -> anyhow::Result<u8> {
    let mut changed = Vec::new();
    for file in files {
        let path = folder.join(&file.name);
        let before = match read::plain(&path, 256 << 20) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
        };
        let is_ours = before.is_empty() || file.name.ends_with("-lock.json") || {
            let head = &before[..before.len().min(600)];
            String::from_utf8_lossy(head).contains(MARK)
        };
        anyhow::ensure!(
            is_ours,
            "`{}` is not a generated file, so it was not replaced: choose another folder, or move it away",
            path.display()
        );
        if before != file.bytes {
            changed.push((path, before, file));
        }
    }
    if diff {
        for (path, before, file) in &changed {
            let name = path.display().to_string();
            let change = Change { path: path.clone(), name, before: before.clone(), after: file.bytes.clone() };
            print_patch(&unified::unified(&change))?;
        }
        return Ok(if changed.is_empty() { CLEAN } else { FOUND });
    }
    if changed.is_empty() {
        note("nothing changed");
        return Ok(CLEAN);
    }
    let files: Vec<New> = changed.into_iter().map(|(_, _, file)| file).collect();
    interrupt::whole(|| write::fill(folder, &files, Existing::Replace))?;
    for file in &files {
        note(&format!("wrote `{}`", folder.join(&file.name).display()));
    }
    Ok(CLEAN)
}
