//! What the namespace sends to a function: whether something has its envelope, and samples.
use super::shape;
use crate::call::mock;
use crate::call::request::base64;
use crate::connector::Operation;
use serde_json::{Value, json};

/// Whether a payload has the envelope `body`; else it is an item as it is, such as a file that was kept for replaying.
pub fn has_envelope(payload: &Value) -> bool {
    let is_body = |name: &String| name.eq_ignore_ascii_case("body");
    payload.as_object().is_some_and(|object| object.is_empty() || (object.len() == 1 && object.keys().all(is_body)))
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
