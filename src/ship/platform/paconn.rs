//! The token file of paconn, for those who are signed in with it.
use super::token::{Token, claims};
use serde_json::Value;
use std::path::Path;

/// Its path below the home folder.
pub const PATH: &str = ".paconn/accessTokens.json";

/// The live token of the file, with the object id that the file names. None if there is no file, it cannot be parsed, its token has
/// expired, or it is for another resource or another tenant than the wanted one.
pub fn token(path: &Path, now: u64, resource: &str, tenant: Option<&str>) -> Option<(Token, Option<String>)> {
    let json: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let text = json.get("access_token")?.as_str()?;
    let said = |name: &str| json.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let plain = |text: &str| text.trim_end_matches('/').to_ascii_lowercase();
    let audience = said("resource").or_else(|| claims(text).audience);
    if audience.is_some_and(|audience| plain(&audience) != plain(resource)) {
        return None;
    }
    let own = said("tenant_id").or_else(|| claims(text).tenant);
    // A domain cannot be compared with an id.
    if tenant.is_some_and(|tenant| own.is_none_or(|own| plain(&own) != plain(tenant))) {
        return None;
    }
    let expires_on = json.get("expires_on").and_then(Value::as_f64).map(|end| end as u64);
    let token = Token { text: text.to_owned(), expires_on: expires_on.or(claims(text).expires_on) };
    let oid = json.get("oid").and_then(Value::as_str).filter(|oid| !oid.is_empty()).map(str::to_owned);
    token.is_live(now).then_some((token, oid))
}
