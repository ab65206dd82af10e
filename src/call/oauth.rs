//! Access tokens for a connection: client credentials (RFC 6749, 4.4) and codes for another device (RFC 8628), at the endpoints that the
//! connector's own files name.
use super::connection::Connection;
use super::exchange::{Answer, Headers, Outgoing, Payload, Sender};
use super::request::{base64, percent_encode};
use crate::connector::Connector;
use crate::connector::facts::identity_providers::Provider;
use crate::text::document::Node;
use serde_json::{Map, Value};
use std::time::Duration;

/// The sign-in service of Microsoft Entra ID, where a connector names none.
const ENTRA: &str = "https://login.microsoftonline.com";
/// The longest polling interval while waiting for a person, in seconds, whatever the response says.
const LONGEST_INTERVAL: u64 = 60;
/// The longest wait for a person, in seconds, whatever the response says.
const LONGEST_WAIT: u64 = 3_600;

/// The names under which a connection has the id and the secret of an app, and more that no connector names.
pub const CLIENT_ID: &str = "client_id";
pub const CLIENT_SECRET: &str = "client_secret";
pub const TENANT_ID: &str = "tenant_id";
pub const DEVICE_URL: &str = "device_authorization_url";

/// Where and how to get a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Plan {
    /// The connection parameter that takes the token.
    pub parameter: String,
    pub token_url: String,
    /// Where codes for another device come from, if that is known.
    pub device_url: Option<String>,
    pub client_id: String,
    pub client_secret: Option<String>,
    pub scope: Option<String>,
    /// The scope when a person signs in, if it differs.
    pub person_scope: Option<String>,
}

/// An access token.
pub struct Token {
    pub text: String,
    /// What renews it, if the service gave anything.
    pub refresh: Option<String>,
    /// How long it is valid, if the service said so.
    pub lasts: Option<Duration>,
}

impl Token {
    /// A token that a person typed in.
    pub fn given(text: &str) -> Token {
        Token { text: text.to_owned(), refresh: None, lasts: None }
    }
}

/// What a person has to do elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What they have to do, in a sentence.
    pub message: String,
    code: String,
    /// In seconds.
    interval: u64,
    lasts: u64,
}

/// Plans how to get a token for a connector whose connection signs in with OAuth; None if it does not.
///
/// # Errors
/// If the files or the values do not say enough, or lead where no secret may be sent.
pub fn plan(connector: &Connector, connection: &Connection) -> Option<Result<Plan, String>> {
    if connector.api_properties().is_none() {
        let api = connector.api()?;
        let definition = api
            .required_security_definitions()
            .into_iter()
            .find(|member| member.value.get("type").is_some_and(|kind| kind.is("oauth2")))?;
        return Some(of_definition(definition.value, connection));
    }
    let parameters = super::connection::in_scope(connector, connection);
    let parameter = parameters.iter().find(|parameter| parameter.is_type("oauthSetting"))?;
    let settings = parameter.oauth()?;
    Some(of_settings(parameter.name().into_owned(), settings, connection))
}

fn of_definition(definition: Node, connection: &Connection) -> Result<Plan, String> {
    let token_url = definition.get_str("tokenUrl").ok_or("the security definition has no `tokenUrl`")?.into_owned();
    let scopes: Vec<_> =
        definition.get("scopes").into_iter().flat_map(Node::members).map(|member| member.name().into_owned()).collect();
    finished("token".to_owned(), token_url, None, None, scopes.join(" "), connection)
}

fn of_settings(parameter: String, settings: Node, connection: &Connection) -> Result<Plan, String> {
    let provider = settings.get_str("identityProvider").unwrap_or_default().to_ascii_lowercase();
    let custom = settings.get("customParameters");
    // Names are compared without case, as published connectors need it.
    let value = |name: &str| {
        let member = custom?.members().find(|member| member.name().eq_ignore_ascii_case(name))?;
        member.value.get_str("value").map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let own_id = settings.get_str("clientId").map(|id| id.into_owned());
    let scopes: Vec<_> =
        settings.get("scopes").into_iter().flat_map(Node::items).filter_map(Node::str).map(|scope| scope.into_owned()).collect();
    match provider.as_str() {
        "aad" | "aadcertificate" => {
            let service = value("loginUri").unwrap_or_else(|| ENTRA.to_owned());
            let tenant =
                connection.get(TENANT_ID).map(str::to_owned).or_else(|| value("tenantId")).unwrap_or_else(|| "common".to_owned());
            if !tenant.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '.')) {
                return Err(format!("`{tenant}` is not the id or domain of a tenant"));
            }
            let endpoint = |name: &str| format!("{}/{tenant}/oauth2/v2.0/{name}", service.trim_end_matches('/'));
            let resource = value("resourceUri").ok_or("`customParameters` of the OAuth settings has no `resourceUri`")?;
            let scope = format!("{resource}/.default");
            // Without it, the service gives nothing to renew the token of a person with.
            let person_scope = Some(format!("{scope} offline_access"));
            let plan = finished(parameter, endpoint("token"), Some(endpoint("devicecode")), own_id, scope, connection)?;
            Ok(Plan { person_scope, ..plan })
        }
        "oauth2" | "oauth2generic" => {
            let name = if provider == "oauth2" { "tokenUrl" } else { "tokenUrlTemplate" };
            let token_url = value(name).ok_or_else(|| format!("`customParameters` of the OAuth settings has no `{name}`"))?;
            let delimiter = value("scopeListDelimiter").unwrap_or_else(|| " ".to_owned());
            finished(parameter, token_url, None, own_id, scopes.join(&delimiter), connection)
        }
        _ => {
            let known = Provider::find(&provider).is_some();
            let what = if known { "has no token endpoint in its settings" } else { "is not known" };
            Err(format!("the identity provider `{provider}` {what}: pass an access token instead"))
        }
    }
}

