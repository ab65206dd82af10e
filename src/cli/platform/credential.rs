//! Chooses how to sign in: from the command line, from environment variables, or a stored account.
use super::ServiceArguments;
use crate::cli::note;
use anyhow::{Context, bail};
use connsmith::ship::platform::certificate::Certificate;
use connsmith::ship::platform::cloud::{Endpoints, address};
use connsmith::ship::platform::failure::Failure;
use connsmith::ship::platform::http::Http;
use connsmith::ship::platform::settings::Settings;
use connsmith::ship::platform::sign_in::{Assertion, CLIENT, Client, Proof};
use connsmith::ship::platform::store::{Account, Accounts, KEY_LENGTH, Store, new_key};
use connsmith::ship::platform::token::Token;
use connsmith::ship::platform::{Borrow, Credential, paconn};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

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
) -> anyhow::Result<(Credential, String)> {
    let tenant = arguments.tenant.clone().or_else(|| settings.text("tenant")).filter(|tenant| tenant != "common");
    if arguments.account.is_none() {
        if arguments.use_azure_cli {
            return Ok((Credential::Borrowed(azure_cli(tenant)), "the Azure CLI".to_owned()));
        }
        if let Some(token) = variable("CONNSMITH_ACCESS_TOKEN") {
            http.redactor.keep(token.trim());
            let credential = Credential::Given { token: Token::new(token), oid: None };
            return Ok((credential, "CONNSMITH_ACCESS_TOKEN".to_owned()));
        }
        if let Some((client, proof, source)) = application(arguments, endpoints)? {
            return Ok((Credential::Application { client, proof }, source));
        }
    }
    let store = store(Purpose::Read)?;
    let accounts = store.read()?;
    if let Some(account) = choose(&accounts, endpoints, arguments.account.as_deref(), tenant.as_deref())? {
        let client =
            Client { authority: address(&account.authority)?, tenant: account.tenant.clone(), id: account.client.clone() };
        let source = format!("the account {}", account.name());
        return Ok((Credential::Account { client, account: account.clone(), store }, source));
    }
    let path = home().map(|home| home.join(paconn::PATH));
    if let Some((token, oid)) =
        path.ok().and_then(|path| paconn::token(&path, http.outside.seconds(), &endpoints.resource, tenant.as_deref()))
    {
        http.redactor.keep(&token.text);
        return Ok((Credential::Given { token, oid }, "paconn's sign-in".to_owned()));
    }
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

/// Whether the environment variables name an application.
pub fn is_application_set() -> bool {
    variable("CONNSMITH_ACCESS_TOKEN").is_none()
        && (variable("AZURE_CLIENT_ID").is_some() || variable("AZURESUBSCRIPTION_CLIENT_ID").is_some())
}

/// The application from the environment variables of Azure's tools.
fn application(arguments: &ServiceArguments, endpoints: &Endpoints) -> anyhow::Result<Option<(Client, Proof, String)>> {
    let pipeline = variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID");
    let either = |name: &str, other: &str| variable(name).or_else(|| pipeline.as_ref().and_then(|_| variable(other)));
    let id = either("AZURE_CLIENT_ID", "AZURESUBSCRIPTION_CLIENT_ID");
    let tenant = arguments.tenant.clone().or_else(|| either("AZURE_TENANT_ID", "AZURESUBSCRIPTION_TENANT_ID"));
    let (Some(id), Some(tenant)) = (id, tenant) else { return Ok(None) };
    let (proof, by) = if let Some(secret) = variable("AZURE_CLIENT_SECRET") {
        (Proof::Secret(secret), "AZURE_CLIENT_SECRET")
    } else if let Some(path) = variable("AZURE_CLIENT_CERTIFICATE_PATH") {
        let unusable = || format!("the certificate `{path}` (AZURE_CLIENT_CERTIFICATE_PATH) cannot be used");
        let bytes = std::fs::read(&path).with_context(unusable)?;
        let Ok(pem) = String::from_utf8(bytes) else {
            bail!(
                "{}: it is not in PEM format; convert a PFX file with `openssl pkcs12 -in FILE -nodes -out FILE.pem`",
                unusable()
            );
        };
        (Proof::Certificate(Box::new(Certificate::from_pem(&pem).with_context(unusable)?)), "AZURE_CLIENT_CERTIFICATE_PATH")
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
    variable("CONNSMITH_ACCESS_TOKEN").is_some() || matches!(application(arguments, endpoints), Ok(Some(_)))
}

/// The client id for sign-in, and the tenant.
pub fn client(arguments: &ServiceArguments, settings: &Settings, endpoints: &Endpoints) -> Client {
    let chosen = |option: &Option<String>, field: &str| option.clone().or_else(|| settings.text(field));
    Client {
        authority: endpoints.authority.clone(),
        tenant: chosen(&arguments.tenant, "tenant").unwrap_or_else(|| "common".to_owned()),
        id: chosen(&arguments.client, "clientId").unwrap_or_else(|| CLIENT.to_owned()),
    }
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
        let output = command.output().map_err(|error| fail(format!("`az` cannot be started: {error}")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(fail(said.lines().find(|line| !line.trim().is_empty()).unwrap_or("`az` failed").trim().to_owned()));
        }
        let answer: Value = serde_json::from_slice(&output.stdout).map_err(|_| fail("`az` did not return JSON".to_owned()))?;
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
    let entry = keyring::Entry::new("connsmith", "accounts").ok()?;
    match entry.get_secret() {
        Ok(secret) => secret.try_into().ok(),
        Err(keyring::Error::NoEntry) if purpose == Purpose::Add => {
            entry.set_secret(&new_key().ok()?).ok()?;
            // The stored key counts: another process may have been faster.
            entry.get_secret().ok()?.try_into().ok()
        }
        Err(_) => None,
    }
}
