//! A file's text with its tree, and [`Node`], the handle that everything else uses to read it.
use crate::text::json::{self, Kind, NodeData, Span, Tree};
use crate::text::pointer;
use crate::text::yaml;
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU32;
use std::sync::OnceLock;

mod escapes;
mod large;

use large::{FEW, Large};

/// How a file's bytes were turned into text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark; the mark stays in the text, so offsets agree with the file.
    Utf8Bom,
    /// UTF-16 with a byte order mark, little or big endian; decoded, so offsets are those of the decoded text.
    Utf16,
    /// Not UTF-8: read as Windows-1252, in which every byte is one character.
    Windows1252 {
        /// Offset in the file of the first byte that is not UTF-8.
        first: u32,
    },
}

/// Which of a connector's files a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// `apiDefinition.swagger.json`
    #[default]
    Definition,
    /// `apiProperties.json`
    Properties,
    /// `settings.json`
    Settings,
    /// `script.csx`
    Script,
    /// `readme.md`
    Readme,
    /// `intro.md`
    Intro,
    /// `icon.png`
    Icon,
    /// `connsmith.toml`
    Config,
    /// The folder itself, for findings that concern no single file.
    Folder,
    /// A file of something that is not one connector's folder, by its number there: an entry of an archive, a file of the
    /// older of two versions.
    Other(u16),
}

/// One file of a connector: its name, its text and, for JSON, the tree of its values.
#[derive(Debug)]
pub struct Document {
    pub file: File,
    /// Path as it is shown to people: with `/`, relative to the current folder if it is below it.
    pub name: String,
    pub text: String,
    /// A single `Invalid` node for a file that is not JSON (readme, script).
    pub tree: Tree,
    pub encoding: Encoding,
    /// See [`Document::is_whole`].
    broken: bool,
    /// Keys (by node id, ascending) that are read as if they were spelled differently: see [`Document::read_as`].
    aliases: Vec<(u32, &'static str)>,
    lines: OnceLock<Vec<u32>>,
    /// For each block of text the line ends before it, and where the line in which it begins starts; None where some line ends are a
    /// lone CR.
    line_counts: OnceLock<Option<Vec<(u32, u32)>>>,
    marks: OnceLock<Vec<Counted>>,
    large: OnceLock<Large>,
    marks_in: escapes::Marks,
}

/// Characters and UTF-16 units before a place.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    characters: u32,
    utf16: u32,
}

/// Distance of the places before which the lines are counted, in bytes.
const LINES_EVERY: usize = 1024;

/// Distance of the places whose [`Counted`] is kept, in bytes.
const MARK_EVERY: usize = 256;

/// A place in a document as people count: lines and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: u32,
    /// Column in characters (Unicode scalar values).
    pub column: u32,
    /// Column in UTF-16 code units, as editors and the language server protocol count.
    pub utf16: u32,
    /// Bytes from the start of the file as it lies on disk (of the decoded text for UTF-16).
    pub offset: u32,
}

impl Document {
    /// Reads a JSON file. Never fails: bytes that are not UTF-8 are decoded as Windows-1252, broken JSON gives a partial
    /// tree and [`Tree::faults`].
    pub fn json(file: File, name: impl Into<String>, bytes: Vec<u8>) -> Document {
        // Whatever a rule would say of such bytes is about characters that are none, and an edit would destroy the file.
        if let Some(fault) = super::foreign::binary(&bytes) {
            let mut document = Document::plain(file, name, Vec::new());
            document.tree.faults.push(fault);
            document.broken = true;
            return document;
        }
        let mut document = Document::plain(file, name, bytes);
        let definition = (file == File::Definition).then_some(document.name.as_str());
        match super::foreign::fault(&document.text, definition) {
            Some(fault) => document.tree.faults.push(fault),
            None => document.tree = json::parse(&document.text),
        }
        document.broken = document.tree.faults.iter().any(|fault| fault.kind.loses_content());
        document
    }

    /// Reads a YAML file to the same tree, with spans into the YAML. Never fails: see [`Tree::faults`].
    pub fn yaml(file: File, name: impl Into<String>, bytes: Vec<u8>) -> Document {
        let mut document = Document::plain(file, name, bytes);
        document.tree = yaml::parse(&document.text);
        document.broken = document.tree.faults.iter().any(|fault| fault.kind.loses_content());
        document
    }

