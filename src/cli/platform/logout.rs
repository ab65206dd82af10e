//! `connsmith logout`
use super::FormatArgument;
use super::credential::{self, Purpose};
use crate::cli::{CLEAN, interrupt};
use anyhow::bail;
use clap::Args;
use connsmith::ship::platform::store::Account;
use serde_json::json;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    format: FormatArgument,

    /// The account to sign out: user, tenant, or user/tenant [default: the one that signed in last]
    #[arg(long, env = "CONNSMITH_ACCOUNT")]
    account: Option<String>,

    /// Sign out all accounts
    #[arg(long, conflicts_with = "account")]
    all: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    interrupt::watch();
    let store = credential::store(Purpose::Read)?;
    let gone: Vec<String> = interrupt::whole(|| -> anyhow::Result<_> {
        if arguments.all {
            // Unreadable entries are removed too.
            let known = store.read().unwrap_or_default();
            store.clear()?;
            return Ok(known.accounts.iter().map(Account::name).collect());
        }
        let accounts = store.read()?;
        let name = match &arguments.account {
            Some(name) => name.clone(),
            None => accounts.current().map(Account::name).unwrap_or_default(),
        };
        if arguments.account.is_some() && !accounts.accounts.iter().any(|account| account.is_called(&name)) {
            bail!("no account is named `{name}`; run `connsmith whoami` to list the accounts");
        }
        Ok(store.change(|accounts| accounts.remove(|account| account.is_called(&name)))?.iter().map(Account::name).collect())
    })?;
    let text = match gone.is_empty() {
        true => "no account was signed in\n".to_owned(),
        false => gone.iter().map(|name| format!("signed out {name}\n")).collect(),
    };
    arguments.format.print(&text, &json!({ "version": 1, "signedOut": gone }))?;
    Ok(CLEAN)
}
