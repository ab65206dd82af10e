//! Chooses how to sign in: from the command line, from environment variables, or a stored account.
use super::ServiceArguments;
use crate::cli::ask::{self, Asker};
use crate::cli::note;
use anyhow::{Context, bail};
use connsmith::ship::platform::certificate::{self, Certificate};
use connsmith::ship::platform::cloud::{Endpoints, address};
use connsmith::ship::platform::failure::Failure;
use connsmith::ship::platform::http::Http;
use connsmith::ship::platform::managed::{self, Managed, Source};
use connsmith::ship::platform::settings::Settings;
use connsmith::ship::platform::sign_in::{Assertion, CLIENT, Client, Proof};
use connsmith::ship::platform::store::{Account, Accounts, KEY_LENGTH, Store, new_key};
use connsmith::ship::platform::token::Token;
use connsmith::ship::platform::{Borrow, Credential, paconn};
use connsmith::text::read;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Bytes of a file with a certificate, at most.
const LONGEST_CERTIFICATE: u64 = 1 << 20;

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn home() -> anyhow::Result<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty()).context("no home folder found; set CONNSMITH_HOME")
}

/// Finds a sign-in, and its displayed source.
pub fn find(
    arguments: &ServiceArguments,
    settings: &Settings,
    endpoints: &Endpoints,
    http: &Http,
    tried: &mut Vec<String>,
) -> anyhow::Result<(Credential, String)> {
    let mut pass = |what: &str| tried.push(what.to_owned());
    if let Some(password) = &arguments.sign_in.certificate_password {
        http.redactor.keep(password);
    }
    let tenant = arguments.sign_in.tenant.clone().or_else(|| settings.text("tenant")).filter(|tenant| tenant != "common");
    if arguments.sign_in.account.is_none() {
        if arguments.sign_in.use_azure_cli {
            return Ok((Credential::Borrowed(azure_cli(tenant)), "the Azure CLI".to_owned()));
        }
        pass("the Azure CLI: `--use-azure-cli` was not passed");
        if let Some(path) = &arguments.sign_in.certificate {
            let (client, proof, source) = certified(arguments, endpoints, path)?;
            return Ok((Credential::Application { client, proof }, source));
        }
        pass("an application with a certificate: `--certificate` was not passed");
        if let Some(token) = variable("CONNSMITH_ACCESS_TOKEN") {
            http.redactor.keep(token.trim());
            let credential = Credential::Given { token: Token::new(token), oid: None };
            return Ok((credential, "CONNSMITH_ACCESS_TOKEN".to_owned()));
        }
        pass("a token: CONNSMITH_ACCESS_TOKEN is not set");
        if let Some((client, proof, source)) = application(arguments, endpoints, true)? {
            return Ok((Credential::Application { client, proof }, source));
        }
        pass("an application: AZURE_TENANT_ID and AZURE_CLIENT_ID are not set with a secret, a certificate or a federated token");
        if let Some(managed) = managed(arguments)? {
            let source = format!("the managed identity of {}", managed.source.name());
            return Ok((Credential::Managed(managed), source));
        }
        pass("a managed identity: not in App Service, Azure Arc or Cloud Shell, and `--use-managed-identity` is not given");
    }
    let store = store(Purpose::Read)?;
    let accounts = store.read()?;
    if let Some(account) = choose(&accounts, endpoints, arguments.sign_in.account.as_deref(), tenant.as_deref())? {
        let client =
            Client { authority: address(&account.authority)?, tenant: account.tenant.clone(), id: account.client.clone() };
        let source = format!("the account {}", account.name());
        return Ok((Credential::Account { client, account: account.clone(), store }, source));
    }
    pass("an account of `connsmith login`: none that fits");
    let path = home().map(|home| home.join(paconn::PATH));
    if let Some((token, oid)) =
        path.ok().and_then(|path| paconn::token(&path, http.outside.seconds(), &endpoints.resource, tenant.as_deref()))
    {
        http.redactor.keep(&token.text);
        return Ok((Credential::Given { token, oid }, "paconn's sign-in".to_owned()));
    }
    pass("paconn's sign-in: no valid token for this service and tenant");
    if arguments.sign_in.account.is_none()
        && let Some((borrow, names)) = programs(tenant.clone())
    {
        return Ok((Credential::Borrowed(borrow), names));
    }
    pass("`az`, `azd`, `pwsh`: not on the PATH");
    let nobody = match tenant {
        Some(tenant) => format!("no account is signed in to the tenant `{tenant}`"),
        None => "no account is signed in".to_owned(),
    };
    let ways = "run `connsmith login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (docs/upload.md lists all options)";
    Err(Failure::sign_in("reach the service", nobody, ways).into())
}