    /// Takes a file that is not JSON (readme, script): same decoding, no tree.
    pub fn plain(file: File, name: impl Into<String>, bytes: Vec<u8>) -> Document {
        let (text, encoding) = decode(bytes);
        let nothing = NodeData { start: 0, end: 0, parent: 0, next: 1, kind: Kind::Invalid, escaped: false, keys: 0 };
        let tree = Tree { nodes: vec![nothing], ..Tree::default() };
        Document {
            file,
            name: name.into(),
            text,
            tree,
            encoding,
            broken: false,
            aliases: Vec::new(),
            lines: OnceLock::new(),
            line_counts: OnceLock::new(),
            marks: OnceLock::new(),
            large: OnceLock::new(),
            marks_in: escapes::Marks::default(),
        }
    }

    /// Has these keys (by node id) read as if they were spelled that way: where names are compared without regard to case, an object is
    /// asked for a member by its usual name and has to find it.
    #[inline]
    pub(crate) fn read_as(&mut self, mut aliases: Vec<(u32, &'static str)>) {
        aliases.sort_unstable();
        self.aliases = aliases;
    }

    /// The keys that are read as another name, each with that name, in document order.
    pub(crate) fn read_as_other(&self) -> impl Iterator<Item = (Node<'_>, &'static str)> {
        self.aliases.iter().map(|&(id, name)| (self.node(id), name))
    }

    /// The root value.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// The node with this id.
    #[inline]
    pub fn node(&self, id: u32) -> Node<'_> {
        Node { doc: self, id }
    }

    /// The bytes of `span`; empty when it does not lie on character boundaries of the text.
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Whether the tree is complete, with each member in its intended place. False if brackets or quotes are missing: what a
    /// rule misses or finds out of place may then be there, or somewhere else.
    pub fn is_whole(&self) -> bool {
        !self.broken
    }

    /// How many bytes the file has on disk; of UTF-16 the decoded text's.
    pub fn size(&self) -> usize {
        match self.encoding {
            Encoding::Windows1252 { .. } => self.text.chars().count(),
            _ => self.text.len(),
        }
    }

    /// The span of the whole text.
    #[inline]
    pub fn span(&self) -> Span {
        Span { start: 0, end: self.text.len() as u32 }
    }

