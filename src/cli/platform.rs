//! The commands that use the Power Platform service, and what they share: options, settings, sign-in.
use super::answer::Format;
use super::ask::{self, Asker};
use super::{note, print, print_json};
use anyhow::bail;
use clap::{Args, ValueEnum};
use connsmith::ship::platform::Service;
use connsmith::ship::platform::cloud::{Cloud, Endpoints, address};
use connsmith::ship::platform::failure::Failure;
use connsmith::ship::platform::http::{Http, Outside, Patience, Say};
use connsmith::ship::platform::requests::{bare_connector_id, is_connector_id};
use connsmith::ship::platform::settings::{self, Settings};
use connsmith::ship::platform::upload::Entry;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

pub mod arm;
mod browser;
pub mod create;
mod credential;
mod dataverse;
pub mod delete;
pub mod download;
pub mod environments;
mod files;
pub mod list;
pub mod login;
pub mod logout;
pub mod update;
mod upload;
pub mod validate;
pub mod whoami;

/// As whom to connect, and how: options of every verb that signs in.
#[derive(Args, Clone)]
pub struct SignInArguments {
    /// Settings file in paconn's format; options and environment variables take precedence [default: `settings.json` in the
    /// connector's folder, if it exists]
    #[arg(long, short = 's', env = "CONNSMITH_SETTINGS", value_name = "FILE")]
    settings: Option<PathBuf>,

    /// Microsoft cloud, which determines all hosts [default: public]
    #[arg(long, value_enum, env = "CONNSMITH_CLOUD")]
    cloud: Option<CloudArgument>,

    /// Sign in as this account: user, tenant, or user/tenant, as `connsmith whoami` shows them
    #[arg(long, env = "CONNSMITH_ACCOUNT")]
    account: Option<String>,

    /// Use the sign-in of the Azure CLI
    #[arg(long, env = "CONNSMITH_USE_AZURE_CLI", value_parser = clap::builder::FalseyValueParser::new())]
    use_azure_cli: bool,

    /// Use the identity of this virtual machine
    #[arg(long, env = "CONNSMITH_USE_MANAGED_IDENTITY", value_parser = clap::builder::FalseyValueParser::new())]
    use_managed_identity: bool,

    /// Tenant to sign in to: an id or a domain [default: common]
    #[arg(long, short = 't', env = "CONNSMITH_TENANT")]
    tenant: Option<String>,

    /// Id of the application to sign in with [default: that of the Azure CLI]
    #[arg(long = "clid", visible_alias = "client-id", env = "CONNSMITH_CLIENT_ID", value_name = "ID")]
    client: Option<String>,

    /// Sign in as the application `--clid` in the tenant `--tenant` with this certificate and its RSA key: a PFX or PEM file
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,

    /// Password of the certificate [default: you are asked]. Other users of this machine can see a password passed here: use the
    /// environment variable or the prompt instead
    #[arg(long, env = "AZURE_CLIENT_CERTIFICATE_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    certificate_password: Option<String>,

    /// How often to retry a request
    #[arg(long, env = "CONNSMITH_RETRIES", default_value_t = 3, value_name = "N")]
    retries: u32,
}

/// Where to connect and as whom: options of every verb of the service.
#[derive(Args)]
#[command(next_help_heading = "Service options")]
pub struct ServiceArguments {
    #[command(flatten)]
    sign_in: SignInArguments,

    /// Sign-in URL [default: the cloud's]
    #[arg(long, alias = "authority_url", short = 'a', env = "CONNSMITH_AUTHORITY_URL", value_name = "URL")]
    authority_url: Option<String>,

    /// Audience of the token [default: the cloud's]
    #[arg(long, env = "CONNSMITH_RESOURCE", value_name = "URL")]
    resource: Option<String>,

    /// URL of the Power Apps service [default: the cloud's]
    #[arg(long = "pau", visible_alias = "power-apps-url", short = 'u', env = "CONNSMITH_POWERAPPS_URL", value_name = "URL")]
    power_apps_url: Option<String>,

