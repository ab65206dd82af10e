//! View of a response.
use super::{Connector, Direction, Operation, Schema, SchemaPlace};
use crate::text::document::{Member, Node};
use std::borrow::Cow;

/// One response: as an operation has it, or (in a check of responses) where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Response<'a> {
    pub connector: &'a Connector,
    /// The key under which it stands: its status, or its name among the shared responses.
    pub key: Option<Node<'a>>,
    /// What stands under the key: the response or a `$ref` to it.
    pub entry: Node<'a>,
    /// The response itself; the `$ref` object when its target is missing.
    pub node: Node<'a>,
    /// None for a shared response seen where it is written.
    pub operation: Option<Operation<'a>>,
}

impl<'a> Response<'a> {
    /// `200`, `default`; None for a shared response seen where it is written.
    pub fn status(self) -> Option<Cow<'a, str>> {
        self.operation?;
        Some(Member { key: self.key?, value: self.entry }.name())
    }

    /// Whether it is a 2xx.
    pub fn is_success(self) -> bool {
        self.status().is_some_and(|status| status.len() == 3 && status.starts_with('2'))
    }

    /// Whether it is the `default` one.
    pub fn is_default(self) -> bool {
        self.status().is_some_and(|status| status == "default")
    }

    /// The value of one of its members.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key)
    }

    /// Whether it is a `$ref` whose target does not exist.
    pub fn is_dangling(self) -> bool {
        self.entry == self.node && self.node.has("$ref")
    }

    /// Its schema.
    pub fn schema(self) -> Option<Schema<'a>> {
        let node = self.node.get("schema").filter(|schema| schema.is_object())?;
        Some(Schema::new(self.connector, node, SchemaPlace::Response, Direction::OUTPUT, self.operation))
    }
}
