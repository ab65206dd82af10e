//! The verbs that talk to the Power Platform service, and what they share: options, settings, who is signed in.
use super::answer::Format;
use super::ask::{self, Asker};
use super::{note, print};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::judge::target::Target;
use connsmith::ship::platform::cloud::{Cloud, Endpoints, address};
use connsmith::ship::platform::failure::{Failure, Kind};
use connsmith::ship::platform::http::{Http, Outside, Patience, Tell};
use connsmith::ship::platform::settings::{self, Settings};
use connsmith::ship::platform::upload::Entry;
use connsmith::ship::platform::{Service, verdict};
use serde_json::Value;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

pub mod create;
mod credential;
pub mod delete;
pub mod download;
pub mod environments;
mod files;
pub mod list;
pub mod login;
pub mod logout;
pub mod update;
pub mod validate;
pub mod whoami;

/// Where to go and as whom: options of every verb.
#[derive(Args)]
#[command(next_help_heading = "Service options")]
pub struct ServiceArguments {
    /// Settings file, as paconn has it; what it says gives way to options and environment variables [default: the
    /// `settings.json` of the connector's folder, when there is one]
    #[arg(long, short = 's', env = "CONNSMITH_SETTINGS", value_name = "FILE")]
    settings: Option<PathBuf>,

    /// Microsoft's cloud: it knows all hosts [default: public]
    #[arg(long, value_enum, env = "CONNSMITH_CLOUD")]
    cloud: Option<CloudArgument>,

    /// Sign in as this account: user, tenant, or user/tenant, as `connsmith whoami` shows them
    #[arg(long, env = "CONNSMITH_ACCOUNT")]
    account: Option<String>,

    /// Borrow the sign-in of the Azure CLI
    #[arg(long, env = "CONNSMITH_USE_AZURE_CLI", value_parser = clap::builder::FalseyValueParser::new())]
    use_azure_cli: bool,

    /// Tenant to sign in to: an id or a domain [default: common]
    #[arg(long, short = 't', env = "CONNSMITH_TENANT")]
    tenant: Option<String>,

    /// Application that signs people in [default: that of the Azure CLI]
    #[arg(long = "clid", visible_alias = "client-id", env = "CONNSMITH_CLIENT_ID", value_name = "ID")]
    client: Option<String>,

    /// Where to sign in, in place of the cloud's address
    #[arg(long, alias = "authority_url", short = 'a', env = "CONNSMITH_AUTHORITY_URL", value_name = "URL")]
    authority_url: Option<String>,

    /// For whom the token is, in place of the cloud's audience
    #[arg(long, env = "CONNSMITH_RESOURCE", value_name = "URL")]
    resource: Option<String>,

    /// Power Apps service, in place of the cloud's address
    #[arg(long = "pau", visible_alias = "power-apps-url", short = 'u', env = "CONNSMITH_POWERAPPS_URL", value_name = "URL")]
    power_apps_url: Option<String>,

    /// API version of the Power Apps service [default: 2016-11-01]
    #[arg(long = "pav", visible_alias = "power-apps-version", short = 'v', value_name = "VERSION")]
    power_apps_version: Option<String>,

    /// Power Automate service, which lists the environments, in place of the cloud's address
    #[arg(long, env = "CONNSMITH_FLOW_URL", value_name = "URL")]
    flow_url: Option<String>,

    /// API version of the Power Automate service [default: 2016-11-01]
    #[arg(long, value_name = "VERSION")]
    flow_version: Option<String>,

    /// The longest that one exchange may take
    #[arg(long, env = "CONNSMITH_TIMEOUT", default_value_t = 60.0, value_name = "SECONDS")]
    timeout: f64,

    /// How often a request is repeated that can be
    #[arg(long, env = "CONNSMITH_RETRIES", default_value_t = 3, value_name = "N")]
    retries: u32,

