//! The loop over the bytes of a JSON text. Well-formed text never leaves [`Reader::run`].
use super::{
    Fault, FaultKind, Kind, LOOK, MAX_DEPTH, MAX_LEN, MAX_NODES, NodeData, Repair, Span, Tree, Unicode, control_escape,
    control_name, unicode_escape,
};

mod look;
mod recovery;

/// Reads a text. Never fails: what is wrong is in [`Tree::faults`], and the tree holds whatever could be read.
pub fn parse(text: &str) -> Tree {
    if text.len() > MAX_LEN {
        let mut reader = Reader::new("");
        reader.push(Kind::Invalid, 0, 0, false);
        let message = format!("the file is longer than {} MiB and is not read", MAX_LEN >> 20);
        reader.fault(
            FaultKind::TooLong,
            0,
            0,
            message,
            "a connector file is a few megabytes at most; check that this is one",
            None,
        );
        return reader.tree;
    }
    let mut reader = Reader::new(text);
    reader.run();
    let mut tree = reader.tree;
    // Mostly in order already: only commas and brackets are understood later than they stand.
    tree.faults.sort_by_key(|fault| fault.span.start);
    if !tree.faults.is_empty() {
        tree.note_keys(text.as_bytes());
    }
    tree
}

/// What the grammar expects next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// The document's value.
    Root,
    /// A member's value, after the colon.
    Value,
    /// A key or `}`, after `{`.
    FirstKey,
    /// A key, after a comma.
    Key,
    /// An item or `]`, after `[`.
    FirstItem,
    /// An item, after a comma.
    Item,
    /// The colon after a key.
    Colon,
    /// `,` or the closing bracket, after a value.
    Comma,
    /// The end of the text.
    End,
}

/// What comes after some place, as far as a quick look shows; see [`Reader::glance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    End,
    /// `}` or `]`.
    Close(u8),
    /// A string and a colon, perhaps after a comma.
    Member,
    /// Anything else.
    Item,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    tree: Tree,
    pos: usize,
    /// End of the last token; what is missing is missing there.
    last: usize,
    /// The container being read (0 before the root), and whether it is an object.
    at: u32,
    object: bool,
    depth: usize,
    /// The text ends inside a string or comment that has been reported: the open containers are no fault of their own.
    cut: bool,
    deep: bool,
    /// Container and kind of the last fault of a sort that tends to repeat for each member.
    reported: Option<(u32, FaultKind)>,
    stop: bool,
}

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// First byte at or after `i` that is not a space; meant for the indentation after a line break.
#[inline(always)]
fn skip_spaces(bytes: &[u8], mut i: usize) -> usize {
    while let Some(chunk) = bytes.get(i..).and_then(|rest| rest.first_chunk::<8>()) {
        let other = u64::from_le_bytes(*chunk) ^ (ONES * b' ' as u64);
        if other != 0 {
            return i + (other.trailing_zeros() / 8) as usize;
        }
        i += 8;
    }
    while bytes.get(i) == Some(&b' ') {
        i += 1;
    }
    i
}

/// First byte at or after `i` that is not JSON white space.
#[inline(always)]
fn skip_blank(bytes: &[u8], mut i: usize) -> usize {
    while let Some(&b) = bytes.get(i) {
        match b {
            b' ' | b'\n' => i = skip_spaces(bytes, i + 1),
            b'\r' | b'\t' => i += 1,
            _ => break,
        }
    }
    i
}

/// First `"`, `\` or control character at or after `i`, else the length: where plain string text ends.
#[inline(always)]
pub(super) fn skip_plain(bytes: &[u8], mut i: usize) -> usize {
    while let Some(chunk) = bytes.get(i..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let slash = word ^ (ONES * b'\\' as u64);
        // In each term the lowest marked byte is right (a borrow only spoils the bytes above it), and no other is used.
        let found =
            (quote.wrapping_sub(ONES) & !quote) | (slash.wrapping_sub(ONES) & !slash) | (word.wrapping_sub(ONES * 0x20) & !word);
        let found = found & HIGH;
        if found != 0 {
            return i + (found.trailing_zeros() / 8) as usize;
        }
        i += 8;
    }
    while let Some(&b) = bytes.get(i) {
        if b < 0x20 || b == b'"' || b == b'\\' {
            break;
        }
        i += 1;
    }
    i
}

