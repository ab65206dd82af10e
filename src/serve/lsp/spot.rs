//! The value at a place in a document, in terms of the grammar.
use crate::connector::grammar::{self, Kind, Property, Value};
use crate::connector::{Connector, Operation};
use crate::text::document::{Document, File, Member, Node};
use crate::text::json;

/// The expected value of a file's root.
pub fn root(file: File) -> Value {
    match file {
        File::Definition => Value::Object(Kind::Swagger),
        File::Properties => Value::Object(Kind::ApiProperties),
        File::Settings => Value::Object(Kind::Settings),
        _ => Value::Any,
    }
}

/// The alternative of an expected value that fits an object or array.
pub fn fitting(value: &Value, is_object: bool) -> Value {
    match value {
        Value::Either(values) => {
            let fits =
                |value: &&Value| if is_object { matches!(value, Value::Object(_)) } else { matches!(value, Value::Array(_)) };
            values.iter().find(fits).copied().unwrap_or(Value::Any)
        }
        value => *value,
    }
}

/// The expected value of a member.
pub fn member_value(kind: Kind, name: &str) -> Value {
    match kind.object().member(name) {
        grammar::Member::Property(property) => property.value,
        grammar::Member::Entry(value) => value,
        _ => Value::Any,
    }
}

/// The expected value according to the grammar.
pub fn meaning(node: Node) -> Value {
    let mut way = vec![node];
    while let Some(parent) = way[way.len() - 1].parent() {
        way.push(parent);
    }
    let mut value = root(node.doc.file);
    for pair in way.windows(2).rev() {
        let (child, parent) = (pair[0], pair[1]);
        value = match fitting(&value, parent.is_object()) {
            Value::Object(kind) => member_value(narrowed(kind, parent), &child.name().unwrap_or_default()),
            Value::Array(item) => *item,
            _ => return Value::Any,
        };
    }
    value
}

fn narrowed(kind: Kind, node: Node) -> Kind {
    match kind {
        Kind::Parameter if !node.has("$ref") => Kind::of_parameter(&node.get_str("in").unwrap_or_default()),
        kind => kind,
    }
}

/// The kind of an object.
pub fn kind_of(node: Node) -> Option<Kind> {
    match fitting(&meaning(node), node.is_object()) {
        Value::Object(kind) if node.is_object() => Some(narrowed(kind, node)),
        _ => None,
    }
}

/// A place in a JSON document.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// The innermost value at the place; for a key, the value of its member.
    pub node: Node<'a>,
    /// Whether the place is in the key.
    pub in_key: bool,
}

/// The value at a byte of a document. The place right after a token belongs to it.
pub fn at(document: &Document, offset: u32) -> Spot<'_> {
    let nodes = &document.tree.nodes;
    let last = nodes.partition_point(|node| node.start <= offset).saturating_sub(1) as u32;
    let holds = |node: Node| node.span().start <= offset && offset <= node.span().end;
    // The last token that starts before the place, if it extends to it.
    let token = document.node(last);
    if token.kind() == json::Kind::Key && holds(token) {
        return Spot { node: document.node(last + 1), in_key: true };
    }
    if !matches!(token.kind(), json::Kind::Key) && holds(token) && (token.span().end > offset || !is_container(token)) {
        return Spot { node: token, in_key: false };
    }
    Spot { node: document.value_at(offset), in_key: false }
}

fn is_container(node: Node) -> bool {
    node.is_object() || node.is_array()
}

impl<'a> Spot<'a> {
    /// The member whose key or value is at the place.
    pub fn member(self) -> Option<Member<'a>> {
        Some(Member { key: self.node.key()?, value: self.node })
    }

    /// The grammar's entry for this member: the kind of its object, and the property.
    pub fn property(self) -> Option<(Kind, &'static Property)> {
        let member = self.member()?;
        let kind = kind_of(member.key.parent()?)?;
        Some((kind, kind.object().property(&member.name())?))
    }
}

/// The operation that contains a value.
pub fn operation_of<'a>(connector: &'a Connector, node: Node<'a>) -> Option<Operation<'a>> {
    if node.doc.file != File::Definition {
        return None;
    }
    let mut at = Some(node);
    while let Some(node) = at {
        if node.is_object()
            && let Some(operation) = connector.operation_at(node)
        {
            return Some(operation);
        }
        at = node.parent();
    }
    None
}