    /// Show what is sent and received, without secrets
    #[arg(long, alias = "debug")]
    verbose: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum CloudArgument {
    Public,
    /// US government
    Gcc,
    /// US government, high
    GccHigh,
    /// US Department of Defense
    Dod,
    /// Operated by 21Vianet
    China,
}

impl From<CloudArgument> for Cloud {
    fn from(cloud: CloudArgument) -> Cloud {
        match cloud {
            CloudArgument::Public => Cloud::Public,
            CloudArgument::Gcc => Cloud::Gcc,
            CloudArgument::GccHigh => Cloud::GccHigh,
            CloudArgument::Dod => Cloud::Dod,
            CloudArgument::China => Cloud::China,
        }
    }
}

/// Which environment.
#[derive(Args)]
pub struct EnvironmentArgument {
    /// Id of the environment [default: the settings'; else you are asked]
    #[arg(long = "env", visible_alias = "environment", short = 'e', env = "CONNSMITH_ENVIRONMENT", value_name = "ID")]
    environment: Option<String>,
}

/// Which connector.
#[derive(Args)]
pub struct ConnectorArgument {
    /// Id of the connector, such as `shared_contoso-5f…` [default: the settings'; else you are asked]
    #[arg(long = "cid", visible_alias = "connector-id", short = 'c', env = "CONNSMITH_CONNECTOR_ID", value_name = "ID")]
    id: Option<String>,
}

/// How the answer is written.
#[derive(Args)]
pub struct FormatArgument {
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl FormatArgument {
    /// Prints an answer in one of its two forms.
    fn print(&self, text: &str, json: &Value) -> anyhow::Result<()> {
        match self.format {
            Format::Text => print(text),
            Format::Json => print(&(connsmith::ship::platform::http::pretty(json) + "\n")),
        }
    }
}

/// A sign-in, with the settings that led to it.
pub struct Session {
    pub service: Service,
    pub settings: Settings,
    /// In which way, for people: "the account a@b.c/…", "CONNSMITH_ACCESS_TOKEN".
    pub source: String,
}

impl ServiceArguments {
    /// The settings file: the one that is named, else that of the folder.
    fn read_settings(&self, folder: &Path) -> anyhow::Result<Settings> {
        if let Some(path) = &self.settings {
            return Ok(Settings::read(path)?);
        }
        let path = if folder == Path::new(".") { PathBuf::from(settings::NAME) } else { folder.join(settings::NAME) };
        if path.is_file() { Ok(Settings::read(&path)?) } else { Ok(Settings::none(path)) }
    }

    /// Option (or its environment variable), settings, default: in this order.
    fn endpoints(&self, settings: &Settings) -> anyhow::Result<Endpoints> {
        let cloud = match (self.cloud, settings.text("cloud")) {
            (Some(cloud), _) => cloud.into(),
            (None, Some(name)) => match Cloud::ALL.into_iter().find(|cloud| cloud.name() == name) {
                Some(cloud) => cloud,
                None => bail!("`{}`: there is no cloud `{name}`", settings.path.display()),
            },
            (None, None) => Cloud::Public,
        };
        let mut endpoints = Endpoints::of(cloud);
        let chosen = |option: &Option<String>, field: &str| option.clone().or_else(|| settings.text(field));
        let azure = || std::env::var("AZURE_AUTHORITY_HOST").ok().filter(|host| !host.is_empty());
        for (url, chosen) in [
            (&mut endpoints.power_apps, chosen(&self.power_apps_url, "powerAppsUrl")),
            (&mut endpoints.flow, chosen(&self.flow_url, "flowUrl")),
            (&mut endpoints.authority, self.authority_url.clone().or_else(azure).or_else(|| settings.text("authorityUrl"))),
        ] {
            if let Some(text) = chosen {
                *url = address(&text)?;
            }
        }
        for (value, chosen) in [
            (&mut endpoints.power_apps_version, chosen(&self.power_apps_version, "powerAppsApiVersion")),
            (&mut endpoints.flow_version, chosen(&self.flow_version, "flowApiVersion")),
            (&mut endpoints.resource, chosen(&self.resource, "resource")),
        ] {
            if let Some(text) = chosen {
                *value = text;
            }
        }
        Ok(endpoints)
    }

    fn http(&self) -> anyhow::Result<Http> {
        if !(self.timeout > 0.0 && self.timeout < 1e6) {
            bail!("--timeout must be a number of seconds above 0");
        }
        let mut patience = Patience {
            timeout: Duration::from_secs_f64(self.timeout),
            retries: self.retries,
            proxy: ureq::Proxy::try_from_env(),
            ..Patience::default()
        };
        // For tests, which have no time.
        if let Some(delay) = std::env::var("CONNSMITH_RETRY_DELAY_MS").ok().and_then(|delay| delay.parse().ok()) {
            patience.delay = Duration::from_millis(delay);
        }
        let trace: Box<Tell> = Box::new(|text| {
            let _ = writeln!(std::io::stderr(), "{text}"); // nowhere left to say that it cannot be said
        });
        let outside = Outside {
            now: Box::new(SystemTime::now),
            sleep: Box::new(std::thread::sleep),
            tell: Box::new(note),
            trace: self.verbose.then_some(trace),
        };
        Ok(Http::new(patience, outside))
    }

