//! Views of a path and of an operation.
use super::index::{FEW, NotificationUrlEntry, OperationEntry, ParameterEntry, VERBS};
use super::{Connector, Direction, Parameter, ParameterPlace, Response, Schema, SchemaPlace};
use crate::text::document::{Member, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// One path of the definition.
#[derive(Clone, Copy, Debug)]
pub struct PathItem<'a> {
    pub connector: &'a Connector,
    /// The key: the path's text.
    pub key: Node<'a>,
    pub node: Node<'a>,
}

impl<'a> PathItem<'a> {
    /// The path as written: `/items/{id}`.
    pub fn path(self) -> Cow<'a, str> {
        Member { key: self.key, value: self.node }.name()
    }

    /// Its operations, in document order.
    pub fn operations(self) -> impl Iterator<Item = Operation<'a>> {
        self.verbs().filter_map(move |verb| self.connector.operation_at(verb.value))
    }

    /// Its members that are operations, in document order.
    pub fn verbs(self) -> impl Iterator<Item = Member<'a>> {
        self.node.members().filter(|member| VERBS.iter().any(|verb| member.key.key_is(verb)))
    }

    /// The parameters written in it (`$ref` resolved), which all its operations share.
    pub fn parameters(self) -> impl Iterator<Item = Parameter<'a>> {
        let connector = self.connector;
        self.node.get("parameters").into_iter().flat_map(Node::items).filter(|entry| entry.is_object()).map(move |entry| {
            let target = entry.get_str("$ref").and_then(|reference| connector.parameter_node(&reference));
            Parameter { connector, entry, node: target.unwrap_or(entry), operation: None, place: ParameterPlace::PathItem }
        })
    }

    /// The lists of parameters written in it: its own, then those of its operations.
    pub fn parameter_lists(self) -> impl Iterator<Item = Node<'a>> {
        let owners = std::iter::once(self.node).chain(self.verbs().map(|verb| verb.value));
        owners.filter_map(|owner| owner.get("parameters")).filter(|list| list.is_array())
    }

    /// What a webhook sends: the value of `x-ms-notification-content`.
    pub fn notification_content(self) -> Option<Node<'a>> {
        self.node.get("x-ms-notification-content")
    }
}

/// The names in braces of a path: `id` of `/items/{id}`. Malformed paths give any result.
pub fn path_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    pub connector: &'a Connector,
    pub(super) at: u32,
}

