//! How to get a token: Microsoft Entra's v2 endpoints (RFC 6749, 8628, 7523).
use super::certificate::Certificate;
use super::failure::{Failure, Kind};
use super::http::Http;
use super::message::Request;
use super::token::Token;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// The public client of the Azure CLI, which paconn uses too: it is known in every tenant.
pub const CLIENT: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

/// The longest polling interval while waiting for a person, in seconds, whatever the response says.
const LONGEST_INTERVAL: u64 = 60;

/// The longest wait for a person, in seconds, whatever the response says. Entra's codes last 15 minutes.
const LONGEST_WAIT: u64 = 3600;

/// The audience that a federated identity provider issues its tokens for: each national cloud has its own.
pub fn exchange_audience(authority: &Url) -> &'static str {
    match authority.host_str().unwrap_or_default() {
        host if host.ends_with(".us") => "api://AzureADTokenExchangeUSGov",
        host if host.ends_with(".cn") => "api://AzureADTokenExchangeChina",
        _ => "api://AzureADTokenExchange",
    }
}

/// The client, and the authority.
#[derive(Clone, Debug)]
pub struct Client {
    pub authority: Url,
    /// Id or domain of a tenant, or `common`, `organizations`.
    pub tenant: String,
    pub id: String,
}

/// How an application proves who it is.
pub enum Proof {
    Secret(String),
    Certificate(Box<Certificate>),
    /// A token of another identity provider that the application trusts.
    Federated(Assertion),
}

/// Where a federated token comes from.
pub enum Assertion {
    Text(String),
    /// GitHub Actions issues one: the URL and the token for it.
    GitHub {
        url: Url,
        token: String,
    },
    /// Azure Pipelines issues one: the URL, the token for it, and the service connection.
    AzurePipelines {
        url: Url,
        token: String,
        connection: String,
    },
}

/// The result of a sign-in.
pub struct Grant {
    pub token: Token,
    pub refresh_token: Option<String>,
    /// Identifies the user.
    pub id_token: Option<String>,
}

/// What a person has to do elsewhere, and how to find out that it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceCode {
    /// For the person: where to go and what to type there.
    pub message: String,
    /// The code to type.
    pub user_code: String,
    /// Where to type it.
    pub address: String,
    code: String,
    /// The polling interval in seconds.
    interval: u64,
    /// Seconds since 1970.
    until: u64,
}

/// The scope for everything that an application may do with a resource. A resource that ends with a slash keeps it: the
/// token's audience is compared to the letter.
fn scope(resource: &str) -> String {
    format!("{resource}/.default")
}

impl Client {
    fn endpoint(&self, name: &str) -> Url {
        let mut url = self.authority.clone();
        url.set_path(&format!("/{}/oauth2/v2.0/{name}", self.tenant));
        url.set_query(None);
        url
    }

