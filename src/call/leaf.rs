//! The inputs of an operation, including all nested properties, and the lookups on them and on its response.
use crate::call::view::{Lookup, LookupKind, Segment, is_reserved};
use crate::connector::{Operation, Parameter, Schema};
use crate::text::document::Node;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Levels below which nothing is listed.
const MAX_DEPTH: usize = 20;
/// How many inputs of one operation are listed.
const MAX_LEAVES: usize = 20_000;

/// Whether an input must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    Always,
    /// If the object that holds it is given.
    Conditionally,
    Never,
}

/// One input: a parameter outside the body, or something in the body.
#[derive(Clone, Debug)]
pub struct Leaf<'a> {
    pub parameter: Parameter<'a>,
    /// The path from the root of the body; empty for the body as a whole and outside of the body.
    pub path: Vec<Segment>,
    /// The parameter or the schema, references followed.
    pub node: Node<'a>,
    pub required: Required,
    /// Its own, or that of the object around it.
    pub visibility: Option<Cow<'a, str>>,
    /// Whether it or something around it is internal.
    pub hidden: bool,
    /// The lookups on it, in the order in which the designer prefers them.
    pub lookups: Vec<Lookup<'a>>,
    /// Whether it is listed only for its lookups: its properties or items are the inputs.
    pub is_group: bool,
}

/// A lookup on the response of an operation.
#[derive(Clone, Debug)]
pub struct OutputLookup<'a> {
    /// The way from the root of the response to it.
    pub path: Vec<Segment>,
    pub lookup: Lookup<'a>,
    /// Whether it is in the notification of a webhook.
    pub in_notification: bool,
}

impl OutputLookup<'_> {
    /// The names on the path, separated by dots. Empty for the response as a whole.
    pub fn dotted(&self) -> String {
        dotted(&self.path)
    }

    /// What it is in: `response` or `notification`.
    pub fn part(&self) -> &'static str {
        if self.in_notification { "notification" } else { "response" }
    }

    /// The name that identifies it: `response`, `response.value[*]`, `notification.body`.
    pub fn name(&self) -> String {
        let path = self.dotted();
        let separator = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        format!("{}{separator}{path}", self.part())
    }
}

fn dotted(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Property(name) if text.is_empty() => text.push_str(name),
            Segment::Property(name) => text.extend([".", name]),
            Segment::Item => text.push_str("[*]"),
        }
    }
    text
}

impl<'a> Leaf<'a> {
    /// The names on the path, separated by dots: `recipient.id`, `rows[*].id`. Empty for the body as a whole.
    pub fn dotted(&self) -> String {
        dotted(&self.path)
    }

    /// The name that the newer dialect uses for it: that of the parameter, then the path, separated by `/`.
    pub fn reference(&self) -> String {
        let mut text = self.parameter.name().into_owned();
        for segment in &self.path {
            match segment {
                Segment::Property(name) => text.extend(["/", name]),
                Segment::Item => text.push_str("[*]"),
            }
        }
        text
    }

    /// The shortest name that identifies it.
    pub fn name(&self) -> String {
        if self.path.is_empty() { self.parameter.name().into_owned() } else { format!("body.{}", self.dotted()) }
    }

    pub fn is_in_body(&self) -> bool {
        self.parameter.is_in("body")
    }

    /// Whether a name means it: its own, that of the newer dialect, or the path from the body's root, with dots or slashes,
    /// with or without `body` before it.
    pub fn is_named(&self, name: &str) -> bool {
        if self.path.is_empty() {
            return self.parameter.name() == name || (self.is_in_body() && name == "body");
        }
        let dotted = self.dotted();
        let same = |name: &str| name == dotted || name.replace('/', ".") == dotted;
        let own = self.parameter.name();
        let strip = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(['/', '.']));
        [strip(&own), strip("body")].into_iter().flatten().any(same) || same(name)
    }

    pub fn default(&self) -> Option<Node<'a>> {
        let schema = if self.is_in_body() { Some(self.node) } else { None };
        schema.unwrap_or(self.parameter.node).get("default")
    }
}

