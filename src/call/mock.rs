//! Responses generated from the definition: always the same, and valid against its schemas.
use super::exchange::{Answer, Headers, Payload};
use super::request::{Given, given_value, is_of_type, plain};
use super::{Walk, value};
use crate::connector::{Operation, Response, Schema};
use crate::text::document::Node;
use serde_json::{Map, Value, json};

/// An example within a schema is taken up to this length, in bytes: it may be used many times.
const LONGEST_EXAMPLE: usize = 10_000;

/// The success response of an operation: its example, or a value generated from its schema.
pub fn answer(operation: Operation) -> Answer {
    let success = operation.responses().filter(|response| response.is_success());
    let of_status = |response: &Response| response.status().and_then(|status| status.parse::<u16>().ok());
    let response = success.min_by_key(|response| of_status(response).unwrap_or(u16::MAX));
    let response = response.or_else(|| operation.response("default"));
    let Some(response) = response else {
        return Answer { status: 200, headers: Headers::default(), payload: Payload::None };
    };
    let mut headers = Headers::default();
    for member in response.get("headers").into_iter().flat_map(Node::members) {
        let made = of_node(member.value);
        headers.0.push((member.name().into_owned(), plain(&made, None)));
    }
    let status = of_status(&response).unwrap_or(200);
    let payload = match example(response).or_else(|| response.schema().map(|schema| made(schema))) {
        _ if status == 204 || status == 304 => Payload::None,
        None => Payload::None,
        Some(body) => {
            let is_file = response.schema().and_then(Schema::resolve).is_some_and(|schema| schema.is_type("file"));
            let kinds: Vec<String> = operation
                .produces()
                .into_iter()
                .flat_map(Node::items)
                .filter_map(|kind| Some(kind.str()?.into_owned()))
                .collect();
            let json = kinds.is_empty() || kinds.iter().any(|kind| kind.contains("json"));
            let kind = if json && !is_file { "application/json".to_owned() } else { kinds.first().cloned().unwrap_or_default() };
            if !kind.is_empty() {
                headers.set("Content-Type", &kind);
            }
            match body {
                Value::String(text) if is_file || !json => Payload::Bytes(text.into_bytes()),
                body => Payload::Json(body),
            }
        }
    };
    Answer { status, headers, payload }
}

/// The example of a response in JSON.
fn example(response: Response) -> Option<Value> {
    let examples = response.get("examples")?;
    let found = examples.members().find(|member| member.name().contains("json"))?;
    let example = value(found.value);
    // JSON written as text is the JSON, unless text is what comes.
    let is_text = response.schema().and_then(Schema::resolve).is_some_and(|schema| schema.is_type("string"));
    match &example {
        Value::String(text) if !is_text => serde_json::from_str(text).ok(),
        _ => Some(example),
    }
}

/// A value that a schema allows.
pub fn made(schema: Schema) -> Value {
    make(schema, &mut Walk::new())
}

fn make(schema: Schema, walk: &mut Walk) -> Value {
    let Some(resolved) = schema.resolve() else { return Value::Null };
    if !walk.enter(resolved.node) {
        // An object would need what its own schema requires, without end.
        let made = of_node(resolved.node);
        return if made.is_object() { Value::Null } else { made };
    }
    let known = ["example", "x-example", "default"].iter().find_map(|key| resolved.get(key));
    let known = known.filter(|known| known.text().len() <= LONGEST_EXAMPLE).map(value);
    if let Some(known) = known.filter(|known| is_of_type(resolved.node, known)) {
        walk.leave();
        return known;
    }
    let made = if let Some(items) = resolved.items().filter(|_| !resolved.is_type("object")) {
        let least = resolved.get("minItems").and_then(Node::number).unwrap_or(1.0).clamp(1.0, 20.0) as usize;
        // Arrays of arrays of arrays would grow without end.
        let count = if walk.open.len() <= 3 { least } else { 1 };
        let made = make(items, walk);
        // What leads back to itself has no elements.
        if made.is_null() { json!([]) } else { Value::Array(vec![made; count]) }
    } else if resolved.is_object() {
        let mut object = Map::new();
        for (member, property) in resolved.properties() {
            let name = member.name();
            let made = make(property, walk);
            if !made.is_null() || resolved.requires(&name) {
                object.insert(name.into_owned(), made);
            }
        }
        Value::Object(object)
    } else {
        of_node(resolved.node)
    };
    walk.leave();
    made
}

/// A simple value.
fn of_node(node: Node) -> Value {
    let kind = node.get_str("type");
    // Written as text, a value of a list or a default is of its type all the same.
    let listed = node.get("enum").and_then(|values| values.items().next()).or_else(|| node.get("default")).map(value);
    if let Some(listed) = listed.map(|listed| match &listed {
        Value::String(text) => given_value(&Given::Text(text.clone()), kind.as_deref()),
        _ => listed,
    }) && is_of_type(node, &listed)
    {
        return listed;
    }
    let number = |key: &str| node.get(key).and_then(Node::number);
    match kind.as_deref() {
        Some("integer") => {
            let above = f64::from(u8::from(flag(node, "exclusiveMinimum")));
            let lowest = number("minimum").map(|minimum| minimum.ceil() + above);
            let highest = number("maximum").map(|maximum| maximum.floor() - f64::from(u8::from(flag(node, "exclusiveMaximum"))));
            let made = lowest.unwrap_or(1.0_f64.min(highest.unwrap_or(1.0)));
            let step = number("multipleOf").filter(|step| *step > 0.0);
            json!(step.map_or(made, |step| (made / step).ceil() * step) as i64)
        }
        Some("number") => {
            let (lowest, highest) = (number("minimum"), number("maximum"));
            match (lowest, highest) {
                (Some(lowest), Some(highest)) => json!((lowest + highest) / 2.0),
                (Some(lowest), None) => json!(lowest + f64::from(u8::from(flag(node, "exclusiveMinimum")))),
                (None, Some(highest)) => json!(1.5_f64.min(highest - f64::from(u8::from(flag(node, "exclusiveMaximum"))))),
                (None, None) => json!(1.5),
            }
        }
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        Some("object") => json!({}),
        None if node.has("properties") => json!({}),
        Some("string" | "file") => text(node).into(),
        _ => Value::Null,
    }
}

fn flag(node: Node, key: &str) -> bool {
    node.get(key).is_some_and(|flag| flag.bool() == Some(true))
}

fn text(node: Node) -> String {
    let made = match node.get_str("format").as_deref() {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date" | "date-no-tz") => "2026-01-31",
        Some("time") => "12:00:00",
        Some("uuid" | "guid") => "00000000-0000-4000-8000-000000000001",
        Some("email") => "person@example.com",
        Some("uri" | "url") => "https://example.com/",
        Some("hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "dGV4dA==",
        _ => "text",
    };
    let length = |key: &str| node.get(key).and_then(Node::number).map(|length| length.clamp(0.0, 1_000.0) as usize);
    let mut made = made.to_owned();
    while length("minLength").is_some_and(|least| made.len() < least) {
        made.push('x');
    }
    made.truncate(length("maxLength").unwrap_or(usize::MAX));
    made
}