impl PartialEq for Operation<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<'a> Operation<'a> {
    fn entry(self) -> &'a OperationEntry {
        &self.connector.index.operations[self.at as usize]
    }

    fn at_node(self, id: u32) -> Node<'a> {
        // An operation exists only where a definition does: its entry came from one.
        match &self.connector.definition {
            Some(document) => document.node(id),
            None => unreachable!("an operation without a definition"),
        }
    }

    /// The operation object.
    #[inline(always)]
    pub fn node(self) -> Node<'a> {
        self.at_node(self.entry().node)
    }

    /// The key under which it stands: its verb.
    pub fn key(self) -> Node<'a> {
        self.at_node(self.entry().verb)
    }

    /// `get`, `post`, ...
    pub fn verb(self) -> Cow<'a, str> {
        Member { key: self.key(), value: self.node() }.name()
    }

    /// The path item in which it stands.
    pub fn path_item(self) -> PathItem<'a> {
        let key = self.at_node(self.entry().path);
        PathItem { connector: self.connector, key, node: self.at_node(key.id + 1) }
    }

    /// The path as written: `/items/{id}`.
    pub fn path(self) -> Cow<'a, str> {
        self.path_item().path()
    }

    /// The value of one of its members.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node().get(key)
    }

    /// Whether it has this member.
    #[inline(always)]
    pub fn has(self, key: &str) -> bool {
        self.node().has(key)
    }

    /// The value of a string member.
    #[inline(always)]
    pub fn get_str(self, key: &str) -> Option<Cow<'a, str>> {
        self.node().get_str(key)
    }

    /// Its operationId.
    pub fn id(self) -> Option<Cow<'a, str>> {
        self.get_str("operationId")
    }

    /// How to call it in a message: `` `ListItems` `` or, without an id, `` `GET /items` ``.
    pub fn display(self) -> String {
        match self.id() {
            Some(id) if !id.is_empty() => format!("`{id}`"),
            _ => format!("`{} {}`", self.verb().to_uppercase(), self.path()),
        }
    }

    /// Whether users never see it (`x-ms-visibility: internal`).
    pub fn is_internal(self) -> bool {
        self.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"))
    }

    /// Whether it is marked `deprecated`.
    pub fn is_deprecated(self) -> bool {
        self.get("deprecated").is_some_and(|deprecated| deprecated.bool() == Some(true))
    }

    /// The object `x-ms-api-annotation`, which says of what family and revision it is.
    pub fn annotation(self) -> Option<Node<'a>> {
        self.get("x-ms-api-annotation").filter(|annotation| annotation.is_object())
    }

    /// Whether it starts a flow: it has `x-ms-trigger`.
    pub fn is_trigger(self) -> bool {
        self.has("x-ms-trigger")
    }

    /// Whether it is a webhook's subscribe operation: a trigger with a notification URL among its inputs, or in a path item
    /// that says what is sent.
    pub fn is_webhook(self) -> bool {
        !self.notification_urls().is_empty() || (self.is_trigger() && self.path_item().notification_content().is_some())
    }

    /// Its effective parameters: its own in document order, then those of the path item that it does not override. `$ref`
    /// is resolved.
    pub fn parameters(self) -> impl Iterator<Item = Parameter<'a>> {
        self.entry().parameters.iter().map(move |parameter| self.effective(parameter))
    }

    fn effective(self, parameter: &ParameterEntry) -> Parameter<'a> {
        let (entry, node) = (self.at_node(parameter.entry), self.at_node(parameter.node));
        let place = match (parameter.of_path_item, entry == node) {
            (_, false) => ParameterPlace::Shared,
            (true, true) => ParameterPlace::PathItem,
            (false, true) => ParameterPlace::Operation,
        };
        Parameter { connector: self.connector, entry, node, operation: Some(self), place }
    }

    /// The effective parameter at a place of the list, without a walk through those before it.
    fn parameter_at(self, at: usize) -> Option<Parameter<'a>> {
        self.entry().parameters.get(at).map(|parameter| self.effective(parameter))
    }

    /// The same, each with whether it is one of the path item.
    pub fn parameters_with_owner(self) -> impl Iterator<Item = (Parameter<'a>, bool)> {
        self.parameters().zip(self.entry().parameters.iter().map(|parameter| parameter.of_path_item))
    }

    /// The effective parameter with this name, wherever it is sent.
    pub fn parameter(self, name: &str) -> Option<Parameter<'a>> {
        match self.by_name() {
            Some(table) => self.parameter_at(*table.get(name)?),
            None => self.parameters().find(|parameter| parameter.node.get("name").is_some_and(|value| value.is(name))),
        }
    }

    /// Where its parameters are, when they are many.
    fn by_name(self) -> Option<&'a FxHashMap<String, usize>> {
        let entry = self.entry();
        (entry.parameters.len() > FEW).then(|| {
            entry.by_name.get_or_init(|| {
                let mut table = FxHashMap::default();
                for (at, parameter) in self.parameters().enumerate() {
                    if let Some(name) = parameter.node.get_str("name") {
                        table.entry(name.into_owned()).or_insert(at);
                    }
                }
                table
            })
        })
    }

    /// The body parameter.
    pub fn body(self) -> Option<Parameter<'a>> {
        self.parameter_at(self.entry().body?)
    }

    /// Whether it sends a body: one of any kind, or form data.
    pub fn sends_content(self) -> bool {
        self.parameters().any(|parameter| parameter.is_in("body") || parameter.is_in("formData"))
    }

    /// Its responses, `$ref` resolved, in document order.
    pub fn responses(self) -> impl Iterator<Item = Response<'a>> {
        let connector = self.connector;
        let members = self.get("responses").into_iter().flat_map(Node::members);
        members.filter(|member| member.value.is_object() && !member.name().starts_with("x-")).map(move |member| {
            let target = member.value.get_str("$ref").and_then(|reference| connector.response_node(&reference));
            Response {
                connector,
                key: Some(member.key),
                entry: member.value,
                node: target.unwrap_or(member.value),
                operation: Some(self),
            }
        })
    }

    /// The response with this status key (`200`, `default`).
    pub fn response(self, status: &str) -> Option<Response<'a>> {
        self.responses().find(|response| response.status().is_some_and(|key| key == status))
    }

    /// What the designer shows as output: the schema of 200, else 201, else of the only other 2xx with a schema; `$ref`
    /// resolved one step by [`Schema::resolve`].
    pub fn success_schema(self) -> Option<Schema<'a>> {
        let of = |status: &str| self.response(status).and_then(Response::schema);
        of("200")
            .or_else(|| of("201"))
            .or_else(|| self.responses().filter(|response| response.is_success()).find_map(Response::schema))
    }

    /// What a trigger receives: for a webhook the schema of `x-ms-notification-content`, else that of the success response.
    pub fn trigger_schema(self) -> Option<Schema<'a>> {
        match self.path_item().notification_content().filter(|_| self.verb() != "get") {
            Some(content) => {
                let node = content.get("schema").filter(|schema| schema.is_object())?;
                Some(Schema::new(self.connector, node, SchemaPlace::Notification, Direction::OUTPUT, Some(self)))
            }
            None => self.success_schema(),
        }
    }

    /// What it sends as MIME types: its own `consumes`, else the document's.
    pub fn consumes(self) -> Option<Node<'a>> {
        self.get("consumes").or_else(|| self.node().doc.root().get("consumes"))
    }

    /// What it receives as MIME types: its own `produces`, else the document's.
    pub fn produces(self) -> Option<Node<'a>> {
        self.get("produces").or_else(|| self.node().doc.root().get("produces"))
    }

    /// The inputs with `x-ms-notification-url: true`, `$ref` followed: the schema (or parameter) objects.
    pub fn notification_urls(self) -> Vec<Node<'a>> {
        if !self.connector.index.notification_urls {
            return Vec::new();
        }
        let parameters = self.parameters().map(|parameter| parameter.node).filter(|node| is_notification_url(*node));
        parameters.chain(self.body_notification_urls().map(|url| url.node)).collect()
    }
}