    /// Offsets at which lines start; a line ends with LF, CRLF or a lone CR.
    pub fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                    starts.push(at as u32 + 1);
                }
            }
            starts
        })
    }

    /// Line and column of a byte offset into [`Document::text`]. An offset past the end gives the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let (line, mut start) = self.line_at(offset);
        if line == 0 && self.text.starts_with('\u{feff}') {
            start = 3.min(offset); // an editor shows no column for the mark
        }
        let (from, to) = (self.counted(start), self.counted(offset));
        let on_disk = if matches!(self.encoding, Encoding::Windows1252 { .. }) { to.characters } else { offset };
        Position {
            line: line + 1,
            column: to.characters - from.characters + 1,
            utf16: to.utf16 - from.utf16 + 1,
            offset: on_disk,
        }
    }

    /// The line, from 0, in which a byte lies, and where the line starts. Asked once or twice for each finding: the lines
    /// before each block are counted, which is far cheaper than [`Document::lines`].
    fn line_at(&self, offset: u32) -> (u32, u32) {
        let bytes = self.text.as_bytes();
        let blocks = self.line_counts.get_or_init(|| {
            if has_lone_return(bytes) {
                return None;
            }
            let counts = bytes.chunks(LINES_EVERY).enumerate().scan((0, 0), |(lines, start), (number, block)| {
                let before = (*lines, *start);
                *lines += memchr::memchr_iter(b'\n', block).count() as u32;
                if let Some(last) = memchr::memrchr(b'\n', block) {
                    *start = (number * LINES_EVERY + last) as u32 + 1;
                }
                Some(before)
            });
            Some(counts.collect())
        });
        let Some(blocks) = blocks else {
            let lines = self.lines(); // old Mac line ends
            let line = lines.partition_point(|&start| start <= offset) - 1;
            return (line as u32, lines[line]);
        };
        let block = (offset as usize / LINES_EVERY).min(blocks.len().saturating_sub(1));
        let Some(&(count, start)) = blocks.get(block) else { return (0, 0) };
        let from = block * LINES_EVERY;
        let before = &bytes[from..offset as usize];
        let line = count + memchr::memchr_iter(b'\n', before).count() as u32;
        (line, memchr::memrchr(b'\n', before).map_or(start, |at| (from + at) as u32 + 1))
    }

    /// How many characters and UTF-16 units lie before a byte offset: counted from the nearest mark, so that the cost does
    /// not grow with the length of a line.
    fn counted(&self, offset: u32) -> Counted {
        let count = |from: Counted, bytes: &[u8]| {
            let characters = count_bytes(bytes, |byte| byte & 0xc0 != 0x80);
            let pairs = count_bytes(bytes, |byte| byte >= 0xf0);
            Counted { characters: from.characters + characters, utf16: from.utf16 + characters + pairs }
        };
        let bytes = self.text.as_bytes();
        let marks = self.marks.get_or_init(|| {
            if self.text.is_ascii() {
                return Vec::new();
            }
            let chunks = bytes.chunks(MARK_EVERY);
            let counts = chunks.scan(Counted::default(), |sum, chunk| Some(std::mem::replace(sum, count(*sum, chunk))));
            counts.chain([Counted::default()]).collect()
        });
        if marks.is_empty() {
            return Counted { characters: offset, utf16: offset }; // ASCII, as most files are
        }
        let at = offset as usize / MARK_EVERY;
        if at * MARK_EVERY == bytes.len() && at > 0 {
            return count(marks[at - 1], &bytes[(at - 1) * MARK_EVERY..]);
        }
        count(marks[at], &bytes[at * MARK_EVERY..offset as usize])
    }

    /// The newline that the file uses: that of its first line.
    pub fn newline(&self) -> &'static str {
        match memchr::memchr(b'\n', self.text.as_bytes()) {
            Some(at) if at > 0 && self.text.as_bytes()[at - 1] == b'\r' => "\r\n",
            _ => "\n",
        }
    }

    /// The values of the members with this name among the nodes with these ids, whatever objects they are in, in document order.
    pub fn members_named<'a>(&'a self, name: &'a str, ids: std::ops::Range<u32>) -> impl Iterator<Item = Node<'a>> {
        let nodes = self.tree.nodes.get(ids.start as usize..ids.end as usize).unwrap_or_default();
        let hash = json::key_hash(name.as_bytes());
        let keys = nodes.iter().zip(ids).filter(move |(node, _)| node.kind == Kind::Key && (node.keys == hash || node.escaped));
        keys.map(|(_, id)| self.node(id)).filter(move |key| key.key_is(name)).map(|key| self.node(key.id + 1))
    }

    /// The values of members that are strings with nothing but space in them, in document order.
    pub(crate) fn blank_values(&self) -> impl Iterator<Item = Node<'_>> {
        let text = self.text.as_bytes();
        // The byte behind the quote is usually enough to decide.
        let may_be_blank = move |value: &NodeData| {
            let inside = || text.get(value.start as usize + 1).is_none_or(|byte| matches!(byte, 0..=b' ' | 0x80..));
            value.kind == Kind::String && (value.end - value.start <= 2 || value.escaped || inside())
        };
        let values = self.tree.nodes.iter().zip(0..).filter(move |(node, _)| may_be_blank(node)).map(|(_, id)| self.node(id));
        values.filter(|value| value.str().is_some_and(|text| text.trim().is_empty()) && value.key().is_some())
    }

    /// The innermost value that holds the byte at `offset`; the root when none does.
    pub fn value_at(&self, offset: u32) -> Node<'_> {
        let nodes = &self.tree.nodes;
        let at = nodes.partition_point(|node| node.start <= offset).saturating_sub(1);
        let mut node = self.node(at as u32);
        while node.kind() == Kind::Key || node.span().end <= offset {
            match node.parent() {
                Some(parent) => node = parent,
                None => break,
            }
        }
        node
    }

    /// Made when somebody first asks for a child far behind in a long array or object.
    fn large(&self) -> &Large {
        self.large.get_or_init(|| Large::new(self))
    }

    /// The same for an array or object that is known to be long: then not even the first of its children have to be looked at.
    fn large_of(&self, container: Node) -> Option<&Large> {
        self.large.get().filter(|large| large.holds(container))
    }

    /// Follows a JSON pointer (RFC 6901, without `#`); of duplicate keys the last counts.
    pub fn at_pointer(&self, path: &str) -> Option<Node<'_>> {
        let mut node = self.root();
        for token in path.split('/').skip(1) {
            let token = pointer::unescaped(token);
            node = match node.kind() {
                Kind::Object => node.get(&token)?,
                Kind::Array => node.item(token.parse().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }
}

/// Whether some line ends with a CR alone. Nothing ends early, so that many bytes are looked at in one instruction.
fn has_lone_return(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (&one, &next)| any | ((one == b'\r') & (next != b'\n'))) || bytes.last() == Some(&b'\r')
}