    /// API version of the Power Apps service [default: 2016-11-01]
    #[arg(long = "pav", visible_alias = "power-apps-version", value_name = "VERSION")]
    power_apps_version: Option<String>,

    /// URL of the Power Automate service, which lists the environments [default: the cloud's]
    #[arg(long, env = "CONNSMITH_FLOW_URL", value_name = "URL")]
    flow_url: Option<String>,

    /// API version of the Power Automate service [default: 2016-11-01]
    #[arg(long, value_name = "VERSION")]
    flow_version: Option<String>,

    /// Additional host, including its subdomains, from which to download parts of connectors (icon, script, definition); no
    /// token is sent there (repeatable)
    #[arg(long, env = "CONNSMITH_ALLOW_HOST", value_name = "HOST", value_delimiter = ',')]
    allow_host: Vec<String>,

    /// Timeout for a single request [default: 60; 600 for an upload with a script, which is compiled first]
    #[arg(long, env = "CONNSMITH_TIMEOUT", value_name = "SECONDS")]
    timeout: Option<f64>,
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

/// The usual timeout of a request, in seconds.
const TIMEOUT: f64 = 60.0;

/// Which environment.
#[derive(Args)]
pub struct EnvironmentArgument {
    /// Id of the environment, or the address of its Dataverse (`https://org.crm.dynamics.com`) [default: from the settings, else
    /// you are asked]
    #[arg(long = "env", visible_alias = "environment", short = 'e', env = "CONNSMITH_ENVIRONMENT", value_name = "ID")]
    environment: Option<String>,
}

impl EnvironmentArgument {
    /// The environment that the option or the settings name.
    fn named(&self, settings: &Settings) -> Option<String> {
        self.environment.clone().or_else(|| settings.text("environment"))
    }
}

/// Which connector.
#[derive(Args)]
pub struct ConnectorArgument {
    /// Id of the connector, such as `shared_contoso-5f…`, or the GUID of its row in Dataverse [default: from the settings, else you are asked]
    #[arg(long = "cid", visible_alias = "connector-id", short = 'c', env = "CONNSMITH_CONNECTOR_ID", value_name = "ID")]
    id: Option<String>,
}

impl ConnectorArgument {
    /// What the option says.
    fn given(&self) -> Option<&str> {
        self.id.as_deref().map(bare_connector_id)
    }

    /// The id from the option or the settings.
    fn named(&self, settings: &Settings) -> anyhow::Result<Option<String>> {
        match (self.given(), settings.text("connectorId")) {
            (Some(id), _) if is_connector_id(id) => Ok(Some(id.to_owned())),
            (Some(id), _) => bail!("`{id}` is not a connector id; run `connsmith list` to list the ids"),
            (None, Some(id)) if is_connector_id(&id) => Ok(Some(id)),
            (None, Some(id)) => bail!("`{}`: `connectorId` is `{id}`, which is not a connector id", settings.path.display()),
            (None, None) => Ok(None),
        }
    }
}

/// How the result is printed.
#[derive(Args)]
pub struct FormatArgument {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// paconn's option, without effect there
    #[arg(long, short = 'o', hide = true, value_name = "FORMAT")]
    output: Option<String>,
}

impl FormatArgument {
    /// Prints a result in one of its two formats.
    fn print(&self, text: &str, json: &Value) -> anyhow::Result<()> {
        if let Some(output) = &self.output {
            note(&format!("`--output {output}` has no effect; `--format json` writes JSON"));
        }
        match self.format {
            Format::Text => print(text),
            Format::Json => print_json(&(connsmith::ship::platform::message::pretty(json) + "\n")),
        }
    }
}

/// The options of every command that uses the service.
#[derive(Args)]
pub struct Common {
    #[command(flatten)]
    pub format: FormatArgument,

