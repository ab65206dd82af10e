//! What stands at a place of a document, in the words of the grammar.
use crate::connector::grammar::{self, Kind, Property, Value};
use crate::connector::{Connector, Operation};
use crate::text::document::{Document, File, Member, Node};
use crate::text::json;

/// What the value of a file's root has to be.
pub fn root(file: File) -> Value {
    match file {
        File::Definition => Value::Object(Kind::Swagger),
        File::Properties => Value::Object(Kind::ApiProperties),
        File::Settings => Value::Object(Kind::Settings),
        _ => Value::Any,
    }
}

/// Of what a value may be, that which fits an object or an array.
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

/// What a member of an object has to be.
pub fn member_value(kind: Kind, name: &str) -> Value {
    match kind.object().member(name) {
        grammar::Member::Property(property) => property.value,
        grammar::Member::Entry(value) => value,
        _ => Value::Any,
    }
}

/// What the grammar says that a value has to be.
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

/// What kind of object a value is.
pub fn kind_of(node: Node) -> Option<Kind> {
    match fitting(&meaning(node), node.is_object()) {
        Value::Object(kind) if node.is_object() => Some(narrowed(kind, node)),
        _ => None,
    }
}

/// A place in a JSON document.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// The innermost value at the place; of a member whose key is there its value.
    pub node: Node<'a>,
    /// Whether the place is in the key.
    pub in_key: bool,
}

/// What stands at a byte of a document. A place right behind a token belongs to it.
pub fn at(document: &Document, offset: u32) -> Spot<'_> {
    let nodes = &document.tree.nodes;
    let last = nodes.partition_point(|node| node.start <= offset).saturating_sub(1) as u32;
    let holds = |node: Node| node.span().start <= offset && offset <= node.span().end;
    // The token that begins last before the place, when it reaches so far.
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
    /// The member at the place: the one whose key or value is there.
    pub fn member(self) -> Option<Member<'a>> {
        Some(Member { key: self.node.key()?, value: self.node })
    }

    /// What the grammar says of this member: the kind of object in which it stands, and the property.
    pub fn property(self) -> Option<(Kind, &'static Property)> {
        let member = self.member()?;
        let kind = kind_of(member.key.parent()?)?;
        Some((kind, kind.object().property(&member.name())?))
    }
}

/// The operation in which a value stands.
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