/// How many of some bytes are so. Up to 255 of them fit a byte, so that many are counted in one instruction.
fn count_bytes(bytes: &[u8], so: impl Fn(u8) -> bool) -> u32 {
    bytes.chunks(128).map(|some| u32::from(some.iter().fold(0u8, |count, &byte| count + u8::from(so(byte))))).sum()
}

fn decode(bytes: Vec<u8>) -> (String, Encoding) {
    let utf16 = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        (String::from_utf16_lossy(&units), Encoding::Utf16)
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return utf16(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return utf16(u16::from_be_bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.starts_with('\u{feff}') => (text, Encoding::Utf8Bom),
        Ok(text) => (text, Encoding::Utf8),
        Err(error) => {
            let first = error.utf8_error().valid_up_to() as u32;
            let text = error.as_bytes().iter().map(|&byte| windows_1252(byte)).collect();
            (text, Encoding::Windows1252 { first })
        }
    }
}

/// The character of a byte in Windows-1252; the five bytes it leaves undefined map to the C1 control of the same number,
/// as the WHATWG encoding standard does.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[byte as usize - 0x80],
        _ => byte as char,
    }
}

/// A value (or the key of a member) in a document: two words, copied freely.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub doc: &'a Document,
    pub id: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.doc, other.doc)
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.kind(), self.pointer())
    }
}

/// A member of an object: its key and its value.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    pub key: Node<'a>,
    pub value: Node<'a>,
}

impl<'a> Member<'a> {
    /// The key's text, unescaped.
    #[inline]
    pub fn name(&self) -> Cow<'a, str> {
        self.key.unquoted()
    }
}

