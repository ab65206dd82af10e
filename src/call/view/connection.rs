//! The dialog in which a maker creates a connection.
use crate::connector::{ConnectionParameter, Connector};
use crate::text::document::Node;
use std::borrow::Cow;

/// The inputs of the dialog.
#[derive(Clone, Debug)]
pub struct Dialog<'a> {
    /// The sign-in methods. With more than one, the dialog asks for the "Authentication type" first.
    pub ways: Vec<SignIn<'a>>,
}

/// One sign-in method.
#[derive(Clone, Debug)]
pub struct SignIn<'a> {
    /// The set's name; None where there are no sets.
    pub name: Option<Cow<'a, str>>,
    pub label: Option<Cow<'a, str>>,
    pub description: Option<Cow<'a, str>>,
    pub fields: Vec<ConnectionField<'a>>,
}

/// A field of the dialog.
#[derive(Clone, Debug)]
pub struct ConnectionField<'a> {
    pub parameter: ConnectionParameter<'a>,
    pub label: Cow<'a, str>,
    pub tooltip: Option<Cow<'a, str>>,
    pub required: bool,
    /// Whether the input is shown as dots.
    pub masked: bool,
    /// Whether it is the button that signs in.
    pub sign_in: bool,
    /// Value and text of each entry, where there is a list.
    pub choices: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// The dialog of a connector; None where a connection needs nothing.
pub fn dialog(connector: &Connector) -> Option<Dialog<'_>> {
    let properties = connector.api_properties()?;
    let all = properties.connection_parameters();
    let fields = |set: Option<Node<'_>>| {
        let mut fields: Vec<_> = all
            .iter()
            .filter(|parameter| parameter.set == set && !parameter.is_hidden())
            .map(|parameter| field(*parameter))
            .collect();
        let index = |field: &ConnectionField| field.parameter.constraint("tabIndex").and_then(Node::number);
        fields.sort_by(|a: &ConnectionField, b| match (index(a), index(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => std::cmp::Ordering::Equal,
        });
        fields
    };
    let sets = properties.sets();
    let mut ways: Vec<SignIn> = sets
        .into_iter()
        .map(|set| SignIn {
            name: set.get_str("name"),
            label: set.get("uiDefinition").and_then(|ui| ui.get_str("displayName")),
            description: set.get("uiDefinition").and_then(|ui| ui.get_str("description")),
            fields: fields(Some(set)),
        })
        .collect();
    if ways.is_empty() {
        ways.push(SignIn { name: None, label: None, description: None, fields: fields(None) });
    }
    (!ways.iter().all(|way| way.fields.is_empty())).then_some(Dialog { ways })
}

fn field(parameter: ConnectionParameter<'_>) -> ConnectionField<'_> {
    let is_true = |node: Option<Node>| node.is_some_and(|node| node.bool() == Some(true) || node.is("true"));
    let text = |node: Node<'_>, key: &str| {
        node.get(key).map(|value| value.str().map_or_else(|| value.text().to_owned(), Cow::into_owned))
    };
    let values = parameter.constraint("allowedValues").or_else(|| parameter.get("allowedValues"));
    let choices = values.into_iter().flat_map(Node::items).filter_map(|item| {
        let value = text(item, "value")?;
        Some((Cow::Owned(value.clone()), Cow::Owned(text(item, "text").unwrap_or(value))))
    });
    ConnectionField {
        label: parameter.display_name().unwrap_or_else(|| parameter.name()),
        tooltip: parameter.ui("tooltip").and_then(Node::str).or_else(|| parameter.ui("description").and_then(Node::str)),
        required: is_true(parameter.constraint("required")),
        masked: parameter.node.get_str("type").is_some_and(|name| name.eq_ignore_ascii_case("securestring"))
            && !is_true(parameter.constraint("clearText")),
        sign_in: parameter.node.get_str("type").is_some_and(|name| name.eq_ignore_ascii_case("oauthSetting")),
        choices: choices.collect(),
        parameter,
    }
}