    /// Finds the settings of a connector's folder, and a way in.
    fn session(&self, folder: &Path) -> anyhow::Result<Session> {
        super::interrupt::watch();
        let settings = self.read_settings(folder)?;
        let endpoints = self.endpoints(&settings)?;
        let http = self.http()?;
        let (credential, source) = credential::find(self, &settings, &endpoints, &http)?;
        let object_id = std::env::var("CONNSMITH_OBJECT_ID").ok().filter(|id| !id.is_empty());
        Ok(Session { service: Service::new(http, endpoints, credential, object_id), settings, source })
    }
}

impl Session {
    /// The environment that is meant; asks when nobody said.
    fn environment(&self, argument: &EnvironmentArgument) -> anyhow::Result<String> {
        let said = argument.environment.clone().or_else(|| self.settings.text("environment"));
        if let Some(environment) = said {
            return Ok(environment);
        }
        if !ask::can() {
            bail!("which environment? say it with `--env ID`; `connsmith environments` lists them");
        }
        let all = environments::of(&self.service)?;
        if all.is_empty() {
            bail!("there is no environment that this account sees");
        }
        let items: Vec<String> = all.iter().map(|one| format!("{}  {}", one.title, one.id)).collect();
        Ok(all[Asker::new().one("Environment", &items, 0)?].id.clone())
    }

    /// The connector that is meant; asks when nobody said.
    fn connector(&self, argument: &ConnectorArgument, environment: &str) -> anyhow::Result<String> {
        if let Some(id) = argument.id.clone().or_else(|| self.settings.text("connectorId")) {
            return Ok(id);
        }
        if !ask::can() {
            bail!("which connector? say it with `--cid ID`; `connsmith list` lists them");
        }
        choose_connector(&self.service.connectors(environment)?, environment)
    }
}

/// Asks which connector; names that are equal are told apart by their ids.
fn choose_connector(all: &[Entry], environment: &str) -> anyhow::Result<String> {
    if all.is_empty() {
        bail!("there is no custom connector in the environment `{environment}` that this account sees");
    }
    let owner = |entry: &Entry| entry.owner.as_ref().map(|owner| format!("  ({owner})")).unwrap_or_default();
    let items: Vec<String> = all.iter().map(|entry| format!("{}  {}{}", entry.title, entry.id, owner(entry))).collect();
    Ok(all[Asker::new().one("Connector", &items, 0)?].id.clone())
}

/// The OAuth secret of a connector.
#[derive(Args)]
pub struct SecretArgument {
    /// OAuth client secret; `-` reads it from standard input. Others on this machine see a secret that is typed here: use
    /// `-`, the environment variable, or wait to be asked
    #[arg(long, short = 'r', env = "CONNSMITH_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    secret: Option<String>,
}

impl SecretArgument {
    fn read(&self) -> anyhow::Result<Option<String>> {
        let secret = match self.secret.as_deref() {
            Some("-") => {
                let mut text = String::new();
                std::io::stdin().lock().read_to_string(&mut text).context("cannot read the secret from standard input")?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            given => given.map(str::to_owned),
        };
        Ok(secret.filter(|secret| !secret.is_empty()))
    }
}

/// A folder, or the current one.
fn folder_or_here(folder: Option<&Path>, settings: Option<&Path>) -> PathBuf {
    let of_settings = || settings.and_then(Path::parent).filter(|parent| *parent != Path::new("")).map(Path::to_owned);
    folder.map(Path::to_owned).or_else(of_settings).unwrap_or_else(|| PathBuf::from("."))
}

/// The exit status of an error: somebody has to sign in, or the verb could not run.
pub fn status(error: &anyhow::Error) -> u8 {
    let needs = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<Failure>().is_some_and(Failure::needs_sign_in);
    if error.chain().any(needs) { super::SIGN_IN } else { super::FAILED }
}

/// The id of a connector that was uploaded. None when the service finds fault with it, which is told: a verdict as a report.
fn uploaded(outcome: Result<String, Failure>, connector: &Target) -> anyhow::Result<Option<String>> {
    match outcome {
        Err(failure) if failure.kind == Kind::Status(400) => {
            if let Some(text) = verdict::of(&failure) {
                let compared = verdict::compare(connector, &verdict::parse(text), Vec::new());
                files::report(connector, &compared.findings);
                note("nothing was uploaded: the service finds fault with the definition");
            } else {
                note(&failure.to_string());
            }
            Ok(None)
        }
        outcome => Ok(Some(outcome?)),
    }
}

/// Keeps the hash of the server's copy, by which the next update knows whether somebody else changed it. That it cannot be
/// had is no reason to call a successful upload failed.
fn remember(session: &Session, environment: &str, id: &str) {
    let hash = match session.service.fetch(environment, id) {
        Ok(copy) => copy.hash().into(),
        Err(failure) => {
            note(&format!("the next update cannot tell whether somebody else changed the connector: {failure}"));
            Value::Null
        }
    };
    let written = Settings::read(&session.settings.path)
        .and_then(|settings| super::interrupt::whole(|| settings.write(&[(settings::CONTENT_HASH, hash)])));
    if let Err(error) = written {
        note(&error.to_string());
    }
}