fn finished(
    parameter: String,
    token_url: String,
    device_url: Option<String>,
    own_id: Option<String>,
    scope: String,
    connection: &Connection,
) -> Result<Plan, String> {
    let client_id = connection.get(CLIENT_ID).map(str::to_owned).or(own_id).unwrap_or_default();
    if client_id.trim().is_empty() {
        return Err(format!("there is no client id: set {}", super::connection::variable(CLIENT_ID)));
    }
    safe(&token_url)?;
    let device_url = match connection.get(DEVICE_URL) {
        Some(given) if same_origin(given, &token_url) => Some(given.to_owned()),
        Some(given) => return Err(format!("`{given}` is not on the host of `{token_url}`, where the connector signs in")),
        None => device_url,
    };
    device_url.as_deref().map_or(Ok(()), safe)?;
    let client_secret = connection.get(CLIENT_SECRET).map(str::to_owned);
    let scope = Some(scope).filter(|scope| !scope.is_empty());
    Ok(Plan { parameter, token_url, device_url, client_id, client_secret, scope, person_scope: None })
}

/// Whether a secret may be sent to a URL: it is encrypted on the way, or does not leave this machine.
fn safe(url: &str) -> Result<(), String> {
    if url.contains(['{', '}', '@']) {
        return Err(format!("`{url}` has placeholders, which only the platform fills in: pass an access token instead"));
    }
    let host = |rest: &str| rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let local = |rest: &str| {
        let host = host(rest);
        let name = host
            .rsplit_once(':')
            .filter(|(_, port)| port.chars().all(|digit| digit.is_ascii_digit()))
            .map_or(host.as_str(), |(name, _)| name);
        matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    };
    match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) if !host(rest).is_empty() => Ok(()),
        (_, Some(rest)) if local(rest) => Ok(()),
        _ => Err(format!("`{url}` is not an https URL, so no secret is sent there")),
    }
}

fn same_origin(one: &str, other: &str) -> bool {
    Outgoing::at(one).zip(Outgoing::at(other)).is_some_and(|(one, other)| one.is_for_same_host(&other))
}

/// Gets a token for the app itself.
///
/// # Errors
/// If the service refuses, with its reason.
pub fn client_credentials(plan: &Plan, sender: &mut dyn Sender) -> Result<Token, String> {
    let secret = plan.client_secret.clone().unwrap_or_default();
    let mut fields = vec![("grant_type", "client_credentials".to_owned())];
    fields.extend(plan.scope.clone().map(|scope| ("scope", scope)));
    // In the body, as the platform does; services that want it in the header refuse that.
    let in_body = [&fields[..], &[("client_id", plan.client_id.clone()), ("client_secret", secret.clone())]].concat();
    let answer = sender.send(&form(&plan.token_url, &in_body, None)?)?;
    let answer = match token(&answer) {
        Ok(token) => return Ok(token),
        Err((Some(code), _)) if code == "invalid_client" => {
            let pair = format!("{}:{}", percent_encode(&plan.client_id), percent_encode(&secret));
            sender.send(&form(&plan.token_url, &fields, Some(&base64(pair.as_bytes())))?)?
        }
        Err((_, why)) => return Err(why),
    };
    token(&answer).map_err(|(_, why)| why)
}