    #[command(flatten)]
    pub service: ServiceArguments,
}

/// A sign-in, with its settings.
pub struct Session {
    pub service: Service,
    pub settings: Settings,
    /// Its displayed source: "the account a@b.c/…", "CONNSMITH_ACCESS_TOKEN".
    pub source: String,
    /// The sources that come before it, each with why it is not used.
    pub tried: Vec<String>,
}

impl ServiceArguments {
    /// The settings file: the given one, else that of the folder.
    fn read_settings(&self, folder: &Path) -> anyhow::Result<Settings> {
        if let Some(path) = &self.sign_in.settings {
            return Ok(Settings::read(path)?);
        }
        let path = if folder == Path::new(".") { PathBuf::from(settings::NAME) } else { folder.join(settings::NAME) };
        if path.is_file() { Ok(Settings::read(&path)?) } else { Ok(Settings::none(path)) }
    }

    /// Option (or its environment variable), settings, default, in this order. A settings file comes with a connector, possibly from a
    /// stranger, so its URLs count only if they belong to the cloud.
    fn endpoints(&self, settings: &Settings) -> anyhow::Result<Endpoints> {
        let cloud = match (self.sign_in.cloud, settings.text("cloud")) {
            (Some(cloud), _) => cloud.into(),
            (None, Some(name)) => match Cloud::ALL.into_iter().find(|cloud| cloud.name() == name) {
                Some(cloud) => cloud,
                None => bail!("`{}`: unknown cloud `{name}`", settings.path.display()),
            },
            (None, None) => Cloud::Public,
        };
        let mut endpoints = Endpoints::of(cloud);
        // Other tools take a bare host there.
        let whole = |host: String| if host.contains("://") { host } else { format!("https://{host}/") };
        let azure = || std::env::var("AZURE_AUTHORITY_HOST").ok().filter(|host| !host.is_empty()).map(whole);
        let authority = self.authority_url.clone().or_else(azure);
        for (url, chosen, field, option) in [
            (&mut endpoints.power_apps, self.power_apps_url.clone(), "powerAppsUrl", "--pau"),
            (&mut endpoints.flow, self.flow_url.clone(), "flowUrl", "--flow-url"),
            (&mut endpoints.authority, authority, "authorityUrl", "--authority-url"),
        ] {
            if let Some(text) = chosen {
                *url = address(&text)?;
            } else if let Some(text) = settings.text(field) {
                *url = settings.own_address(field, &text, cloud, option)?;
            }
        }
        if let Some(text) = self.resource.clone() {
            endpoints.resource = text;
        } else if let Some(text) = settings.text("resource") {
            settings.own_address("resource", &text, cloud, "--resource")?;
            endpoints.resource = text;
        }
        let chosen = |option: &Option<String>, field: &str| option.clone().or_else(|| settings.text(field));
        for (value, chosen) in [
            (&mut endpoints.power_apps_version, chosen(&self.power_apps_version, "powerAppsApiVersion")),
            (&mut endpoints.flow_version, chosen(&self.flow_version, "flowApiVersion")),
        ] {
            if let Some(text) = chosen {
                *value = text;
            }
        }
        endpoints.more_hosts.clone_from(&self.allow_host);
        Ok(endpoints)
    }

    /// `usual` is the timeout of a request in seconds, where none is given.
    fn http(&self, endpoints: &Endpoints, usual: f64) -> anyhow::Result<Http> {
        let timeout = self.timeout.unwrap_or(usual);
        if !(timeout > 0.0 && timeout < 1e6) {
            bail!("--timeout must be a positive number of seconds");
        }
        let mut patience = Patience {
            timeout: Duration::from_secs_f64(timeout),
            retries: self.sign_in.retries,
            proxy: ureq::Proxy::try_from_env(),
            ..Patience::default()
        };
        // Shortens waits in tests.
        if let Some(delay) = std::env::var("CONNSMITH_RETRY_DELAY_MS").ok().and_then(|delay| delay.parse().ok()) {
            patience.delay = Duration::from_millis(delay);
        }
        let trace: Box<Say> = Box::new(|text| {
            let text = connsmith::report::escape::lines(text);
            let _ = writeln!(std::io::stderr(), "{text}"); // there is nowhere left to report the failure
        });
        let outside = Outside {
            now: Box::new(SystemTime::now),
            sleep: Box::new(std::thread::sleep),
            say: Box::new(note),
            changes: Box::new(super::interrupt::azure_changes),
            trace: super::settings::is_verbose().then_some(trace),
        };
        Ok(Http::new(patience, endpoints.hosts(), outside))
    }