/// The chosen account; None if no account is signed in there.
fn choose<'a>(
    accounts: &'a Accounts,
    endpoints: &Endpoints,
    named: Option<&str>,
    tenant: Option<&str>,
) -> anyhow::Result<Option<&'a Account>> {
    let here = |account: &&Account| account.authority == endpoints.authority.as_str();
    if let Some(name) = named {
        let called: Vec<&Account> = accounts.accounts.iter().filter(|account| account.is_called(name)).collect();
        return match called.as_slice() {
            [one] => Ok(Some(one)),
            [] => Err(Failure::sign_in(
                "reach the service",
                format!("no account is named `{name}`"),
                "run `connsmith whoami` to list the accounts, or `connsmith login` to add one",
            )
            .into()),
            _ => bail!("several accounts match `{name}`: use user/tenant, as `connsmith whoami` shows it"),
        };
    }
    let fits = |account: &&Account| here(account) && tenant.is_none_or(|tenant| account.is_of(tenant));
    Ok(accounts.current().filter(fits).or_else(|| accounts.accounts.iter().rev().find(fits)))
}

/// Whether options or environment variables name an application.
pub fn is_application_set(arguments: &ServiceArguments) -> bool {
    arguments.sign_in.certificate.is_some()
        || (variable("CONNSMITH_ACCESS_TOKEN").is_none()
            && (variable("AZURE_CLIENT_ID").is_some() || variable("AZURESUBSCRIPTION_CLIENT_ID").is_some()))
}

/// The application that signs in with the certificate of the options.
fn certified(arguments: &ServiceArguments, endpoints: &Endpoints, path: &Path) -> anyhow::Result<(Client, Proof, String)> {
    let sign_in = &arguments.sign_in;
    let id = sign_in.client.clone().or_else(|| variable("AZURE_CLIENT_ID"));
    let id = id.context("`--certificate` needs the id of the application: use `--clid ID`")?;
    let tenant = sign_in.tenant.clone().or_else(|| variable("AZURE_TENANT_ID"));
    let tenant = tenant.context("`--certificate` needs the tenant of the application: use `--tenant ID`")?;
    let proof = certificate(arguments, path, "--certificate", true)?;
    let source = format!("the application {id} (--certificate)");
    Ok((Client { authority: endpoints.authority.clone(), tenant, id }, proof, source))
}

/// The certificate in a file that `by` names. `ask` allows a question for its password.
fn certificate(arguments: &ServiceArguments, path: &Path, by: &str, ask: bool) -> anyhow::Result<Proof> {
    let shown = path.display();
    let unusable = || format!("the certificate `{shown}` ({by}) cannot be used");
    let bytes = read::plain(path, LONGEST_CERTIFICATE).with_context(unusable)?;
    // An empty variable is one that is not set.
    let mut password = arguments.sign_in.certificate_password.clone().filter(|password| !password.is_empty());
    let mut read = Certificate::read(&bytes, password.as_deref());
    if matches!(read, Err(certificate::Error::NeedsPassword)) && ask && ask::can() {
        password = Some(Asker::new().secret(&format!("Password of `{shown}`"))?);
        read = Certificate::read(&bytes, password.as_deref());
    }
    match read {
        Ok(certificate) => Ok(Proof::Certificate(Box::new(certificate))),
        Err(error @ (certificate::Error::NeedsPassword | certificate::Error::WrongPassword)) => {
            bail!("{}: {error}; set AZURE_CLIENT_CERTIFICATE_PASSWORD to its password", unusable())
        }
        Err(error) => Err(error).with_context(unusable),
    }
}

