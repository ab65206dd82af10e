//! The position of the cursor in a JSON text. The text may be broken in any way: the part before the cursor decides.

/// An object or list around the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    pub is_object: bool,
    /// In an object, the key on the path to the place.
    pub key: Option<String>,
    /// In a list, the index of the item.
    pub index: usize,
    /// Its members before and after the place, without the one being typed: names and simple values. In a list, the simple items.
    pub members: Vec<(String, Option<String>)>,
    colon: bool,
    /// Whether there is a value, so that a comma is needed.
    full: bool,
}

impl Frame {
    /// The simple value of a member.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.members.iter().rev().find(|(known, _)| known == name)?.1.as_deref()
    }

    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(known, _)| known == name)
    }
}

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The name of a member, and whether its colon exists.
    Key {
        colon: bool,
    },
    Value,
    /// Neither.
    Nothing,
}

/// A place in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// From the outermost to the innermost.
    pub frames: Vec<Frame>,
    pub expected: Expected,
    /// The bytes of the token being typed, including quotes; empty if there is none.
    pub token: std::ops::Range<usize>,
    /// Where a comma is missing before it.
    pub comma_before: Option<usize>,
    /// Whether another member or item follows without a comma.
    pub comma_after: bool,
    /// The value of the member, if there is one behind the place.
    pub value_after: Option<ValueAfter>,
}

/// A value that stands behind the place, where there can be only one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueAfter {
    /// A string, number or word on the same line: its bytes.
    Token(std::ops::Range<usize>),
    /// Anything else.
    Other,
}

struct Scanner<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn skip_space(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    /// Skips a string to its end, or to the end of the line if it has none. Returns whether it has one.
    fn string(&mut self) -> bool {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return true;
                }
                b'\n' | b'\r' => return false,
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
        }
        false
    }

    fn word(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| !byte.is_ascii_whitespace() && !b"{}[],:\"".contains(byte)) {
            self.at += 1;
        }
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }
}

/// Finds the place of a byte in a text.
pub fn find(text: &str, offset: usize) -> Cursor {
    let mut scanner = Scanner { bytes: text.as_bytes(), text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } };
    let mut stack: Vec<Frame> = Vec::new();
    let mut found: Option<Cursor> = None;
    // The frames around the place that are closed after it, from the innermost, and how many are still open.
    let mut closed: Vec<(usize, Frame)> = Vec::new();
    let mut open = usize::MAX;
    let mut last_end = 0;
    loop {
        scanner.skip_space();
        let start = scanner.at;
        let byte = scanner.bytes.get(start).copied();
        if found.is_none() && (start >= offset || byte.is_none()) {
            let at = offset.min(text.len());
            let mut cursor = capture(&stack, at..at, last_end, text);
            if cursor.expected == Expected::Value && stack.last().is_some_and(|frame| frame.is_object) {
                cursor.value_after = value_after(&scanner, at);
            }
            found = Some(cursor);
        }
        let Some(byte) = byte else { break };
        match byte {
            b'{' | b'[' => {
                scanner.at += 1;
                stack.push(Frame { is_object: byte == b'{', ..Frame::default() });
            }
            b'}' | b']' => {
                scanner.at += 1;
                // A bracket without a match is ignored.
                if let Some(level) = stack.iter().rposition(|frame| frame.is_object == (byte == b'}')) {
                    while stack.len() > level {
                        let Some(frame) = stack.pop() else { break };
                        if let Some(cursor) = &found
                            && stack.len() < open.min(cursor.frames.len())
                        {
                            open = stack.len();
                            closed.push((open, frame));
                        }
                    }
                    value_ends(stack.last_mut(), None);
                    last_end = scanner.at;
                    if found.as_ref().is_some_and(|_| stack.is_empty()) {
                        break;
                    }
                }
            }
            b',' => {
                scanner.at += 1;
                if let Some(frame) = stack.last_mut() {
                    (frame.key, frame.colon, frame.full) = (None, false, false);
                    frame.index += usize::from(!frame.is_object);
                }
            }
            b':' => {
                scanner.at += 1;
                if let Some(frame) = stack.last_mut() {
                    frame.colon = true;
                }
            }
            _ => {
                let is_string = byte == b'"';
                let closes = if is_string {
                    scanner.string()
                } else {
                    scanner.word();
                    if scanner.at == start {
                        scanner.at += text[start..].chars().next().map_or(1, char::len_utf8);
                    }
                    false
                };
                let end = scanner.at;
                let value = match (is_string, closes) {
                    (true, true) => crate::text::json::unescape(scanner.slice(start + 1, end - 1)).into_owned(),
                    (true, false) => scanner.slice(start + 1, end).trim_end().to_owned(),
                    _ => scanner.slice(start, end).to_owned(),
                };
                let inside = start < offset && (offset < end || (offset == end && !closes));
                if found.is_none() && inside {
                    let cursor = capture(&stack, start..end, last_end, text);
                    let is_key = matches!(cursor.expected, Expected::Key { .. });
                    found = Some(cursor);
                    if let Some(frame) = stack.last_mut() {
                        if is_key {
                            (frame.key, frame.colon, frame.full) = (Some(value), false, false);
                        } else {
                            value_ends(Some(frame), None);
                        }
                    }
                    last_end = end;
                    continue;
                }
                if let Some(frame) = stack.last_mut() {
                    if frame.is_object && (!frame.colon || frame.full) {
                        frame.members.push((value.clone(), None));
                        (frame.key, frame.colon, frame.full) = (Some(value), false, false);
                    } else {
                        value_ends(Some(frame), Some(value));
                    }
                }
                last_end = end;
            }
        }
    }
    let mut cursor = found.unwrap_or_else(|| capture(&stack, text.len()..text.len(), last_end, text));
    let rest = stack.into_iter().enumerate().take(open.min(cursor.frames.len()));
    for (level, frame) in closed.into_iter().chain(rest) {
        if let Some(known) = cursor.frames.get_mut(level) {
            known.members = frame.members;
        }
    }
    cursor
}