/// The input that a name means: a parameter before a property of the body.
pub fn find<'l, 'a>(leaves: &'l [Leaf<'a>], name: &str) -> Option<&'l Leaf<'a>> {
    let exact = |leaf: &&Leaf| leaf.path.is_empty() && leaf.parameter.name() == name;
    leaves.iter().find(exact).or_else(|| leaves.iter().find(|leaf| leaf.is_named(name)))
}

/// The inputs of an operation in the order of its parameters.
pub fn inputs(operation: Operation<'_>) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    for parameter in operation.parameters().filter(|parameter| !is_reserved(*parameter)) {
        let visibility = text(parameter.node, "x-ms-visibility");
        let required = if parameter.is_required() { Required::Always } else { Required::Never };
        let leaf = Leaf {
            parameter,
            path: Vec::new(),
            node: parameter.node,
            required,
            hidden: parameter.is_internal(),
            visibility,
            lookups: lookups(parameter.node).collect(),
            is_group: false,
        };
        match parameter.schema().filter(|_| parameter.is_in("body")) {
            Some(schema) => Walk { leaves: &mut leaves, open: Vec::new() }.visit(schema, leaf),
            None => {
                let mut leaf = leaf;
                leaf.lookups.extend(parameter.get("items").into_iter().flat_map(lookups));
                leaves.push(leaf);
            }
        }
    }
    leaves
}

struct Walk<'l, 'a> {
    leaves: &'l mut Vec<Leaf<'a>>,
    open: Vec<u32>,
}

impl<'a> Walk<'_, 'a> {
    /// Lists what is in a schema. `leaf` is the schema itself, but for what it says.
    fn visit(&mut self, written: Schema<'a>, mut leaf: Leaf<'a>) {
        let Some(schema) = written.resolve() else { return self.leaves.push(leaf) };
        leaf.node = schema.node;
        let own = text(written.node, "x-ms-visibility").or_else(|| text(schema.node, "x-ms-visibility"));
        leaf.hidden |= own.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("internal"));
        leaf.visibility = own.or(leaf.visibility);
        let parts = parts(schema);
        if written.node != schema.node {
            leaf.lookups.extend(lookups(written.node));
        }
        leaf.lookups.extend(parts.iter().flat_map(|part| lookups(part.node)));
        leaf.lookups.sort_by_key(|lookup| lookup.kind as u8);
        let circle = self.open.contains(&schema.node.id) || leaf.path.len() >= MAX_DEPTH;
        if circle || self.leaves.len() >= MAX_LEAVES {
            return self.leaves.push(leaf);
        }
        self.open.push(schema.node.id);
        let properties = schema.properties();
        if let Some(items) = schema.items() {
            let inner = items.resolve().is_some_and(|items| !items.properties().is_empty() || items.items().is_some());
            let mut of_item = leaf.clone();
            of_item.path.push(Segment::Item);
            of_item.required = Required::Never;
            of_item.lookups = Vec::new();
            self.leaves.push(leaf);
            let known = self.leaves.len();
            self.visit(items, of_item);
            // A simple item adds nothing to the array, except for its lookup, which fills the array.
            if let (false, Some(item)) = (inner, self.leaves.get(known).cloned()) {
                self.leaves.truncate(known);
                self.leaves[known - 1].lookups.extend(item.lookups);
            }
        } else if properties.is_empty() {
            self.additional(schema, &leaf);
            self.leaves.push(leaf);
        } else {
            leaf.is_group = true;
            if !leaf.lookups.is_empty() {
                self.leaves.push(leaf.clone());
            }
            for (member, property) in properties {
                let name = member.name();
                let required = match (leaf.required, schema.requires(&name)) {
                    (_, false) => Required::Never,
                    (Required::Always, true) => Required::Always,
                    (_, true) => Required::Conditionally,
                };
                let mut below = leaf.clone();
                below.path.push(Segment::Property(name.into_owned()));
                below.required = required;
                below.lookups = Vec::new();
                below.is_group = false;
                self.visit(property, below);
            }
            self.additional(schema, &leaf);
        }
        self.open.pop();
    }

    /// The values of a dictionary are listed only if there is a lookup on them or in them.
    fn additional(&mut self, schema: Schema<'a>, leaf: &Leaf<'a>) {
        let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) else { return };
        let known = self.leaves.len();
        let mut below = leaf.clone();
        below.path.push(Segment::Property("*".into()));
        (below.required, below.lookups, below.is_group) = (Required::Never, Vec::new(), false);
        self.visit(Schema { node: values, ..schema }, below);
        let listed = self.leaves.split_off(known);
        self.leaves.extend(listed.into_iter().filter(|leaf| !leaf.lookups.is_empty()));
    }
}

