//! `connsmith login`
use super::credential::{self, Purpose};
use super::{Common, browser};
use crate::cli::{CLEAN, interrupt, note};
use anyhow::bail;
use clap::Args;
use connsmith::ship::platform::failure::Failure;
use connsmith::ship::platform::store::Account;
use connsmith::ship::platform::token::claims;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Args)]
pub struct Arguments {
    /// Sign in again even if this account is signed in
    #[arg(long, short)]
    force: bool,

    /// paconn's short form of `--clid`
    #[arg(short = 'i', hide = true)]
    short_client: Option<String>,

    /// paconn's short form of `--resource`
    #[arg(short = 'r', hide = true)]
    short_resource: Option<String>,

    /// Sign in with a browser on this machine instead of a code
    #[arg(long)]
    browser: bool,

    #[command(flatten)]
    common: Common,
}

pub fn run(mut arguments: Arguments) -> anyhow::Result<u8> {
    interrupt::watch();
    if arguments.common.service.sign_in.certificate.is_some() {
        bail!("`login` signs a person in; an application needs no login: use `--certificate` with the other verbs");
    }
    arguments.common.service.sign_in.client = arguments.short_client.take().or(arguments.common.service.sign_in.client);
    arguments.common.service.resource = arguments.short_resource.take().or(arguments.common.service.resource);
    let settings = arguments.common.service.read_settings(Path::new("."))?;
    let endpoints = arguments.common.service.endpoints(&settings)?;
    let http = arguments.common.service.http(&endpoints, super::TIMEOUT)?;
    let client = credential::client(&arguments.common.service, &settings, &endpoints);
    let store = credential::store(Purpose::Add)?;

    // A given tenant is used exactly, never a sign-in to another one.
    let authority = endpoints.authority.as_str();
    let fits = |account: &Account| {
        let named = arguments.common.service.sign_in.account.as_deref().is_none_or(|name| account.is_called(name));
        named && account.authority == authority && account.client == client.id && account.is_of(&client.tenant)
    };
    let known = store.read()?.accounts.into_iter().rev().find(|account| !arguments.force && fits(account));
    let (account, again) = match known {
        Some(mut account) => {
            let live = account.tokens.get(&endpoints.resource).is_some_and(|token| token.is_live(http.outside.seconds()));
            // A sign-in counts only while it can be used.
            let usable = live
                || match &account.refresh_token {
                    Some(token) => match client.refresh(&http, token, &endpoints.resource) {
                        Ok(grant) => {
                            account.tokens.insert(endpoints.resource.clone(), grant.token);
                            account.refresh_token = grant.refresh_token.or(account.refresh_token.take());
                            true
                        }
                        Err(failure) if failure.needs_sign_in() => false,
                        Err(failure) => return Err(failure.into()),
                    },
                    None => false,
                };
            (usable.then_some(account), true)
        }
        None => (None, false),
    };
    let fresh = account.is_none();
    let account = match account {
        Some(account) => account,
        None => {
            if again {
                note("the previous sign-in has expired");
            }
            let grant = match arguments.browser {
                true => browser::sign_in(&client, &http, &endpoints.resource)?,
                false => {
                    let code = client.device_code(&http, &endpoints.resource)?;
                    note(&code.message);
                    client.wait_for(&http, &code)?
                }
            };
            let (said, of_token) = (claims(grant.id_token.as_deref().unwrap_or_default()), claims(&grant.token.text));
            let Some(tenant) = said.tenant.or(of_token.tenant) else {
                let why = "the response does not say who signed in";
                return Err(Failure::sign_in("sign in", why, "check `--authority-url` and `--clid`").into());
            };
            Account {
                user: said.user.or(of_token.user).unwrap_or_else(|| "unknown".to_owned()),
                tenant,
                asked: client.tenant.clone(),
                authority: authority.to_owned(),
                client: client.id.clone(),
                oid: of_token.oid.or(said.oid),
                refresh_token: grant.refresh_token,
                tokens: BTreeMap::from([(endpoints.resource.clone(), grant.token)]),
            }
        }
    };
    let name = account.name();
    let json = json!({
        "version": 1,
        "user": account.user,
        "tenant": account.tenant,
        "objectId": account.oid,
        "authority": account.authority,
        "fresh": fresh,
    });
    interrupt::whole(|| store.change(|accounts| accounts.add(account)))?;
    if credential::environment_goes_first(&arguments.common.service, &endpoints) {
        note(&format!("another sign-in from environment variables takes precedence; use `--account {name}` to use this one"));
    }
    let text = if fresh {
        format!("signed in as {name}\n")
    } else {
        format!("already signed in as {name}; use --force to sign in again\n")
    };
    arguments.common.format.print(&text, &json)?;
    Ok(CLEAN)
}
