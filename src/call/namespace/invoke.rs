//! The body of `dynamicInvoke`, which calls an operation through a connection of a namespace.
use crate::call::lookup;
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

/// The upstream response in the response of `dynamicInvoke`.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// As the service writes it: a number, or a name such as `OK`.
    pub status: String,
    pub ok: bool,
    pub headers: Value,
    pub body: Value,
    /// What the API says is wrong.
    pub error: Option<String>,
    /// The id of the request, for those who operate the API.
    pub request_id: Option<String>,
    /// Whether there are more pages.
    pub has_more: bool,
}

/// The names of `HttpStatusCode` in .NET that mean success.
const SUCCESSES: [&str; 8] =
    ["ok", "created", "accepted", "nonauthoritativeinformation", "nocontent", "resetcontent", "partialcontent", "multistatus"];

/// Reads the response of `dynamicInvoke`. None if it is none.
pub fn answered(response: &Value) -> Option<Answered> {
    let inner = response.get("response")?;
    let status = match inner.get("statusCode")? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let ok = match status.parse::<u16>() {
        Ok(number) => (200..300).contains(&number),
        Err(_) => SUCCESSES.contains(&status.to_ascii_lowercase().as_str()),
    };
    let body = inner.get("body").cloned().unwrap_or_default();
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
    let error = text("/error/message").or_else(|| text("/message")).or_else(|| text("/error/code")).or_else(|| text("/error"));
    let error = error.or_else(|| body.as_str()).map(str::to_owned).filter(|_| !ok);
    let headers = inner.get("headers").cloned().unwrap_or_default();
    let id = headers.as_object().and_then(|all| {
        let named =
            |wanted: &str| all.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).and_then(|(_, value)| value.as_str());
        named("x-ms-client-request-id").or_else(|| named("x-ms-request-id"))
    });
    Some(Answered { request_id: id.map(str::to_owned), has_more: lookup::has_more(&body), status, ok, headers, body, error })
}

/// What to do when the API behind a connection refused a request.
pub fn advice(status: &str) -> &'static str {
    match status.to_ascii_lowercase().as_str() {
        "401" | "unauthorized" => "the connection's sign-in has expired: run `connsmith ns connection consent`",
        "403" | "forbidden" => "the account of the connection is not allowed to do this",
        "404" | "notfound" => {
            "check the values in the path: look them up with `connsmith ns lookup`, and pass the value, not the title"
        }
        "429" | "toomanyrequests" => "the API accepts no more requests for now: wait and run the command again",
        "400" | "badrequest" => "check the arguments: `connsmith ns ops SOURCE OPERATION` lists the inputs",
        _ => "the API behind the connection has a problem: run the command again later",
    }
}
