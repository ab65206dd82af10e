//! The YAML reader: YAML text to the same tree that [`json`](crate::text::json) makes, with spans into the YAML.
//!
//! Events come from `saphyr-parser`. Values that do not stand in the text as they are (folded lines, escapes, aliases) are kept in
//! [`Decoded`]. Plain scalars are read by the core schema of YAML 1.2: `yes` is text, `1.10` is a number that keeps its text.
//! Aliases are expanded by copying nodes, and the number of copies is limited, so that a small text cannot fill the memory.
use crate::text::json::{Fault, FaultKind, Kind, MAX_DEPTH, MAX_LEN, MAX_NODES, NodeData, Span, Tree, key_bit};
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};
use std::borrow::Cow;

/// How many nodes all aliases of a text together may add.
pub const MAX_ALIASED: usize = 500_000;

/// The values of strings and keys that differ from the bytes at their span.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    /// Values that the text does not hold.
    more: String,
    /// For each string and key, by the number in [`NodeData::keys`]: where its value begins and how long it is. A start behind
    /// the end of the text is one in `more`.
    values: Vec<(u32, u32)>,
}

impl Decoded {
    /// The value with this number. `text` is the document.
    pub(crate) fn value<'t>(&'t self, text: &'t str, number: u32) -> &'t str {
        let Some(&(start, length)) = self.values.get(number as usize) else { return "" };
        let (source, start) = match (start as usize).checked_sub(text.len()) {
            Some(behind) => (self.more.as_str(), behind),
            None => (text, start as usize),
        };
        source.get(start..start + length as usize).unwrap_or("")
    }

    fn push(&mut self, text: &str, near: Span, value: &str) -> u32 {
        let held = text.get(near.start as usize..near.end as usize).and_then(|token| {
            let inner = token.strip_prefix(['"', '\'']).map_or(token, |_| token.get(1..token.len() - 1).unwrap_or(""));
            if inner == value { Some(near.start as usize + (inner.as_ptr() as usize - token.as_ptr() as usize)) } else { None }
        });
        let start = held.unwrap_or_else(|| {
            self.more.push_str(value);
            text.len() + self.more.len() - value.len()
        });
        self.values.push((start as u32, value.len() as u32));
        self.values.len() as u32 - 1
    }
}

/// Reads a text. Never fails: what is wrong is in [`Tree::faults`], and the tree holds what was read up to there. Only the first
/// document of several is read.
pub fn parse(text: &str) -> Tree {
    let mut reader = Reader::new(text);
    if text.len() > MAX_LEN {
        let message = format!("the file is longer than {} MiB and is not read", MAX_LEN >> 20);
        reader.fault(FaultKind::TooLong, Span::default(), message, "split it, or remove unneeded parts");
    } else {
        reader.run();
    }
    reader.finish()
}

/// An object or array that is being read.
struct Open {
    node: usize,
    /// For an object: whether the next value is a key.
    wants_key: bool,
    /// For an object: the key just read is `<<`, whose value is to be merged.
    merges: bool,
    anchor: usize,
}

