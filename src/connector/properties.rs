//! Views of `apiProperties.json`.
use super::Connector;
use crate::document::{Member, Node};
use std::borrow::Cow;

/// `apiProperties.json` as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Properties<'a> {
    pub connector: &'a Connector,
    /// The root object.
    pub node: Node<'a>,
}

impl<'a> Properties<'a> {
    /// The `properties` object, in which everything stands.
    pub fn body(self) -> Option<Node<'a>> {
        self.node.get("properties").filter(|body| body.is_object())
    }

    /// The value of a member of `properties`.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.body()?.get(key)
    }

    /// All connection parameters: the single ones, then those of each set.
    pub fn connection_parameters(self) -> Vec<ConnectionParameter<'a>> {
        let connector = self.connector;
        let of = move |owner: Option<Node<'a>>, set: Option<Node<'a>>| {
            let members = owner.into_iter().flat_map(Node::members).filter(|member| member.value.is_object());
            members.map(move |Member { key, value }| ConnectionParameter { connector, key, node: value, set })
        };
        let sets = self.sets();
        let mut all: Vec<_> = of(self.get("connectionParameters"), None).collect();
        all.extend(sets.into_iter().flat_map(|set| of(set.get("parameters"), Some(set))));
        all
    }

    /// The connection parameter sets: the items of `connectionParameterSets.values`.
    pub fn sets(self) -> Vec<Node<'a>> {
        let values = self.get("connectionParameterSets").and_then(|sets| sets.get("values"));
        values.into_iter().flat_map(Node::items).filter(|set| set.is_object()).collect()
    }

    /// The items of `scriptOperations` that are names; without any, a script runs for every operation.
    pub fn script_operations(self) -> impl Iterator<Item = Node<'a>> {
        self.get("scriptOperations").into_iter().flat_map(Node::items).filter(|item| item.is_string())
    }

    /// The policy template instances, in document order.
    pub fn policies(self) -> impl Iterator<Item = Policy<'a>> {
        let connector = self.connector;
        let list = self.get("policyTemplateInstances").into_iter().flat_map(Node::items);
        list.filter(|policy| policy.is_object()).map(move |node| Policy { connector, node })
    }
}

/// One connection parameter.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionParameter<'a> {
    pub connector: &'a Connector,
    pub key: Node<'a>,
    pub node: Node<'a>,
    /// The connection parameter set to which it belongs.
    pub set: Option<Node<'a>>,
}

impl<'a> ConnectionParameter<'a> {
    /// Its name.
    pub fn name(self) -> Cow<'a, str> {
        Member { key: self.key, value: self.node }.name()
    }

    /// The value of one of its members.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key)
    }

    /// Whether its `type` is this one.
    pub fn is_type(self, name: &str) -> bool {
        self.node.get("type").is_some_and(|value| value.is(name))
    }

    /// A member of its `uiDefinition`.
    pub fn ui(self, key: &str) -> Option<Node<'a>> {
        self.node.get("uiDefinition")?.get(key)
    }

    /// A member of the `constraints` of its `uiDefinition`.
    pub fn constraint(self, key: &str) -> Option<Node<'a>> {
        self.ui("constraints")?.get(key)
    }

    /// The `oAuthSettings` object.
    pub fn oauth(self) -> Option<Node<'a>> {
        self.node.get("oAuthSettings").filter(|settings| settings.is_object())
    }

    /// What its text for people says it is: name and display name, in lower case.
    pub fn words(self) -> String {
        let shown = self.ui("displayName").and_then(Node::str).unwrap_or_default();
        format!("{} {shown}", self.name()).to_lowercase()
    }
}

/// One policy template instance.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    pub connector: &'a Connector,
    pub node: Node<'a>,
}

impl<'a> Policy<'a> {
    /// The prefix of the names of its template's parameters.
    pub const PREFIX: &'static str = "x-ms-apimTemplateParameter.";

    /// Its `templateId` as written.
    pub fn template(self) -> Option<Cow<'a, str>> {
        self.node.get_str("templateId")
    }

    /// The `parameters` object.
    pub fn parameters(self) -> Option<Node<'a>> {
        self.node.get("parameters").filter(|parameters| parameters.is_object())
    }

    /// A parameter of its template, by its name without prefix.
    pub fn parameter(self, name: &str) -> Option<Node<'a>> {
        self.parameters()?.get(&format!("{}{name}", Policy::PREFIX))
    }

    /// The operations to which it applies; empty for all of them.
    pub fn operations(self) -> Vec<Node<'a>> {
        let names = self.parameters().and_then(|parameters| parameters.get("x-ms-apimTemplate-operationName"));
        names.into_iter().flat_map(Node::items).filter(|name| name.is_string()).collect()
    }
}
