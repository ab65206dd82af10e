//! View of a parameter.
use super::{Connector, Operation, Schema, SchemaPlace};
use crate::text::document::Node;
use std::borrow::Cow;

/// Where a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    Operation,
    PathItem,
    /// In the definition's `parameters`, used by `$ref`.
    Shared,
}

/// One parameter: as an operation uses it, or (in a check of parameters) where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    pub connector: &'a Connector,
    /// What stands in the list of parameters: the parameter or a `$ref` to it.
    pub entry: Node<'a>,
    /// The parameter itself; the `$ref` object when its target is missing.
    pub node: Node<'a>,
    /// The operation through which it was reached; None for one seen where it is written outside an operation.
    pub operation: Option<Operation<'a>>,
    pub place: ParameterPlace,
}

impl<'a> Parameter<'a> {
    /// The value of one of its members.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key)
    }

    /// Its name, or an empty text.
    pub fn name(self) -> Cow<'a, str> {
        self.node.get_str("name").unwrap_or_default()
    }

    /// Where it is sent: `query`, `header`, `path`, `formData`, `body`; an empty text when that is missing.
    pub fn location(self) -> Cow<'a, str> {
        self.node.get_str("in").unwrap_or_default()
    }

    /// Whether it is sent there.
    #[inline(always)]
    pub fn is_in(self, location: &str) -> bool {
        self.node.get("in").is_some_and(|value| value.is(location))
    }

    /// Whether it must be given.
    pub fn is_required(self) -> bool {
        self.node.get("required").is_some_and(|required| required.bool() == Some(true))
    }

    /// Whether it is itself hidden from users.
    pub fn is_internal(self) -> bool {
        self.node.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"))
    }

    /// Whether an operation that is not internal has it.
    pub fn is_of_visible_operation(self) -> bool {
        self.connector.index.asked.contains(&self.node.id)
    }

    /// Whether a user is asked for it: it is not internal and belongs to an operation that is not internal.
    pub fn is_visible(self) -> bool {
        !self.is_internal() && self.is_of_visible_operation()
    }

    /// Whether it is a `$ref` whose target does not exist.
    pub fn is_dangling(self) -> bool {
        self.entry == self.node && self.node.has("$ref")
    }

    /// The schema of a body parameter.
    pub fn schema(self) -> Option<Schema<'a>> {
        let node = self.node.get("schema").filter(|schema| schema.is_object())?;
        Some(Schema::new(self.connector, node, SchemaPlace::Body, super::Direction::INPUT, self.operation))
    }
}
