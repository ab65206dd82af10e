//! What the commands that call a connector's API share: the connection, the choices, and the secrets to hide.
use super::ask::{self, Asker};
use super::namespace::json_file;
use super::{note, script};
use anyhow::bail;
use clap::{Args, ValueEnum};
use connsmith::call::choices::{CHOICES, Choices};
use connsmith::call::connection::{self, Connection};
use connsmith::call::oauth;
use connsmith::call::pipeline::Script;
use connsmith::call::policy::Done;
use connsmith::call::session::{Renewal, Session};
use connsmith::connector::Connector;
use connsmith::report::escape;
use connsmith::serve::calls::Calls;
use connsmith::serve::network::Network;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

/// Who makes a call, and how.
#[derive(Args, Clone)]
#[command(next_help_heading = "Connection options")]
pub struct Calling {
    /// A JSON file with the values of the connection parameters: `{"api_key": "..."}`. Environment variables
    /// `CONNSMITH_CONNECTION_<NAME>` take precedence
    #[arg(long, value_name = "FILE")]
    connection: Option<PathBuf>,

    /// The connection parameter set, if the connector has more than one
    #[arg(long, value_name = "NAME")]
    set: Option<String>,

    /// Send requests to this address instead of the definition's scheme, host and base path
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// Choose how to treat undocumented platform behavior; `connsmith run --choices` lists the choices
    #[arg(long, value_name = "CHOICE=OPTION")]
    choose: Vec<String>,

    /// Timeout for a single request
    #[arg(long, default_value_t = 60.0, value_name = "SECONDS")]
    timeout: f64,

    /// How to get an access token if none is given [default: client-credentials if there is a client secret]
    #[arg(long, value_enum, value_name = "WAY")]
    sign_in: Option<SignIn>,

    /// The access token of this run, with how it was got.
    #[arg(skip)]
    known: Arc<Mutex<Option<Known>>>,
}

/// A session, with how its first token was got.
type Known = (oauth::Plan, Arc<Session>);

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SignIn {
    /// As the app, with CONNSMITH_CONNECTION_CLIENT_ID and CONNSMITH_CONNECTION_CLIENT_SECRET
    ClientCredentials,
    /// As you, with a code that you enter in a browser
    DeviceCode,
}

impl Calling {
    /// Everything that a server needs to call the API.
    ///
    /// # Errors
    /// If an option is not valid.
    pub fn calls(&self, connector: &Connector, connection: Connection) -> anyhow::Result<Calls> {
        let (choices, network) = (self.choices()?, self.network(connector, &connection, false)?);
        let runner = script::find(connector);
        Ok(Calls {
            connection,
            choices,
            network,
            base: self.base_url.clone(),
            scripts: Box::new(move || runner.clone().map(|runner| Box::new(runner) as Box<dyn Script>)),
        })
    }

    /// The selected choices.
    pub fn choices(&self) -> anyhow::Result<Choices> {
        let mut choices = Choices::default();
        for text in &self.choose {
            choices.choose(text).map_err(anyhow::Error::msg)?;
        }
        Ok(choices)
    }

    /// Reads the values of the connection. If `ask`, prompts for missing values when there is a terminal; if `dry`, uses their names
    /// instead.
    pub fn connection(&self, connector: &Connector, ask: bool, dry: bool) -> anyhow::Result<Connection> {
        let mut connection = Connection::default();
        connection.set.clone_from(&self.set);
        if let Some(set) = &self.set {
            let known = connection::sets(connector);
            if !known.contains(set) {
                bail!("no connection parameter set is named `{set}`; the connector has {}", listed(&known));
            }
        }
        if let Some(path) = &self.connection {
            read(path, &mut connection)?;
        }
        // Which parameters count may depend on the given values.
        let named = connector.api_properties().map(|properties| properties.connection_parameters()).unwrap_or_default();
        let mut names: Vec<String> = named.iter().map(|parameter| parameter.name().into_owned()).collect();
        names.extend(connection::wanted(connector, &connection).into_iter().map(|wanted| wanted.name));
        names.extend(["api_key", "username", "password", "token"].map(str::to_owned));
        names.extend([oauth::CLIENT_ID, oauth::CLIENT_SECRET, oauth::TENANT_ID, oauth::DEVICE_URL].map(str::to_owned));
        for name in names {
            if let Ok(value) = std::env::var(connection::variable(&name)) {
                connection.put(&name, value);
            }
        }
        if !dry {
            self.sign_in(connector, &mut connection)?;
        }
        for wanted in connection::wanted(connector, &connection) {
            if connection.get(&wanted.name).is_some() {
                continue;
            }
            if let Some(default) = wanted.default {
                connection.put(&wanted.name, default);
            } else if dry && wanted.required {
                connection.put(&wanted.name, format!("<{}>", wanted.name));
            } else if ask && wanted.required && ask::can() {
                let asker = Asker::new();
                let value = match wanted.secret {
                    true => asker.secret(&wanted.label)?,
                    // Esc skips it, and the call reports it as missing.
                    false => match asker.text(&wanted.label, None, false, |_| Ok(()))? {
                        Some(text) => text,
                        None => continue,
                    },
                };
                connection.put(&wanted.name, value);
            }
        }
        Ok(connection)
    }

