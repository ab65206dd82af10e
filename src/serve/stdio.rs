//! Messages of MCP over standard input and output, one on each line. Whatever cannot be read gets an error as response.
use super::halves;
use crate::text::measure::has_more_values;
use rmcp::RoleServer;
use rmcp::model::{ClientJsonRpcMessage, ClientRequest, JsonRpcMessage};
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::Transport;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::AsyncWriteExt;
use tokio::sync::{Mutex, mpsc};

/// The maximum length of a message in bytes.
const LONGEST: usize = 16 << 20;
/// The maximum number of values in a message.
pub(super) const MOST_VALUES: usize = 100_000;

const NOT_JSON: i32 = -32700;
const NOT_A_MESSAGE: i32 = -32600;
const WRONG_PARAMETERS: i32 = -32602;

/// The methods with parameters that we know.
const METHODS: [&str; 4] = ["initialize", "ping", "tools/list", "tools/call"];

/// The client at the other end of standard input and output.
pub(super) struct Stdio {
    messages: mpsc::Receiver<ClientJsonRpcMessage>,
    output: Output,
}

type Output = Arc<Mutex<tokio::io::Stdout>>;

impl Stdio {
    /// Begins to read, in a thread of its own because reading standard input cannot be interrupted. `closed` is set at the end of the
    /// input. This must be called within a runtime.
    pub(super) fn new(closed: Arc<AtomicBool>) -> Stdio {
        let (send, messages) = mpsc::channel(1);
        let output = Arc::new(Mutex::new(tokio::io::stdout()));
        let (runtime, errors) = (tokio::runtime::Handle::current(), Arc::clone(&output));
        std::thread::spawn(move || {
            let mut input = io::BufReader::new(io::stdin());
            while let Some(line) = line(&mut input) {
                match read(&line) {
                    Ok(None) => {}
                    Ok(Some(message)) => {
                        if send.blocking_send(message).is_err() {
                            break;
                        }
                    }
                    // A client that does not read its errors gets no further ones, and no answers.
                    Err(refusal) => {
                        if runtime.block_on(write(Arc::clone(&errors), format!("{refusal}\n"))).is_err() {
                            break;
                        }
                    }
                }
            }
            closed.store(true, Ordering::Relaxed);
        });
        Stdio { messages, output }
    }
}

async fn write(output: Output, text: String) -> io::Result<()> {
    let mut output = output.lock().await;
    output.write_all(text.as_bytes()).await?;
    output.flush().await
}

impl Transport<RoleServer> for Stdio {
    type Error = io::Error;

    fn send(&mut self, message: TxJsonRpcMessage<RoleServer>) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = Arc::clone(&self.output);
        async move { write(output, serde_json::to_string(&message)? + "\n").await }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        self.messages.recv().await
    }

    async fn close(&mut self) -> io::Result<()> {
        self.messages.close();
        Ok(())
    }
}

/// The next line, without its end; of one that is too long, one byte more than [`LONGEST`]. None at the end of the input; an incomplete
/// line there is no message.
fn line(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    input.take(LONGEST as u64 + 1).read_until(b'\n', &mut line).ok()?;
    if line.pop_if(|last| *last == b'\n').is_some() {
        return Some(line);
    }
    if line.len() <= LONGEST {
        return None;
    }
    loop {
        let buffer = input.fill_buf().ok().filter(|buffer| !buffer.is_empty())?;
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() {
            return Some(line);
        }
    }
}

/// The message of a line; None if there is nothing to do.
///
/// # Errors
/// If it is none: the response.
fn read(line: &[u8]) -> Result<Option<ClientJsonRpcMessage>, Value> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let refused =
        |id: Value, code: i32, why: String| Err(json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": why } }));
    if line.len() > LONGEST {
        return refused(id_in(line), NOT_A_MESSAGE, format!("a message has at most {} MiB", LONGEST >> 20));
    }
    if has_more_values(line, MOST_VALUES) {
        return refused(id_in(line), NOT_A_MESSAGE, format!("a message has at most {MOST_VALUES} values"));
    }
    let parsed = serde_json::from_slice::<Value>(line).or_else(|error| {
        // A client may cut a text between the two halves of a character.
        let whole = halves::replaced(line).ok_or(error)?;
        serde_json::from_str(&whole)
    });
    let message = match parsed {
        Ok(message) => message,
        Err(error) => return refused(Value::Null, NOT_JSON, format!("the message is not JSON: {error}")),
    };
    let id = message.get("id").filter(|id| is_id(id)).cloned().unwrap_or_default();
    let is_response = message.get("method").is_none() && (message.get("result").is_some() || message.get("error").is_some());
    let is_notification = message.get("method").is_some_and(Value::is_string) && message.get("id").is_none();
    if !is_response
        && !is_notification
        && let Some((code, why)) = fault(&message)
    {
        return refused(id, code, why);
    }
    let method = message.get("method").and_then(Value::as_str).unwrap_or_default().to_owned();
    match serde_json::from_value::<ClientJsonRpcMessage>(message) {
        // The library takes what it does not understand for a method that it does not know.
        Ok(JsonRpcMessage::Request(request))
            if matches!(request.request, ClientRequest::CustomRequest(_)) && METHODS.contains(&method.as_str()) =>
        {
            refused(id, WRONG_PARAMETERS, format!("`params` of `{method}` have a member that is missing or of a wrong type"))
        }
        Ok(message) => Ok(Some(message)),
        // Nobody waits for an answer.
        Err(_) if is_response || is_notification => Ok(None),
        Err(error) => refused(id, NOT_A_MESSAGE, format!("the message is not a valid request: {error}")),
    }
}

