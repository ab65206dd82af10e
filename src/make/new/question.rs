//! What can be chosen for a new connector: one table, from which the options of the command line are made as well as the
//! questions on a terminal, so that there is no question without an option.
use super::lookup::Lookup;
use super::operation::Action;
use super::resource::Resource;
use super::sign_in::SignIn;
use super::trigger::Event;
use crate::connector::facts;
use crate::connector::facts::policy_templates::Template;
use crate::connector::publisher::Publisher;
use crate::connector::title;
use crate::connector::{Connector, Folder, FolderFile};
use crate::judge::profile::Selection;
use crate::judge::timing::Meter;
use crate::judge::walk::{self, Plan};
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::File;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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

/// What was said so far, by question: strings as the options take them. An empty list is an answer, too.
#[derive(Clone, Debug, std::default::Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<&'static str, Vec<String>>);

impl Answers {
    /// All values of an answer; empty when there is none.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first value of an answer.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// Whether a question was answered with yes.
    pub fn yes(&self, name: &str) -> bool {
        self.one(name) == Some("true")
    }

    /// Whether a question was answered, if only with nothing.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Keeps an answer.
    pub fn set(&mut self, name: &'static str, values: Vec<String>) {
        self.0.insert(name, values);
    }

    /// For whom the connector is.
    pub fn publisher(&self) -> Publisher {
        Publisher::ALL.into_iter().find(|publisher| Some(publisher.name()) == self.one("publisher")).unwrap_or_default()
    }

    fn is_submitted(&self) -> bool {
        self.publisher() != Publisher::Custom
    }

    fn signs_in_with(&self, ways: &[SignIn]) -> bool {
        sign_ins(self.all("auth")).iter().any(|way| ways.contains(way))
    }

    /// The name of the service or the connector: the title, or what the folder's name makes of one.
    fn title(&self) -> String {
        self.one("title").map_or_else(|| self.one(NAME).map(title_of_folder).unwrap_or_default(), str::to_owned)
    }

    fn resource(&self) -> Option<Resource> {
        Resource::parse(self.one("resource")?)
    }
}

/// The answer that is not an option but an argument: the folder.
pub const NAME: &str = "name";

/// The ways to sign in that a list of values stands for; `multi` alone stands for two.
pub fn sign_ins(values: &[String]) -> Vec<SignIn> {
    let mut ways: Vec<SignIn> = values.iter().filter_map(|value| SignIn::parse(value)).collect();
    if ways.is_empty() && values.iter().any(|value| value == "multi") {
        ways = vec![SignIn::ApiKey, SignIn::OAuth2];
    }
    ways
}

