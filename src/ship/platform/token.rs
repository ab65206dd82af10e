//! Access tokens and their claims.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A token counts as expired this many seconds early, so that it lasts for the requests to come.
pub const MARGIN: u64 = 300;

/// The token itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    #[serde(rename = "access_token")]
    pub text: String,
    /// Seconds since 1970; None when it does not say.
    pub expires_on: Option<u64>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token(until {:?})", self.expires_on)
    }
}

impl Token {
    /// A given token.
    pub fn new(text: impl Into<String>) -> Token {
        let text = text.into().trim().to_owned();
        Token { expires_on: claims(&text).expires_on, text }
    }

    /// Whether it has expired.
    pub fn is_over(&self, now: u64) -> bool {
        self.expires_on.is_some_and(|end| end <= now)
    }

    /// Whether it lasts long enough to be used.
    pub fn is_live(&self, now: u64) -> bool {
        self.expires_on.is_none_or(|end| end > now + MARGIN)
    }
}

/// What a token says about its bearer. It is not verified: only the service checks the signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Object id of the user or application.
    pub oid: Option<String>,
    pub tenant: Option<String>,
    /// The sign-in name; for an application, its id.
    pub user: Option<String>,
    pub expires_on: Option<u64>,
    /// What the token is for.
    pub audience: Option<String>,
}

/// The claims of a JSON web token; empty for any other text.
pub fn claims(token: &str) -> Claims {
    let body = token.split('.').nth(1).and_then(|body| URL_SAFE_NO_PAD.decode(body.trim_end_matches('=')).ok());
    let Some(Value::Object(claims)) = body.and_then(|body| serde_json::from_slice(&body).ok()) else {
        return Claims::default();
    };
    let text = |names: &[&str]| names.iter().find_map(|name| claims.get(*name)?.as_str()).map(str::to_owned);
    Claims {
        oid: text(&["oid"]),
        tenant: text(&["tid"]),
        user: text(&["upn", "preferred_username", "unique_name", "email", "appid", "azp"]),
        audience: text(&["aud"]),
        expires_on: claims.get("exp").and_then(Value::as_u64),
    }
}