struct Reader<'t> {
    text: &'t str,
    tree: Tree,
    decoded: Decoded,
    open: Vec<Open>,
    /// The nodes of each anchor, by its number: `start..end`, the end 0 while it is being read.
    anchors: Vec<(usize, usize)>,
    aliased: usize,
    /// Characters and bytes up to the place that was asked for last; None in ASCII, where they agree.
    place: Option<(usize, usize)>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            tree: Tree::default(),
            decoded: Decoded::default(),
            open: Vec::new(),
            anchors: Vec::new(),
            aliased: 0,
            place: (!text.is_ascii()).then_some((0, 0)),
        }
    }

    fn run(&mut self) {
        let skipped = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        if skipped > 0 {
            self.place = Some((0, 3)); // the parser is handed the text behind the mark
        }
        let mut parser = Parser::new(StrInput::new(&self.text[skipped..]));
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = self.byte(error.marker().index());
                    let span = Span { start: at as u32, end: at as u32 };
                    self.fault(FaultKind::UnexpectedText, span, format!("not YAML: {}", error.info()), "fix the YAML here");
                    return;
                }
            };
            let start = self.byte(span.start.index());
            let end = self.byte(span.end.index()).max(start);
            let span = Span { start: start as u32, end: end as u32 };
            let goes_on = match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        let message = "a second document begins here and is not read";
                        self.fault(FaultKind::TrailingText, span, message.to_owned(), "move it into a separate file");
                    }
                    documents == 1
                }
                Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, tag.as_deref(), span),
                Event::Alias(anchor) => self.alias(anchor, span),
                Event::MappingStart(anchor, _) => self.start(Kind::Object, anchor, span),
                Event::SequenceStart(anchor, _) => self.start(Kind::Array, anchor, span),
                Event::MappingEnd | Event::SequenceEnd => self.end(span),
                _ => true,
            };
            if goes_on && self.tree.nodes.len() > MAX_NODES {
                let message = format!("the file has more than {MAX_NODES} values and names; the rest of it is not read");
                self.fault(FaultKind::TooMany, span, message, "split it, or remove unneeded parts");
                return;
            }
            if !goes_on {
                return;
            }
        }
    }

    /// The byte at which a character stands.
    fn byte(&mut self, index: usize) -> usize {
        let Some((characters, bytes)) = &mut self.place else { return index.min(self.text.len()) };
        let text = self.text.as_bytes();
        while *characters < index && *bytes < text.len() {
            *bytes += 1;
            while *bytes < text.len() && text[*bytes] & 0xc0 == 0x80 {
                *bytes += 1;
            }
            *characters += 1;
        }
        while *characters > index {
            *bytes -= 1;
            while text[*bytes] & 0xc0 == 0x80 {
                *bytes -= 1;
            }
            *characters -= 1;
        }
        *bytes
    }

    fn fault(&mut self, kind: FaultKind, span: Span, message: String, help: &str) {
        self.tree.faults.push(Fault { kind, span, message, help: help.to_owned(), related: None, repair: None });
    }

    fn parent(&self) -> u32 {
        self.open.last().map_or(0, |open| open.node as u32)
    }

    fn push(&mut self, kind: Kind, span: Span) -> usize {
        let id = self.tree.nodes.len();
        let parent = self.parent();
        let next = id as u32 + 1;
        self.tree.nodes.push(NodeData { start: span.start, end: span.end, parent, next, kind, escaped: false, keys: 0 });
        id
    }

    fn push_text(&mut self, kind: Kind, span: Span, value: &str) -> usize {
        let id = self.push(kind, span);
        let number = self.decoded.push(self.text, span, value);
        let node = &mut self.tree.nodes[id];
        (node.escaped, node.keys) = (true, number);
        id
    }

    fn anchor(&mut self, anchor: usize, nodes: (usize, usize)) {
        if anchor > 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, (usize::MAX, 0));
            }
            self.anchors[anchor] = nodes;
        }
    }

    /// Takes note that a value was read: the object that holds it wants a key next.
    fn value_done(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.wants_key = self.tree.nodes[open.node].kind == Kind::Object;
            open.merges = false;
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: Span) -> bool {
        let id = self.tree.nodes.len();
        if let Some(open) = self.open.last_mut().filter(|open| open.wants_key) {
            (open.wants_key, open.merges) = (false, value == "<<" && style == ScalarStyle::Plain);
            let object = open.node;
            let bit = key_bit(value.as_bytes());
            self.push_text(Kind::Key, span, value);
            let object = &mut self.tree.nodes[object];
            object.keys |= bit;
            object.escaped = true; // keys are to be compared by their values
            self.anchor(anchor, (id, id + 1));
            return true;
        }
        let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
        let kind = match (core, style) {
            (Some("str" | "binary" | "timestamp"), _) => Kind::String,
            (None, ScalarStyle::Plain) if tag.is_none() => plain_kind(value),
            (Some("int" | "float" | "bool" | "null"), _) => plain_kind(value),
            _ => Kind::String,
        };
        match kind {
            Kind::String => self.push_text(kind, span, value),
            _ => self.push(kind, span),
        };
        self.anchor(anchor, (id, id + 1));
        self.value_done();
        true
    }

    fn start(&mut self, kind: Kind, anchor: usize, span: Span) -> bool {
        if self.open.last().is_some_and(|open| open.wants_key) {
            self.fault(
                FaultKind::ExpectedKey,
                span,
                "expected a key, found a list or a mapping".to_owned(),
                "use text as the key",
            );
            return false;
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            self.fault(FaultKind::TooDeep, span, message, "no API definition needs that many levels");
            return false;
        }
        let id = self.push(kind, span);
        self.anchor(anchor, (id, 0));
        self.open.push(Open { node: id, wants_key: kind == Kind::Object, merges: false, anchor });
        true
    }

    fn end(&mut self, span: Span) -> bool {
        let Some(open) = self.open.pop() else { return true };
        let next = self.tree.nodes.len() as u32;
        // A block ends where the next thing begins: the white space before that is not its own.
        let end = self.text[..span.end as usize].trim_end().len() as u32;
        let node = &mut self.tree.nodes[open.node];
        (node.next, node.end) = (next, end.max(node.start));
        self.anchor(open.anchor, (open.node, next as usize));
        self.merge_done(open.node);
        true
    }

    /// What follows the end of an object or array: the one around it goes on.
    fn merge_done(&mut self, node: usize) {
        let merges = self.open.last().is_some_and(|open| open.merges);
        self.value_done();
        if merges {
            self.merge(node - 1);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> bool {
        let (start, end) = self.anchors.get(anchor).copied().unwrap_or((usize::MAX, 0));
        if start == usize::MAX {
            self.fault(
                FaultKind::UnexpectedText,
                span,
                "this alias has no anchor".to_owned(),
                "define the anchor before it is used",
            );
            return false;
        }
        if end == 0 {
            let message = "this alias refers to a value that contains it".to_owned();
            self.fault(FaultKind::UnexpectedText, span, message, "write the value out");
            return false;
        }
        self.aliased += end - start;
        if self.aliased > MAX_ALIASED {
            let message = format!("aliases expand to more than {MAX_ALIASED} values");
            self.fault(FaultKind::TooMany, span, message, "write the file without nested aliases");
            return false;
        }
        let at = self.tree.nodes.len();
        let key = self.open.last().is_some_and(|open| open.wants_key);
        if key != (self.tree.nodes[start].kind == Kind::Key) {
            let value = match self.tree.nodes[start].kind {
                Kind::Object | Kind::Array if key => {
                    self.fault(
                        FaultKind::ExpectedKey,
                        span,
                        "this alias is not text, but a key must be".to_owned(),
                        "use text as the key",
                    );
                    return false;
                }
                Kind::Key | Kind::String => self.decoded.value(self.text, self.tree.nodes[start].keys).to_owned(),
                _ => self.text[self.tree.nodes[start].start as usize..self.tree.nodes[start].end as usize].to_owned(),
            };
            let style = if key { ScalarStyle::Plain } else { ScalarStyle::DoubleQuoted };
            return self.scalar(&value, style, 0, None, span);
        }
        let parent = self.parent();
        for id in start..end {
            let mut node = self.tree.nodes[id];
            node.parent = if id == start { parent } else { (node.parent as usize - start + at) as u32 };
            node.next = (node.next as usize - start + at) as u32;
            self.tree.nodes.push(node);
        }
        if key {
            let (bit, object) = (key_bit(self.decoded.value(self.text, self.tree.nodes[at].keys).as_bytes()), parent as usize);
            self.tree.nodes[object].keys |= bit;
            self.tree.nodes[object].escaped = true;
            if let Some(open) = self.open.last_mut() {
                open.wants_key = false;
            }
            return true;
        }
        self.merge_done(at);
        true
    }

    /// Puts the members of the object (or of the objects of a list) behind a key `<<` in the place of that key, but for those that the
    /// object has already. `key` is the last member so far.
    fn merge(&mut self, key: usize) {
        let object = self.tree.nodes[key].parent as usize;
        let value = key + 1;
        let of_list = self.tree.nodes[value].kind == Kind::Array;
        let sources: Vec<u32> = if of_list { self.tree.items(value as u32).collect() } else { vec![value as u32] };
        if sources.iter().any(|&source| self.tree.nodes[source as usize].kind != Kind::Object) {
            return; // a key that happens to be called so
        }
        self.tree.nodes[object].next = key as u32;
        let name = |reader: &Reader, key: u32| reader.decoded.value(reader.text, reader.tree.nodes[key as usize].keys).to_owned();
        let mut known: Vec<String> = self.tree.members(object as u32).map(|(key, _)| name(self, key)).collect();
        let moved: Vec<NodeData> = self.tree.nodes[key..].to_vec();
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for source in sources {
            for (member, value) in self.tree.members(source).collect::<Vec<_>>() {
                let text = name(self, member);
                if !known.contains(&text) {
                    self.tree.nodes[object].keys |= key_bit(text.as_bytes());
                    known.push(text);
                    kept.push((member as usize, self.tree.nodes[value as usize].next as usize));
                }
            }
        }
        self.tree.nodes.truncate(key);
        for (from, to) in kept {
            let at = self.tree.nodes.len();
            for id in from..to {
                let mut node = moved[id - key];
                let below = node.parent as usize > from; // of the member's value, not of the member itself
                node.parent = if below { (node.parent as usize - from + at) as u32 } else { object as u32 };
                node.next = (node.next as usize - from + at) as u32;
                self.tree.nodes.push(node);
            }
        }
        self.tree.nodes[object].escaped = true;
    }

    fn finish(mut self) -> Tree {
        // Reading may have stopped within objects: what was read of them counts.
        if let Some(key) = self.tree.nodes.last().filter(|node| node.kind == Kind::Key).copied() {
            let parent = key.parent;
            let (at, next) = (Span { start: key.end, end: key.end }, self.tree.nodes.len() as u32 + 1);
            self.tree.nodes.push(NodeData {
                start: at.start,
                end: at.end,
                parent,
                next,
                kind: Kind::Invalid,
                escaped: false,
                keys: 0,
            });
        }
        let (next, end) = (self.tree.nodes.len() as u32, self.text.len() as u32);
        for open in &self.open {
            (self.tree.nodes[open.node].next, self.tree.nodes[open.node].end) = (next, end);
        }
        if self.tree.nodes.is_empty() {
            self.push(Kind::Invalid, Span::default());
            if self.tree.faults.is_empty() {
                self.fault(FaultKind::Empty, Span::default(), "the file is empty".to_owned(), "write an API definition into it");
            }
        }
        self.tree.decoded = Some(Box::new(self.decoded));
        self.tree
    }
}

/// The type of a scalar without quotes, by the core schema of YAML 1.2. A number with leading zeros stays text.
fn plain_kind(value: &str) -> Kind {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::True,
        "false" | "False" | "FALSE" => return Kind::False,
        _ => {}
    }
    if json_number(value).is_some() { Kind::Number } else { Kind::String }
}

