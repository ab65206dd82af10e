//! An index of a definition that its views need: built in one pass, stored as node ids.
use super::schema::Direction;
use crate::connector::resolve;
use crate::text::document::{Document, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

/// The members of a path item that are operations.
pub(super) const VERBS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

#[derive(Debug, Default)]
pub(crate) struct Index {
    pub operations: Vec<OperationEntry>,
    /// First operation with this id.
    pub operation_ids: FxHashMap<String, u32>,
    /// How many of these were compared letter by letter with an id that was not found.
    pub compared: AtomicUsize,
    pub definitions: FxHashMap<String, u32>,
    pub parameters: FxHashMap<String, u32>,
    pub responses: FxHashMap<String, u32>,
    /// For each named definition (by node id) whether a request or a response reaches it.
    pub directions: FxHashMap<u32, Direction>,
    /// Parameters (by node id) of at least one operation that is not internal.
    pub asked: FxHashSet<u32>,
    /// Whether the text says `x-ms-notification-url` anywhere: most do not, and need not be searched operation by operation.
    pub notification_urls: bool,
    /// By the node id of each shared definition, parameter and response and of each path item: the operations that reach it.
    /// Made when first asked for.
    pub reached: OnceLock<FxHashMap<u32, Vec<u32>>>,
}

#[derive(Debug)]
pub(crate) struct OperationEntry {
    /// The path's key.
    pub path: u32,
    /// The verb's key.
    pub verb: u32,
    pub node: u32,
    /// Effective parameters: the operation's own, then those of the path item that it does not override.
    pub parameters: Vec<ParameterEntry>,
    /// Which of them is the first that is sent as the body.
    pub body: Option<usize>,
    /// Where among them the first with each name is. Made when somebody first asks for one of many by its name.
    pub by_name: OnceLock<FxHashMap<String, usize>>,
    /// Made when somebody first asks for them, as several rules do.
    pub body_notification_urls: OnceLock<Vec<NotificationUrlEntry>>,
}

/// A property of a body that takes the address to which a webhook is to send, as node ids: see
/// [`NotificationUrl`](super::operation::NotificationUrl).
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotificationUrlEntry {
    pub node: u32,
    pub internal: bool,
    pub optional: Option<u32>,
}

/// Up to this many parameters are walked: that is quicker than a table.
pub(super) const FEW: usize = 16;

#[derive(Clone, Copy, Debug)]
pub(crate) struct ParameterEntry {
    /// What stands in the list: the parameter or a `$ref` to it.
    pub entry: u32,
    /// The parameter itself; the `$ref` object when its target is missing.
    pub node: u32,
    pub of_path_item: bool,
}

impl Index {
    pub fn new(document: &Document) -> Index {
        let root = document.root();
        let named = |section: &str| -> FxHashMap<String, u32> {
            let members = root.get(section).into_iter().flat_map(Node::members);
            members.map(|member| (member.name().into_owned(), member.value.id)).collect()
        };
        let mut index = Index {
            definitions: named("definitions"),
            parameters: named("parameters"),
            responses: named("responses"),
            notification_urls: memchr::memmem::find(document.text.as_bytes(), b"x-ms-notification-url").is_some(),
            ..Index::default()
        };
        for path in root.get("paths").into_iter().flat_map(Node::members) {
            for verb in path.value.members().filter(|member| VERBS.iter().any(|verb| member.key.key_is(verb))) {
                if !verb.value.is_object() {
                    continue;
                }
                let parameters = index.effective_parameters(path.value, verb.value);
                let is_body = |node: u32| document.node(node).get("in").is_some_and(|place| place.is("body"));
                if !verb.value.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal")) {
                    index.asked.extend(parameters.iter().map(|parameter| parameter.node));
                }
                let at = index.operations.len() as u32;
                if let Some(id) = verb.value.get_str("operationId") {
                    index.operation_ids.entry(id.into_owned()).or_insert(at);
                }
                index.operations.push(OperationEntry {
                    path: path.key.id,
                    verb: verb.key.id,
                    node: verb.value.id,
                    body: parameters.iter().position(|parameter| is_body(parameter.node)),
                    parameters,
                    by_name: OnceLock::new(),
                    body_notification_urls: OnceLock::new(),
                });
            }
        }
        index.find_directions(root);
        index
    }

    fn effective_parameters(&self, path_item: Node, operation: Node) -> Vec<ParameterEntry> {
        let list = |owner: Node<'_>, of_path_item: bool| -> Vec<ParameterEntry> {
            let entries = owner.get("parameters").into_iter().flat_map(|list| list.items().collect::<Vec<_>>());
            let resolved = entries.filter(|entry| entry.is_object()).map(|entry| ParameterEntry {
                entry: entry.id,
                node: self.shared(entry, "#/parameters/", &self.parameters).unwrap_or(entry.id),
                of_path_item,
            });
            resolved.collect()
        };
        let mut parameters = list(operation, false);
        let doc = operation.doc;
        let identity = |id: u32| (doc.node(id).get_str("name"), doc.node(id).get_str("in"));
        let inherited = list(path_item, true);
        if inherited.len() > FEW && parameters.len() > FEW {
            let own: FxHashSet<_> = parameters.iter().map(|own| identity(own.node)).collect();
            parameters.extend(inherited.into_iter().filter(|inherited| !own.contains(&identity(inherited.node))));
            return parameters;
        }
        for inherited in inherited {
            if !parameters.iter().any(|own| !own.of_path_item && identity(own.node) == identity(inherited.node)) {
                parameters.push(inherited);
            }
        }
        parameters
    }

    fn shared(&self, entry: Node, prefix: &str, section: &FxHashMap<String, u32>) -> Option<u32> {
        let reference = entry.get_str("$ref")?;
        let name = resolve::pointer_token(reference.strip_prefix(prefix)?);
        section.get(name.as_ref()).copied()
    }

    /// The definition that a `$ref` value names.
    pub fn definition(&self, reference: &str) -> Option<u32> {
        let name = resolve::pointer_token(reference.strip_prefix("#/definitions/")?);
        self.definitions.get(name.as_ref()).copied()
    }

    /// Spreads "is sent" and "is received" from parameters and responses along `$ref` through the definitions.
    fn find_directions(&mut self, root: Node) {
        let doc = root.doc;
        let mut open: Vec<(u32, Direction)> = Vec::new();
        for operation in &self.operations {
            open.extend(operation.parameters.iter().map(|parameter| (parameter.node, Direction::INPUT)));
            for response in doc.node(operation.node).get("responses").into_iter().flat_map(Node::members) {
                let node = self.shared(response.value, "#/responses/", &self.responses).unwrap_or(response.value.id);
                open.push((node, Direction::OUTPUT));
            }
        }
        for path in root.get("paths").into_iter().flat_map(Node::members) {
            open.extend(path.value.get("x-ms-notification-content").map(|content| (content.id, Direction::OUTPUT)));
        }
        while let Some((id, direction)) = open.pop() {
            for reference in doc.members_named("$ref", id..doc.node(id).after()) {
                let Some(target) = reference.str().and_then(|reference| self.definition(&reference)) else { continue };
                let known = self.directions.entry(target).or_default();
                if !known.contains(direction) {
                    known.add(direction);
                    open.push((target, direction));
                }
            }
        }
    }
}
