//! The token file of paconn, for those who are signed in with it.
use super::token::{Token, claims};
use serde_json::Value;
use std::path::Path;

/// Its path below the home folder.
pub const PATH: &str = ".paconn/accessTokens.json";

/// The live token of the file, with the object id that the file names. None if there is no file, it cannot be parsed,
/// or its token has expired.
pub fn token(path: &Path, now: u64) -> Option<(Token, Option<String>)> {
    let json: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let text = json.get("access_token")?.as_str()?;
    let expires_on = json.get("expires_on").and_then(Value::as_f64).map(|end| end as u64);
    let token = Token { text: text.to_owned(), expires_on: expires_on.or(claims(text).expires_on) };
    let oid = json.get("oid").and_then(Value::as_str).filter(|oid| !oid.is_empty()).map(str::to_owned);
    token.is_live(now).then_some((token, oid))
}
