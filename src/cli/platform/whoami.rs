//! `connsmith whoami`
use super::credential::{self, Purpose};
use crate::cli::{CLEAN, SIGN_IN};
use connsmith::ship::platform::store::Account;
use serde_json::json;
use std::path::Path;

pub use super::Common as Arguments;

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = match arguments.service.session(Path::new(".")) {
        // This is a valid result, not a failure.
        Err(error) if super::status(&error) == SIGN_IN && arguments.service.sign_in.account.is_none() => {
            arguments.format.print("not signed in\n", &json!({ "version": 1, "signedIn": false }))?;
            return Ok(SIGN_IN);
        }
        session => session?,
    };
    let identity = session.service.identity()?;
    let accounts: Vec<String> = credential::store(Purpose::Read)?.read()?.accounts.iter().map(Account::name).collect();
    let endpoints = &session.service.endpoints;
    let left = identity.expires_on.map(|end| end.saturating_sub(session.service.http.outside.seconds()) / 60);
    let unknown = "unknown".to_owned();
    let mut text = format!(
        "{} in tenant {}\n  by         {}\n  object id  {}\n  service    {}\n  token      {}\n",
        identity.user.as_ref().unwrap_or(&unknown),
        identity.tenant.as_ref().unwrap_or(&unknown),
        session.source,
        identity.oid.as_ref().unwrap_or(&unknown),
        endpoints.power_apps,
        left.map_or("has no known lifetime".to_owned(), |left| format!("expires in {left} minutes")),
    );
    for tried in &session.tried {
        text.push_str(&format!("  passed over {tried}\n"));
    }
    for account in &accounts {
        text.push_str(&format!("  account    {account}\n"));
    }
    let json = json!({
        "version": 1,
        "signedIn": true,
        "user": identity.user,
        "tenant": identity.tenant,
        "objectId": identity.oid,
        "by": session.source,
        "tried": session.tried,
        "service": endpoints.power_apps.as_str(),
        "resource": endpoints.resource,
        "expiresOn": identity.expires_on,
        "accounts": accounts,
    });
    arguments.format.print(&text, &json)?;
    Ok(CLEAN)
}
