//! View of a lookup: an operation that is called while a flow is edited, to fill a list or to learn a schema.
use super::{Connector, Operation, Parameter, Schema};
use crate::text::document::{Member, Node};
use crate::text::edit::quote;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Which extension a lookup is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DynamicKind {
    /// `x-ms-dynamic-values`: a list, in the older dialect.
    Values,
    /// `x-ms-dynamic-list`: a list, in the newer dialect.
    List,
    /// `x-ms-dynamic-schema`: a schema, in the older dialect.
    Schema,
    /// `x-ms-dynamic-properties`: a schema, in the newer dialect.
    Properties,
    /// `open` of `x-ms-dynamic-tree`: the first level of a tree.
    TreeOpen,
    /// `browse` of `x-ms-dynamic-tree`: the children of an item of a tree.
    TreeBrowse,
}

/// One lookup, where it is written. `open` and `browse` of a tree are two lookups.
#[derive(Clone, Copy, Debug)]
pub struct Dynamic<'a> {
    pub connector: &'a Connector,
    pub kind: DynamicKind,
    /// The key of the extension (for a tree: `open` or `browse`).
    pub key: Node<'a>,
    /// Its value: an object.
    pub node: Node<'a>,
    /// The parameter or schema whose value or content is looked up.
    pub holder: Node<'a>,
    /// The operation in which it is written; None in the shared sections, see [`Dynamic::sources`].
    pub operation: Option<Operation<'a>>,
}

