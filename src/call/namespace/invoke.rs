//! The body of `dynamicInvoke`, which calls an operation through a connection of a namespace.
use crate::call::request::{Body, Part, PartContent, Problem, Request, base64};
use crate::rule::Severity;
use serde_json::{Map, Value, json};

/// The body that calls a request, and what was left out of it.
///
/// # Errors
/// When a query parameter is there more than once: `queries` has one value for each name.
pub fn body(request: &Request) -> Result<(Value, Vec<String>), Problem> {
    let mut left_out = Vec::new();
    let mut inner = Map::new();
    inner.insert("method".into(), json!(request.method));
    inner.insert("path".into(), json!(request.path));
    let mut queries = Map::new();
    for pair in &request.queries {
        if queries.insert(pair.name.clone(), json!(pair.value)).is_some() {
            return Err(Problem {
                severity: Severity::Error,
                code: "repeated",
                message: format!("the query parameter `{}` has several values, and `queries` takes one for each name", pair.name),
                help: Some("give one value, or call the operation through the connection's runtime URL".into()),
                origin: None,
            });
        }
    }
    if !queries.is_empty() {
        inner.insert("queries".into(), Value::Object(queries));
    }
    let mut headers = Map::new();
    for pair in &request.headers {
        // The service answers 400 to these, and sets them itself.
        if pair.name.to_ascii_lowercase().starts_with("content-") || pair.name.eq_ignore_ascii_case("authorization") {
            left_out.push(format!("header {}", pair.name));
        } else {
            headers.insert(pair.name.clone(), json!(pair.value));
        }
    }
    if !headers.is_empty() {
        inner.insert("headers".into(), Value::Object(headers));
    }
    match &request.body {
        Body::None => {}
        Body::Json(value) => drop(inner.insert("body".into(), value.clone())),
        Body::Text(text) => drop(inner.insert("body".into(), json!(text))),
        Body::Bytes(bytes) => {
            let kind = request.content_type.as_deref().unwrap_or("application/octet-stream");
            inner.insert("body".into(), content(bytes, kind));
        }
        Body::Form(fields) => {
            let parts = fields.iter().map(|(name, text)| Part {
                name: name.clone(),
                file_name: None,
                content: PartContent::Text(text.clone()),
            });
            inner.insert("body".into(), multipart(&parts.collect::<Vec<_>>()));
        }
        Body::Multipart(parts) => drop(inner.insert("body".into(), multipart(parts))),
    }
    Ok((json!({ "request": inner }), left_out))
}

/// Bytes in the notation of Azure workflows.
fn content(bytes: &[u8], kind: &str) -> Value {
    json!({ "$content-type": kind, "$content": base64(bytes) })
}

fn multipart(parts: &[Part]) -> Value {
    let quoted = |name: &str| name.replace('"', "%22");
    let parts = parts.iter().map(|part| {
        let mut disposition = format!("form-data; name=\"{}\"", quoted(&part.name));
        if let Some(file) = &part.file_name {
            disposition += &format!("; filename=\"{}\"", quoted(file));
        }
        let body = match &part.content {
            PartContent::Text(text) => json!(text),
            PartContent::Bytes(bytes) => content(bytes, "application/octet-stream"),
        };
        json!({ "headers": { "Content-Disposition": disposition }, "body": body })
    });
    json!({ "$content-type": "multipart/form-data", "$multipart": parts.collect::<Vec<_>>() })
}
