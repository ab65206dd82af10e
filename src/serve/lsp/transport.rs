//! Converts protocol messages from and to bytes. Invalid messages get a response, and reading continues after them.
use lsp_server::Message;
use serde_json::Value;
use std::io::{self, BufRead, Read, Write};

/// Input from the client.
#[derive(Debug)]
pub enum Incoming {
    Message(Message),
    /// An invalid message: its id, if it has one, and what is wrong.
    NotAMessage {
        id: Option<Value>,
        why: String,
    },
    /// The end of the input: the client disconnected, or sends no valid messages.
    End(io::Result<()>),
}

/// The maximum size of a message; longer ones are invalid.
const MOST: usize = 256 << 20;
/// The maximum length of a header line.
const LONGEST_LINE: u64 = 4096;

/// Reads the next message.
pub fn read(input: &mut impl BufRead) -> Incoming {
    let bytes = match frame(input) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Incoming::End(Ok(())),
        Err(error) => return Incoming::End(Err(error)),
    };
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(error) => return Incoming::NotAMessage { id: None, why: format!("it is not JSON: {error}") },
    };
    let id = value.get("id").filter(|id| !id.is_null()).cloned();
    match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::NotAMessage { id, why: error.to_string() },
    }
}

/// The bytes of the next message; None at the end.
fn frame(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let fault = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let mut length: Option<usize> = None;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8(line).map_err(|_| fault("a header is not text"))?;
        if !line.ends_with('\n') {
            return Err(fault("a header has no end"));
        }
        let line = line.trim_end();
        match line.split_once(':') {
            None if line.is_empty() && length.is_some() => break,
            None if line.is_empty() => {}
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => {
                length = Some(value.trim().parse().map_err(|_| fault("Content-Length is not a number"))?);
            }
            Some(_) => {}
            None => return Err(fault("what comes is not the protocol: a header has no colon")),
        }
    }
    let length = length.unwrap_or(0);
    if length > MOST {
        return Err(fault("a message is longer than 256 MiB"));
    }
    let mut bytes = Vec::new();
    input.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length { Ok(None) } else { Ok(Some(bytes)) }
}

/// Writes a message.
///
/// # Errors
/// If the client no longer reads.
pub fn write(output: &mut impl Write, message: Message) -> io::Result<()> {
    message.write(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_passed_over() {
        let text = "Content-Length: 3\r\n\r\n{x}Content-Length: 9\r\n\r\n{\"id\": 7}content-length: 20\r\nX: y\r\n\r\n{\"method\": \"exit\"  }Content-Length: 99\r\n\r\n{";
        let mut input = io::BufReader::new(text.as_bytes());
        assert!(matches!(read(&mut input), Incoming::NotAMessage { id: None, .. }));
        assert!(matches!(read(&mut input), Incoming::NotAMessage { id: Some(_), .. }));
        assert!(matches!(read(&mut input), Incoming::Message(Message::Notification(_))));
        assert!(matches!(read(&mut input), Incoming::End(Ok(()))));
        for garbage in [
            "GET / HTTP/1.1\r\n\r\n",
            "Content-Length: x\r\n\r\n",
            "\u{0}\u{1}\n",
            "Content-Length: 99999999999999\r\n\r\n",
            "xxx",
        ] {
            let end = read(&mut io::BufReader::new(garbage.as_bytes()));
            assert!(matches!(end, Incoming::End(Err(_))), "{garbage:?}: {end:?}");
        }
    }
}
