//! The choices for a new connector: one table that gives both the options of the command line and the
//! questions on a terminal, so that every question has an option.

use super::answers::{Answers, NAME, sign_ins};
use super::choice::SignIn;
use super::resource::Resource;
use crate::connector::facts;
use crate::connector::facts::policy_templates::Template;
use crate::connector::publisher::Publisher;

/// One choice.
pub struct Question {
    /// The name of its option: `stack-owner`.
    pub name: &'static str,
    /// The placeholder for its value in the help; empty for a yes or no.
    pub value: &'static str,
    /// What the option does, for the help.
    pub help: &'static str,
    /// How a person is asked.
    pub ask: &'static str,
    pub kind: Kind,
    /// The connectors that have this choice, and the words for that; None for all.
    pub only: Option<Only>,
    /// What is taken when nothing is said.
    pub default: fn(&Answers) -> Default,
    /// Rules that have to be content with an answer: ids, or beginnings of ids.
    pub rules: &'static [&'static str],
}

/// When a question makes sense, and for which connectors, in words.
pub type Only = (fn(&Answers) -> bool, &'static str);

/// How a question is answered.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    /// One of these.
    One(fn() -> Vec<Choice>),
    /// Any number of these.
    Many(fn() -> Vec<Choice>),
    /// A list of texts.
    Texts,
    YesNo,
}

/// A possible answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: &'static str,
    pub means: &'static str,
}

/// What is taken when nothing is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// Somebody has to say it.
    Required,
    /// Nothing.
    Nothing,
    These(Vec<String>),
}

fn required(_: &Answers) -> Default {
    Default::Required
}

fn nothing(_: &Answers) -> Default {
    Default::Nothing
}

fn no(_: &Answers) -> Default {
    Default::These(vec!["false".to_owned()])
}

fn this(text: impl Into<String>) -> Default {
    Default::These(vec![text.into()])
}

fn for_certification(answers: &Answers) -> Default {
    if answers.is_submitted() { Default::Required } else { Default::Nothing }
}

const SUBMITTED: Only = (Answers::is_submitted, "for certified and independent publishers only");
const OWN_COLOUR: Only =
    (|answers| answers.publisher() != Publisher::Independent, "not for independent publishers, who all have the same color");
const OAUTH2: Only = (|answers| answers.signs_in_with(&[SignIn::OAuth2]), "for `--auth oauth2` only");
const ENTRA: Only =
    (|answers| answers.signs_in_with(&[SignIn::Aad, SignIn::AadOnBehalfOf]), "for `--auth aad` and `aad-on-behalf-of` only");
const HEADER: Only = (|answers| answers.signs_in_with(&[SignIn::ApiKey]), "for `--auth api-key` only");
const QUERY: Only = (|answers| answers.signs_in_with(&[SignIn::ApiKeyQuery]), "for `--auth api-key-query` only");
const TRIGGERED: Only = (|answers| !matches!(answers.one("trigger"), None | Some("none")), "for `--trigger` only");
const GATEWAY: Only = (
    |answers| {
        let ways = sign_ins(answers.all("auth"));
        ways.len() < 2 && !ways.iter().any(|way| way.is_oauth()) && !answers.yes("script")
    },
    "for connectors with at most one sign-in method, which is not OAuth, and without a script: a gateway supports neither",
);

