//! What can be chosen for a new connector: one table, from which the options of the command line are made as well as the
//! questions on a terminal, so that there is no question without an option.

use super::answers::{Answers, NAME, sign_ins};
use super::choice::SignIn;
use crate::connector::facts;
use crate::connector::facts::policy_templates::Template;
use crate::connector::publisher::Publisher;

/// One choice.
pub struct Question {
    /// The name of its option: `stack-owner`.
    pub name: &'static str,
    /// What stands for its value in the help; empty for a yes or no.
    pub value: &'static str,
    /// What the option does, for the help.
    pub help: &'static str,
    /// How a person is asked.
    pub ask: &'static str,
    pub kind: Kind,
    /// For which connectors there is such a choice, and how to say so; None for all.
    pub only: Option<Only>,
    /// What is taken when nothing is said.
    pub default: fn(&Answers) -> Default,
    /// Rules that have to be content with an answer: ids, or beginnings of ids.
    pub rules: &'static [&'static str],
}

/// When a question makes sense, and for which connectors that is.
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
    (|answers| answers.publisher() != Publisher::Independent, "not for independent publishers, who all have the same colour");
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
    "for connectors with at most one way to sign in, which is not OAuth, and without a script: a gateway can do neither",
);

/// The questions, in the order in which they are asked: one may depend on what was said before.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "publisher",
        value: "KIND",
        help: "Who publishes it",
        ask: "Who publishes the connector?",
        kind: Kind::One(|| {
            vec![
                Choice { value: "certified", means: "the company that owns the service (verified publisher)" },
                Choice { value: "independent", means: "somebody else (independent publisher)" },
                Choice { value: "custom", means: "nobody: it is for private use" },
            ]
        }),
        only: None,
        default: |_| this(Publisher::default().name()),
        rules: &[],
    },
    Question {
        name: "title",
        value: "TITLE",
        help: "The name of the connector: that of the service, at most 30 characters",
        ask: "What is the connector called?",
        kind: Kind::Text,
        only: None,
        default: |answers| if answers.has(NAME) { this(answers.title()) } else { Default::Required },
        rules: &["info-title-"],
    },
    Question {
        name: "description",
        value: "TEXT",
        help: "What the service is and what the connector does with it: a sentence or two, 30 to 500 characters",
        ask: "What does it do, in a sentence or two?",
        kind: Kind::Text,
        only: None,
        default: |answers| match answers.is_submitted() {
            true => Default::Required,
            false => this(format!("Connects flows and apps to {}.", answers.title())),
        },
        rules: &["info-description-"],
    },
    Question {
        name: "publisher-name",
        value: "NAME",
        help: "The name of the publisher: a company's, or an independent publisher's own",
        ask: "What is the publisher's name?",
        kind: Kind::Text,
        only: None,
        default: for_certification,
        rules: &["publisher-missing"],
    },
    Question {
        name: "stack-owner",
        value: "NAME",
        help: "The company that owns the service behind the connector; of a certified one it is the publisher",
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
        help: "Where users get help [default: support@ and the domain of the website]",
        ask: "To which address do users write for help?",
        kind: Kind::Text,
        only: None,
        default: |answers| {
            answers.one("website").and_then(domain).map_or(Default::Nothing, |domain| this(format!("support@{domain}")))
        },
        rules: &["contact-email-"],
    },
    Question {
        name: "category",
        value: "NAME",
        help: "A category of Microsoft's list; one or two",
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
        help: "The colour behind the icon",
        ask: "Which colour is behind the icon?",
        kind: Kind::Text,
        only: Some(OWN_COLOUR),
        default: |_| this(COLOUR),
        rules: &["brand-color-"],
    },
    Question {
        name: "host",
        value: "HOST",
        help: "The host of the service, as in api.fabrikam.com",
        ask: "On which host is the service?",
        kind: Kind::Text,
        only: None,
        default: required,
        // What is only unusual, such as a test system, is for the author to know.
        rules: &["host-missing", "host-not-valid", "host-not-lowercase"],
    },
    Question {
        name: "base-path",
        value: "PATH",
        help: "What all paths begin with, as in /v1",
        ask: "What do all paths begin with?",
        kind: Kind::Text,
        only: None,
        default: |_| this("/"),
        rules: &["base-path-"],
    },
    Question {
        name: "auth",
        value: "KIND",
        help: "How users sign in. Name two or more for a choice of ways (connection parameter sets); `multi` alone takes api-key and \
               oauth2",
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
        help: "OAuth: where users sign in [default: /oauth/authorize on the host]",
        ask: "OAuth: at which address do users sign in?",
        kind: Kind::Text,
        only: Some(OAUTH2),
        default: |answers| this(format!("https://{}/oauth/authorize", answers.one("host").unwrap_or_default())),
        rules: &["url-not-"],
    },
    Question {
        name: "token-url",
        value: "URL",
        help: "OAuth: where tokens are given and refreshed [default: /oauth/token on the host]",
        ask: "OAuth: at which address are tokens given?",
        kind: Kind::Text,
        only: Some(OAUTH2),
        default: |answers| this(format!("https://{}/oauth/token", answers.one("host").unwrap_or_default())),
        rules: &["url-not-"],
    },
    Question {
        name: "scope",
        value: "SCOPE",
        help: "OAuth: a permission to ask for",
        ask: "OAuth: which scopes are asked for?",
        kind: Kind::Texts,
        only: Some(OAUTH2),
        default: nothing,
        rules: &[],
    },
    Question {
        name: "resource-uri",
        value: "URI",
        help: "Microsoft Entra ID: the application ID URI of the service [default: the host]",
        ask: "Microsoft Entra ID: the application ID URI of the service?",
        kind: Kind::Text,
        only: Some(ENTRA),
        default: |answers| this(format!("https://{}", answers.one("host").unwrap_or_default())),
        rules: &[],
    },
    Question {
        name: "resource",
        value: "NAME",
        help: "What the operations are about, in the singular: task gives `ListTasks` and \"When a task is created\"",
        ask: "What are the operations about? (in the singular, as in: task)",
        kind: Kind::Text,
        only: None,
        default: |_| this("item"),
        rules: &[],
    },
    Question {
        name: "operation",
        value: "ACTION",
        help: "An action to begin with",
        ask: "Which actions are there?",
        kind: Kind::Many(|| {
            vec![
                Choice { value: "list", means: "all of them, page by page" },
                Choice { value: "get", means: "one by its ID" },
                Choice { value: "create", means: "a new one" },
                Choice { value: "update", means: "one by its ID" },
                Choice { value: "delete", means: "one by its ID" },
                Choice { value: "upload", means: "a file to one" },
                Choice { value: "download", means: "the file of one" },
            ]
        }),
        only: None,
        default: |_| Default::These(["list", "get", "create"].map(str::to_owned).to_vec()),
        rules: &[],
    },
    Question {
        name: "trigger",
        value: "KIND",
        help: "A trigger to begin with",
        ask: "Is there a trigger?",
        kind: Kind::One(|| {
            vec![
                Choice { value: "none", means: "no trigger" },
                Choice { value: "webhook", means: "the service calls an address that it was given" },
                Choice { value: "polling", means: "the platform asks at intervals" },
            ]
        }),
        only: None,
        default: |_| this("none"),
        rules: &[],
    },
    Question {
        name: "event",
        value: "EVENT",
        help: "What the trigger tells of",
        ask: "What does the trigger tell of?",
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
        help: "Something that is looked up while a flow is edited; the action that it belongs to is added when it is not there",
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
        help: "A policy made of this template, as an example that works; what it works on is added when it is not there",
        ask: "Which policies are wanted?",
        kind: Kind::Many(|| Template::all().iter().map(|template| Choice { value: template.id, means: "" }).collect()),
        only: None,
        default: nothing,
        rules: &[],
    },
    Question {
        name: "script",
        value: "",
        help: "A script.csx that runs for one of the actions",
        ask: "Is a script wanted?",
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
        help: "A new connection is tested by a call",
        ask: "Is a new connection to be tested by a call?",
        kind: Kind::YesNo,
        only: None,
        default: no,
        rules: &[],
    },
    Question {
        name: "copilot",
        value: "",
        help: "Extensions that tell language models when to call the actions",
        ask: "Are language models to call the actions?",
        kind: Kind::YesNo,
        only: None,
        default: no,
        rules: &[],
    },
    Question {
        name: "ci",
        value: "SERVER",
        help: "A file that makes a build server check the connector, at the root of the repository",
        ask: "Which build server checks the connector?",
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

/// The brand colour of who names none: our choice, neither the wizard's blue nor that of independent publishers.
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
        self.only.is_none_or(|(applies, _)| applies(answers))
    }

    /// Whether most people have to answer it: at most ten questions are. The others have a default, and an option.
    pub fn is_usual(&self, answers: &Answers) -> bool {
        match self.name {
            "publisher" | "title" | "description" | "host" | "auth" => true,
            "publisher-name" | "website" | "privacy-policy" | "category" => answers.is_submitted(),
            "stack-owner" => answers.publisher() == Publisher::Independent,
            "resource" => answers.publisher() != Publisher::Independent,
            "operation" | "trigger" => answers.publisher() == Publisher::Custom,
            "gateway" => answers.one("host").is_some_and(looks_internal),
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