/// What a lookup passes to its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Passed<'a> {
    /// This literal.
    Value(Node<'a>),
    /// The value of the input that this string names in the operation being edited.
    Reference(Node<'a>),
    /// The value at this path in the item of the tree that was opened.
    Selected(Node<'a>),
}

/// The target of a name or path among the inputs of an operation.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    Parameter(Parameter<'a>),
    Property(BodyProperty<'a>),
    /// Something inside of an object whose content is not known.
    Unknown,
    Nothing,
}

/// A property in a body, with what is known about the path to it.
#[derive(Clone, Copy, Debug)]
pub struct BodyProperty<'a> {
    /// The value under its name, and the same with `$ref` followed.
    pub written: Schema<'a>,
    pub schema: Schema<'a>,
    /// Whether it, the body or a property between them is internal.
    pub internal: bool,
    /// Whether it, the body or a property between them is not required.
    pub optional: bool,
}

impl<'a> Dynamic<'a> {
    pub(crate) fn new(
        connector: &'a Connector,
        kind: DynamicKind,
        node: Node<'a>,
        operation: Option<Operation<'a>>,
    ) -> Option<Dynamic<'a>> {
        let tree = matches!(kind, DynamicKind::TreeOpen | DynamicKind::TreeBrowse);
        let owner = if tree { node.parent()? } else { node };
        Some(Dynamic { connector, kind, key: node.key()?, node, holder: owner.parent()?, operation })
    }

    /// The name of the extension.
    pub fn name(self) -> &'static str {
        match self.kind {
            DynamicKind::Values => "x-ms-dynamic-values",
            DynamicKind::List => "x-ms-dynamic-list",
            DynamicKind::Schema => "x-ms-dynamic-schema",
            DynamicKind::Properties => "x-ms-dynamic-properties",
            DynamicKind::TreeOpen | DynamicKind::TreeBrowse => "x-ms-dynamic-tree",
        }
    }

    /// Whether it is written in the older dialect: `{"parameter": name}` or the bare value.
    pub fn is_old(self) -> bool {
        matches!(self.kind, DynamicKind::Values | DynamicKind::Schema)
    }

    /// Whether it fills a list (or a level of a tree) rather than providing a schema.
    pub fn is_list(self) -> bool {
        !matches!(self.kind, DynamicKind::Schema | DynamicKind::Properties)
    }

    /// The same lookup beside it in the other dialect.
    pub fn twin(self) -> Option<Dynamic<'a>> {
        let kind = match self.kind {
            DynamicKind::Values => DynamicKind::List,
            DynamicKind::List => DynamicKind::Values,
            DynamicKind::Schema => DynamicKind::Properties,
            DynamicKind::Properties => DynamicKind::Schema,
            DynamicKind::TreeOpen | DynamicKind::TreeBrowse => return None,
        };
        let member = self.holder.member(Dynamic { kind, ..self }.name()).filter(|member| member.value.is_object())?;
        Some(Dynamic { kind, key: member.key, node: member.value, ..self })
    }

    /// The operation that it calls; None when its id is not that of an operation.
    pub fn target(self) -> Option<Operation<'a>> {
        self.connector.operation(&self.node.get_str("operationId")?)
    }

    /// The path to the list in the target's response: `value-collection`, `itemsPath`.
    pub fn collection(self) -> Option<Node<'a>> {
        match self.kind {
            DynamicKind::Values => self.path("value-collection"),
            DynamicKind::Schema | DynamicKind::Properties => None,
            _ => self.path("itemsPath"),
        }
    }

    /// The path to the value in an item of the list, or to the schema in the response: `value-path`, `itemValuePath`.
    pub fn value(self) -> Option<Node<'a>> {
        self.path(if self.is_old() { "value-path" } else { "itemValuePath" })
    }

    /// The path to what is shown of an item of the list: `value-title`, `itemTitlePath`.
    pub fn title(self) -> Option<Node<'a>> {
        match self.kind {
            DynamicKind::Values => self.path("value-title"),
            DynamicKind::Schema | DynamicKind::Properties => None,
            _ => self.path("itemTitlePath"),
        }
    }

    fn path(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key).filter(|path| path.is_string())
    }

    /// The arguments: the name of the target's parameter with the value, in either dialect. Entries in
    /// neither form are left out.
    pub fn arguments(self) -> impl Iterator<Item = (Member<'a>, Passed<'a>)> {
        let members = self.node.get("parameters").into_iter().flat_map(Node::members);
        members.filter_map(move |member| Some((member, self.passed(member.value)?)))
    }

    /// The arguments that refer to an input of the operation being edited, each with the string that names it.
    pub fn references(self) -> impl Iterator<Item = (Member<'a>, Node<'a>)> {
        self.arguments().filter_map(|(argument, passed)| match passed {
            Passed::Reference(reference) => Some((argument, reference)),
            _ => None,
        })
    }

    fn passed(self, argument: Node<'a>) -> Option<Passed<'a>> {
        let string = |key: &str| argument.get(key).filter(|value| value.is_string());
        if self.is_old() {
            return match argument.is_object() && argument.members().next().is_some() {
                true => string("parameter").map(Passed::Reference),
                false => Some(Passed::Value(argument)),
            };
        }
        let reference = string("parameterReference").map(Passed::Reference);
        reference
            .or_else(|| argument.get("value").map(Passed::Value))
            .or_else(|| string("selectedItemValuePath").map(Passed::Selected))
    }

    /// The operations in which it can be used: the one in which it is written, else (in the shared sections) those that
    /// reach it by `$ref`.
    pub fn sources(self) -> Vec<Operation<'a>> {
        if let Some(operation) = self.operation {
            return vec![operation];
        }
        let connector = self.connector;
        let reached = connector.index().reached.get_or_init(|| reach(connector));
        // The section's member that holds it: the outermost but two of what is around it.
        let (mut node, mut section, mut root) = (self.node, self.node, self.node);
        let mut sent = false;
        while let Some(parent) = node.parent() {
            sent |= node.name().is_some_and(|name| name == "x-ms-notification-content");
            (root, section, node) = (section, node, parent);
        }
        let operations = reached.get(&root.id).map(Vec::as_slice).unwrap_or_default().iter();
        let operations = operations.map(|&at| Operation { connector, at });
        // An error in one is almost always in all: a few of them are enough.
        // Nobody sees a list for an internal one.
        let shown = |operation: &Operation| !operation.is_internal() && (!sent || operation.is_webhook());
        operations.filter(shown).take(MAX_SOURCES).collect()
    }

    /// Whether what it passes under this name is an object by its type.
    pub fn takes_object(self, name: &str) -> bool {
        self.target().and_then(|target| target.input(name).type_name()).is_some_and(|kind| kind == "object")
    }

    /// Whether this reference could be to a parameter and to a property of the body, in an operation that uses it.
    pub fn is_ambiguous(self, reference: Node) -> bool {
        let name = reference.str().unwrap_or_default();
        self.sources().iter().any(|source| source.is_ambiguous(&name))
    }

    /// Whether this reference leads into a body, in an operation that uses it.
    pub fn is_nested(self, reference: Node) -> bool {
        let name = reference.str().unwrap_or_default();
        self.sources().iter().any(|source| matches!(source.input(&name), Input::Property(_)))
    }

    /// Whether `value-path` of `x-ms-dynamic-schema` leads to a schema's properties rather than to the schema.
    pub fn is_of_properties(self) -> bool {
        let path = (self.kind == DynamicKind::Schema).then(|| self.value()).flatten().and_then(Node::str);
        path.is_some_and(|path| path == "properties" || path.ends_with("/properties"))
    }

    /// The same lookup in the newer dialect, as JSON.
    pub fn in_new_dialect(self) -> Option<String> {
        let target = self.target()?;
        let source = self.sources().first().copied();
        let full = |operation: Operation, name: &str| match (operation.input(name), operation.body()) {
            (Input::Property(_), Some(body)) if !name.starts_with(&format!("{}/", body.name())) => {
                format!("{}/{}", body.name(), name.replace('.', "/"))
            }
            _ => name.to_owned(),
        };
        let mut json = format!("{{ \"operationId\": {}", self.node.get("operationId")?.text());
        let mut arguments = Vec::new();
        for (argument, passed) in self.arguments() {
            let value = match passed {
                Passed::Value(value) => format!("{{ \"value\": {} }}", value.text()),
                Passed::Reference(reference) => {
                    let name = reference.str()?;
                    let name = source.map_or_else(|| name.to_string(), |source| full(source, &name));
                    format!("{{ \"parameterReference\": {} }}", quote(&name))
                }
                Passed::Selected(_) => return None,
            };
            arguments.push(format!("{}: {value}", quote(&full(target, &argument.name()))));
        }
        if !arguments.is_empty() {
            json += &format!(", \"parameters\": {{ {} }}", arguments.join(", "));
        }
        if let Some(path) = self.collection() {
            json += &format!(", \"itemsPath\": {}", path.text());
        }
        let value = self.value().and_then(Node::str).unwrap_or_default();
        let value = match self.is_of_properties() {
            true => value.trim_end_matches("properties").trim_end_matches('/'),
            false => &value,
        };
        if !value.is_empty() {
            json += &format!(", \"itemValuePath\": {}", quote(value));
        }
        if let Some(path) = self.title() {
            json += &format!(", \"itemTitlePath\": {}", path.text());
        }
        Some(json + " }")
    }

    /// The same lookup in the newer dialect: the member behind which it belongs, its name and its JSON text. Makers see
    /// the same as before, as far as the definition shows.
    pub fn new_twin(self) -> Option<(Member<'a>, &'static str, String)> {
        let name = if self.kind == DynamicKind::Values { "x-ms-dynamic-list" } else { "x-ms-dynamic-properties" };
        let json = self.in_new_dialect().filter(|_| self.is_old() && !self.holder.has(name))?;
        Some((Member { key: self.key, value: self.node }, name, json))
    }

    /// The schema of the target's success response.
    pub fn answer(self) -> Option<Schema<'a>> {
        self.target()?.success_schema()
    }

    /// An item of the list in the target's response; None if it is not known.
    pub fn item(self) -> Option<Schema<'a>> {
        let path = self.collection().and_then(Node::str).unwrap_or_default();
        self.answer()?.at_path(&path).ok()?.items()?.resolve()
    }
}

