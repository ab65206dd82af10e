//! What the namespace sends to a function: its shapes, and samples of them.
use super::shape;
use crate::call::mock;
use crate::call::request::base64;
use crate::connector::Operation;
use serde_json::{Value, json};

/// The shape of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{"body": {"value": […]}}`.
    Batch,
    /// `{"body": {…}}`.
    Single,
    /// `{"body": "…"}`: base64.
    Binary,
    /// `{"body": null}`, `{}`.
    Empty,
}

impl Shape {
    pub fn name(self) -> &'static str {
        match self {
            Shape::Batch => "batch",
            Shape::Single => "single",
            Shape::Binary => "binary",
            Shape::Empty => "empty",
        }
    }
}

/// The value of a member, whatever the case of its name.
fn member<'v>(object: &'v serde_json::Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// Whether a payload has the envelope `body`; else it is an item as it is, such as a file that was kept for replaying.
pub fn has_envelope(payload: &Value) -> bool {
    payload.as_object().is_some_and(|object| object.is_empty() || (object.len() == 1 && member(object, "body").is_some()))
}

/// The shape of a payload and its items. A reader that accepts all shapes takes `value` for a batch whenever it is an array.
///
/// # Errors
/// When the body is neither an object nor text.
pub fn classify(payload: &Value) -> Result<(Shape, usize), String> {
    let body = match payload.as_object() {
        Some(object) => match member(object, "body") {
            Some(body) => body,
            None if object.is_empty() => &Value::Null,
            None => payload,
        },
        None => payload,
    };
    match body {
        Value::Null => Ok((Shape::Empty, 0)),
        Value::String(_) => Ok((Shape::Binary, 0)),
        Value::Object(object) => match member(object, "value") {
            Some(Value::Array(items)) => Ok((Shape::Batch, items.len())),
            Some(Value::Null) if object.len() == 1 => Ok((Shape::Batch, 0)),
            _ => Ok((Shape::Single, 1)),
        },
        _ => Err("`body` is neither an object nor text".to_owned()),
    }
}

/// A sample of what a trigger's function receives, made from its schema.
pub fn sample(operation: Operation, batch: bool) -> Value {
    let Some((schema, _)) = shape::item(operation) else { return json!({ "body": {} }) };
    let format = schema.resolve().and_then(|schema| schema.get("format").and_then(|format| format.str()));
    if format.is_some_and(|format| format.eq_ignore_ascii_case("binary")) {
        return json!({ "body": base64(b"sample") });
    }
    let item = mock::made(schema);
    if batch { json!({ "body": { "value": [item] } }) } else { json!({ "body": item }) }
}
