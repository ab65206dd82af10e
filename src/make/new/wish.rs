//! A connector that somebody wants, and why answers make none.
use super::answers::{self, Answers, sign_ins};
use super::choice::{Action, Event, Lookup, SignIn, Trigger};
use super::pipeline::Ci;
use super::question::COLOUR;
use super::resource::Resource;
use super::server::Server;
use crate::connector::facts::policy_templates::Template;
use crate::connector::publisher::Publisher;

/// A connector that somebody wants.
#[derive(Clone, Debug)]
pub struct Wish {
    pub publisher: Publisher,
    pub title: String,
    pub description: String,
    pub publisher_name: Option<String>,
    pub stack_owner: Option<String>,
    pub website: Option<String>,
    pub privacy_policy: Option<String>,
    pub support_email: Option<String>,
    pub categories: Vec<String>,
    /// `#2f5d8a`.
    pub brand_color: String,
    pub host: String,
    /// With a slash at its beginning and none at its end, but for `/` itself.
    pub base_path: String,
    /// None: nobody signs in. Several: the user chooses one.
    pub sign_ins: Vec<SignIn>,
    pub api_key_header: String,
    pub api_key_query: String,
    pub authorization_url: String,
    pub token_url: String,
    pub scopes: Vec<String>,
    pub resource_uri: String,
    /// An example, and unused, if there is a server.
    pub resource: Resource,
    /// The MCP server that takes the place of all actions and triggers.
    pub server: Option<Server>,
    /// Each once, in the order of [`Action::ALL`].
    pub operations: Vec<Action>,
    pub trigger: Option<Trigger>,
    pub event: Event,
    pub lookups: Vec<Lookup>,
    pub policies: Vec<&'static Template>,
    pub script: bool,
    pub gateway: bool,
    pub test_connection: bool,
    pub copilot: bool,
    pub ci: Option<Ci>,
}

/// Why answers make no connector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// These questions have no answer and no default.
    #[error("{}", missing(.0))]
    Missing(Vec<&'static str>),
    #[error("`--{option} {value}`: {why}")]
    Bad { option: &'static str, value: String, why: String },
    #[error("`--{option}` is {only}")]
    OutOfPlace { option: &'static str, only: &'static str },
}

fn missing(names: &[&str]) -> String {
    let options: Vec<String> = names.iter().map(|name| format!("--{name}")).collect();
    match names {
        ["title"] => "a new connector needs a name: give `NAME` or `--title`".to_owned(),
        _ => format!(
            "{} must be given: there is no default, and without a terminal connsmith cannot ask",
            crate::rule::all_of(&options)
        ),
    }
}

impl Wish {
    /// What complete answers ask for.
    ///
    /// # Errors
    /// When one that is always needed is missing.
    pub fn of(answers: &Answers) -> Result<Wish, Error> {
        let text = |name: &'static str| answers.one(name).map(str::to_owned).ok_or(Error::Missing(vec![name]));
        let maybe = |name: &str| answers.one(name).map(str::to_owned);
        let or_empty = |name: &str| maybe(name).unwrap_or_default();
        let publisher = answers.publisher();
        let server = answers.server();
        let resource = match &server {
            Some(_) => Some(Resource::example()),
            None => answers::resource(answers),
        };
        let orange =
            || crate::connector::facts::strings("colours", "independent", "values").first().copied().unwrap_or(COLOUR).to_owned();
        Ok(Wish {
            publisher,
            title: text("title")?,
            description: text("description")?,
            publisher_name: maybe("publisher-name"),
            stack_owner: maybe("stack-owner"),
            website: maybe("website"),
            privacy_policy: maybe("privacy-policy"),
            support_email: maybe("support-email"),
            categories: answers.all("category").to_vec(),
            brand_color: maybe("brand-color").unwrap_or_else(orange),
            host: answers.host().ok_or(Error::Missing(vec!["host"]))?,
            base_path: if server.is_some() { "/".to_owned() } else { text("base-path")? },
            sign_ins: sign_ins(answers.all("auth")),
            api_key_header: or_empty("api-key-header"),
            api_key_query: or_empty("api-key-query"),
            authorization_url: or_empty("authorization-url"),
            token_url: or_empty("token-url"),
            scopes: answers.all("scope").to_vec(),
            resource_uri: or_empty("resource-uri"),
            resource: resource.ok_or(Error::Missing(vec!["resource"]))?,
            server,
            operations: answers::actions(answers),
            trigger: answers.one("trigger").and_then(Trigger::parse).or_else(|| {
                // The policy does nothing without the trigger.
                answers.all("policy").iter().any(|id| id == "pollingtrigger").then_some(Trigger::Polling)
            }),
            event: answers::event(answers),
            lookups: answers.all("dynamic").iter().filter_map(|name| Lookup::parse(name)).collect(),
            policies: answers.all("policy").iter().filter_map(|id| Template::find(id)).collect(),
            script: answers.yes("script"),
            gateway: answers.yes("gateway"),
            test_connection: answers.yes("test-connection"),
            copilot: answers.yes("copilot"),
            ci: answers.one("ci").and_then(Ci::parse),
        })
    }

    /// What the service is called in a sentence: as the connector, which is named for it.
    pub fn service(&self) -> &str {
        &self.title
    }

    /// What all paths begin with: empty where that is `/`.
    pub fn base(&self) -> &str {
        self.base_path.trim_end_matches('/')
    }

    /// Whether it has an icon of its own.
    pub(super) fn has_icon(&self) -> bool {
        self.publisher != Publisher::Independent
    }
}