/// Of so many parameters an unknown one is looked for: there may be as many names that are not found.
const MOST_PARAMETERS: usize = 256;

impl Connector {
    /// The operations that reach a shared definition, parameter or response.
    pub(crate) fn users_of(&self, shared: Node) -> Vec<Operation<'_>> {
        let reached = self.index().reached.get_or_init(|| reach(self));
        let users = reached.get(&shared.id).map(Vec::as_slice).unwrap_or_default();
        users.iter().map(|&at| Operation { connector: self, at }).collect()
    }
}

/// Of how many operations that share a lookup each is looked at.
const MAX_SOURCES: usize = 32;

/// By the id of each shared definition, parameter and response and of each path item: the operations that reach it.
fn reach(connector: &Connector) -> FxHashMap<u32, Vec<u32>> {
    let Some(document) = &connector.definition else { return FxHashMap::default() };
    let target = |reference: &str| {
        let node = connector.definition_node(reference).or_else(|| connector.parameter_node(reference));
        node.or_else(|| connector.response_node(reference)).map(|node| node.id)
    };
    let references = |node: Node| -> Vec<u32> {
        document.members_named("$ref", node.id..node.after()).filter_map(|reference| target(&reference.str()?)).collect()
    };
    let mut references_of: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut reached: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for operation in connector.operations() {
        let item = operation.path_item().node;
        reached.entry(item.id).or_default().push(operation.at);
        let mut open = references(operation.node());
        open.extend(item.get("parameters").into_iter().flat_map(references));
        if operation.is_webhook() {
            open.extend(item.get("x-ms-notification-content").into_iter().flat_map(references));
        }
        let mut seen = FxHashSet::default();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                reached.entry(id).or_default().push(operation.at);
                open.extend(references_of.entry(id).or_insert_with(|| references(document.node(id))).iter());
            }
        }
    }
    reached
}