/// A number of YAML as JSON writes it; None where it is no number. Digits are never lost, however many there are.
pub fn json_number(value: &str) -> Option<Cow<'_, str>> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(rest) = value.strip_prefix(prefix) {
            return Some(Cow::Owned(u64::from_str_radix(rest, radix).ok()?.to_string()));
        }
    }
    let (sign, rest) = match value.as_bytes().first()? {
        b'-' => ("-", &value[1..]),
        b'+' => ("", &value[1..]),
        _ => ("", value),
    };
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent_is_right = exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    let parts_are_right = match fraction {
        None => digits(whole),
        Some("") => digits(whole),
        Some(fraction) => digits(fraction) && (whole.is_empty() || digits(whole)),
    };
    if !exponent_is_right || !parts_are_right || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let is_json = !value.starts_with('+') && !whole.is_empty() && fraction != Some("");
    if is_json {
        return Some(Cow::Borrowed(value));
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.filter(|fraction| !fraction.is_empty()).map(|fraction| format!(".{fraction}")).unwrap_or_default();
    let exponent = exponent.map(|exponent| format!("e{exponent}")).unwrap_or_default();
    Some(Cow::Owned(format!("{sign}{whole}{fraction}{exponent}")))
}

#[cfg(test)]
mod tests {
    use super::json_number;
    use crate::text::document::{Document, File};