/// The lookups on the response of an operation or the notification of a webhook.
pub fn output_lookups(operation: Operation<'_>) -> Vec<OutputLookup<'_>> {
    let mut found = Vec::new();
    let content = operation.path_item().notification_content().and_then(|content| content.get("schema"));
    let answers = operation.responses().filter_map(|response| response.schema());
    let schemas: Vec<(Schema, bool)> = answers.map(|schema| (schema, false)).collect();
    // Any schema of the operation will do as a handle: only the node differs.
    let handle = |node| {
        Schema::new(
            operation.connector,
            node,
            crate::connector::SchemaPlace::Response,
            crate::connector::Direction::OUTPUT,
            Some(operation),
        )
    };
    let notification = content.filter(|node| node.is_object()).map(|node| (handle(node), true));
    for (schema, in_notification) in schemas.into_iter().chain(notification) {
        let mut seen = FxHashSet::default();
        let mut open = vec![(schema, Vec::new())];
        while let Some((written, path)) = open.pop() {
            let Some(schema) = written.resolve() else { continue };
            let mut nodes: Vec<Node> = parts(schema).iter().map(|part| part.node).collect();
            if written.node != schema.node {
                nodes.push(written.node);
            }
            for lookup in nodes.into_iter().flat_map(lookups) {
                let known = |other: &OutputLookup| other.lookup.node == lookup.node && other.in_notification == in_notification;
                if !found.iter().any(known) {
                    found.push(OutputLookup { path: path.clone(), lookup, in_notification });
                }
            }
            if !seen.insert(schema.node.id) || path.len() >= MAX_DEPTH {
                continue;
            }
            let below = |segment: Segment| {
                let mut path: Vec<Segment> = path.clone();
                path.push(segment);
                path
            };
            open.extend(schema.items().map(|items| (items, below(Segment::Item))));
            for (member, property) in schema.properties() {
                open.push((property, below(Segment::Property(member.name().into_owned()))));
            }
            if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
                open.push((Schema { node: values, ..schema }, below(Segment::Property("*".into()))));
            }
        }
    }
    found.sort_by_key(|found| found.lookup.node.id);
    found
}

/// A schema and, references followed, the parts of its `allOf` to any depth.
fn parts<'a>(schema: Schema<'a>) -> Vec<Schema<'a>> {
    let (mut all, mut open) = (Vec::<Schema>::new(), vec![schema]);
    while let Some(part) = open.pop() {
        let resolved = part.resolve();
        for found in std::iter::once(part).chain(resolved) {
            if all.len() < 256 && !all.iter().any(|known| known.node == found.node) {
                all.push(found);
                let below = found.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
                open.extend(below.map(|node| Schema { node, ..schema }));
            }
        }
    }
    all
}

/// The lookups written on a parameter or a schema, those that the designer prefers first.
pub(crate) fn lookups(node: Node<'_>) -> impl Iterator<Item = Lookup<'_>> {
    let kinds = [LookupKind::Values, LookupKind::List, LookupKind::Tree, LookupKind::Schema, LookupKind::Properties];
    kinds.into_iter().filter_map(move |kind| {
        let found = node.get(kind.extension()).filter(|value| value.is_object())?;
        Some(Lookup { kind, node: found })
    })
}

fn text<'a>(node: Node<'a>, key: &str) -> Option<Cow<'a, str>> {
    node.get_str(key).filter(|text| !text.is_empty())
}