    /// Finds the settings of a connector's folder, and signs in.
    fn session(&self, folder: &Path) -> anyhow::Result<Session> {
        self.session_within(folder, TIMEOUT)
    }

    /// The same; `usual` is the timeout of a request in seconds, where none is given.
    fn session_within(&self, folder: &Path, usual: f64) -> anyhow::Result<Session> {
        super::interrupt::watch();
        let settings = self.read_settings(folder)?;
        let endpoints = self.endpoints(&settings)?;
        let http = self.http(&endpoints, usual)?;
        let (service, source, tried) = self.sign_in(&settings, endpoints, http)?;
        Ok(Session { service, settings, source, tried })
    }

    /// Signs in to the service at the endpoints: the service, where the sign-in is from, and what was tried before it.
    fn sign_in(&self, settings: &Settings, endpoints: Endpoints, http: Http) -> anyhow::Result<(Service, String, Vec<String>)> {
        let mut tried = Vec::new();
        let found = credential::find(self, settings, &endpoints, &http, &mut tried);
        if super::settings::is_verbose() {
            tried.iter().for_each(|text| note(&format!("sign-in: {text}")));
        }
        let (credential, source) = found?;
        let object_id = std::env::var("CONNSMITH_OBJECT_ID").ok().filter(|id| !id.is_empty());
        Ok((Service::new(http, endpoints, credential, object_id), source, tried))
    }
}

impl Session {
    /// The chosen environment; asks if none is given.
    fn environment(&self, argument: &EnvironmentArgument) -> anyhow::Result<String> {
        if let Some(environment) = argument.named(&self.settings) {
            return Ok(environment);
        }
        if !ask::can() {
            bail!("no environment given: use `--env ID` (`connsmith environments` lists the ids)");
        }
        let all = environments::of(&self.service)?;
        if all.is_empty() {
            bail!("this account has access to no environment");
        }
        let items: Vec<String> = all.iter().map(|one| format!("{}  {}", one.title, one.id)).collect();
        Ok(all[Asker::new().one("Environment", &items, 0)?].id.clone())
    }

    /// The chosen connector; asks if none is given.
    fn connector(&self, argument: &ConnectorArgument, environment: &str) -> anyhow::Result<String> {
        if let Some(id) = argument.named(&self.settings)? {
            return Ok(id);
        }
        if !ask::can() {
            bail!("no connector given: use `--cid ID` (`connsmith list` lists the ids)");
        }
        choose_connector(&self.service.connectors(environment)?, environment)
    }
}

/// Asks which connector; the ids distinguish equal names.
fn choose_connector(all: &[Entry], environment: &str) -> anyhow::Result<String> {
    if all.is_empty() {
        bail!("this account sees no custom connector in the environment `{environment}`");
    }
    let owner = |entry: &Entry| entry.owner.as_ref().map(|owner| format!("  ({owner})")).unwrap_or_default();
    let items: Vec<String> = all.iter().map(|entry| format!("{}  {}{}", entry.title, entry.id, owner(entry))).collect();
    let id = all[Asker::new().one("Connector", &items, 0)?].id.clone();
    if !is_connector_id(&id) {
        bail!("the service returned the connector id `{id}`, which is not valid");
    }
    Ok(id)
}

/// A folder, or the current one.
fn folder_or_here(folder: Option<&Path>, settings: Option<&Path>) -> PathBuf {
    let of_settings = || settings.and_then(Path::parent).filter(|parent| *parent != Path::new("")).map(Path::to_owned);
    folder.map(Path::to_owned).or_else(of_settings).unwrap_or_else(|| PathBuf::from("."))
}

/// The exit status of an error: sign-in required, or the command could not run.
pub fn status(error: &anyhow::Error) -> u8 {
    let needs = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<Failure>().is_some_and(Failure::needs_sign_in);
    if error.chain().any(needs) { super::SIGN_IN } else { super::FAILED }
}
