//! The operations of a connector as a flat list, with every input and its dynamic parts.
use crate::call::leaf::{self, Leaf, Required};
use crate::call::view::{Lookup, LookupKind};
use crate::call::{lookup, path_without_connection, request, value};
use crate::connector::{Connector, Operation};
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The kind of an operation in a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Action,
    /// A trigger that the namespace polls.
    Polling,
    /// A trigger that subscribes.
    Webhook,
    /// An action that waits for a callback.
    WebhookAction,
    /// A trigger that a person starts; nobody can subscribe to it.
    UserStarted,
    /// An endpoint of the Model Context Protocol.
    Mcp,
}

impl Kind {
    pub fn of(operation: Operation) -> Kind {
        let notified = operation.path_item().notification_content().is_some() || operation.has("x-ms-notification");
        match operation.is_trigger() {
            _ if operation.has("x-ms-agentic-protocol") => Kind::Mcp,
            true if operation.is_internal() => Kind::UserStarted,
            true if notified || !operation.notification_urls().is_empty() => Kind::Webhook,
            true => Kind::Polling,
            false if request::uncallable(operation).is_some() => Kind::WebhookAction,
            false => Kind::Action,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Kind::Action => "action",
            Kind::Polling => "polling",
            Kind::Webhook => "webhook",
            Kind::WebhookAction => "webhookAction",
            Kind::UserStarted => "userStarted",
            Kind::Mcp => "mcp",
        }
    }

    /// Whether a trigger configuration can name it.
    pub fn is_subscribable(self) -> bool {
        matches!(self, Kind::Polling | Kind::Webhook)
    }
}

/// An operation with everything about its inputs.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    pub operation: Operation<'a>,
    pub kind: Kind,
    pub leaves: Vec<Leaf<'a>>,
    pub outputs: Vec<leaf::OutputLookup<'a>>,
}

impl<'a> Listed<'a> {
    pub fn of(operation: Operation<'a>) -> Listed<'a> {
        let (leaves, outputs) = (leaf::inputs(operation), leaf::output_lookups(operation));
        Listed { operation, kind: Kind::of(operation), leaves, outputs }
    }

    /// Its id, or verb and path if it has none.
    pub fn id(&self) -> Cow<'a, str> {
        let path = || format!("{} {}", self.operation.verb().to_uppercase(), self.operation.path());
        self.operation.id().unwrap_or_else(|| path().into())
    }

    /// Its path without `/{connectionId}`.
    pub fn path(&self) -> String {
        path_without_connection(&self.operation.path()).to_owned()
    }

    /// The operations that its lookups call.
    pub fn lookups(&self) -> Vec<Cow<'a, str>> {
        let inputs = self.leaves.iter().flat_map(|leaf| leaf.lookups.iter().copied());
        let mut ids: Vec<Cow<str>> = Vec::new();
        let all = inputs.chain(self.outputs.iter().map(|output| output.lookup));
        for id in all.flat_map(|lookup| lookup::operation_ids(self.operation.connector, lookup)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The required inputs, by their shortest names.
    pub fn required(&self) -> impl Iterator<Item = &Leaf<'a>> {
        self.leaves.iter().filter(|leaf| leaf.required == Required::Always && !leaf.is_group && !leaf.hidden)
    }

    /// The inputs that have a lookup.
    pub fn dynamic(&self) -> impl Iterator<Item = &Leaf<'a>> {
        self.leaves.iter().filter(|leaf| !leaf.lookups.is_empty())
    }
}

/// All operations, in the order of the file.
pub fn list(connector: &Connector) -> Vec<Listed<'_>> {
    connector.operations().map(Listed::of).collect()
}

/// The `x-ms-dynamic-…` in a definition that no input and no response of any operation has: in an unused definition, or where
/// it means nothing.
pub fn unplaced<'a>(connector: &'a Connector, listed: &[Listed<'a>]) -> Vec<Node<'a>> {
    let inputs = listed.iter().flat_map(|one| one.leaves.iter().flat_map(|leaf| leaf.lookups.iter()));
    let outputs = listed.iter().flat_map(|one| one.outputs.iter().map(|output| &output.lookup));
    let placed: FxHashSet<u32> = inputs.chain(outputs).map(|lookup| lookup.node.id).collect();
    markers(connector).into_iter().filter(|node| !placed.contains(&node.id)).collect()
}

/// Every `x-ms-dynamic-…` of a definition, wherever it is.
pub fn markers(connector: &Connector) -> Vec<Node<'_>> {
    let kinds = [LookupKind::Values, LookupKind::List, LookupKind::Tree, LookupKind::Schema, LookupKind::Properties];
    let Some(document) = &connector.definition else { return Vec::new() };
    let all = 0..document.root().after();
    let mut found: Vec<Node> = kinds.into_iter().flat_map(|kind| document.members_named(kind.extension(), all.clone())).collect();
    found.sort_by_key(|node| node.id);
    found
}

