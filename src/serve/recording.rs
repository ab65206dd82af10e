//! Recorded exchanges in a file with one JSON object per line, and responses from them.
use crate::call::exchange::{Answer, Headers, Payload};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A request and its response.
pub struct Exchange(Value);

impl Exchange {
    pub(super) fn new(method: &str, path: &str, query: &str, answer: &Answer) -> Exchange {
        let body = match &answer.payload {
            Payload::None => Value::Null,
            Payload::Json(value) => json!({ "json": value }),
            Payload::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => json!({ "text": text }),
                Err(_) => json!({ "base64": STANDARD.encode(bytes) }),
            },
        };
        let headers: Vec<Value> = answer.headers.0.iter().map(|(name, value)| json!([name, value])).collect();
        Exchange(
            json!({ "method": method, "path": path, "query": query, "status": answer.status, "headers": headers, "body": body }),
        )
    }

    /// The exchange as a line, without the line break.
    pub(super) fn line(&self) -> String {
        self.0.to_string()
    }
}

/// Recorded exchanges to answer from.
pub struct Recording(Vec<Value>);

impl Recording {
    /// Reads a recording.
    ///
    /// # Errors
    /// If a line is not valid: its number, and what is wrong.
    pub fn read(text: &str) -> Result<Recording, String> {
        let mut all = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let value: Value = serde_json::from_str(line)
                .map_err(|error| format!("line {}, column {} is not JSON", number + 1, error.column().max(1)))?;
            if !value["method"].is_string() || !value["path"].is_string() || !value["status"].is_u64() {
                return Err(format!("line {}: `method`, `path` or `status` is missing", number + 1));
            }
            all.push(value);
        }
        Ok(Recording(all))
    }

    /// The response to a request: the last one with the same query, else the last one for the same path.
    pub(super) fn find(&self, method: &str, path: &str, query: &str) -> Option<Answer> {
        let mut same = self.0.iter().rev().filter(|one| one["method"] == method && one["path"] == path).peekable();
        let first = *same.peek()?;
        let found = same.find(|one| one["query"] == query).unwrap_or(first);
        let pair = |pair: &Value| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()));
        let headers = Headers(found["headers"].as_array().into_iter().flatten().filter_map(pair).collect());
        let body = &found["body"];
        let payload = match (body.get("json"), body["text"].as_str(), body["base64"].as_str()) {
            (Some(json), _, _) => Payload::Json(json.clone()),
            (_, Some(text), _) => Payload::Bytes(text.as_bytes().to_vec()),
            (_, _, Some(data)) => Payload::Bytes(STANDARD.decode(data).ok()?),
            _ => Payload::None,
        };
        Some(Answer { status: found["status"].as_u64().and_then(|status| u16::try_from(status).ok())?, headers, payload })
    }
}