impl<'a> Node<'a> {
    #[inline]
    fn data(self) -> &'a NodeData {
        &self.doc.tree.nodes[self.id as usize]
    }

    #[inline]
    fn sibling(self, id: u32) -> Node<'a> {
        Node { doc: self.doc, id }
    }

    #[inline(always)]
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// The bytes of the token: quotes and brackets included.
    #[inline]
    pub fn span(self) -> Span {
        let data = self.data();
        Span { start: data.start, end: data.end }
    }

    /// The raw text of the span.
    pub fn text(self) -> &'a str {
        self.doc.slice(self.span())
    }

    /// Id of the first node behind this one and its descendants: `self.id..self.after()` is the whole subtree, in document order.
    #[inline]
    pub fn after(self) -> u32 {
        self.data().next
    }

    #[inline]
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    #[inline]
    pub fn is_array(self) -> bool {
        self.kind() == Kind::Array
    }

    #[inline]
    pub fn is_string(self) -> bool {
        self.kind() == Kind::String
    }

    #[inline(always)]
    pub(crate) fn unquoted(self) -> Cow<'a, str> {
        let data = self.data();
        if !data.escaped {
            return Cow::Borrowed(
                self.doc.text.get(data.start as usize + 1..(data.end as usize).saturating_sub(1)).unwrap_or_default(),
            );
        }
        match &self.doc.tree.decoded {
            Some(decoded) => Cow::Borrowed(decoded.value(&self.doc.text, data.keys)),
            None => json::value(&self.doc.text, data),
        }
    }

    /// The value of a string; None for anything else.
    #[inline]
    pub fn str(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| self.unquoted())
    }

    /// Whether this is a string of exactly this value.
    #[inline(always)]
    pub fn is(self, value: &str) -> bool {
        let data = self.data();
        if data.kind != Kind::String || data.escaped {
            return data.kind == Kind::String && self.reads(value);
        }
        let raw = self.doc.text.as_bytes().get(data.start as usize + 1..(data.end as usize).saturating_sub(1));
        raw.is_some_and(|raw| json::same_name(raw, value.as_bytes()))
    }

    /// Whether a string or key with escapes in it has this value. One that is too long for it is not decoded: many checks ask, and it may
    /// be as long as the file.
    fn reads(self, value: &str) -> bool {
        const LONGEST_ESCAPE: usize = r"\u0041".len();
        let tree = &self.doc.tree;
        let may = tree.decoded.is_some() || json::raw(&self.doc.text, self.data()).len() <= LONGEST_ESCAPE * value.len();
        may && self.unquoted() == value
    }

    /// Whether this is a string of this value, whatever the case of its letters and the space around it: so .NET reads names.
    pub fn is_in_any_case(self, value: &str) -> bool {
        self.str().is_some_and(|text| {
            // Almost no text has space around it, which its ends show.
            let shows = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
            let bare = shows(text.as_bytes().first()) && shows(text.as_bytes().last());
            let text = if bare { &*text } else { text.trim() };
            text.eq_ignore_ascii_case(value)
        })
    }

    /// The value of `true` and `false`; None for anything else.
    pub fn bool(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// The value of a number, as a double; None for anything else.
    pub fn number(self) -> Option<f64> {
        (self.kind() == Kind::Number).then(|| self.text().parse().ok()).flatten()
    }

    /// Whether this is a number without fraction (`3`, `3.0` and `3e2` are).
    pub fn is_integer(self) -> bool {
        self.number().is_some_and(|n| n.fract() == 0.0)
    }

    /// The JSON name of its type: `object`, `array`, `string`, `integer`, `number`, `boolean`, `null`.
    pub fn type_name(self) -> &'static str {
        match self.kind() {
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::String | Kind::Key => "string",
            Kind::Number if self.is_integer() => "integer",
            Kind::Number => "number",
            Kind::True | Kind::False => "boolean",
            Kind::Null => "null",
            Kind::Invalid => "nothing",
        }
    }

    /// The members of an object in document order, duplicates included; none for anything else.
    #[inline]
    pub fn members(self) -> Members<'a> {
        let data = self.data();
        let (next, end) = if data.kind == Kind::Object { (self.id + 1, data.next) } else { (0, 0) };
        Members { doc: self.doc, next, end }
    }

    /// The items of an array; none for anything else.
    #[inline]
    pub fn items(self) -> Items<'a> {
        let data = self.data();
        let (next, end) = if data.kind == Kind::Array { (self.id + 1, data.next) } else { (0, 0) };
        Items { doc: self.doc, next, end }
    }

    /// The members of an object that JSON parsers keep: of duplicates the last.
    fn kept_members(self) -> impl Iterator<Item = Member<'a>> {
        let is_kept = move |member: &Member| {
            !self.may_repeat_a_key() || self.get(&member.name()).is_some_and(|kept| kept.id == member.value.id)
        };
        self.members().filter(is_kept)
    }

    /// The last of the members of an object.
    pub fn last_member(self) -> Option<Member<'a>> {
        let last_of = |large: &Large| {
            let key = large.last(self)?;
            Some(Member { key: self.sibling(key), value: self.sibling(key + 1) })
        };
        if let Some(large) = self.doc.large_of(self) {
            return last_of(large);
        }
        let mut members = self.members();
        match members.by_ref().take(FEW).last() {
            Some(_) if members.next().is_some() => last_of(self.doc.large()),
            last => last,
        }
    }

    /// The last of the items of an array.
    pub fn last_item(self) -> Option<Node<'a>> {
        let mut items = self.items();
        match items.by_ref().take(FEW).last() {
            Some(_) if items.next().is_some() => Some(self.sibling(self.doc.large().last(self)?)),
            last => last,
        }
    }

    /// The member with this key; of duplicates the last, which is the one that JSON parsers keep.
    #[inline(always)]
    pub fn member(self, key: &str) -> Option<Member<'a>> {
        // For a literal key its bit and its hash are known when this is compiled.
        let bit = json::key_bit(key.as_bytes());
        let found = if self.data().keys & bit == 0 { None } else { self.find_key(key, json::key_hash(key.as_bytes())) };
        match found {
            Some(found) => Some(Member { key: self.sibling(found.get()), value: self.sibling(found.get() + 1) }),
            None if self.doc.aliases.is_empty() => None,
            None => self.find_alias(key),
        }
    }

    /// The member whose key is read as this name.
    #[cold]
    fn find_alias(self, key: &str) -> Option<Member<'a>> {
        let below = self.doc.aliases.iter().skip_while(|(id, _)| *id <= self.id).take_while(|(id, _)| *id < self.after());
        let mut keys = below.filter(|(_, name)| *name == key).map(|(id, _)| self.sibling(*id));
        let key = keys.find(|key| key.parent() == Some(self))?;
        Some(Member { key, value: self.sibling(key.id + 1) })
    }

    /// The name that this key is read as, if it is spelled differently.
    #[inline]
    pub(crate) fn read_as(self) -> Option<&'static str> {
        let aliases = &self.doc.aliases;
        if aliases.is_empty() {
            return None;
        }
        aliases.binary_search_by_key(&self.id, |(id, _)| *id).ok().map(|at| aliases[at].1)
    }

    /// The [`key_bit`](json::key_bit) of a key.
    #[inline(always)]
    pub(crate) fn own_key_bit(self) -> u32 {
        let data = self.data();
        match self.read_as() {
            Some(name) => json::key_bit(name.as_bytes()),
            None if data.escaped => json::key_bit(self.unquoted().as_bytes()),
            None => json::bit_of(data.keys),
        }
    }

    /// Whether the object has a member with this key, or perhaps has one: false is sure.
    #[inline(always)]
    pub(crate) fn may_have(self, key: &str) -> bool {
        self.keys() & json::key_bit(key.as_bytes()) != 0
    }

    /// The bits of the keys of an object, never none at all; all bits for anything else.
    #[inline]
    pub(crate) fn keys(self) -> u32 {
        let data = self.data();
        let read_as_other = || self.doc.aliases.iter().any(|(id, _)| self.id < *id && *id < data.next);
        if data.kind == Kind::Object && !read_as_other() { data.keys.max(1) } else { u32::MAX }
    }

    /// The id of the key, which is never that of the root.
    fn find_key(self, key: &str, hash: u32) -> Option<NonZeroU32> {
        let object = self.data();
        if object.kind != Kind::Object {
            return None;
        }
        if object.escaped {
            return self.find_last_key(key);
        }
        // The hottest loop of all: nearly every lookup of a check ends here. A key and its value are looked at together.
        let (text, nodes) = (self.doc.text.as_bytes(), self.doc.tree.nodes.get(..object.next as usize)?);
        let mut at = self.id as usize + 1;
        for _ in 0..=FEW {
            let [name, value] = nodes.get(at..at + 2)? else { return None };
            if name.keys == hash {
                let raw = text.get(name.start as usize + 1..(name.end as usize).saturating_sub(1));
                if raw.is_some_and(|raw| json::same_name(raw, key.as_bytes())) {
                    return NonZeroU32::new(at as u32);
                }
            }
            at = value.next as usize;
        }
        NonZeroU32::new(self.doc.large().key(self, key)?)
    }

    /// The same where keys may repeat, or have escapes in them.
    #[cold]
    fn find_last_key(self, key: &str) -> Option<NonZeroU32> {
        if let Some(large) = self.doc.large_of(self) {
            return NonZeroU32::new(large.key(self, key)?);
        }
        let mut found = None;
        for (at, member) in self.members().enumerate() {
            if at == FEW {
                return NonZeroU32::new(self.doc.large().key(self, key)?);
            }
            if member.key.key_is(key) {
                found = Some(member.key.id);
            }
        }
        NonZeroU32::new(found?)
    }

    /// The value of the member with this key.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.member(key).map(|member| member.value)
    }

    /// The string value of the member with this key.
    #[inline(always)]
    pub fn get_str(self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.str()
    }

    /// Whether the object has a member with this key.
    #[inline(always)]
    pub fn has(self, key: &str) -> bool {
        self.member(key).is_some()
    }

    /// Whether this object may have a key twice; mostly it then has.
    #[inline]
    pub(crate) fn may_repeat_a_key(self) -> bool {
        self.is_object() && self.data().escaped
    }

    /// Whether this key reads `name`; for keys only.
    #[inline]
    pub fn key_is(self, name: &str) -> bool {
        let data = self.data();
        if data.escaped || !self.doc.aliases.is_empty() {
            return self.read_as().map_or_else(|| self.reads(name), |read| read == name);
        }
        let raw = self.doc.text.as_bytes().get(data.start as usize + 1..(data.end as usize).saturating_sub(1));
        raw.is_some_and(|raw| json::same_name(raw, name.as_bytes()))
    }

    /// The enclosing object or array; None at the root. For keys and values of members alike it is the object.
    #[inline]
    pub fn parent(self) -> Option<Node<'a>> {
        (self.id != 0).then(|| self.sibling(self.data().parent))
    }

    /// The key under which this value stands; None for an item of an array and for the root.
    #[inline]
    pub fn key(self) -> Option<Node<'a>> {
        if self.id == 0 || self.kind() == Kind::Key {
            return None;
        }
        let before = self.sibling(self.id - 1);
        (before.kind() == Kind::Key).then_some(before)
    }

    /// The name of the member of which this is the value.
    #[inline]
    pub fn name(self) -> Option<Cow<'a, str>> {
        self.key().map(Node::unquoted)
    }

    /// The place of this value in an array; None elsewhere.
    pub fn index(self) -> Option<usize> {
        let parent = self.parent()?;
        let near = parent.items().take(FEW).position(|item| item.id == self.id);
        near.or_else(|| self.doc.large().place(parent, self))
    }

    /// The item of an array at this place; None where there is none.
    pub fn item(self, place: usize) -> Option<Node<'a>> {
        if place < FEW || !self.is_array() {
            return self.items().nth(place);
        }
        Some(self.sibling(self.doc.large().item(self, place)?))
    }

    /// The JSON pointer of this value (for a key, of its member's value), `""` for the root. `~1` stands for `/`, `~0` for `~`.
    pub fn pointer(self) -> String {
        let mut steps = Vec::new();
        let mut node = if self.kind() == Kind::Key { self.sibling(self.id + 1) } else { self };
        while let Some(parent) = node.parent() {
            steps.push(match node.name() {
                Some(name) => name,
                None => Cow::Owned(node.index().unwrap_or(0).to_string()),
            });
            node = parent;
        }
        let mut path = String::with_capacity(steps.iter().map(|step| step.len() + 1).sum());
        for step in steps.iter().rev() {
            path.push('/');
            pointer::push(step, &mut path);
        }
        path
    }

    /// The beginning of [`Node::pointer`]: at least `most` bytes of it, where it has so many. Names can be as long as the file, and
    /// many findings lie below one.
    pub(crate) fn pointer_up_to(self, most: usize) -> String {
        // As long as most are, so that neither has to grow.
        let (mut nodes, mut path) = (Vec::with_capacity(16), String::with_capacity(128));
        let mut node = if self.kind() == Kind::Key { self.sibling(self.id + 1) } else { self };
        while let Some(parent) = node.parent() {
            nodes.push(node);
            node = parent;
        }
        for node in nodes.into_iter().rev() {
            if path.len() > most {
                break;
            }
            path.push('/');
            let Some(key) = node.key() else {
                path.push_str(&node.index().unwrap_or(0).to_string());
                continue;
            };
            let raw = json::raw(&self.doc.text, key.data());
            // An escape is at most six bytes for one.
            let raw = &raw[..raw.floor_char_boundary((most + 1) * 6)];
            let name = if key.data().escaped { json::unescape(raw) } else { Cow::Borrowed(raw) };
            let name = &name[..name.floor_char_boundary(most + 1)];
            pointer::push(name, &mut path);
        }
        path
    }

    /// What to underline when something is missing *in* this value: the key under which it stands, else its opening bracket.
    pub fn anchor(self) -> Span {
        match self.key() {
            Some(key) => key.span(),
            None => {
                let span = self.span();
                Span { start: span.start, end: span.end.min(span.start + 1) }
            }
        }
    }

    /// The bytes of a part of a string or key, given as a range of bytes of its unescaped value.
    pub fn part(self, range: std::ops::Range<usize>) -> Span {
        let data = self.data();
        if !data.escaped {
            let inner = data.start + 1;
            return Span { start: inner + range.start as u32, end: inner + range.end as u32 };
        }
        let raw = json::raw(&self.doc.text, data);
        let inner = raw.as_ptr() as usize - self.doc.text.as_ptr() as usize; // where in the text its quote ends
        let (mut start, mut end) = (raw.len(), raw.len());
        // The same place in the raw text and in the value.
        let (mut at, mut value) = self.doc.marks_in.before(self.id, raw, range.start);
        while at < raw.len() {
            if value <= range.start {
                start = at;
            }
            if value <= range.end {
                end = at;
            } else {
                break;
            }
            let length = escape_length(&raw[at..]);
            value += if length == 1 { 1 } else { json::unescape(&raw[at..at + length]).len() };
            at += length;
        }
        if value <= range.start {
            start = raw.len();
        }
        if value <= range.end {
            end = raw.len();
        }
        Span { start: (inner + start) as u32, end: (inner + end) as u32 }
    }

    /// A number that is the same for values that are [`same`](Node::same): to compare many with each other.
    pub fn value_hash(self) -> u64 {
        let mut hasher = FxHasher::default();
        match self.kind() {
            Kind::Object => {
                let members = self.kept_members().map(|member| {
                    let mut hasher = FxHasher::default();
                    member.name().hash(&mut hasher);
                    member.value.value_hash().hash(&mut hasher);
                    hasher.finish()
                });
                members.fold(1_u64, u64::wrapping_add).hash(&mut hasher);
            }
            Kind::Array => self.items().for_each(|item| item.value_hash().hash(&mut hasher)),
            Kind::String => self.str().unwrap_or_default().hash(&mut hasher),
            // Zero has two signs.
            Kind::Number => self.number().map(|number| (number + 0.0).to_bits()).hash(&mut hasher),
            kind => kind.hash(&mut hasher),
        }
        hasher.finish()
    }

    /// Whether two values are equal as JSON: order of members and spelling of escapes do not count, of numbers the value does.
    pub fn same(self, other: Node) -> bool {
        match (self.kind(), other.kind()) {
            (Kind::Object, Kind::Object) => {
                self.kept_members().count() == other.kept_members().count()
                    && self.kept_members().all(|member| other.get(&member.name()).is_some_and(|value| value.same(member.value)))
            }
            (Kind::Array, Kind::Array) => {
                self.items().count() == other.items().count() && self.items().zip(other.items()).all(|(a, b)| a.same(b))
            }
            (Kind::String, Kind::String) => self.str() == other.str(),
            (Kind::Number, Kind::Number) => self.text() == other.text() || self.number() == other.number(),
            (a, b) => a == b,
        }
    }
}