    fn read(text: &str) -> Document {
        Document::yaml(File::Definition, "a.yaml", text.as_bytes().to_vec())
    }

    #[test]
    fn scalars_keep_their_text() {
        let document = read(
            "a: 1.10\nb: yes\nc: 123456789012345678901234567890\nd: ~\ne: TRUE\n200: ok\nf: \"x\\ty\"\ng: |\n  one\n  two\nh: 007\n",
        );
        let root = document.root();
        assert_eq!(root.get("a").unwrap().text(), "1.10");
        assert_eq!(root.get_str("b").as_deref(), Some("yes"));
        assert_eq!(root.get("c").unwrap().text(), "123456789012345678901234567890");
        assert_eq!(root.get("c").unwrap().type_name(), "integer");
        assert_eq!(root.get("d").unwrap().type_name(), "null");
        assert_eq!(root.get("e").unwrap().bool(), Some(true));
        assert_eq!(root.get_str("200").as_deref(), Some("ok"));
        assert_eq!(root.get_str("f").as_deref(), Some("x\ty"));
        assert_eq!(root.get_str("g").as_deref(), Some("one\ntwo\n"));
        assert_eq!(root.get_str("h").as_deref(), Some("007"));
        assert!(document.tree.faults.is_empty());
    }

    #[test]
    fn places_are_those_of_the_text() {
        let document = read("é: ü\nlist:\n  - a: 1\n    b: [x, y]\n");
        let b = document.at_pointer("/list/0/b").unwrap();
        assert_eq!(b.text(), "[x, y]");
        assert_eq!(b.pointer(), "/list/0/b");
        let place = document.position(document.at_pointer("/list/0/b/1").unwrap().span().start);
        assert_eq!((place.line, place.column), (4, 12));
        assert_eq!(document.root().get_str("é").as_deref(), Some("ü"));
    }

