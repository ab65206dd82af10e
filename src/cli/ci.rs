//! `connsmith ci`
use super::unified::unified;
use super::{CLEAN, FOUND, interrupt, print, print_patch};
use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use connsmith::connector::discover::{self, Found};
use connsmith::make::new::pipeline::{Ci, ENVIRONMENT, Shipping};
use connsmith::text::document::File;
use connsmith::text::read;
use connsmith::text::write::{self, Change, Existing, New};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a pipeline that checks on pull requests and ships what is merged, signed in without a secret
    Setup(SetupArguments),
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Service {
    /// GitHub Actions
    #[value(name = "github")]
    GitHub,
    /// Azure Pipelines
    Azure,
}

#[derive(Args)]
struct SetupArguments {
    /// The build service
    #[arg(value_enum)]
    service: Service,

    /// Folder of the connector
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,

    /// Address of the environment's Dataverse, such as `https://contoso.crm.dynamics.com`
    #[arg(long = "env", visible_alias = "environment", short = 'e', env = "CONNSMITH_ENVIRONMENT", value_name = "ADDRESS")]
    environment: String,

    /// Put the connector into this solution (unique name)
    #[arg(long, value_name = "NAME")]
    solution: Option<String>,

    /// The branch whose changes are shipped
    #[arg(long, default_value = "main", value_name = "NAME")]
    branch: String,

    /// For the commands that make the identity: OWNER/REPOSITORY on GitHub, ORGANIZATION/PROJECT on Azure DevOps
    #[arg(long, value_name = "NAME")]
    repository: Option<String>,

    /// Print the change as a unified diff instead of writing it; exit with status 1 if there is one
    #[arg(long)]
    diff: bool,

    /// Replace a pipeline that is already there
    #[arg(long)]
    force: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Command::Setup(arguments) = &arguments.command;
    let ci = match arguments.service {
        Service::GitHub => Ci::GitHub,
        Service::Azure => Ci::Azure,
    };
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    // What goes into a file with a meaning of its own has a form of its own.
    let environment = arguments.environment.trim_end_matches('/');
    let plain = |text: &str, more: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    if !environment.strip_prefix("https://").is_some_and(|host| plain(host, "-.") && host.contains('.')) {
        bail!("`{environment}` is not the address of an environment, such as `https://contoso.crm.dynamics.com`");
    }
    if !plain(&arguments.branch, "-._/") || arguments.branch.starts_with('-') {
        bail!("`{}` cannot be used as the name of the branch here", arguments.branch);
    }
    if arguments.solution.as_deref().is_some_and(|name| !plain(name, "_")) {
        bail!("a solution's unique name has letters, digits and `_`");
    }
    if arguments.repository.as_deref().is_some_and(|name| !plain(name, "-._/ ")) {
        bail!("`--repository` takes `OWNER/REPOSITORY`, or `ORGANIZATION/PROJECT`");
    }
    let connector = connsmith::Connector::new(discover::load(&Found::folder(&arguments.folder), String::new()));
    if connector.definition.is_none() {
        bail!("no connector in `{}`: name its folder", arguments.folder.display());
    }
    let folder = arguments.folder.canonicalize().with_context(|| format!("`{}` cannot be read", arguments.folder.display()))?;
    let top = read::top_of(&arguments.folder);
    let path = folder.strip_prefix(&top).unwrap_or(&folder).to_string_lossy().replace('\\', "/");
    if path.chars().any(char::is_control) {
        bail!("the name of `{}` cannot be used in a pipeline", arguments.folder.display());
    }
    let shipping = Shipping {
        path: if path.is_empty() { ".".to_owned() } else { path },
        branch: arguments.branch.clone(),
        environment: environment.to_owned(),
        solution: arguments.solution.clone(),
        secret: connector.document(File::Properties).is_some_and(|properties| properties.text.contains("oAuthSettings")),
    };
    let text = ci.shipping(&shipping);
    let target = top.join(ci.file());
    let shown = discover::shown(&target, &current);
    let before = match read::plain(&target, read::MAX_SETTINGS) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("`{shown}` cannot be read")),
    };
    let same = before.as_deref() == Some(text.as_bytes());
    if arguments.diff {
        let before = before.unwrap_or_default();
        let change = Change { path: target, name: ci.file().to_owned(), before, after: text.into_bytes() };
        print_patch(&if same { String::new() } else { unified(&change) })?;
        return Ok(if same { CLEAN } else { FOUND });
    }
    if before.is_some() && !same && !arguments.force {
        bail!("`{shown}` already exists and was not changed: use `--diff` to see the difference, or `--force` to replace it");
    }
    let file = New { name: ci.file().to_owned(), bytes: text.into_bytes() };
    interrupt::whole(|| write::fill(&top, &[file], Existing::Replace)).with_context(|| format!("cannot write `{shown}`"))?;
    let repository = arguments.repository.as_deref().unwrap_or(match ci {
        Ci::GitHub => "OWNER/REPOSITORY",
        Ci::Azure => "ORGANIZATION/PROJECT",
    });
    let mut said = format!("wrote {shown}\n\nThese commands create the identity that the pipeline signs in with:\n");
    for command in ci.identity(repository, environment) {
        said.push_str(&format!("  {command}\n"));
    }
    said.push_str(&match ci {
        Ci::GitHub => format!(
            "Then create the environment `{ENVIRONMENT}` in the settings of the repository, with the variables AZURE_TENANT_ID and AZURE_CLIENT_ID{}.\n",
            if shipping.secret { " and the secret CONNSMITH_CLIENT_SECRET" } else { "" }
        ),
        Ci::Azure => format!(
            "Then create a service connection `{ENVIRONMENT}` with workload identity federation, and give the pipeline the variables AZURE_TENANT_ID, AZURE_CLIENT_ID and SERVICE_CONNECTION_ID{}.\n",
            if shipping.secret { ", and the secret variable CONNSMITH_CLIENT_SECRET" } else { "" }
        ),
    });
    said.push_str(
        "The pipeline updates a connector that is already there: run `connsmith create` once, and commit settings.json.\n",
    );
    print(&said)?;
    Ok(CLEAN)
}