/// The list as JSON.
pub fn json(connector: &Connector, listed: &[Listed], unplaced: &[Node]) -> Value {
    let mut used: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for one in listed {
        for id in one.lookups() {
            used.entry(id.into_owned()).or_default().push(one.id().into_owned());
        }
    }
    let operations: Vec<Value> = listed.iter().map(|one| operation(one, used.get(one.id().as_ref()))).collect();
    json!({
        "version": 1,
        "title": connector.title(),
        "operations": operations,
        "unplaced": unplaced.iter().map(|node| node.pointer()).collect::<Vec<_>>(),
    })
}

fn operation(one: &Listed, used_by: Option<&Vec<String>>) -> Value {
    let operation = one.operation;
    let mut object = Map::new();
    object.insert("id".into(), json!(one.id()));
    object.insert("kind".into(), json!(one.kind.name()));
    if operation.is_trigger() {
        let trigger = operation.get("x-ms-trigger");
        // Metadata of a runtime URL has an object.
        let written = trigger.and_then(|trigger| trigger.get_str("type").or_else(|| trigger.str()));
        let is_batch = written.is_some_and(|word| word.eq_ignore_ascii_case("batch"));
        object.insert("trigger".into(), json!(if is_batch { "batch" } else { "single" }));
    }
    object.insert("summary".into(), json!(operation.get_str("summary")));
    object.insert("description".into(), json!(operation.get_str("description")));
    object.insert("method".into(), json!(operation.verb().to_uppercase()));
    object.insert("path".into(), json!(one.path()));
    object.insert("visibility".into(), json!(operation.get_str("x-ms-visibility")));
    object.insert("deprecated".into(), json!(operation.is_deprecated()));
    object.insert("internal".into(), json!(operation.is_internal()));
    object.insert("consumes".into(), operation.consumes().map_or(json!([]), value));
    object.insert("inputs".into(), one.leaves.iter().map(|leaf| input(operation, leaf)).collect());
    let outputs = one
        .outputs
        .iter()
        .map(|output| json!({ "in": output.part(), "path": output.dotted(), "dynamic": dynamic(operation, output.lookup) }));
    object.insert("outputs".into(), outputs.collect());
    object.insert("lookups".into(), json!(one.lookups()));
    object.insert("usedBy".into(), json!(used_by.cloned().unwrap_or_default()));
    Value::Object(object)
}

fn input(operation: Operation, leaf: &Leaf) -> Value {
    let node = leaf.node;
    let mut object = Map::new();
    object.insert("name".into(), json!(leaf.name()));
    object.insert("in".into(), json!(leaf.parameter.location()));
    if leaf.is_in_body() {
        object.insert("reference".into(), json!(leaf.reference()));
    }
    let title = node.get_str("x-ms-summary").or_else(|| node.get_str("title"));
    for (key, text) in [("title", title), ("description", node.get_str("description")), ("type", node.get_str("type"))] {
        if let Some(text) = text {
            object.insert(key.into(), json!(text));
        }
    }
    if leaf.is_group {
        object.insert("group".into(), json!(true));
    }
    if let Some(format) = node.get_str("format") {
        object.insert("format".into(), json!(format));
    }
    let required = match leaf.required {
        Required::Always => json!(true),
        Required::Conditionally => json!("conditional"),
        Required::Never => json!(false),
    };
    object.insert("required".into(), required);
    if let Some(visibility) = &leaf.visibility {
        object.insert("visibility".into(), json!(visibility));
    }
    if leaf.hidden {
        object.insert("hidden".into(), json!(true));
    }
    if let Some(encoding) = node.get_str("x-ms-url-encoding") {
        object.insert("encoding".into(), json!(encoding));
    }
    if let Some(default) = leaf.default() {
        object.insert("default".into(), value(default));
    }
    if let Some(values) = node.get("enum").filter(|values| values.is_array()) {
        object.insert("enum".into(), value(values));
    }
    if node.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true)) {
        object.insert("notificationUrl".into(), json!(true));
    }
    if !leaf.lookups.is_empty() {
        object.insert("dynamic".into(), leaf.lookups.iter().map(|lookup| dynamic(operation, *lookup)).collect());
    }
    Value::Object(object)
}

fn dynamic(operation: Operation, lookup: Lookup) -> Value {
    let kind = lookup.kind.extension().trim_start_matches("x-ms-dynamic-");
    let id = lookup::operation_ids(operation.connector, lookup).into_iter().next();
    let mut object = json!({ "kind": kind, "operationId": id });
    if let Some(name) = lookup::built_in(lookup) {
        object["builtInOperation"] = json!(name);
    }
    let needs = lookup::needs(operation, lookup);
    if !needs.is_empty() {
        object["needs"] = json!(needs);
    }
    object
}