    fn ask(&self, http: &Http, mut fields: Vec<(&'static str, String)>) -> Result<Grant, Failure> {
        fields.insert(0, ("client_id", self.id.clone()));
        let request = Request::new("POST", self.endpoint("token"), "sign in").form(fields);
        let reply = http.send_for_json(&request)?;
        let text = |name: &str| reply.get(name).and_then(Value::as_str).map(str::to_owned);
        let Some(token) = text("access_token") else {
            return Err(Failure::new(
                Kind::NotUnderstood,
                request.asked.as_str(),
                format!("{} returned no token", self.authority),
                "check `--authority-url` and `--tenant`",
            ));
        };
        let grant = Grant {
            token: Token {
                expires_on: number(&reply, "expires_in").map(|seconds| http.outside.seconds().saturating_add(seconds)),
                text: token,
            },
            refresh_token: text("refresh_token"),
            id_token: text("id_token"),
        };
        for secret in [Some(&grant.token.text), grant.refresh_token.as_ref(), grant.id_token.as_ref()].into_iter().flatten() {
            http.redactor.keep(secret);
        }
        Ok(grant)
    }

    /// The page on which a person signs in, who then comes back to `redirect` (RFC 6749, 4.1; RFC 7636). `verifier` is a secret of
    /// this sign-in, `state` comes back with the person.
    pub fn page(&self, resource: &str, redirect: &str, verifier: &str, state: &str) -> Url {
        let challenge = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
        let challenge = URL_SAFE_NO_PAD.encode(challenge);
        let mut url = self.endpoint("authorize");
        url.query_pairs_mut()
            .append_pair("client_id", &self.id)
            .append_pair("response_type", "code")
            .append_pair("redirect_uri", redirect)
            .append_pair("response_mode", "query")
            .append_pair("scope", &format!("{} offline_access openid profile", scope(resource)))
            .append_pair("state", state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("prompt", "select_account");
        url
    }

    /// Signs a person in with the code that came back from the page.
    ///
    /// # Errors
    /// When it is refused.
    pub fn code(&self, http: &Http, resource: &str, code: &str, redirect: &str, verifier: &str) -> Result<Grant, Failure> {
        http.redactor.keep(code);
        http.redactor.keep(verifier);
        let fields = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", redirect.to_owned()),
            ("code_verifier", verifier.to_owned()),
            ("scope", format!("{} offline_access openid profile", scope(resource))),
        ];
        self.ask(http, fields).map_err(refused)
    }

    /// Asks for a code that a person types elsewhere.
    ///
    /// # Errors
    /// When the service does not give one.
    pub fn device_code(&self, http: &Http, resource: &str) -> Result<DeviceCode, Failure> {
        let scope = format!("{} offline_access openid profile", scope(resource));
        let request = Request::new("POST", self.endpoint("devicecode"), "sign in")
            .form(vec![("client_id", self.id.clone()), ("scope", scope)]);
        let reply = http.send_for_json(&request)?;
        let text = |name: &str| reply.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let code = text("device_code");
        http.redactor.keep(&code);
        let (user_code, address) = (text("user_code"), text("verification_uri"));
        if code.is_empty() || user_code.is_empty() {
            return Err(Failure::new(
                Kind::NotUnderstood,
                request.asked.as_str(),
                format!("{} returned no code", self.authority),
                "check `--authority-url` and `--tenant`",
            ));
        }
        let message = match text("message") {
            message if message.is_empty() => format!("open {address} in a browser and enter the code {user_code}"),
            message => message,
        };
        Ok(DeviceCode {
            message,
            user_code,
            address,
            code,
            interval: number(&reply, "interval").unwrap_or(5).clamp(1, LONGEST_INTERVAL),
            until: http.outside.seconds() + number(&reply, "expires_in").unwrap_or(900).min(LONGEST_WAIT),
        })
    }

    /// Waits until the person is done.
    ///
    /// # Errors
    /// When the person declines, or takes too long.
    pub fn wait_for(&self, http: &Http, device: &DeviceCode) -> Result<Grant, Failure> {
        let mut interval = device.interval;
        let again = "run `connsmith login` again";
        loop {
            let left = device.until.saturating_sub(http.outside.seconds());
            (http.outside.sleep)(Duration::from_secs(interval.min(left.max(1))));
            let fields = vec![
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code".to_owned()),
                ("device_code", device.code.clone()),
            ];
            let failure = match self.ask(http, fields) {
                Ok(grant) => return Ok(grant),
                Err(failure) => failure,
            };
            match failure.code.as_deref() {
                Some("authorization_pending") => {}
                Some("slow_down") => interval = (interval + 5).min(LONGEST_INTERVAL), // RFC 8628, 3.5
                Some("authorization_declined" | "access_denied") => {
                    return Err(Failure::sign_in("sign in", "the sign-in was declined", again));
                }
                Some("expired_token" | "code_expired") => {
                    return Err(Failure::sign_in("sign in", "the code has expired", again));
                }
                _ => return Err(refused(failure)),
            }
            if http.outside.seconds() >= device.until {
                return Err(Failure::sign_in("sign in", "the code has expired", again));
            }
        }
    }

    /// Uses a refresh token.
    ///
    /// # Errors
    /// When it is refused: somebody has to sign in again.
    pub fn refresh(&self, http: &Http, refresh_token: &str, resource: &str) -> Result<Grant, Failure> {
        http.redactor.keep(refresh_token);
        let fields = vec![
            ("grant_type", "refresh_token".to_owned()),
            ("refresh_token", refresh_token.to_owned()),
            ("scope", format!("{} offline_access openid profile", scope(resource))),
        ];
        self.ask(http, fields).map_err(refused)
    }

    /// Signs an application in.
    ///
    /// # Errors
    /// When the proof is refused or cannot be had.
    pub fn application(&self, http: &Http, proof: &Proof, resource: &str) -> Result<Grant, Failure> {
        let mut fields = vec![("grant_type", "client_credentials".to_owned()), ("scope", scope(resource))];
        let assertion = match proof {
            Proof::Secret(secret) => {
                http.redactor.keep(secret);
                fields.push(("client_secret", secret.clone()));
                None
            }
            Proof::Certificate(certificate) => {
                let audience = self.endpoint("token");
                let signed = certificate.assertion(&self.id, audience.as_str(), http.outside.seconds());
                Some(signed.map_err(|error| Failure::here("sign in with the certificate", error.to_string(), ""))?)
            }
            Proof::Federated(assertion) => Some(assertion.text(http, exchange_audience(&self.authority))?),
        };
        if let Some(assertion) = assertion {
            http.redactor.keep(&assertion);
            fields.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".to_owned()));
            fields.push(("client_assertion", assertion));
        }
        self.ask(http, fields).map_err(refused)
    }
}

impl Assertion {
    fn text(&self, http: &Http, audience: &str) -> Result<String, Failure> {
        let (request, field) = match self {
            Assertion::Text(text) => return Ok(text.trim().to_owned()),
            Assertion::GitHub { url, token } => {
                http.redactor.keep(token);
                let mut url = url.clone();
                url.query_pairs_mut().append_pair("audience", audience);
                let request = Request::new("GET", url, "get a token from GitHub Actions");
                (request.header("Authorization", format!("Bearer {token}")), "value")
            }
            // The request of Azure Identity's AzurePipelinesCredential; read 2026-11-24.
            Assertion::AzurePipelines { url, token, connection } => {
                http.redactor.keep(token);
                let mut url = url.clone();
                url.query_pairs_mut().append_pair("api-version", "7.1").append_pair("serviceConnectionId", connection);
                let request = Request::new("POST", url, "get a token from Azure Pipelines");
                let request = request.header("Authorization", format!("Bearer {token}"));
                // Without this the service redirects to a page for people.
                let request = request.header("X-TFS-FedAuthRedirect", "Suppress");
                (request.header("Content-Type", "application/json"), "oidcToken")
            }
        };
        let request = Request { private: true, ..request };
        let reply = http.send_for_json(&request)?;
        match reply.get(field).and_then(Value::as_str) {
            Some(text) => Ok(text.to_owned()),
            None => Err(Failure::new(
                Kind::NotUnderstood,
                request.asked.as_str(),
                format!("the response has no `{field}`"),
                "check that the job is allowed to request an identity token (GitHub: `permissions: id-token: write`)",
            )),
        }
    }
}

/// A refusal by the identity provider means that somebody has to sign in; other failures stay unchanged.
fn refused(failure: Failure) -> Failure {
    if !matches!(failure.kind, Kind::Status(400 | 401)) {
        return failure;
    }
    let remedy = match failure.code.as_deref() {
        Some("invalid_client") => {
            "check the application's secret or certificate: it may have expired, or belong to another application"
        }
        Some("unauthorized_client") => "check `AZURE_CLIENT_ID`, and that the application exists in this tenant",
        _ => "sign in again with `connsmith login`",
    };
    Failure { kind: Kind::SignIn, remedy: remedy.into(), ..failure }
}

/// A number, which some of these services write as a string.
pub(super) fn number(reply: &Value, name: &str) -> Option<u64> {
    let value = reply.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_has_its_audience() {
        let of = |host: &str| exchange_audience(&Url::parse(&format!("https://{host}/")).unwrap());
        assert_eq!(of("login.microsoftonline.com"), "api://AzureADTokenExchange");
        assert_eq!(of("login.microsoftonline.us"), "api://AzureADTokenExchangeUSGov");
        assert_eq!(of("login.chinacloudapi.cn"), "api://AzureADTokenExchangeChina");
    }
}