/// End of the JSON number at `i`; `None` when there is none.
#[inline(always)]
fn number(bytes: &[u8], mut i: usize) -> Option<usize> {
    fn digits(bytes: &[u8], mut i: usize) -> Option<usize> {
        let start = i;
        while bytes.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        (i > start).then_some(i)
    }
    if bytes.get(i) == Some(&b'-') {
        i += 1;
    }
    i = if bytes.get(i) == Some(&b'0') { i + 1 } else { digits(bytes, i)? };
    if bytes.get(i) == Some(&b'.') {
        i = digits(bytes, i + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(i) {
        i += 1;
        if let Some(b'+' | b'-') = bytes.get(i) {
            i += 1;
        }
        i = digits(bytes, i)?;
    }
    Some(i)
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Reader<'t> {
        // The published connectors have a node per 14 to 40 bytes, most of it indentation.
        let nodes = Vec::with_capacity(text.len() / 16 + 4);
        Reader {
            text,
            bytes: text.as_bytes(),
            tree: Tree { nodes, ..Tree::default() },
            pos: 0,
            last: 0,
            at: 0,
            object: false,
            depth: 0,
            cut: false,
            deep: false,
            reported: None,
            stop: false,
        }
    }

    #[inline(always)]
    fn push(&mut self, kind: Kind, start: usize, end: usize, escaped: bool) -> u32 {
        let id = self.tree.nodes.len() as u32;
        let (start, end) = (start as u32, end as u32);
        self.tree.nodes.push(NodeData { start, end, parent: self.at, next: id + 1, kind, escaped, keys: 0 });
        id
    }

    #[inline(always)]
    fn after_value(&self) -> Want {
        if self.depth == 0 { Want::End } else { Want::Comma }
    }

    /// The whole of well-formed JSON; `odd` for the rest.
    fn run(&mut self) {
        let bytes = self.bytes;
        let mut want = Want::Root;
        if self.text.starts_with('\u{FEFF}') {
            self.bom();
        }
        let mut pos = self.pos;
        loop {
            pos = skip_blank(bytes, pos);
            let Some(&b) = bytes.get(pos) else { break };
            match (want, b) {
                (Want::Comma, b',') => {
                    if self.tree.nodes.len() >= MAX_NODES {
                        self.too_many_nodes(pos);
                        break;
                    }
                    pos += 1;
                    self.last = pos;
                    want = if self.object { Want::Key } else { Want::Item };
                }
                (Want::Key | Want::FirstKey, b'"') => {
                    pos = self.string(pos, Kind::Key);
                    want = Want::Colon;
                    if bytes.get(pos) == Some(&b':') {
                        pos += 1;
                        self.last = pos;
                        want = Want::Value;
                    }
                }
                (Want::Colon, b':') => {
                    pos += 1;
                    self.last = pos;
                    want = Want::Value;
                }
                (Want::Root | Want::Value | Want::Item | Want::FirstItem, b'"') => {
                    pos = self.string(pos, Kind::String);
                    want = self.after_value();
                }
                (Want::Root | Want::Value | Want::Item | Want::FirstItem, b'{') if self.depth < MAX_DEPTH => {
                    self.open(pos, Kind::Object);
                    pos += 1;
                    want = Want::FirstKey;
                }
                (Want::Root | Want::Value | Want::Item | Want::FirstItem, b'[') if self.depth < MAX_DEPTH => {
                    self.open(pos, Kind::Array);
                    pos += 1;
                    want = Want::FirstItem;
                }
                (Want::Comma | Want::FirstKey, b'}') if self.object && self.depth > 1 => {
                    pos += 1;
                    want = self.close(pos);
                }
                (Want::Comma | Want::FirstItem, b']') if !self.object => {
                    pos += 1;
                    want = self.close(pos);
                }
                (Want::Root | Want::Value | Want::Item | Want::FirstItem, b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => {
                    self.pos = pos;
                    if let Some(end) = self.plain_scalar(b) {
                        pos = end;
                        self.last = end;
                        want = self.after_value();
                        continue;
                    }
                    want = self.odd(want, b);
                    pos = self.pos;
                    if self.stop {
                        break;
                    }
                }
                _ => {
                    self.pos = pos;
                    want = self.odd(want, b);
                    pos = self.pos;
                    if self.stop {
                        break;
                    }
                }
            }
        }
        self.pos = pos;
        self.finish(want);
    }

    /// Reads the string that opens at `start`; returns where to go on.
    #[inline(always)]
    fn string(&mut self, start: usize, kind: Kind) -> usize {
        let stop = skip_plain(self.bytes, start + 1);
        let end = if self.bytes.get(stop) == Some(&b'"') {
            let id = self.push(kind, start, stop + 1, false);
            if kind == Kind::Key {
                self.tree.note_key(id as usize, self.bytes);
            }
            stop + 1
        } else {
            self.string_rest(start, stop, kind)
        };
        self.last = end;
        end
    }

    #[inline(always)]
    fn open(&mut self, pos: usize, kind: Kind) {
        self.at = self.push(kind, pos, pos + 1, false);
        self.object = kind == Kind::Object;
        self.depth += 1;
        self.last = pos + 1;
    }

    /// Ends the current container at `end`.
    #[inline(always)]
    fn close(&mut self, end: usize) -> Want {
        let len = self.tree.nodes.len() as u32;
        let node = &mut self.tree.nodes[self.at as usize];
        node.end = end as u32;
        node.next = len;
        self.at = node.parent;
        self.object = self.tree.nodes[self.at as usize].kind == Kind::Object;
        self.depth -= 1;
        self.last = end;
        self.after_value()
    }

    /// The rest of a string from its first escape or control character on, or from the end of the text.
    fn string_rest(&mut self, start: usize, mut i: usize, kind: Kind) -> usize {
        let bytes = self.bytes;
        // Kind, place, and what belongs there instead; rare, so that no memory is taken for most strings.
        let mut troubles: Vec<(FaultKind, Span, String)> = Vec::new();
        let mut lines_until = 0;
        let end = loop {
            i = skip_plain(bytes, i);
            let Some(&b) = bytes.get(i) else {
                break self.unterminated(start, i, kind, &mut troubles);
            };
            match b {
                b'"' => break i + 1,
                b'\\' => match bytes.get(i + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => i += 2,
                    Some(b'u') => match unicode_escape(&bytes[i..]) {
                        Unicode::Char(_, used) => i += used,
                        Unicode::Lone => {
                            troubles.push((FaultKind::LoneSurrogate, Span::new(i, i + 6), "\\uFFFD".into()));
                            i += 6;
                        }
                        Unicode::Bad => {
                            troubles.push((FaultKind::BadEscape, Span::new(i, i + 2), "\\\\u".into()));
                            i += 2;
                        }
                    },
                    // The line break or end of the text after it is dealt with next.
                    None | Some(b'\n' | b'\r') => {
                        troubles.push((FaultKind::BadEscape, Span::new(i, i + 1), "\\\\".into()));
                        i += 1;
                    }
                    Some(_) => {
                        let c = self.text[i + 1..].chars().next().unwrap_or_default();
                        let plain = match c {
                            '\'' | '`' => c.to_string(),
                            '\0'..='\x1f' => format!("\\\\{}", control_escape(c)),
                            _ => format!("\\\\{c}"),
                        };
                        troubles.push((FaultKind::BadEscape, Span::new(i, i + 1 + c.len_utf8()), plain));
                        i += 1 + c.len_utf8();
                    }
                },
                _ => {
                    if (b == b'\n' || b == b'\r') && i >= lines_until {
                        match self.closes_later(i, kind) {
                            Some(close) => lines_until = close,
                            None => break self.unterminated(start, i, kind, &mut troubles),
                        }
                    }
                    troubles.push((FaultKind::ControlCharacter, Span::new(i, i + 1), control_escape(b as char)));
                    i += 1;
                }
            }
        };
        let id = self.push(kind, start, end, true);
        if kind == Kind::Key {
            self.tree.note_key(id as usize, self.bytes);
        }
        if !troubles.is_empty() {
            self.tell_troubles(&troubles);
        }
        end
    }

    /// One fault for each run of like troubles in a string, with one repair for the run.
    #[cold]
    fn tell_troubles(&mut self, troubles: &[(FaultKind, Span, String)]) {
        for run in troubles.chunk_by(|a, b| a.0 == b.0) {
            let (kind, first, _) = &run[0];
            let bad = self.slice(*first);
            let mut text = String::new();
            let mut from = first.start;
            for (_, span, plain) in run {
                text.push_str(self.slice(Span { start: from, end: span.start }));
                text.push_str(plain);
                from = span.end;
            }
            let more = match run.len() - 1 {
                0 => String::new(),
                n => format!(" (and {n} more in this string)"),
            };
            let (message, help, safe) = match kind {
                FaultKind::ControlCharacter => {
                    let c = bad.chars().next().unwrap_or_default();
                    let name = control_name(c);
                    let escape = control_escape(c);
                    // A line break may as well mean that the closing quote was forgotten.
                    let safe = !run.iter().any(|(_, span, _)| matches!(self.slice(*span), "\n" | "\r"));
                    (format!("{name} inside a string{more}"), format!("write it as `{escape}`, or remove it"), safe)
                }
                FaultKind::LoneSurrogate => (
                    format!("`{bad}` is half of a surrogate pair and not a character by itself{more}"),
                    "write both halves, or the character itself".to_string(),
                    false,
                ),
                _ => {
                    let shown = self.show(first.start as usize, first.end as usize);
                    let safe = run.iter().all(|(_, span, _)| matches!(self.slice(*span), "\\'" | "\\`"));
                    let help = if safe {
                        "remove the backslash".to_string()
                    } else if bad == "\\u" {
                        "`\\u` takes four hexadecimal digits; write `\\\\` for a backslash".to_string()
                    } else {
                        "write `\\\\` for a backslash".to_string()
                    };
                    (format!("{shown} is not a JSON escape{more}"), help, safe)
                }
            };
            let repair = Repair { span: Span { start: first.start, end: from }, text, safe };
            self.fault(*kind, first.start as usize, first.end as usize, message, &help, Some(repair));
        }
    }

    /// Whether a string that reaches the line break at `i` goes on over the next lines: the place of its closing quote
    /// if so. `None` when the next line looks like JSON of its own.
    #[cold]
    fn closes_later(&self, i: usize, kind: Kind) -> Option<usize> {
        let bytes = self.bytes;
        let next = skip_blank(bytes, i);
        let line_end = self.line_end(next);
        let line = self.text.get(next..line_end)?;
        if line.trim_matches(['}', ']', '{', '[', ',', ' ', '\t']).is_empty() && !line.is_empty() {
            return None;
        }
        if bytes.get(next) == Some(&b'"') && self.is_member(next) {
            return None;
        }
        let mut close = next;
        loop {
            close = skip_plain(bytes, close);
            if close > next + LOOK {
                return None;
            }
            match bytes.get(close)? {
                b'"' => break,
                b'\\' => close += 2,
                _ => close += 1,
            }
        }
        let blank = |b: &u8| matches!(b, b' ' | b'\t');
        let after = bytes.get(close + 1..)?.iter().find(|b| !blank(b));
        let fits = match after {
            None | Some(b'\n' | b'\r') => true,
            Some(b':') => kind == Kind::Key,
            Some(b',' | b'}' | b']') => kind != Kind::Key,
            _ => false,
        };
        fits.then_some(close)
    }

    /// A string that is not closed by `i`, a line break or the end of the text: decides where it ended and says so.
    #[cold]
    fn unterminated(&mut self, start: usize, i: usize, kind: Kind, troubles: &mut Vec<(FaultKind, Span, String)>) -> usize {
        let at_end = i >= self.bytes.len();
        let blank = [' ', '\t', '\n', '\r'];
        let line = self.text[start + 1..i].trim_end_matches(blank);
        let without_comma = line.strip_suffix(',').map_or(line, |line| line.trim_end_matches(blank));
        let mut body = line;
        if kind == Kind::Key {
            // `"host: 1`: the key ended before its colon.
            body = line.split_once(':').map_or(line, |(key, _)| key.trim_end_matches(blank));
        } else if !at_end {
            body = without_comma;
        }
        let end = start + 1 + body.len();
        troubles.retain(|(_, span, _)| span.end as usize <= end);
        // `"C:\dir\"`: the closing quote is there, but escaped.
        if body.ends_with("\\\"") {
            troubles.push((FaultKind::BadEscape, Span::new(end - 2, end), "\\\\\"".into()));
            return end;
        }
        let cut = at_end && end == start + 1 + line.len();
        let what = if kind == Kind::Key { "key" } else { "string" };
        let (message, help) = if cut {
            self.cut = true;
            (
                format!("the file ends inside a {what}"),
                "restore the rest of the file, or close the string and the brackets around it",
            )
        } else {
            (format!("this {what} has no closing quote"), "add `\"` where it ends")
        };
        let repair = (!cut).then(|| Repair { span: Span::new(end, end), text: "\"".into(), safe: false });
        self.fault(FaultKind::UnterminatedString, start, end, message, help, repair);
        end
    }

    /// Reading stops here.
    #[cold]
    fn too_many_nodes(&mut self, pos: usize) {
        self.stop = true;
        let message = format!("the file has more than {MAX_NODES} values and names; the rest of it is not read");
        self.tree.faults.push(Fault {
            kind: FaultKind::TooMany,
            span: Span::new(pos, pos + 1),
            message,
            help: "check that this is a connector's file, and split it".to_owned(),
            related: None,
            repair: None,
        });
    }

    /// Everything that is not well-formed (or rare): says what is wrong, moves `pos` on or changes what is wanted.
    #[cold]
    #[inline(never)]
    fn odd(&mut self, want: Want, b: u8) -> Want {
        if self.odd_blank(want, b) {
            return want;
        }
        match want {
            Want::Root => self.odd_root(b),
            Want::Value | Want::Item | Want::FirstItem => self.odd_value(want, b),
            Want::Key | Want::FirstKey => self.odd_key(want, b),
            Want::Colon => self.odd_colon(b),
            Want::Comma => self.odd_comma(b),
            Want::End => self.odd_end(),
        }
    }

    fn odd_root(&mut self, b: u8) -> Want {
        // Something before the document (`swagger = {`): read from the bracket on.
        let start = self.pos;
        let ahead = &self.bytes[start..self.bytes.len().min(start + LOOK)];
        if let Some(bracket) = memchr::memchr2(b'{', b'[', ahead) {
            let garbage = self.text[start..start + bracket].trim_end();
            let found = self.show(start, start + garbage.len());
            let repair = Repair { span: Span::new(start, start + garbage.len()), text: String::new(), safe: false };
            let message = format!("expected `{{` at the start of the file, found {found}");
            self.fault(
                FaultKind::ExpectedValue,
                start,
                start + garbage.len(),
                message,
                "remove everything before the first bracket",
                Some(repair),
            );
            self.pos = start + bracket;
            return Want::Root;
        }
        if !matches!(b, b'}' | b']' | b',' | b':') {
            return self.bare_value();
        }
        let end = self.text.trim_end().len();
        let found = self.show(start, end);
        self.fault(
            FaultKind::ExpectedValue,
            start,
            end,
            format!("expected a value, found {found}"),
            "a connector file is one object: `{ ... }`",
            None,
        );
        self.push(Kind::Invalid, start, start, false);
        self.pos = self.bytes.len();
        Want::End
    }

    fn odd_value(&mut self, want: Want, b: u8) -> Want {
        match b {
            b'{' | b'[' => self.too_deep(b),
            b',' | b'}' | b']' if want == Want::Value => {
                self.missing_value();
                Want::Comma
            }
            b',' => self.extra_comma(want),
            b'}' | b']' => self.closer(want, b),
            b':' if want == Want::Value => {
                let repair = Some(self.delete(self.pos, self.pos + 1, false));
                self.fault(FaultKind::UnexpectedColon, self.pos, self.pos + 1, "a second `:`".into(), "remove it", repair);
                self.pos += 1;
                want
            }
            b':' => {
                self.colon_in_array();
                want
            }
            _ => self.bare_value(),
        }
    }

    /// Reads a number, `true`, `false` or `null`; `None` when there is something else, or more than it.
    #[inline(always)]
    fn plain_scalar(&mut self, b: u8) -> Option<usize> {
        let start = self.pos;
        let (kind, end) = match b {
            b't' if self.bytes[start..].starts_with(b"true") => (Kind::True, start + 4),
            b'f' if self.bytes[start..].starts_with(b"false") => (Kind::False, start + 5),
            b'n' if self.bytes[start..].starts_with(b"null") => (Kind::Null, start + 4),
            b't' | b'f' | b'n' => return None,
            _ => (Kind::Number, number(self.bytes, start)?),
        };
        if self.word_continues(end) {
            return None;
        }
        self.push(kind, start, end, false);
        Some(end)
    }

    /// Whether the character at `pos` would be part of a word or number that reaches it.
    fn word_continues(&self, pos: usize) -> bool {
        match self.bytes.get(pos) {
            None => false,
            Some(b) if b.is_ascii() => b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_' | b'/' | b'@' | b'%'),
            _ => self.text[pos..].chars().next().is_some_and(char::is_alphanumeric),
        }
    }
}