impl<'a> Input<'a> {
    /// The type of the target, if it has one.
    pub fn type_name(self) -> Option<Cow<'a, str>> {
        match self {
            Input::Parameter(parameter) if parameter.is_in("body") => parameter.schema()?.resolve()?.type_name(),
            Input::Parameter(parameter) => parameter.node.get_str("type"),
            Input::Property(property) => property.schema.type_name(),
            Input::Unknown | Input::Nothing => None,
        }
    }
}

impl<'a> Operation<'a> {
    /// Whether a name is that of a parameter and leads to a property of the body, too.
    pub fn is_ambiguous(self, name: &str) -> bool {
        let named = self.parameter(name).is_some_and(|parameter| !parameter.is_in("body"));
        named && self.body().is_some_and(|body| matches!(body.property(name), Input::Property(_)))
    }

    /// Where a name leads among its inputs: that of a parameter, `body/path/to/property` with the body parameter's own
    /// name, or (as the older extensions have it) a path from the body's root, with `/` or `.`.
    pub fn input(self, name: &str) -> Input<'a> {
        if let Some(parameter) = self.parameter(name) {
            return Input::Parameter(parameter);
        }
        let Some(body) = self.body() else {
            let dangling = |parameter: Parameter| parameter.is_dangling();
            return if self.parameters().take(MOST_PARAMETERS).any(dangling) { Input::Unknown } else { Input::Nothing };
        };
        match name.split_once('/') {
            Some((first, path)) if first == body.name() => body.property(path),
            _ => body.property(name),
        }
    }
}

impl<'a> Parameter<'a> {
    /// Where a path from the root of a body leads; steps are parted by `/` or, where that leads nowhere, by `.`.
    pub fn property(self, path: &str) -> Input<'a> {
        match self.property_at(path.split('/')) {
            Input::Nothing if path.contains('.') => self.property_at(path.split(['/', '.'])),
            input => input,
        }
    }

    fn property_at<'s>(self, steps: impl Iterator<Item = &'s str>) -> Input<'a> {
        let (mut internal, mut optional) = (self.is_internal(), !self.is_required());
        let mut at = None;
        let Some(mut schema) = self.schema().and_then(Schema::resolve) else { return Input::Unknown };
        for step in steps.filter(|step| !step.is_empty()) {
            if let Some(items) = schema.items() {
                let Some(items) = items.resolve() else { return Input::Unknown };
                schema = items;
            }
            let Some(written) = schema.property(step) else {
                return if schema.is_open() { Input::Unknown } else { Input::Nothing };
            };
            optional |= !schema.requires(step);
            let Some(resolved) = written.resolve() else { return Input::Unknown };
            schema = resolved;
            internal |= written.is_internal() || schema.is_internal();
            at = Some(BodyProperty { written, schema, internal, optional });
        }
        at.map_or(Input::Nothing, Input::Property)
    }
}