    #[test]
    fn aliases_and_merges() {
        let document = read("base: &b {a: 1, c: {d: 2}}\none: *b\ntwo:\n  a: 5\n  <<: *b\n  e: 6\nthree:\n  <<: [*b, {z: 9}]\n");
        let text = |pointer: &str| document.at_pointer(pointer).map(|node| node.text().to_owned());
        assert_eq!(text("/one/c/d").as_deref(), Some("2"));
        assert_eq!(document.at_pointer("/one/c/d").unwrap().pointer(), "/one/c/d");
        assert_eq!(text("/two/a").as_deref(), Some("5"));
        assert_eq!(text("/two/c/d").as_deref(), Some("2"));
        assert_eq!(document.at_pointer("/two/c/d").unwrap().pointer(), "/two/c/d");
        assert_eq!(text("/two/e").as_deref(), Some("6"));
        assert_eq!(text("/three/z").as_deref(), Some("9"));
        assert_eq!(text("/three/c/d").as_deref(), Some("2"));
        assert!(!document.root().get("three").unwrap().has("<<"));
    }

    #[test]
    fn bombs_and_loops_end() {
        let mut text = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (one, before) in ('b'..='j').zip('a'..) {
            text.push_str(&format!("{one}: &{one} [{}]\n", vec![format!("*{before}"); 10].join(", ")));
        }
        let document = read(&text);
        assert!(document.tree.faults[0].message.contains("expand"), "{:?}", document.tree.faults);
        assert!(!document.is_whole());
        let document = read("a: &a\n  b: *a\n");
        assert!(document.tree.faults[0].message.contains("contains it"), "{:?}", document.tree.faults);
        let document = read(&"[".repeat(10_000));
        assert!(!document.tree.faults.is_empty());
        let document = read("a: [1\nb");
        assert!(!document.tree.faults.is_empty());
        assert!(document.root().is_object());
    }

    #[test]
    fn numbers_as_json_writes_them() {
        for (yaml, json) in
            [("0x1F", "31"), ("+1", "1"), (".5", "0.5"), ("1.", "1"), ("-.5e3", "-0.5e3"), ("1e5", "1e5"), ("0", "0")]
        {
            assert_eq!(json_number(yaml).as_deref(), Some(json), "{yaml}");
        }
        for text in ["01", "1.2.3", "-", "1e", "2020-01-01", ".", "1_000", ""] {
            assert_eq!(json_number(text), None, "{text}");
        }
    }
}