fn title_of_folder(name: &str) -> String {
    let last = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    if last.contains(' ') { last.to_owned() } else { title::title(&last.replace(['-', '_'], " ")) }
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
        default: |_| this(super::COLOUR),
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
        ask: "How do users sign in? Several are a choice for the user, none is no sign-in.",
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
        ask: "Microsoft Entra ID: what is the application ID URI of the service?",
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

/// The host of an address, without `www.`.
fn domain(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
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

    /// The possible answers; empty when anything may be said.
    pub fn choices(&self) -> Vec<Choice> {
        match self.kind {
            Kind::One(choices) | Kind::Many(choices) => choices(),
            Kind::Text | Kind::Texts | Kind::YesNo => Vec::new(),
        }
    }

    /// The values as they are kept: without blanks around them, of a list in its spelling.
    ///
    /// # Errors
    /// What is wrong with them and what to do, as a sentence without a full stop.
    pub fn check(&self, values: &[String], answers: &Answers) -> Result<Vec<String>, String> {
        let choices = self.choices();
        let mut kept: Vec<String> = Vec::new();
        for value in values.iter().map(|value| value.trim()) {
            if value.is_empty() {
                return Err("nothing is written there".to_owned());
            }
            let value = if choices.is_empty() { value.to_owned() } else { chosen(&choices, value)? };
            if !kept.contains(&value) {
                kept.push(value);
            }
        }
        if matches!(self.kind, Kind::Text | Kind::One(_)) && kept.len() > 1 {
            return Err("only one is possible".to_owned());
        }
        self.fits(&kept, answers)?;
        let mut probe = answers.clone();
        probe.set(self.name, kept.clone());
        match complaint(&probe, self.rules) {
            Some(finding) => Err(self.explain(&finding, &kept)),
            None => Ok(kept),
        }
    }

    /// What the rules do not know of.
    fn fits(&self, values: &[String], answers: &Answers) -> Result<(), String> {
        let one = values.first().map(String::as_str).unwrap_or_default();
        match self.name {
            "resource" if Resource::parse(one).is_none() => {
                Err("names of operations are made of it: write it in English letters, digits and spaces".to_owned())
            }
            "auth" => {
                let ways = sign_ins(values);
                if values.iter().any(|value| value == "none") && values.len() > 1 {
                    Err("`none` does not go with another way to sign in".to_owned())
                } else if values.iter().any(|value| value == "multi") && ways.len() < 2 {
                    Err("`multi` is a choice of two or more ways: name another one".to_owned())
                } else {
                    Ok(())
                }
            }
            "publisher-name" | "stack-owner" if answers.is_submitted() && one.contains("http") => {
                Err("a name is wanted, not an address".to_owned())
            }
            "host" if one.contains("://") || one.contains('/') => {
                let host = one.split_once("://").map_or(one, |(_, rest)| rest);
                let (host, path) = host.split_once('/').map_or((host, ""), |(host, path)| (host, path.trim_end_matches('/')));
                let rest = if path.is_empty() { String::new() } else { format!(" with `--base-path /{path}`") };
                Err(format!("only the host is wanted: did you mean `{host}`{rest}?"))
            }
            "website" | "privacy-policy" | "authorization-url" | "token-url" if !is_https(one) => {
                Err(format!("`{one}` is not an address: write it from `https://` on"))
            }
            "api-key-header" | "api-key-query"
                if !one.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.$".contains(&byte)) =>
            {
                Err("such a name has letters, digits, `-` and `_` only".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn explain(&self, finding: &Finding, values: &[String]) -> String {
        let mut text = finding.message.clone();
        if let Some(help) = &finding.help {
            text = format!("{text}; {help}");
        }
        if self.name == "title"
            && let Some(shorter) = values.first().and_then(|title| shorter(title))
        {
            text = format!("{}; how about `{shorter}`?", finding.message);
        }
        text
    }
}

fn is_https(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

/// The choice that a value means, in its own spelling.
fn chosen(choices: &[Choice], value: &str) -> Result<String, String> {
    if let Some(choice) = choices.iter().find(|choice| choice.value.eq_ignore_ascii_case(value)) {
        return Ok(choice.value.to_owned());
    }
    let lower = value.to_lowercase();
    let slips = |choice: &Choice| crate::text::slips::between(&choice.value.to_lowercase(), &lower);
    let near = choices.iter().filter(|choice| {
        let known = choice.value.to_lowercase();
        slips(choice) <= 2.max(known.len() / 4) || (lower.len() > 2 && (known.starts_with(&lower) || lower.starts_with(&known)))
    });
    Err(match near.min_by_key(|choice| slips(choice)) {
        Some(choice) => format!("`{value}` is not known; did you mean `{}`?", choice.value),
        None => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            format!("`{value}` is not known; choose {}", crate::rule::one_of(&names))
        }
    })
}

/// A title that certification takes, made of one that it does not: without the words that are not allowed, and as many words
/// as fit. None when nothing is left.
pub fn shorter(title: &str) -> Option<String> {
    let most = facts::limit("title");
    let without = facts::strings("restricted-words", "title-suffix", "words")
        .into_iter()
        .fold(title.to_owned(), |title, suffix| title.replace(suffix, ""));
    let without = facts::restricted_words("title-product-names").removed_from(&without);
    let without = facts::restricted_words("title-words").removed_from(&without);
    let mut words: Vec<&str> = without.split_whitespace().collect();
    let trimmed = |words: &[&str]| words.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    loop {
        // A title does not end with `for` or `of`.
        while words.last().is_some_and(|word| title::is_small(word) || !word.contains(char::is_alphanumeric)) {
            words.pop();
        }
        let short = trimmed(&words);
        if short.is_empty() || short == title {
            return None;
        }
        if short.encode_utf16().count() <= most {
            return Some(short);
        }
        words.pop();
    }
}

/// The first thing that some rules say about what was answered so far.
fn complaint(answers: &Answers, rules: &[&str]) -> Option<Finding> {
    if rules.is_empty() {
        return None;
    }
    let select: Vec<String> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| rules.iter().any(|start| id.starts_with(start)))
        .map(str::to_owned)
        .collect();
    let (definition, properties) = so_far(answers);
    let file =
        |file: File, name: &str, value: &Value| FolderFile { file, name: name.to_owned(), bytes: value.to_string().into_bytes() };
    let folder = Folder {
        files: vec![
            file(File::Definition, "apiDefinition.swagger.json", &definition),
            file(File::Properties, "apiProperties.json", &properties),
        ],
        ..Folder::default()
    };
    // A title is held to what certification wants whoever publishes: a private connector may be submitted one day.
    let publisher = match answers.publisher() {
        Publisher::Custom if rules.contains(&"info-title-") => Publisher::Certified,
        publisher => publisher,
    };
    let connector = Connector::new(folder);
    let plan = Plan::new(&Selection { select, ..Selection::default() }, publisher);
    let mut findings = walk::check(&connector, &plan, &mut Meter::off());
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.into_iter().next()
}

/// As much of the two files as the answers so far make.
fn so_far(answers: &Answers) -> (Value, Value) {
    let mut definition = json!({ "swagger": "2.0", "info": {} });
    for name in ["title", "description"] {
        if let Some(text) = answers.one(name) {
            definition["info"][name] = json!(text);
        }
    }
    let mut contact = json!({});
    for (name, key) in [("publisher-name", "name"), ("website", "url"), ("support-email", "email")] {
        if let Some(text) = answers.one(name) {
            contact[key] = json!(text);
        }
    }
    if answers.has("support-email") || answers.has("website") {
        definition["info"]["contact"] = contact;
    }
    for (name, key) in [("host", "host"), ("base-path", "basePath")] {
        if let Some(text) = answers.one(name) {
            definition[key] = json!(text);
        }
    }
    definition["x-ms-connector-metadata"] =
        metadata(answers.one("website"), answers.one("privacy-policy"), answers.all("category"));
    let mut properties = json!({});
    for (name, key) in [("brand-color", "iconBrandColor"), ("publisher-name", "publisher"), ("stack-owner", "stackOwner")] {
        if let Some(text) = answers.one(name) {
            properties[key] = json!(text);
        }
    }
    (definition, json!({ "properties": properties }))
}

/// `x-ms-connector-metadata` of what is known.
pub fn metadata(website: Option<&str>, privacy_policy: Option<&str>, categories: &[String]) -> Value {
    let categories = categories.join(";");
    let entries = [
        ("Website", website.unwrap_or_default()),
        ("Privacy policy", privacy_policy.unwrap_or_default()),
        ("Categories", categories.as_str()),
    ];
    let known = entries.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(name, value)| json!({ "propertyName": name, "propertyValue": value })).collect()
}

/// The action of each value of `operation`, with those that other choices need, in the order of the list.
pub fn actions(answers: &Answers) -> Vec<Action> {
    let mut actions: Vec<Action> = answers.all("operation").iter().filter_map(|name| Action::parse(name)).collect();
    actions.extend(answers.all("dynamic").iter().filter_map(|name| Lookup::parse(name)).map(Lookup::action));
    for template in answers.all("policy").iter().filter_map(|id| Template::find(id)) {
        if let super::policy::Needs::Action(action) = super::policy::needs(template) {
            actions.push(action);
        }
    }
    // A connection is tested with a call that needs no input.
    if answers.yes("test-connection") {
        actions.push(Action::List);
    }
    actions.sort_unstable();
    actions.dedup();
    actions
}

/// The event of the answer.
pub fn event(answers: &Answers) -> Event {
    answers.one("event").and_then(Event::parse).unwrap_or(Event::Created)
}

/// The resource of the answer.
pub fn resource(answers: &Answers) -> Option<Resource> {
    answers.resource()
}
