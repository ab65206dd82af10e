//! `connsmith models`
use super::namespace::{connector, plain};
use super::{CLEAN, FOUND, interrupt, note, print_exact, print_json, print_patch, unified};
use anyhow::Context;
use clap::{Args, ValueEnum};
use connsmith::make::models::naming::Language;
use connsmith::make::models::{MARK, Plan, Wish, lock};
use connsmith::text::read;
use connsmith::text::write::{self, Change, Existing, New};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
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

impl Code {
    fn language(&self) -> Language {
        match self.language {
            Some(Chosen::Csharp) | None => Language::CSharp,
            Some(Chosen::Python) => Language::Python,
            Some(Chosen::Typescript) => Language::TypeScript,
        }
    }

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
        let plan = Plan::new(&connector, self.language(), wish).map_err(anyhow::Error::msg)?;
        Ok((plan, name))
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
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
