//! What a namespace sends to a trigger's callback: a batch, one item, the bytes of a file, or nothing.
use serde_json::Value;

/// The kind of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{"body": {"value": […]}}`: `disableSplitOn` is set.
    Batch,
    /// `{"body": {…}}`: one element of a batch, or the event of a trigger that has one only.
    Single,
    /// `{"body": "…"}`: the content of a file, in base64.
    Binary,
    /// No body, or null.
    Empty,
    /// The item itself, as with the body template `@triggerBody()`.
    Bare,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Batch => "batch",
            Kind::Single => "single",
            Kind::Binary => "binary",
            Kind::Empty => "empty",
            Kind::Bare => "bare item",
        }
    }
}

/// Microsoft's readers differ in when an object with `value` is a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// `value` must be the only member, but for links and annotations of OData (.NET, which accepts none, and generated code).
    #[default]
    DotNet,
    /// It may have others beside it (Node.js).
    Node,
}

/// Whether a member beside a list of items says something about the list, as in OData.
pub fn is_annotation(name: &str) -> bool {
    name.starts_with('@') || name.starts_with("odata.") || name.eq_ignore_ascii_case("nextLink")
}

/// The kind of a payload and the items in it.
///
/// # Errors
/// When readers refuse it: the body is an array, a number or a Boolean.
pub fn read(payload: &Value, reader: Reader) -> Result<(Kind, Vec<Value>), String> {
    let object = payload.as_object().ok_or("the payload is not an object")?;
    let member = |object: &serde_json::Map<String, Value>, wanted: &str| {
        object.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.clone())
    };
    // An item without the envelope may have a member of this name, such as an email.
    let Some(body) = member(object, "body").filter(|_| object.len() == 1) else {
        return Ok(if object.is_empty() { (Kind::Empty, Vec::new()) } else { (Kind::Bare, vec![payload.clone()]) });
    };
    match &body {
        Value::Null => Ok((Kind::Empty, Vec::new())),
        Value::String(text) => Ok((Kind::Binary, vec![Value::String(text.trim_matches('"').to_owned())])),
        Value::Object(inner) => {
            let others = || inner.keys().filter(|name| !name.eq_ignore_ascii_case("value"));
            let alone = reader == Reader::Node || others().all(|name| is_annotation(name));
            match member(inner, "value").filter(|_| alone) {
                Some(Value::Array(items)) => Ok((Kind::Batch, items)),
                Some(Value::Null) if others().next().is_none() => Ok((Kind::Batch, Vec::new())),
                _ => Ok((Kind::Single, vec![body])),
            }
        }
        _ => Err("the body is neither an object, nor text, nor null".to_owned()),
    }
}
