//! The values of a connection, and what they do to a request: authentication.
use super::choices::Choices;
use super::exchange::Outgoing;
use super::policy::Done;
use super::request::{Pair, base64};
use super::session::Session;
use crate::connector::{ConnectionParameter, Connector, Operation};
use crate::text::document::{Member, Node};
use std::sync::Arc;

/// The values that a person typed in when the connection was made.
#[derive(Clone, Default)]
pub struct Connection {
    /// The connection parameter set that was chosen.
    pub set: Option<String>,
    values: Vec<(String, String)>,
    environment: Vec<(String, String)>,
    /// Keeps its access token valid, if it has one.
    pub session: Option<Arc<Session>>,
}

// What is in it is secret.
impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Connection").field("set", &self.set).field("names", &names).finish_non_exhaustive()
    }
}

/// A value that a connection needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The name of the connection parameter.
    pub name: String,
    /// What people read as its name.
    pub label: String,
    pub secret: bool,
    pub required: bool,
    /// What the dialog offers.
    pub default: Option<String>,
}

impl Connection {
    /// Sets a value.
    pub fn put(&mut self, name: &str, value: String) {
        self.values.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.values.push((name.to_owned(), value));
    }

    /// Sets a variable of the environment in the Power Platform, which policies read.
    pub fn put_environment(&mut self, name: &str, value: String) {
        self.environment.push((name.to_owned(), value));
    }

    /// A value; names are compared without case, as published connectors need it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value of a variable of the environment in the Power Platform.
    pub fn environment(&self, name: &str) -> Option<&str> {
        self.environment.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The names of the values.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
    }

    /// The texts that nobody may see: the values that are secrets of this connector, and what they become on the wire. A value
    /// that belongs to no parameter counts as one.
    pub fn secrets(&self, connector: &Connector) -> Vec<String> {
        let all = connector.api_properties().map(|properties| properties.connection_parameters()).unwrap_or_default();
        let is_secret = |name: &str| {
            if [super::oauth::CLIENT_ID, super::oauth::TENANT_ID, super::oauth::DEVICE_URL].contains(&name) {
                return false; // services show them to everybody
            }
            let mut same = all.iter().filter(|parameter| parameter.name().eq_ignore_ascii_case(name)).peekable();
            same.peek().is_none() || same.any(|parameter| secret(*parameter))
        };
        let mut secrets: Vec<String> =
            self.values.iter().filter(|(name, _)| is_secret(name)).map(|(_, value)| value.clone()).collect();
        secrets.extend(self.basic());
        secrets.extend(self.session.iter().flat_map(|session| session.secrets()));
        secrets.retain(|secret| !secret.is_empty());
        secrets
    }

    /// User and password as basic authentication has them.
    fn basic(&self) -> Option<String> {
        let user = self.get("username").or_else(|| self.get("user"))?;
        let password = self.get("password").unwrap_or_default();
        Some(base64(format!("{user}:{password}").as_bytes()))
    }
}

/// The environment variable for the value of a connection parameter: `CONNSMITH_CONNECTION_API_KEY`.
pub fn variable(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    format!("CONNSMITH_CONNECTION_{}", name.chars().map(plain).collect::<String>())
}

fn secret(parameter: ConnectionParameter) -> bool {
    parameter.is_type("securestring") || parameter.is_type("oauthSetting") || parameter.is_secret()
}

/// The connection parameters that count: those of the chosen set, or of the first one that has all its values, or of the first.
pub(super) fn in_scope<'a>(connector: &'a Connector, connection: &Connection) -> Vec<ConnectionParameter<'a>> {
    let Some(properties) = connector.api_properties() else { return Vec::new() };
    let all = properties.connection_parameters();
    let sets = properties.sets();
    let of = |set: Option<Node<'a>>| all.iter().copied().filter(|parameter| parameter.set == set).collect::<Vec<_>>();
    let named = |set: &&Node| connection.set.as_deref().is_some_and(|name| set.get_str("name").is_some_and(|own| own == name));
    let complete = |set: &&Node<'a>| {
        of(Some(**set)).iter().all(|parameter| !is_needed(*parameter) || connection.get(&parameter.name()).is_some())
    };
    match sets.iter().find(named).or_else(|| sets.iter().find(complete)).or(sets.first()) {
        Some(set) => of(Some(*set)),
        None => of(None),
    }
}

