//! The input of checks: views of the things that the grammar knows, and of a configuration after a run.
use crate::connector::grammar::{self, Kind};
use crate::connector::{Connector, Operation};
use crate::rule::settings::Fault;
use crate::text::document::{Member, Node};
use crate::text::json::Span;
use crate::text::prose;
use std::borrow::Cow;

/// An object that the grammar knows.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    pub connector: &'a Connector,
    pub node: Node<'a>,
    pub kind: Kind,
    pub operation: Option<Operation<'a>>,
}

impl Object<'_> {
    /// How to call it in a message: ``operation `ListItems` ``, ``response `200` ``, `license`.
    pub fn display(self) -> String {
        called(self.node, self.kind, self.operation)
    }
}

/// How to call an object in a message: its kind, and its name if it has one.
fn called(node: Node, kind: Kind, operation: Option<Operation>) -> String {
    let is_property = kind == Kind::Schema && node.parent().and_then(Node::key).is_some_and(|key| key.key_is("properties"));
    let noun = if is_property { "property" } else { kind.object().name };
    if let (Kind::Operation, Some(operation)) = (kind, operation) {
        return format!("{noun} {}", operation.display());
    }
    let name = match (kind.general(), node.name()) {
        (Kind::Parameter | Kind::Tag | Kind::ConnectorMetadata, key) => node.get_str("name").or(key),
        // The key adds nothing to the noun.
        (Kind::Schema, Some(key)) if matches!(&*key, "schema" | "items" | "additionalProperties") => None,
        (_, key) if noun.contains('`') || key.as_deref() == Some(noun) => None,
        (Kind::License | Kind::Contact | Kind::ExternalDocs, _) => None,
        (_, key) => key,
    };
    match name {
        Some(name) => format!("{noun} `{name}`"),
        None => noun.to_owned(),
    }
}

/// A member of an object that the grammar knows.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub connector: &'a Connector,
    /// The object in which it stands, and what that is.
    pub object: Node<'a>,
    pub kind: Kind,
    pub member: Member<'a>,
    /// What the grammar says about a member with this name.
    pub meaning: grammar::Member,
    pub operation: Option<Operation<'a>>,
}

impl Entry<'_> {
    /// How to call its object in a message.
    pub fn owner(self) -> String {
        called(self.object, self.kind, self.operation)
    }
}

/// A text that people read.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    pub connector: &'a Connector,
    /// The string.
    pub node: Node<'a>,
    /// Its value.
    pub value: Cow<'a, str>,
    /// The runs of letters in the value, for checks of words; none for others.
    pub runs: &'a [prose::Run],
    pub member: Member<'a>,
    pub text: grammar::Text,
    /// The object in which it stands, and what that is.
    pub object: Node<'a>,
    pub kind: Kind,
    pub operation: Option<Operation<'a>>,
}

impl<'a> Text<'a> {
    /// The name that a property or parameter has in the API.
    pub fn own_name(&self) -> Option<Cow<'a, str>> {
        match self.kind.general() {
            Kind::Parameter => self.object.get_str("name"),
            Kind::Schema => {
                let of = self.object.parent()?.key()?;
                of.key_is("properties").then(|| self.object.name()).flatten()
            }
            _ => None,
        }
    }

    /// Whether a label beside it says the same.
    pub fn repeats_label(&self, plain: &str) -> bool {
        let label = |key: &str| self.object.get(key).and_then(Node::str);
        ["x-ms-summary", "title", "summary"].iter().filter_map(|key| label(key)).any(|label| prose::same_letters(&label, plain))
    }
}

/// A configuration or a baseline after a run.
#[derive(Debug)]
pub struct ConfigurationAfter<'a> {
    pub faults: &'a [Fault],
    /// `[[ignore]]` entries whose last day is past.
    pub past: Vec<Ignored<'a>>,
    /// `[[ignore]]` entries that hid nothing, though the run went over their place.
    pub unused: Vec<Ignored<'a>>,
    /// Entries of a baseline that stand for more findings than there are.
    pub stale: Vec<Stale<'a>>,
}

/// An `[[ignore]]` entry.
#[derive(Debug)]
pub struct Ignored<'a> {
    /// Ids, codes, policy numbers or subjects, as they are written.
    pub rules: &'a [String],
    /// The place of its first rule or, if its last day is past, of that day.
    pub span: Span,
    /// Whether it is limited to some places.
    pub has_place: bool,
    /// Its last day, such as `2026-11-23`.
    pub until: Option<String>,
}

/// An entry of a baseline that stands for more findings than there are.
#[derive(Debug)]
pub struct Stale<'a> {
    pub rule: &'a str,
    pub span: Span,
    /// How many it stands for.
    pub count: usize,
    /// How many there are.
    pub found: usize,
}
