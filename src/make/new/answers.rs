//! The answers so far, and their meaning.
use super::choice::{Action, Event, Lookup, Needs, SignIn, needs};
use super::resource::Resource;
use super::server::Server;
use crate::connector::facts::policy_templates::Template;
use crate::connector::publisher::Publisher;
use crate::connector::title;
use std::collections::BTreeMap;

/// The answers so far, by question: strings as the options take them. An empty list is an answer, too.
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

    /// Whether a question was answered, even with nothing.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Keeps an answer.
    pub fn set(&mut self, name: &'static str, values: Vec<String>) {
        self.0.insert(name, values);
    }

    /// Takes an answer back.
    pub fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The publisher of the connector.
    pub fn publisher(&self) -> Publisher {
        Publisher::ALL.into_iter().find(|publisher| Some(publisher.name()) == self.one("publisher")).unwrap_or_default()
    }

    pub(super) fn is_submitted(&self) -> bool {
        self.publisher() != Publisher::Custom
    }

    pub(super) fn signs_in_with(&self, ways: &[SignIn]) -> bool {
        sign_ins(self.all("auth")).iter().any(|way| ways.contains(way))
    }

    /// The name of the service or the connector: the title, or one derived from the folder's name.
    pub(super) fn title(&self) -> String {
        self.one("title").map_or_else(|| self.one(NAME).map(title_of_folder).unwrap_or_default(), str::to_owned)
    }

    /// The MCP server that is the whole connector, where there is one.
    pub(super) fn server(&self) -> Option<Server> {
        Server::parse(self.one("mcp-server")?).ok()
    }

    /// The host of the service: the answer, or that of the MCP server.
    pub(super) fn host(&self) -> Option<String> {
        self.one("host").map(str::to_owned).or_else(|| Some(self.server()?.host))
    }

    pub(super) fn resource(&self) -> Option<Resource> {
        Resource::parse(self.one("resource")?)
    }
}

/// The answer that is not an option but an argument: the folder.
pub const NAME: &str = "name";

/// The sign-in methods that a list of values stands for; `multi` alone stands for two.
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

/// The action of each value of `operation`, with those that other choices need, in the order of the list.
pub fn actions(answers: &Answers) -> Vec<Action> {
    let mut actions: Vec<Action> = answers.all("operation").iter().filter_map(|name| Action::parse(name)).collect();
    actions.extend(answers.all("dynamic").iter().filter_map(|name| Lookup::parse(name)).map(Lookup::action));
    for template in answers.all("policy").iter().filter_map(|id| Template::find(id)) {
        if let Needs::Action(action) = needs(template) {
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