/// The names of the connection parameter sets.
pub fn sets(connector: &Connector) -> Vec<String> {
    let sets = connector.api_properties().map(|properties| properties.sets()).unwrap_or_default();
    sets.into_iter().filter_map(|set| Some(set.get_str("name")?.into_owned())).collect()
}

/// Whether a value has to be there.
fn is_needed(parameter: ConnectionParameter) -> bool {
    let required = parameter.constraint("required");
    let optional = required.is_some_and(|required| required.is_in_any_case("false") || required.bool() == Some(false));
    !optional && !parameter.is_claim() && (parameter.is_typed_in() || parameter.is_type("oauthSetting"))
}

/// The values that a connection of this connector has, in the order of the file. Without `apiProperties.json`, those that the
/// security definitions ask for.
pub fn wanted(connector: &Connector, connection: &Connection) -> Vec<Wanted> {
    let parameters = in_scope(connector, connection);
    if connector.api_properties().is_none() {
        let one =
            |name: &str, label: String, secret| Wanted { name: name.to_owned(), label, secret, required: true, default: None };
        let definitions = connector.api().map(|api| api.required_security_definitions()).unwrap_or_default();
        let of = |member: &Member| match member.value.get_str("type").as_deref() {
            Some("basic") => vec![one("username", "User name".to_owned(), false), one("password", "Password".to_owned(), true)],
            Some("oauth2") => vec![one("token", "Access token".to_owned(), true)],
            _ => vec![one(&member.name(), member.name().into_owned(), true)],
        };
        return definitions.iter().flat_map(of).collect();
    }
    let shown = parameters.iter().filter(|parameter| parameter.is_typed_in() || parameter.is_type("oauthSetting"));
    shown
        .map(|parameter| Wanted {
            name: parameter.name().into_owned(),
            label: match parameter.is_type("oauthSetting") {
                true => "Access token".to_owned(),
                false => parameter.display_name().unwrap_or_else(|| parameter.name()).into_owned(),
            },
            secret: secret(*parameter),
            required: is_needed(*parameter),
            default: parameter.get("defaultValue").and_then(Node::str).map(|text| text.into_owned()),
        })
        .collect()
}

/// The access token that a connection has, with the name of its parameter; None if it has none, or the connector does not sign in with
/// OAuth.
pub fn token(connector: &Connector, connection: &Connection) -> Option<(String, String)> {
    let name = match connector.api_properties() {
        Some(_) => {
            in_scope(connector, connection).iter().find(|parameter| parameter.is_type("oauthSetting"))?.name().into_owned()
        }
        None => {
            let definitions = connector.api()?.required_security_definitions();
            definitions.iter().find(|member| member.value.get("type").is_some_and(|kind| kind.is("oauth2")))?;
            "token".to_owned()
        }
    };
    let value = connection.get(&name).or_else(|| connection.get("token"))?.to_owned();
    Some((name, value))
}

/// The names of the values that a connection needs and does not have.
pub fn missing(connector: &Connector, connection: &Connection) -> Vec<String> {
    let needed = wanted(connector, connection).into_iter().filter(|wanted| wanted.required);
    needed.filter(|wanted| connection.get(&wanted.name).is_none()).map(|wanted| wanted.name).collect()
}