/// Iterator over the members of an object.
#[derive(Clone)]
pub struct Members<'a> {
    doc: &'a Document,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    #[inline]
    fn next(&mut self) -> Option<Member<'a>> {
        if self.next >= self.end {
            return None;
        }
        let key = self.doc.node(self.next);
        let value = self.doc.node(self.next + 1);
        self.next = value.after();
        Some(Member { key, value })
    }
}

/// Iterator over the items of an array.
#[derive(Clone)]
pub struct Items<'a> {
    doc: &'a Document,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    #[inline]
    fn next(&mut self) -> Option<Node<'a>> {
        if self.next >= self.end {
            return None;
        }
        let item = self.doc.node(self.next);
        self.next = item.after();
        Some(item)
    }
}

/// How many bytes of a string's raw text stand for the next part of its value: an escape, a pair of surrogates, a character.
fn escape_length(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let length = match bytes {
        [b'\\', b'u', ..] => {
            let high = raw
                .get(2..6)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                .is_some_and(|unit| (0xd800..0xdc00).contains(&unit));
            if high && raw.get(6..8) == Some("\\u") { 12 } else { 6 }
        }
        [b'\\', ..] => 1 + raw[1..].chars().next().map_or(0, char::len_utf8),
        _ => raw.chars().next().map_or(1, char::len_utf8),
    };
    // A broken escape may be shorter than it should.
    (length.min(raw.len())..=raw.len()).find(|&end| raw.is_char_boundary(end)).unwrap_or(raw.len())
}