/// Asks for a code that a person types elsewhere.
///
/// # Errors
/// If the service gives none.
pub fn device_code(plan: &Plan, sender: &mut dyn Sender) -> Result<Code, String> {
    let url = plan.device_url.as_deref().ok_or_else(|| {
        format!(
            "the connector does not name the URL that gives out codes: set {}, on the host of `{}`",
            super::connection::variable(DEVICE_URL),
            plan.token_url
        )
    })?;
    let mut fields = vec![("client_id", plan.client_id.clone())];
    fields.extend(plan.person_scope.clone().or_else(|| plan.scope.clone()).map(|scope| ("scope", scope)));
    let answer = sender.send(&form(url, &fields, None)?)?;
    let reply = reply(&answer);
    let text = |name: &str| reply.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (code, user_code) = (text("device_code"), text("user_code"));
    let address = Some(text("verification_uri")).filter(|text| !text.is_empty()).unwrap_or_else(|| text("verification_url"));
    if code.is_empty() || user_code.is_empty() || address.is_empty() {
        return Err(refused(&answer, &reply).1);
    }
    Ok(Code {
        message: format!("open {address} in a browser and enter the code {user_code}"),
        code,
        interval: number(&reply, "interval").unwrap_or(5).clamp(1, LONGEST_INTERVAL),
        lasts: number(&reply, "expires_in").unwrap_or(900).min(LONGEST_WAIT),
    })
}

/// Waits until the person is done. `sleep` waits.
///
/// # Errors
/// If they decline or take too long.
pub fn wait_for(plan: &Plan, code: &Code, sender: &mut dyn Sender, sleep: &mut dyn FnMut(Duration)) -> Result<Token, String> {
    let (mut interval, mut waited) = (code.interval, 0);
    while waited < code.lasts {
        sleep(Duration::from_secs(interval));
        waited += interval;
        let mut fields = vec![
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code".to_owned()),
            ("device_code", code.code.clone()),
            ("client_id", plan.client_id.clone()),
        ];
        fields.extend(plan.client_secret.clone().map(|secret| ("client_secret", secret)));
        let answer = sender.send(&form(&plan.token_url, &fields, None)?)?;
        match token(&answer) {
            Ok(token) => return Ok(token),
            Err((Some(code), _)) if code == "authorization_pending" => {}
            Err((Some(code), _)) if code == "slow_down" => interval = (interval + 5).min(LONGEST_INTERVAL), // RFC 8628, 3.5
            Err((_, why)) => return Err(why),
        }
    }
    Err("the code has expired before anybody signed in".to_owned())
}

/// Gets a new token with what came with an earlier one.
///
/// # Errors
/// If the service refuses, with its reason.
pub fn refreshed(plan: &Plan, refresh: &str, sender: &mut dyn Sender) -> Result<Token, String> {
    let mut fields = vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", refresh.to_owned()),
        ("client_id", plan.client_id.clone()),
    ];
    fields.extend(plan.client_secret.clone().map(|secret| ("client_secret", secret)));
    token(&sender.send(&form(&plan.token_url, &fields, None)?)?).map_err(|(_, why)| why)
}

fn form(url: &str, fields: &[(&str, String)], basic: Option<&str>) -> Result<Outgoing, String> {
    let mut request = Outgoing::at(url).ok_or_else(|| format!("`{url}` is not a valid URL"))?;
    request.method = "POST".to_owned();
    let one = |(name, value): &(&str, String)| format!("{name}={}", percent_encode(value));
    request.payload = Payload::Bytes(fields.iter().map(one).collect::<Vec<_>>().join("&").into_bytes());
    request.headers = Headers(vec![
        ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("Accept".to_owned(), "application/json".to_owned()),
    ]);
    if let Some(basic) = basic {
        request.headers.set("Authorization", &format!("Basic {basic}"));
    }
    Ok(request)
}

/// The members of a response: JSON or, at some services, a form.
fn reply(answer: &Answer) -> Map<String, Value> {
    match &answer.payload {
        Payload::Json(Value::Object(object)) => object.clone(),
        Payload::Bytes(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            let decoded =
                |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
            let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
            pairs.map(|(name, value)| (decoded(name), Value::String(decoded(value)))).collect()
        }
        _ => Map::new(),
    }
}

/// The token of a response, or the error code and a message.
fn token(answer: &Answer) -> Result<Token, (Option<String>, String)> {
    let reply = reply(answer);
    let text = |name: &str| reply.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    match text("access_token").filter(|_| answer.is_success()) {
        Some(token) => Ok(Token {
            text: token,
            refresh: text("refresh_token"),
            lasts: number(&reply, "expires_in").filter(|seconds| *seconds > 0).map(Duration::from_secs),
        }),
        None => Err(refused(answer, &reply)),
    }
}

/// A number, which some services write as text.
fn number(reply: &Map<String, Value>, name: &str) -> Option<u64> {
    reply.get(name).and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()))
}

fn refused(answer: &Answer, reply: &Map<String, Value>) -> (Option<String>, String) {
    let text = |name: &str| reply.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let mut why = format!("the sign-in service answered with the status {}", answer.status);
    for part in [text("error"), text("error_description")].into_iter().flatten() {
        why.push_str(": ");
        why.push_str(part.lines().next().unwrap_or_default());
    }
    (text("error").map(str::to_owned), why)
}