/// The value at the scanner, which stands behind a place; None if there is none, or if a string there is the next key.
fn value_after(scanner: &Scanner, place: usize) -> Option<ValueAfter> {
    let mut ahead = Scanner { ..*scanner };
    let start = ahead.at;
    match *ahead.bytes.get(start)? {
        b',' | b'}' | b']' | b':' => return None,
        b'{' | b'[' => return Some(ValueAfter::Other),
        b'"' => drop(ahead.string()),
        _ => ahead.word(),
    }
    let end = ahead.at;
    ahead.skip_space();
    if ahead.bytes.get(ahead.at) == Some(&b':') {
        return None;
    }
    let same_line = !scanner.slice(place, start).contains(['\n', '\r']);
    Some(if same_line { ValueAfter::Token(start..end) } else { ValueAfter::Other })
}

fn value_ends(frame: Option<&mut Frame>, value: Option<String>) {
    let Some(frame) = frame else { return };
    if frame.is_object
        && frame.colon
        && let (Some(key), Some(last)) = (&frame.key, frame.members.last_mut())
        && last.0 == *key
    {
        last.1 = value;
    } else if !frame.is_object
        && let Some(value) = value
    {
        frame.members.push((value, None));
    }
    frame.full = true;
}

fn capture(stack: &[Frame], token: std::ops::Range<usize>, last_end: usize, text: &str) -> Cursor {
    let frames = stack.to_vec();
    let rest = text.get(token.end..).unwrap_or_default().trim_start();
    let colon = rest.starts_with(':');
    let comma_after = !(rest.is_empty() || rest.starts_with([',', '}', ']', ':']));
    let mut comma_before = None;
    let expected = match frames.last() {
        None => Expected::Nothing,
        Some(frame) if frame.full => {
            comma_before = Some(last_end);
            if frame.is_object { Expected::Key { colon } } else { Expected::Value }
        }
        Some(frame) if !frame.is_object || frame.colon => Expected::Value,
        Some(frame) if frame.key.is_none() => Expected::Key { colon },
        Some(_) => Expected::Nothing,
    };
    Cursor { frames, expected, token, comma_before, comma_after, value_after: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` is the place.
    fn at(text: &str) -> Cursor {
        let offset = text.find('|').unwrap();
        find(&text.replace('|', ""), offset)
    }

    #[test]
    fn places_in_broken_text() {
        let cursor = at(r#"{ "paths": { "/a": { "get": { "a": "x", "su|" "b": { "c": 1 }, "d": "y" } } }, "z": 1 }"#);
        assert_eq!(cursor.expected, Expected::Key { colon: false });
        assert_eq!((cursor.token.len(), cursor.comma_after), (4, true));
        let keys: Vec<_> = cursor.frames.iter().map(|frame| frame.key.as_deref().unwrap_or("")).collect();
        assert_eq!(keys, ["paths", "/a", "get", ""]);
        let last = cursor.frames.last().unwrap();
        assert!(last.has("a") && last.has("b") && last.has("d") && !last.has("su"), "{last:?}");
        assert_eq!(last.get("d"), Some("y"));

        let cursor = at("{ \"in\": \"|\n \"name\": \"x\" }");
        assert_eq!((cursor.expected, cursor.token), (Expected::Value, 8..9));
        assert_eq!(cursor.frames[0].key.as_deref(), Some("in"));

        let cursor = at(r#"{ "a": [ { "b": tr| } ] }"#);
        assert_eq!((cursor.expected, cursor.token), (Expected::Value, 16..18));

        // Members of other objects do not belong to it.
        let cursor = at(r#"{ "a": { "b": { "c|" }, "d": { "e": 1 } }, "f": { "g": 1 } }"#);
        let members: Vec<Vec<_>> =
            cursor.frames.iter().map(|frame| frame.members.iter().map(|(name, _)| name.as_str()).collect()).collect();
        assert_eq!(members, [vec!["a", "f"], vec!["b", "d"], vec![]]);

        let cursor = at("{ \"a\": 1\n | }");
        assert_eq!((cursor.expected, cursor.comma_before), (Expected::Key { colon: false }, Some(8)));

        let cursor = at(r#"{ "a|": 1 }"#);
        assert_eq!(cursor.expected, Expected::Key { colon: true });
        assert_eq!(at("|").expected, Expected::Nothing);
        // A value that is there already is not the next key.
        assert_eq!(at(r#"{ "a":| "b" }"#).value_after, Some(ValueAfter::Token(7..10)));
        assert_eq!(at(r#"{ "a": | { } }"#).value_after, Some(ValueAfter::Other));
        assert_eq!(at("{ \"a\": |\n \"b\" }").value_after, Some(ValueAfter::Other));
        for none in [r#"{ "a": | "b": 1 }"#, r#"{ "a": | }"#, r#"{ "a": |, "b": 1 }"#, r#"[ | "b" ]"#, r#"{ "a": "|" }"#] {
            assert_eq!(at(none).value_after, None, "{none}");
        }
        let cursor = at(r#"{ "a": ["b", "|", "c"] }"#);
        assert!(cursor.frames[1].has("b") && cursor.frames[1].has("c") && !cursor.frames[1].has(""));
        assert_eq!(at("{ \"😀\": \"é|").token, 10..13);
        assert_eq!(at(r#"{ "a" | : 1 }"#).expected, Expected::Nothing);
        for broken in ["}|", "]]|{", "{:|", "\"|", "{\"a\":\\|", "é|é"] {
            at(broken);
        }
    }
}