/// A property of a body that takes the address to which a webhook is to send.
#[derive(Clone, Copy, Debug)]
pub struct NotificationUrl<'a> {
    /// The schema that says `x-ms-notification-url`.
    pub node: Node<'a>,
    /// Whether it, the body or a property between them is internal.
    pub internal: bool,
    /// The outermost of the body parameter and the properties on the way to it (itself included) that is not required.
    pub optional: Option<Node<'a>>,
}

impl<'a> Operation<'a> {
    /// The notification URLs in its body with what leads to them, `$ref` followed, each definition entered once.
    pub fn body_notification_urls(self) -> impl Iterator<Item = NotificationUrl<'a>> {
        let found: &[NotificationUrlEntry] = match self.connector.index.notification_urls {
            true => self.entry().body_notification_urls.get_or_init(|| self.find_body_notification_urls()),
            false => &[],
        };
        found.iter().map(move |url| NotificationUrl {
            node: self.at_node(url.node),
            internal: url.internal,
            optional: url.optional.map(|node| self.at_node(node)),
        })
    }

    fn find_body_notification_urls(self) -> Vec<NotificationUrlEntry> {
        let (mut found, mut open, mut seen) = (Vec::new(), Vec::new(), FxHashSet::default());
        if let Some(body) = self.body() {
            let optional = (!body.is_required()).then_some(body.node);
            open.extend(body.schema().map(|schema| (schema, body.is_internal(), optional)));
        }
        while let Some((written, internal, optional)) = open.pop() {
            let Some(schema) = written.resolve().filter(|schema| seen.insert(schema.node.id)) else { continue };
            let internal = internal || written.is_internal() || schema.is_internal();
            if let Some(node) = [schema.node, written.node].into_iter().find(|node| is_notification_url(*node)) {
                let optional = optional.map(|node: Node| node.id);
                found.push(NotificationUrlEntry { node: node.id, internal, optional });
            }
            open.extend(schema.items().map(|items| (items, internal, optional)));
            for (member, property) in schema.properties() {
                let optional = optional.or_else(|| (!schema.requires(&member.name())).then_some(property.node));
                open.push((property, internal, optional));
            }
        }
        found.sort_by_key(|url| url.node);
        found
    }
}

fn is_notification_url(node: Node) -> bool {
    node.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true))
}
