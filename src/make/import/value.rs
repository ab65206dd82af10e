//! JSON as the import writes it: texts are borrowed from the source where they stand there as they are.
use crate::text::document::Node;
use crate::text::json::{Kind, write_string};
use crate::text::yaml::json_number;
use std::borrow::Cow;
use std::fmt::Write;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    /// A number, as it is written.
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Object<'a>),
}

/// The members of an object, in order.
pub type Object<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

impl<'a> Value<'a> {
    /// The value of a node, with everything in it.
    pub fn of(node: Node<'a>) -> Value<'a> {
        match node.kind() {
            Kind::Object => Value::Object(node.members().map(|member| (member.name(), Value::of(member.value))).collect()),
            Kind::Array => Value::List(node.items().map(Value::of).collect()),
            Kind::String | Kind::Key => Value::Text(node.str().or_else(|| node.name()).unwrap_or_default()),
            Kind::True => Value::Bool(true),
            Kind::False => Value::Bool(false),
            Kind::Number => json_number(node.text()).map_or(Value::Null, Value::Number),
            Kind::Null | Kind::Invalid => Value::Null,
        }
    }

    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Value<'a> {
        Value::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<Cow<'a, str>>>(texts: impl IntoIterator<Item = T>) -> Value<'a> {
        Value::List(texts.into_iter().map(Value::text).collect())
    }

    /// The text of this value, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of its JSON type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.parse().is_ok_and(|number: f64| number.fract() == 0.0) => "integer",
            Value::Number(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Object(_) => "object",
        }
    }

    /// Writes it as JSON without white space.
    pub fn write(&self, out: &mut String) {
        match self {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => {
                let _ = write!(out, "{value}"); // a String takes everything
            }
            Value::Number(number) => out.push_str(number),
            Value::Text(text) => write_string(text, out),
            Value::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Value::Object(members) => write_object(members, out),
        }
    }
}

/// Writes the members of an object.
pub fn write_object(members: &Object, out: &mut String) {
    out.push('{');
    for (at, (name, value)) in members.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_string(name, out);
        out.push(':');
        value.write(out);
    }
    out.push('}');
}