/// The questions, in the order in which they are asked: one may depend on what was said before.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "publisher",
        value: "KIND",
        help: "Who publishes the connector",
        ask: "Who publishes the connector?",
        kind: Kind::One(|| {
            vec![
                Choice { value: "certified", means: "the company that owns the service (verified publisher)" },
                Choice { value: "independent", means: "someone else (independent publisher)" },
                Choice { value: "custom", means: "nobody; for private use" },
            ]
        }),
        only: None,
        default: |_| this(Publisher::default().name()),
        rules: &[],
    },
    Question {
        name: "title",
        value: "TITLE",
        help: "The name of the connector, which is the name of the service; at most 30 characters",
        ask: "What is the connector called?",
        kind: Kind::Text,
        only: None,
        default: |answers| if answers.has(NAME) { this(answers.title()) } else { Default::Required },
        rules: &["info-title-"],
    },
    Question {
        name: "description",
        value: "TEXT",
        help: "What the service is and what the connector does with it, in one or two sentences (30 to 500 characters) [default: a \
               TODO, for `custom` only]",
        ask: "What does it do, in a sentence or two?",
        kind: Kind::Text,
        only: None,
        default: |answers| match answers.is_submitted() {
            true => Default::Required,
            false => this(format!("TODO: what {} is, and what the connector does with it.", answers.title())),
        },
        rules: &["info-description-"],
    },
    Question {
        name: "publisher-name",
        value: "NAME",
        help: "The name of the publisher: a company, or the independent publisher",
        ask: "What is the publisher's name?",
        kind: Kind::Text,
        only: None,
        default: for_certification,
        rules: &["publisher-missing"],
    },
    Question {
        name: "stack-owner",
        value: "NAME",
        help: "The company that owns the service behind the connector; for a certified connector, the publisher",
        ask: "Which company owns the service?",
        kind: Kind::Text,
        only: Some(SUBMITTED),
        default: |answers| match (answers.publisher(), answers.one("publisher-name")) {
            (Publisher::Certified, Some(name)) => this(name),
            (Publisher::Certified, None) => Default::Nothing, // the publisher's name is missing
            _ => Default::Required,
        },
        rules: &["stack-owner-missing", "publisher-is-stack-owner"],
    },
    Question {
        name: "website",
        value: "URL",
        help: "The website of the service",
        ask: "What is the website of the service?",
        kind: Kind::Text,
        only: None,
        default: for_certification,
        rules: &["metadata-url-", "url-not-"],
    },
    Question {
        name: "privacy-policy",
        value: "URL",
        help: "The privacy policy of the service",
        ask: "Where is its privacy policy?",
        kind: Kind::Text,
        only: None,
        default: for_certification,
        rules: &["metadata-url-", "url-not-"],
    },
    Question {
        name: "support-email",
        value: "ADDRESS",
        help: "The email address for support [default: TODO@ at the website's domain]",
        ask: "Which email address can users write to for help?",
        kind: Kind::Text,
        only: None,
        default: |answers| {
            answers.one("website").and_then(domain).map_or(Default::Nothing, |domain| this(format!("TODO@{domain}")))
        },
        rules: &["contact-email-"],
    },
    Question {
        name: "category",
        value: "NAME",
        help: "A category from Microsoft's list; one or two",
        ask: "Which one or two categories fit best?",
        kind: Kind::Many(|| {
            let names = facts::strings("categories", "categories", "names");
            names.into_iter().map(|value| Choice { value, means: "" }).collect()
        }),
        only: None,
        default: for_certification,
        rules: &["category-", "too-many-categories"],
    },
    Question {
        name: "brand-color",
        value: "#RRGGBB",
        help: "The background color of the icon",
        ask: "Which background color does the icon have?",
        kind: Kind::Text,
        only: Some(OWN_COLOUR),
        default: |_| this(COLOUR),
        rules: &["brand-color-"],
    },
    Question {
        name: "mcp-server",
        value: "URL",
        help: "The URL of an MCP server, such as https://mcp.fabrikam.com/mcp, which becomes the only operation; it is not contacted",
        ask: "Which MCP server is it for? (its URL; empty for an API)",
        kind: Kind::Text,
        only: None,
        default: nothing,
        rules: &[],
    },
    Question {
        name: "host",
        value: "HOST",
        help: "The host of the service, such as api.fabrikam.com",
        ask: "Which host is the service on?",
        kind: Kind::Text,
        only: None,
        default: required,
        // What is only unusual, such as a test system, is for the author to know.
        rules: &["host-missing", "host-not-valid", "host-not-lowercase"],
    },
    Question {
        name: "base-path",
        value: "PATH",
        help: "The base path that all paths begin with, such as /v1",
        ask: "Which base path do all paths begin with?",
        kind: Kind::Text,
        only: None,
        default: |_| this("/"),
        rules: &["base-path-"],
    },
    Question {
        name: "auth",
        value: "KIND",
        help: "How users sign in. Name two or more to let users choose (connection parameter sets); `multi` alone stands for api-key \
               and oauth2",
        ask: "How do users sign in? (one, or a choice)",
        kind: Kind::Many(|| {
            vec![
                Choice { value: "api-key", means: "a key in a header" },
                Choice { value: "api-key-query", means: "a key in the query" },
                Choice { value: "basic", means: "user name and password" },
                Choice { value: "oauth2", means: "OAuth 2.0" },
                Choice { value: "aad", means: "Microsoft Entra ID" },
                Choice { value: "aad-on-behalf-of", means: "Microsoft Entra ID, on behalf of the user" },
                Choice { value: "multi", means: "a choice of two or more of the others" },
                Choice { value: "none", means: "no sign-in" },
            ]
        }),
        only: None,
        default: required,
        rules: &[],
    },
    Question {
        name: "api-key-header",
        value: "NAME",
        help: "The header in which the key is sent",
        ask: "In which header is the key sent?",
        kind: Kind::Text,
        only: Some(HEADER),
        default: |_| this("X-Api-Key"),
        rules: &[],
    },
    Question {
        name: "api-key-query",
        value: "NAME",
        help: "The query parameter in which the key is sent",
        ask: "In which query parameter is the key sent?",
        kind: Kind::Text,
        only: Some(QUERY),
        default: |_| this("api_key"),
        rules: &[],
    },
    Question {
        name: "authorization-url",
        value: "URL",
        help: "OAuth: the URL where users sign in [default: a TODO on the host]",
        ask: "OAuth: at which URL do users sign in?",
        kind: Kind::Text,
        only: Some(OAUTH2),
        default: |answers| this(format!("https://{}/TODO-authorization-url", answers.host().unwrap_or_default())),
        rules: &["url-not-"],
    },
    Question {
        name: "token-url",
        value: "URL",
        help: "OAuth: the URL where tokens are issued and refreshed [default: a TODO on the host]",
        ask: "OAuth: at which URL are tokens issued?",
        kind: Kind::Text,
        only: Some(OAUTH2),
        default: |answers| this(format!("https://{}/TODO-token-url", answers.host().unwrap_or_default())),
        rules: &["url-not-"],
    },
    Question {
        name: "scope",
        value: "SCOPE",
        help: "OAuth: a scope to request",
        ask: "OAuth: which scopes are requested?",
        kind: Kind::Texts,
        only: Some(OAUTH2),
        default: nothing,
        rules: &[],
    },
    Question {
        name: "resource-uri",
        value: "URI",
        help: "Microsoft Entra ID: the application ID URI of the service [default: a TODO on the host]",
        ask: "Microsoft Entra ID: the application ID URI of the service?",
        kind: Kind::Text,
        only: Some(ENTRA),
        default: |answers| this(format!("https://{}/TODO-application-id-uri", answers.host().unwrap_or_default())),
        rules: &[],
    },
    Question {
        name: "resource",
        value: "NAME",
        help: "The resource that the operations work on, in the singular: task gives `ListTasks` and \"When a task is created\"",
        ask: "What do the operations work on? (in the singular, such as: task)",
        kind: Kind::Text,
        only: None,
        default: |_| this(Resource::example().one),
        rules: &[],
    },
    Question {
        name: "operation",
        value: "ACTION",
        help: "An action to start with",
        ask: "Which actions does the connector have?",
        kind: Kind::Many(|| {
            vec![
                Choice { value: "list", means: "all items, page by page" },
                Choice { value: "get", means: "an item by its ID" },
                Choice { value: "create", means: "a new item" },
                Choice { value: "update", means: "an item by its ID" },
                Choice { value: "delete", means: "an item by its ID" },
                Choice { value: "upload", means: "a file to an item" },
                Choice { value: "download", means: "the file of an item" },
            ]
        }),
        only: None,
        default: |_| Default::These(["list", "get", "create"].map(str::to_owned).to_vec()),
        rules: &[],
    },
    Question {
        name: "trigger",
        value: "KIND",
        help: "A trigger to start with",
        ask: "Does the connector have a trigger?",
        kind: Kind::One(|| {
            vec![
                Choice { value: "none", means: "no trigger" },
                Choice { value: "webhook", means: "the service calls a URL when something happens" },
                Choice { value: "polling", means: "the platform polls at intervals" },
            ]
        }),
        only: None,
        default: |_| this("none"),
        rules: &[],
    },
    Question {
        name: "event",
        value: "EVENT",
        help: "The event that fires the trigger",
        ask: "Which event fires the trigger?",
        kind: Kind::One(|| {
            vec![
                Choice { value: "created", means: "something is new" },
                Choice { value: "updated", means: "something changed" },
                Choice { value: "deleted", means: "something is gone" },
            ]
        }),
        only: Some(TRIGGERED),
        default: |_| this("created"),
        rules: &[],
    },
    Question {
        name: "dynamic",
        value: "KIND",
        help: "Something that is looked up while a flow is edited; the action that it belongs to is added if it is missing",
        ask: "Is anything looked up while a flow is edited?",
        kind: Kind::Many(|| {
            vec![
                Choice { value: "values", means: "a dropdown" },
                Choice { value: "schema", means: "fields that depend on the account" },
                Choice { value: "tree", means: "a picker" },
            ]
        }),
        only: None,
        default: nothing,
        rules: &[],
    },
    Question {
        name: "policy",
        value: "TEMPLATE",
        help: "A policy from this template, as a working example; the action that it needs is added if it is missing",
        ask: "Which policies do you want?",
        kind: Kind::Many(|| Template::all().iter().map(|template| Choice { value: template.id, means: "" }).collect()),
        only: None,
        default: nothing,
        rules: &[],
    },
    Question {
        name: "script",
        value: "",
        help: "A script.csx that runs for one of the actions",
        ask: "Do you want a script?",
        kind: Kind::YesNo,
        only: None,
        default: no,
        rules: &[],
    },
    Question {
        name: "gateway",
        value: "",
        help: "Connections go through an on-premises data gateway",
        ask: "Do connections go through an on-premises data gateway?",
        kind: Kind::YesNo,
        only: Some(GATEWAY),
        default: no,
        rules: &[],
    },
    Question {
        name: "test-connection",
        value: "",
        help: "Test new connections with a call",
        ask: "Should new connections be tested by a call?",
        kind: Kind::YesNo,
        only: None,
        default: no,
        rules: &[],
    },
    Question {
        name: "copilot",
        value: "",
        help: "Extensions that describe to language models when to call the actions",
        ask: "Should language models be able to call the actions?",
        kind: Kind::YesNo,
        only: None,
        default: no,
        rules: &[],
    },
    Question {
        name: "ci",
        value: "SERVER",
        help: "A pipeline file that checks the connector, at the root of the repository",
        ask: "Which build service checks the connector?",
        kind: Kind::One(|| {
            vec![
                Choice { value: "none", means: "none" },
                Choice { value: "github", means: "GitHub Actions" },
                Choice { value: "azure", means: "Azure Pipelines" },
            ]
        }),
        only: None,
        default: |_| this("none"),
        rules: &[],
    },
];