/// What is wrong with a request, as far as it can be said in general.
fn fault(message: &Value) -> Option<(i32, String)> {
    let not_a_message = |why: &str| Some((NOT_A_MESSAGE, why.to_owned()));
    if !message.is_object() {
        return not_a_message("a message must be an object");
    }
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return not_a_message("`jsonrpc` must be \"2.0\"");
    }
    if !message.get("method").is_some_and(Value::is_string) {
        return not_a_message("`method` must be text");
    }
    if !message.get("id").is_some_and(is_id) {
        return not_a_message("`id` must be text or an integer");
    }
    let wrong = |why: &str| Some((WRONG_PARAMETERS, why.to_owned()));
    let params = message.get("params");
    if !params.is_none_or(Value::is_object) {
        return wrong("`params` must be an object");
    }
    if !params.and_then(|params| params.get("cursor")).is_none_or(|cursor| cursor.is_string() || cursor.is_null()) {
        return wrong("`cursor` must be text");
    }
    if message["method"] == "tools/call" {
        if !params.and_then(|params| params.get("name")).is_some_and(Value::is_string) {
            return wrong("`name` must be text");
        }
        if !params.and_then(|params| params.get("arguments")).is_none_or(|given| given.is_object() || given.is_null()) {
            return wrong("`arguments` must be an object");
        }
    }
    None
}

fn is_id(id: &Value) -> bool {
    id.is_string() || id.is_i64()
}

/// The id in the beginning of a message that is not parsed; null if there is none.
fn id_in(message: &[u8]) -> Value {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = message.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let begin = at;
                while let Some(&byte) = message.get(at) {
                    at += if byte == b'\\' { 2 } else { 1 };
                    if byte == b'"' {
                        break;
                    }
                }
                if depth != 1 || message.get(begin..at) != Some(&b"id\""[..]) {
                    continue;
                }
                let Some(value) = message[at..].trim_ascii_start().strip_prefix(b":") else { continue };
                let first = serde_json::Deserializer::from_slice(value).into_iter::<Value>().next();
                return first.and_then(Result::ok).filter(is_id).unwrap_or_default();
            }
            _ => {}
        }
    }
    Value::Null
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_gets_an_error() {
        let long = format!(r#"{{"jsonrpc":"2.0","method":"ping","params":{{"id":1}},"id":"a\"b","x":"{}"#, "x".repeat(LONGEST));
        let many = format!(r#"{{"id":7,"x":[{}1]}}"#, "1,".repeat(MOST_VALUES));
        let deep = "[".repeat(1000);
        let cases: Vec<(&[u8], Value, i32)> = vec![
            (long.as_bytes(), "a\"b".into(), NOT_A_MESSAGE),
            (many.as_bytes(), 7.into(), NOT_A_MESSAGE),
            (deep.as_bytes(), Value::Null, NOT_JSON),
            (b"{x}", Value::Null, NOT_JSON),
            (b"{\"id\": 1, \"a\": \"\xff\"}", Value::Null, NOT_JSON),
            (b"5", Value::Null, NOT_A_MESSAGE),
            (br#"{"foo": 1}"#, Value::Null, NOT_A_MESSAGE),
            (br#"{"id": 1, "method": "ping"}"#, 1.into(), NOT_A_MESSAGE),
            (br#"{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}"#, Value::Null, NOT_A_MESSAGE),
            (br#"{"jsonrpc": "2.0", "id": 1, "method": 5}"#, 1.into(), NOT_A_MESSAGE),
            (br#"{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}"#, 1.into(), WRONG_PARAMETERS),
            (br#"{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"cursor": 5}}"#, 1.into(), WRONG_PARAMETERS),
            (br#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": []}}"#, 1.into(), WRONG_PARAMETERS),
            (
                br#"{"jsonrpc": "2.0", "id": "x", "method": "tools/call", "params": {"name": "a", "arguments": 5}}"#,
                "x".into(),
                WRONG_PARAMETERS,
            ),
            (br#"{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}"#, 1.into(), WRONG_PARAMETERS),
        ];
        for (line, id, code) in cases {
            let shown = String::from_utf8_lossy(&line[..line.len().min(100)]);
            let answer = read(line).expect_err(&shown);
            assert_eq!((&answer["id"], answer["error"]["code"].as_i64()), (&id, Some(code.into())), "{shown}: {answer}");
        }
    }

    #[test]
    fn messages_are_read() {
        for line in [
            &br#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "a", "arguments": {"id": "\ud83d"}}}"#[..],
            br#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "a"}}"#,
            br#"{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}"#,
            br#"{"jsonrpc": "2.0", "id": 1, "method": "unknown/method", "params": {"a": 1}}"#,
            br#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#,
        ] {
            let shown = String::from_utf8_lossy(line);
            assert!(matches!(read(line), Ok(Some(_))), "{shown}: {:?}", read(line));
        }
        // Nobody waits for answers to these.
        for line in [&b" \r"[..], br#"{"jsonrpc": "2.0", "error": 5}"#] {
            assert!(matches!(read(line), Ok(None)), "{:?}", read(line));
        }
    }

    #[test]
    fn lines_end_where_they_should() {
        let long = format!("{}\nnext\r\nrest", "x".repeat(LONGEST + 10));
        let mut input = io::BufReader::new(long.as_bytes());
        assert_eq!(line(&mut input).map(|line| line.len()), Some(LONGEST + 1));
        assert_eq!(line(&mut input).as_deref(), Some(&b"next\r"[..]));
        assert_eq!(line(&mut input), None);
    }
}