/// Puts the values of a connection into a request, as the security definitions say. Policies come afterwards.
///
/// # Errors
/// When values are missing: their names.
pub fn authenticate(
    operation: Operation,
    connection: &Connection,
    choices: &Choices,
    request: &mut Outgoing,
) -> Result<Vec<Done>, Vec<String>> {
    let connector = operation.connector;
    let Some(api) = connector.api() else { return Ok(Vec::new()) };
    let definitions: Vec<Member> = match operation.get("security").filter(|security| security.is_array()) {
        Some(own) => {
            let asked: Vec<_> = own.items().flat_map(Node::members).collect();
            let named = |member: &Member| asked.iter().any(|entry| entry.name() == member.name());
            api.security_definitions().filter(named).collect()
        }
        None => api.required_security_definitions(),
    };
    let parameters = in_scope(connector, connection);
    let has_sets = connector.api_properties().is_some_and(|properties| !properties.sets().is_empty());
    let is_of_set = |kind: &str| match kind {
        "oauth2" => parameters.iter().any(|parameter| parameter.is_type("oauthSetting")),
        "basic" => parameters.iter().any(|parameter| parameter.name().eq_ignore_ascii_case("password")),
        _ => !parameters.iter().any(|parameter| parameter.is_type("oauthSetting")),
    };
    // The platform sends the access token of a connection with every request. Many definitions do not say so.
    let is_oauth2 = |member: &Member| member.value.get_str("type").is_some_and(|kind| kind.eq_ignore_ascii_case("oauth2"));
    let unsaid = parameters.iter().find(|parameter| parameter.is_type("oauthSetting"));
    let unsaid = unsaid.filter(|_| !api.security_definitions().any(|member| is_oauth2(&member)));
    let (mut done, mut missing) = (Vec::new(), Vec::new());
    let mut say = |what: String| done.push(Done { by: "authentication".to_owned(), what, warning: false });
    let mut keys = 0;
    for member in definitions {
        let kind = member.value.get_str("type").unwrap_or_default().to_ascii_lowercase();
        // Which definition belongs to which set is stated nowhere: its parameters show it.
        if has_sets && !is_of_set(&kind) {
            continue;
        }
        match kind.as_str() {
            "apikey" => {
                keys += 1;
                if keys > 1 && choices.is("two-keys", "first") {
                    say(format!("`{}` is a second API key and is not sent", member.name()));
                    continue;
                }
                let name = member.value.get_str("name").unwrap_or_default().into_owned();
                let parameter = key_parameter(&member.name(), &parameters, connection);
                let value = parameter.as_deref().and_then(|parameter| connection.get(parameter));
                let Some(value) = value else {
                    match parameters.iter().find(|known| parameter.as_deref() == Some(&known.name())) {
                        Some(known) if !is_needed(*known) => say(format!("`{}` has no value and is not sent", known.name())),
                        _ => missing.push(parameter.unwrap_or_else(|| member.name().into_owned())),
                    }
                    continue;
                };
                let place = member.value.get_str("in").unwrap_or_default();
                if place == "query" {
                    request.queries.push(Pair { name: name.clone(), value: value.to_owned(), double: false });
                } else {
                    request.headers.set(&name, value);
                }
                say(format!("`{}` is sent as {place} `{name}`", parameter.unwrap_or_default()));
            }
            "basic" => match connection.basic() {
                Some(basic) => {
                    request.headers.set("Authorization", &format!("Basic {basic}"));
                    say("user name and password are sent in the header `Authorization`".to_owned());
                }
                None if unsaid.is_some() => {}
                None => missing.push("username".to_owned()),
            },
            "oauth2" => {
                let oauth = parameters.iter().find(|parameter| parameter.is_type("oauthSetting"));
                let name = oauth.map_or_else(|| "token".to_owned(), |parameter| parameter.name().into_owned());
                match connection.get(&name).or_else(|| connection.get("token")) {
                    Some(token) => {
                        request.headers.set("Authorization", &format!("Bearer {token}"));
                        say(format!("the access token `{name}` is sent in the header `Authorization`"));
                    }
                    None => missing.push(name),
                }
            }
            other => say(format!("the security definition `{}` has the unknown type `{other}`", member.name())),
        }
    }
    if let Some(parameter) = unsaid {
        let name = parameter.name();
        match connection.get(&name).or_else(|| connection.get("token")) {
            Some(token) => {
                request.headers.set("Authorization", &format!("Bearer {token}"));
                say(format!(
                    "the access token `{name}` is sent in the header `Authorization`, as for every connection with OAuth"
                ));
            }
            None => missing.push(name.into_owned()),
        }
    }
    if missing.is_empty() { Ok(done) } else { Err(missing) }
}

/// The connection parameter that holds the value of an API key: of the same name, else `api_key`, else the only secret, else
/// the only one.
fn key_parameter(definition: &str, parameters: &[ConnectionParameter], connection: &Connection) -> Option<String> {
    let named = |name: &str| parameters.iter().find(|parameter| parameter.name().eq_ignore_ascii_case(name));
    let only = |list: Vec<&ConnectionParameter>| if let [one] = list.as_slice() { Some(one.name().into_owned()) } else { None };
    if let Some(found) = named(definition).or_else(|| named("api_key")) {
        return Some(found.name().into_owned());
    }
    only(parameters.iter().filter(|parameter| parameter.is_type("securestring")).collect())
        .or_else(|| only(parameters.iter().filter(|parameter| parameter.is_typed_in()).collect()))
        .or_else(|| connection.names().find(|name| name.eq_ignore_ascii_case(definition)).map(str::to_owned))
        .or_else(|| connection.get("api_key").map(|_| "api_key".to_owned()))
}
