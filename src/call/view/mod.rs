//! What makers see of a connector: its operations in order, the fields of each with labels, and its outputs for later steps.
//!
//! The rules are those of the designer of Azure Logic Apps, which is open source and on which the new designer of Power
//! Automate is built. Where they surprise (a label that is dropped, a field that never shows), they are followed.
mod connection;
mod fields;
pub mod json;
mod outputs;
mod schema;

pub use connection::{ConnectionField, Dialog, SignIn};
pub(crate) use fields::is_reserved;
pub use fields::{Choice, Editor, Field, Fold, Lookup, LookupKind};
pub use outputs::{Split, Token};
pub use schema::Segment;

use crate::connector::{Connector, Operation};
use crate::text::document::Node;
use std::borrow::Cow;

/// The two designers of Power Automate: they fold different fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Designer {
    /// Every optional field that is not important is folded.
    #[default]
    New,
    /// Only advanced fields are folded.
    Classic,
}

/// An operation as the designer shows it.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    pub operation: Operation<'a>,
    /// Its `operationId`, or verb and path where it has none.
    pub id: Cow<'a, str>,
    /// The title of its card. Empty if there is no summary: the designer then shows nothing.
    pub summary: Cow<'a, str>,
    pub description: Option<Cow<'a, str>>,
    /// `important`, `advanced` or what else is written there.
    pub visibility: Option<Cow<'a, str>>,
    /// What `x-ms-trigger` says; None for an action.
    pub trigger: Option<Cow<'a, str>>,
    /// What a person has to do to make the trigger fire once.
    pub trigger_hint: Option<Cow<'a, str>>,
    /// The badge: `status` of the operation's annotation, else of the connector's.
    pub status: Option<Cow<'a, str>>,
    pub deprecated: bool,
    /// Whether the designer asks how often to check for new items.
    pub asks_recurrence: bool,
    /// All fields in the order of the parser, hidden ones included.
    pub fields: Vec<Field<'a>>,
    /// What later steps can use.
    pub outputs: Vec<Token<'a>>,
    /// The array that a batch trigger is split by, one run for each element. None where there is no single array.
    pub split: Option<Split>,
}

impl<'a> Shown<'a> {
    /// The keys of the fields that are not hidden, in the order in which the form has them.
    pub fn form(&self) -> Vec<&Field<'a>> {
        fields::in_form(&self.fields)
    }
}

/// The operations that makers can choose, as the designer lists them: important ones first, advanced ones last, the rest in
/// the order of the file. Internal ones are left out.
pub fn operations(connector: &Connector) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown> = Vec::new();
    for operation in in_order(connector) {
        let new = show(operation);
        // The designer keeps operations by id: if two have the same id, the later one replaces the first.
        match shown.iter_mut().find(|known| known.id == new.id) {
            Some(known) => *known = new,
            None => shown.push(new),
        }
    }
    shown
}

/// The operations that are not internal, in the order of [`operations`].
pub fn in_order(connector: &Connector) -> Vec<Operation<'_>> {
    let visible = |operation: &Operation| !is_word(operation.get("x-ms-visibility"), "internal");
    let mut operations: Vec<Operation> = connector.operations().filter(visible).collect();
    operations.sort_by_key(|operation| match operation.get_str("x-ms-visibility") {
        Some(word) if word.eq_ignore_ascii_case("important") => 0,
        Some(word) if word.eq_ignore_ascii_case("advanced") => 2,
        _ => 1,
    });
    operations
}

/// One operation as the designer shows it, whether it is in the list or not.
pub fn show(operation: Operation<'_>) -> Shown<'_> {
    fn status<'a>(node: Option<Node<'a>>) -> Option<Cow<'a, str>> {
        node?.get("x-ms-api-annotation")?.get_str("status").filter(|status| !status.is_empty())
    }
    let info = operation.connector.api().and_then(|api| api.info());
    let trigger = operation.get("x-ms-trigger").map(|trigger| match trigger.get_str("type") {
        Some(kind) => kind, // as the metadata of a running connection has it
        None => trigger.str().unwrap_or_default(),
    });
    let notified = operation.path_item().notification_content().is_some() || operation.has("x-ms-notification");
    let badge = status(Some(operation.node())).or_else(|| status(info));
    Shown {
        operation,
        id: operation.id().unwrap_or_else(|| format!("{} {}", operation.verb().to_uppercase(), operation.path()).into()),
        summary: operation.get_str("summary").unwrap_or_default(),
        description: operation.get_str("description"),
        visibility: operation.get_str("x-ms-visibility").filter(|word| !word.is_empty()),
        trigger_hint: operation.get_str("x-ms-trigger-hint"),
        status: badge,
        deprecated: operation.is_deprecated(),
        asks_recurrence: trigger.is_some() && !notified,
        fields: fields::of(operation),
        outputs: outputs::of(operation),
        split: outputs::split(operation),
        trigger,
    }
}

/// Whether a value is this word, whatever its case.
fn is_word(node: Option<Node>, word: &str) -> bool {
    node.and_then(Node::str).is_some_and(|text| text.eq_ignore_ascii_case(word))
}