/// The application from the environment variables of Azure's tools. `ask` allows a question for the password of a certificate.
fn application(
    arguments: &ServiceArguments,
    endpoints: &Endpoints,
    ask: bool,
) -> anyhow::Result<Option<(Client, Proof, String)>> {
    let pipeline = variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID");
    let either = |name: &str, other: &str| variable(name).or_else(|| pipeline.as_ref().and_then(|_| variable(other)));
    let id = either("AZURE_CLIENT_ID", "AZURESUBSCRIPTION_CLIENT_ID");
    let tenant = arguments.sign_in.tenant.clone().or_else(|| either("AZURE_TENANT_ID", "AZURESUBSCRIPTION_TENANT_ID"));
    let (Some(id), Some(tenant)) = (id, tenant) else { return Ok(None) };
    let (proof, by) = if let Some(secret) = variable("AZURE_CLIENT_SECRET") {
        (Proof::Secret(secret), "AZURE_CLIENT_SECRET")
    } else if let Some(path) = variable("AZURE_CLIENT_CERTIFICATE_PATH") {
        const BY: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
        (certificate(arguments, Path::new(&path), BY, ask)?, BY)
    } else if let Some(path) = variable("AZURE_FEDERATED_TOKEN_FILE") {
        let unusable = || format!("the token `{path}` (AZURE_FEDERATED_TOKEN_FILE) cannot be read");
        let text = std::fs::read_to_string(&path).with_context(unusable)?;
        (Proof::Federated(Assertion::Text(text)), "AZURE_FEDERATED_TOKEN_FILE")
    } else if let (Some(url), Some(token)) =
        (variable("ACTIONS_ID_TOKEN_REQUEST_URL"), variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"))
    {
        (Proof::Federated(Assertion::GitHub { url: address(&url)?, token }), "GitHub Actions")
    } else if let (Some(url), Some(token), Some(connection)) =
        (variable("SYSTEM_OIDCREQUESTURI"), variable("SYSTEM_ACCESSTOKEN"), pipeline)
    {
        (Proof::Federated(Assertion::AzurePipelines { url: address(&url)?, token, connection }), "Azure Pipelines")
    } else {
        return Ok(None);
    };
    let source = format!("the application {id} ({by})");
    Ok(Some((Client { authority: endpoints.authority.clone(), tenant, id }, proof, source)))
}

/// Whether environment variables describe an application, which takes precedence over stored accounts.
pub fn environment_goes_first(arguments: &ServiceArguments, endpoints: &Endpoints) -> bool {
    variable("CONNSMITH_ACCESS_TOKEN").is_some() || matches!(application(arguments, endpoints, false), Ok(Some(_)))
}

/// The client id for sign-in, and the tenant.
pub fn client(arguments: &ServiceArguments, settings: &Settings, endpoints: &Endpoints) -> Client {
    let chosen = |option: &Option<String>, field: &str| option.clone().or_else(|| settings.text(field));
    Client {
        authority: endpoints.authority.clone(),
        tenant: chosen(&arguments.sign_in.tenant, "tenant").unwrap_or_else(|| "common".to_owned()),
        id: chosen(&arguments.sign_in.client, "clientId").unwrap_or_else(|| CLIENT.to_owned()),
    }
}

/// The managed identity of this machine. That of a virtual machine has to be asked for: looking for one elsewhere takes long.
fn managed(arguments: &ServiceArguments) -> anyhow::Result<Option<Managed>> {
    let client = arguments.sign_in.client.clone().or_else(|| variable("AZURE_CLIENT_ID"));
    let at = |name: &str, text: String| managed::address(&text).with_context(|| format!("{name} cannot be used"));
    let source = match (variable("IDENTITY_ENDPOINT"), variable("IDENTITY_HEADER"), variable("IMDS_ENDPOINT")) {
        (Some(endpoint), Some(header), _) => Source::AppService { endpoint: at("IDENTITY_ENDPOINT", endpoint)?, header },
        (Some(endpoint), None, Some(_)) => {
            let folder = match variable("ProgramData").filter(|_| cfg!(windows)) {
                Some(data) => PathBuf::from(data).join("AzureConnectedMachineAgent").join("Tokens"),
                None => variable("CONNSMITH_ARC_TOKENS").map_or_else(|| "/var/opt/azcmagent/tokens".into(), PathBuf::from),
            };
            Source::Arc { endpoint: at("IDENTITY_ENDPOINT", endpoint)?, folder }
        }
        _ if variable("MSI_ENDPOINT").is_some() && variable("MSI_SECRET").is_none() => {
            Source::CloudShell { endpoint: at("MSI_ENDPOINT", variable("MSI_ENDPOINT").unwrap_or_default())? }
        }
        _ if arguments.sign_in.use_managed_identity => {
            let host = variable("AZURE_POD_IDENTITY_AUTHORITY_HOST").unwrap_or_else(|| managed::MACHINE.to_owned());
            Source::Machine { host: at("AZURE_POD_IDENTITY_AUTHORITY_HOST", host)? }
        }
        _ => return Ok(None),
    };
    Ok(Some(Managed { source, client }))
}

/// The programs on the PATH that may be signed in, in the order in which they are asked.
fn programs(tenant: Option<String>) -> Option<(Box<Borrow>, String)> {
    let windows = cfg!(windows);
    let known: [(&str, &str); 3] = [
        ("az", if windows { "az.cmd" } else { "az" }),
        ("azd", "azd"),
        ("Azure PowerShell", if windows { "pwsh.exe" } else { "pwsh" }),
    ];
    let folders: Vec<PathBuf> = std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
    let is_there = |program: &str| {
        let name = if windows && !program.contains('.') { format!("{program}.exe") } else { program.to_owned() };
        folders.iter().any(|folder| folder.join(&name).is_file())
    };
    let there: Vec<&str> = known.into_iter().filter(|(_, program)| is_there(program)).map(|(name, _)| name).collect();
    if there.is_empty() {
        return None;
    }
    let source = format!("the sign-in of {}", there.join(" or "));
    let borrow = move |resource: &str| {
        let mut said = Vec::new();
        for name in &there {
            let token = match *name {
                "az" => azure_cli(tenant.clone())(resource),
                "azd" => azd(resource, tenant.as_deref()),
                _ => power_shell(resource, tenant.as_deref()),
            };
            match token {
                Ok(token) => return Ok(token),
                Err(failure) => said.push(format!("{name}: {}", failure.text)),
            }
        }
        let remedy = "run `connsmith login`, or sign in with one of these programs (docs/upload.md lists all options)";
        Err(Failure::sign_in("reach the service", format!("no account is signed in ({})", said.join("; ")), remedy))
    };
    Some((Box::new(borrow), source))
}

/// What a program writes; else the first line of its complaint.
fn written(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{name}` cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().map(str::trim).find(|line| !line.is_empty());
    Err(first.map_or_else(|| format!("`{name}` failed"), str::to_owned))
}

/// Asks an `azd` that is signed in.
fn azd(resource: &str, tenant: Option<&str>) -> Result<Token, Failure> {
    let mut command = Command::new("azd");
    command.args(["auth", "token", "--output", "json", "--no-prompt", "--scope", &format!("{resource}/.default")]);
    if let Some(tenant) = tenant {
        command.args(["--tenant-id", tenant]);
    }
    let fail = |why: String| Failure::sign_in("use the sign-in of azd", why, "");
    let answer: Value = serde_json::from_slice(&written(&mut command).map_err(fail)?).unwrap_or_default();
    match answer.get("token").and_then(Value::as_str) {
        Some(text) => Ok(Token::new(text)),
        None => Err(fail("it returned no token".to_owned())),
    }
}

/// Asks an Azure PowerShell that is signed in. What is asked for goes through variables, not through the text of the script.
fn power_shell(resource: &str, tenant: Option<&str>) -> Result<Token, Failure> {
    const SCRIPT: &str = "$ErrorActionPreference='Stop'; $a=@{ResourceUrl=$env:CONNSMITH_ASKED}; if($env:CONNSMITH_ASKED_TENANT){$a.TenantId=$env:CONNSMITH_ASKED_TENANT}; $t=(Get-AzAccessToken @a).Token; if($t -is [securestring]){$t=[Net.NetworkCredential]::new('',$t).Password}; $t";
    let mut command = Command::new(if cfg!(windows) { "pwsh.exe" } else { "pwsh" });
    command.args(["-NoProfile", "-NonInteractive", "-Command", SCRIPT]);
    command.env("CONNSMITH_ASKED", resource).env("CONNSMITH_ASKED_TENANT", tenant.unwrap_or_default());
    let fail = |why: String| Failure::sign_in("use the sign-in of Azure PowerShell", why, "");
    let text = String::from_utf8_lossy(&written(&mut command).map_err(fail)?).trim().to_owned();
    if text.is_empty() { Err(fail("it returned no token".to_owned())) } else { Ok(Token::new(text)) }
}

/// Asks an `az` that is signed in.
fn azure_cli(tenant: Option<String>) -> Box<Borrow> {
    Box::new(move |resource| {
        let fail = |why: String| {
            Failure::sign_in("use the sign-in of the Azure CLI", why, "run `az login`, or sign in with `connsmith login`")
        };
        let mut command = Command::new(if cfg!(windows) { "az.cmd" } else { "az" });
        command.args(["account", "get-access-token", "--output", "json", "--resource", resource]);
        if let Some(tenant) = &tenant {
            command.args(["--tenant", tenant]);
        }
        let answer = serde_json::from_slice(&written(&mut command).map_err(fail)?);
        let answer: Value = answer.map_err(|_| fail("`az` did not return JSON".to_owned()))?;
        match answer.get("accessToken").and_then(Value::as_str) {
            Some(text) => Ok(Token::new(text)),
            None => Err(fail("`az` returned no token".to_owned())),
        }
    })
}

/// Why the store is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Read,
    /// To sign in: a key is created if there is a keyring without one.
    Add,
}

/// The accounts: encrypted with a key from the system's keyring if there is one, else in a file that only the owner can read.
pub fn store(purpose: Purpose) -> anyhow::Result<Store> {
    let folder = match variable("CONNSMITH_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => home()?.join(".connsmith"),
    };
    let open = Store::new(folder.clone(), None);
    let off = variable("CONNSMITH_KEYRING").is_some_and(|value| value.eq_ignore_ascii_case("off"));
    let Some(key) = (if off { None } else { key(purpose) }) else { return Ok(open) };
    let sealed = Store::new(folder, Some(key));
    if purpose == Purpose::Add && open.path().exists() {
        // Accounts signed in while there was no keyring are moved to it.
        let accounts = open.read()?;
        sealed.change(|all| accounts.accounts.into_iter().for_each(|account| all.add(account)))?;
        if let Err(error) = std::fs::remove_file(open.path()) {
            note(&format!("`{}` cannot be removed: {error}", open.path().display()));
        }
    }
    Ok(if sealed.path().exists() || purpose == Purpose::Add { sealed } else { open })
}

/// The key of the accounts in the system's keyring. None if there is no keyring, or no key and none should be created.
fn key(purpose: Purpose) -> Option<[u8; KEY_LENGTH]> {
    let entry = keyring()?.build("connsmith", "accounts", None).ok()?;
    match entry.get_secret() {
        Ok(secret) => secret.try_into().ok(),
        Err(keyring_core::Error::NoEntry) if purpose == Purpose::Add => {
            entry.set_secret(&new_key().ok()?).ok()?;
            // The stored key counts: another process may have been faster.
            entry.get_secret().ok()?.try_into().ok()
        }
        Err(_) => None,
    }
}

/// The system's keyring, if there is one.
#[cfg(any(windows, all(unix, not(any(target_os = "ios", target_os = "android")))))]
fn keyring() -> Option<Arc<keyring_core::CredentialStore>> {
    #[cfg(target_os = "macos")]
    use apple_native_keyring_store::keychain::Store;
    #[cfg(all(unix, not(target_os = "macos")))]
    use dbus_secret_service_keyring_store::Store;
    #[cfg(windows)]
    use windows_native_keyring_store::Store;
    Some(Store::new().ok()?)
}

#[cfg(not(any(windows, all(unix, not(any(target_os = "ios", target_os = "android"))))))]
fn keyring() -> Option<Arc<keyring_core::CredentialStore>> {
    None
}