    /// Gets an access token, if the connection needs one, has none, and there is a way to get it.
    fn sign_in(&self, connector: &Connector, connection: &mut Connection) -> anyhow::Result<()> {
        if let Some((parameter, token)) = connection::token(connector, connection) {
            let network = self.network(connector, connection, false)?;
            connection.session = Some(Arc::new(session(parameter, Renewal::Given, oauth::Token::given(&token), network)));
            return Ok(());
        }
        let way = match self.sign_in {
            None if connection.get(oauth::CLIENT_SECRET).is_none() => return Ok(()),
            way => way.unwrap_or(SignIn::ClientCredentials),
        };
        let plan = match oauth::plan(connector, connection) {
            None if self.sign_in.is_some() => bail!("--sign-in: the connection of this connector does not sign in with OAuth"),
            None => return Ok(()),
            Some(plan) => plan.map_err(|why| anyhow::anyhow!("cannot sign in: {why}"))?,
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut network = self.network(connector, connection, super::settings::is_verbose())?;
        let session = match known.as_ref().filter(|(of, _)| *of == plan) {
            Some((_, session)) => Arc::clone(session),
            None => {
                let redactor = Arc::clone(&network.redactor);
                let failed = |why: String| anyhow::anyhow!("cannot sign in: {}", redactor.text(&why));
                let (token, renewal) = match way {
                    SignIn::ClientCredentials if plan.client_secret.is_none() => {
                        bail!("cannot sign in as the app without a secret: set {}", connection::variable(oauth::CLIENT_SECRET))
                    }
                    SignIn::ClientCredentials => {
                        (oauth::client_credentials(&plan, &mut network.clone()).map_err(failed)?, Renewal::App(plan.clone()))
                    }
                    SignIn::DeviceCode => {
                        let code = oauth::device_code(&plan, &mut network.clone()).map_err(failed)?;
                        note(&code.message);
                        let token =
                            oauth::wait_for(&plan, &code, &mut network.clone(), &mut std::thread::sleep).map_err(failed)?;
                        (token, Renewal::Person(plan.clone()))
                    }
                };
                Arc::new(session(plan.parameter.clone(), renewal, token, network.clone()))
            }
        };
        connection.put(&plan.parameter, session.token(&mut network));
        connection.session = Some(Arc::clone(&session));
        *known = Some((plan, session));
        Ok(())
    }

    /// A network that redacts the secrets of a connection.
    pub fn network(&self, connector: &Connector, connection: &Connection, verbose: bool) -> anyhow::Result<Network> {
        if !self.timeout.is_finite() || self.timeout <= 0.0 || self.timeout > 86_400.0 {
            bail!("--timeout must be a positive number of seconds");
        }
        if let Some(url) = &self.base_url {
            let parsed = Url::parse(url).ok().filter(|parsed| matches!(parsed.scheme(), "http" | "https") && parsed.has_host());
            if parsed.is_none_or(|parsed| parsed.query().is_some() || parsed.fragment().is_some()) {
                bail!("--base-url: `{url}` is not a URL such as `http://127.0.0.1:8080/v1`");
            }
        }
        let mut network = Network::new(Duration::from_secs_f64(self.timeout), ureq::Proxy::try_from_env());
        // In a dry run, a name in angle brackets stands for a missing value.
        let stands_for = |secret: &str| connection.names().any(|name| secret == format!("<{name}>"));
        for secret in connection.secrets(connector).iter().filter(|secret| !stands_for(secret)) {
            network.redactor.keep(secret);
        }
        if verbose {
            network.trace = Some(Arc::new(|text: &str| {
                let _ = writeln!(std::io::stderr(), "{}", escape::lines(text)); // there is nowhere left to report the failure
            }));
        }
        Ok(network)
    }
}

/// A session whose messages go to the terminal, without the secrets that the network knows.
fn session(parameter: String, renewal: Renewal, token: oauth::Token, network: Network) -> Session {
    let begin = Instant::now();
    let say = move |text: &str| note(&network.redactor.text(text));
    Session::new(parameter, renewal, token, Box::new(move || begin.elapsed()), Box::new(say))
}

/// The most values of a connection that are read. Each is looked for in everything that is printed.
const MOST_VALUES: usize = 1000;

/// Reads a file of values: names and texts, with `$set` and `$environment` beside them.
fn read(path: &Path, connection: &mut Connection) -> anyhow::Result<()> {
    let shown = path.display();
    let Value::Object(object) = json_file(path)? else { bail!("`{shown}` is not a JSON object of names and values") };
    let variables = object.get("$environment").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    if object.len() + variables > MOST_VALUES {
        bail!("`{shown}` has {} values; at most {MOST_VALUES} are read", object.len() + variables);
    }
    for (name, value) in object {
        match (name.as_str(), value) {
            ("$set", Value::String(set)) if connection.set.is_none() => connection.set = Some(set),
            ("$set", _) => {}
            ("$environment", Value::Object(variables)) => {
                for (name, value) in variables {
                    connection.put_environment(&name, text(&value));
                }
            }
            (_, Value::Object(_) | Value::Array(_)) => bail!("the value of `{name}` in `{shown}` is not text"),
            (_, value) => connection.put(&name, text(&value)),
        }
    }
    Ok(())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ") }
}

/// The choices as a list, each with the current option first.
pub fn list_of_choices(choices: &Choices) -> String {
    let one = |choice: &connsmith::call::choices::Choice| {
        format!("{}={}  ({})\n  {}\n", choice.name, choices.of(choice), choice.options.join(" or "), choice.about)
    };
    CHOICES.iter().map(one).collect()
}

/// Prints the warnings.
pub fn warn(done: &[Done], network: &Network) {
    for step in done.iter().filter(|step| step.warning) {
        note(&network.redactor.text(&format!("warning: {}: {}", step.by, step.what)));
    }
}