/// The choices that there are not for an MCP server, and why.
const REPLACED: [(&str, &str); 11] = [
    ("host", IN_URL),
    ("base-path", IN_URL),
    ("resource", OWN_TOOLS),
    ("operation", OWN_TOOLS),
    ("trigger", OWN_TOOLS),
    ("event", OWN_TOOLS),
    ("dynamic", OWN_TOOLS),
    ("policy", OWN_TOOLS),
    ("script", OWN_TOOLS),
    ("test-connection", OWN_TOOLS),
    ("copilot", OWN_TOOLS),
];
const IN_URL: &str = "not for `--mcp-server`, whose URL contains it";
const OWN_TOOLS: &str = "not for `--mcp-server`: the server has tools of its own";

/// The default brand color: our choice, neither the wizard's blue nor that of independent publishers.
pub const COLOUR: &str = "#2f5d8a";

/// The host of an address, without `www.`.
fn domain(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

/// Whether a host is probably reachable from inside of a company only.
fn looks_internal(host: &str) -> bool {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    match host.parse::<std::net::Ipv4Addr>() {
        Ok(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        Err(_) => {
            let ends = [".local", ".internal", ".intranet", ".corp", ".lan", ".home", ".localdomain"];
            !host.contains('.') || ends.iter().any(|end| host.ends_with(end))
        }
    }
}

impl Question {
    /// The question of this name.
    pub fn find(name: &str) -> Option<&'static Question> {
        QUESTIONS.iter().find(|question| question.name == name)
    }

    /// Whether there is such a choice for a connector.
    pub fn applies(&self, answers: &Answers) -> bool {
        self.replaced(answers).is_none() && self.only.is_none_or(|(applies, _)| applies(answers))
    }

    /// Why there is no such choice, where the answers name an MCP server and that is the reason.
    pub fn replaced(&self, answers: &Answers) -> Option<&'static str> {
        REPLACED.iter().find(|(name, _)| *name == self.name && answers.has("mcp-server")).map(|(_, why)| *why)
    }

    /// Whether the choice is for an API only, not for an MCP server.
    pub fn is_of_api(&self) -> bool {
        REPLACED.iter().any(|(name, _)| *name == self.name)
    }

    /// Whether most people have to answer it: at most ten questions are. The others have a default, and an option.
    pub fn is_usual(&self, answers: &Answers) -> bool {
        match self.name {
            "publisher" | "title" | "description" | "host" | "auth" => true,
            "publisher-name" | "website" | "privacy-policy" | "category" => answers.is_submitted(),
            "stack-owner" => answers.publisher() == Publisher::Independent,
            "resource" => answers.publisher() != Publisher::Independent,
            "operation" | "trigger" => answers.publisher() == Publisher::Custom,
            "gateway" => answers.host().is_some_and(|host| looks_internal(&host)),
            _ => (self.default)(answers) == Default::Required,
        }
    }

    /// The possible answers; empty when anything may be said.
    pub fn choices(&self) -> Vec<Choice> {
        match self.kind {
            Kind::One(choices) | Kind::Many(choices) => choices(),
            Kind::Text | Kind::Texts | Kind::YesNo => Vec::new(),
        }
    }
}
