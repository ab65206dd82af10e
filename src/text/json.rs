//! The reader: JSON text to an arena of spanned nodes. It never fails; what is wrong becomes a [`Fault`].
//!
//! One loop over the bytes with an explicit state (`Want`) and parent ids instead of a call stack, so depth costs
//! nothing. Well-formed text never leaves `Reader::run`; whatever is odd goes to a `#[cold]` method that says what is
//! wrong once, guesses what was meant, and returns the state to go on from. The guesses look ahead at most `LOOK`
//! bytes and the number of faults is bounded by [`MAX_FAULTS`], so that no text takes more than linear time.
use std::borrow::Cow;

/// Containers nested deeper than this are reported as [`FaultKind::TooDeep`] and their content is skipped.
///
/// The deepest published connector has 41 levels; the limit keeps every recursive walk over a tree off the stack's end.
pub const MAX_DEPTH: usize = 512;

/// After this many faults the text is taken not to be JSON: [`FaultKind::TooMany`] is added and reading stops.
pub const MAX_FAULTS: usize = 10_000;

/// How far a guess may look ahead or back, in bytes: enough for any line that people write, little enough for 10,000 guesses.
const LOOK: usize = 1 << 14;

/// In an object of more members than this a key is taken for a second one when its bit is there.
const MANY_MEMBERS: usize = 64;

/// Longest piece of the text that a message shows, in characters.
const LONGEST_SHOWN: usize = 32;

/// Longest text that is read, in bytes (64 MiB). A longer one gives [`FaultKind::TooLong`] and an empty tree.
pub const MAX_LEN: usize = 64 << 20;

/// A range of bytes in a document's text, `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// What a node of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
    /// The name of an object member; the member's value is the next node.
    Key,
    /// A value that is missing or could not be read. Always accompanied by a [`Fault`].
    Invalid,
}

/// One node of the arena. Nodes stand in document order (pre-order), so a node's descendants are `id + 1 .. next`.
#[derive(Clone, Copy, Debug)]
pub struct NodeData {
    /// First byte of the token (the quote of a string, the bracket of a container).
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Id of the enclosing object or array; for a member's key and value alike the object. The root's is itself (0).
    pub parent: u32,
    /// Id of the first node after this one's descendants: for a key that is its value, for a value its next sibling.
    pub next: u32,
    pub kind: Kind,
    /// A string or key with an escape in it (or that was repaired): its value differs from its raw text. An object that
    /// may have a key twice, or has such a key.
    pub escaped: bool,
    /// For an object the [`key_bit`]s of its keys: a key whose bit is not there is not in it. For a key its [`key_hash`].
    pub keys: u32,
}

/// Whether two short texts are the same, without a call: as most names are up to 16 bytes, two looks at eight bytes do.
#[inline(always)]
pub(crate) fn same_name(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if let (Some(head), Some(known)) = (one.first_chunk::<8>(), other.first_chunk::<8>()) {
        return head == known && one.last_chunk::<8>() == other.last_chunk() && (one.len() <= 16 || one == other);
    }
    if let (Some(head), Some(known)) = (one.first_chunk::<4>(), other.first_chunk::<4>()) {
        return head == known && one.last_chunk::<4>() == other.last_chunk();
    }
    one.iter().eq(other)
}

/// One of 32 bits for a key: most objects lack most keys, and this tells so without a look at their members. The factors are
/// those of many tried at random for which, over published connectors, the bit of a key that is not there is set most rarely (in
/// one of 70 questions).
#[inline(always)]
pub(crate) fn key_bit(key: &[u8]) -> u32 {
    bit_of(key_hash(key))
}

/// The [`key_bit`] of a key with this hash.
#[inline(always)]
pub(crate) fn bit_of(key_hash: u32) -> u32 {
    1 << ((key_hash >> 4) % 32)
}

/// A number for a key; a key with an escape in it has none.
#[inline(always)]
pub(crate) fn key_hash(key: &[u8]) -> u32 {
    let at = |place: usize| key.get(place).map_or(0, |&byte| u32::from(byte));
    let (first, middle, last) = (at(0), at(key.len() / 2), at(key.len().wrapping_sub(1)));
    first * 12 + last * 203 + key.len() as u32 * 195 + middle * 27
}

impl NodeData {
    /// Whether this is a key, and one of some, of which these are the bits of the [`key_hash`]es modulo 64: false is sure, true
    /// is to be looked at.
    #[inline]
    pub(crate) fn key_may_be(&self, bits: u64) -> bool {
        self.kind == Kind::Key && (self.escaped || bits & (1 << (self.keys % 64)) != 0)
    }
}

/// How one text was read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Pre-order arena; never empty: node 0 is the root (kind `Invalid` for an empty text).
    pub nodes: Vec<NodeData>,
    /// What is wrong with the text, in document order.
    pub faults: Vec<Fault>,
    /// Values of strings and keys, for a text that is not JSON.
    pub decoded: Option<Box<crate::text::yaml::Decoded>>,
}

/// What sort of mistake a [`Fault`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// A byte order mark (U+FEFF) at the start. Spans still count its three bytes.
    Bom,
    /// A comma right before `}` or `]`; the span is the comma.
    TrailingComma,
    /// A comma with nothing before it (`[,1]`, `1,,2`); the span is the superfluous comma.
    ExtraComma,
    /// No comma between two members or items. The span is empty and right after the first of them, where it belongs;
    /// for another character in its place (`;`) the span is that character.
    MissingComma,
    /// No colon after a key: an empty span right after the key, or what stands there instead (`=`).
    MissingColon,
    /// A colon where none belongs, such as in an array.
    UnexpectedColon,
    /// `//`, `/* */` or `#`.
    Comment,
    /// A string or key in single quotes or backticks.
    SingleQuotes,
    /// A string or key in typographic quotes, as word processors and chats make them.
    CurlyQuotes,
    /// A key without quotes, or without its opening quote.
    UnquotedKey,
    /// U+0000 to U+001F in a string (the span is the first of them), or outside strings where it is not white space.
    ControlCharacter,
    /// A backslash that starts no JSON escape.
    BadEscape,
    /// Half of a surrogate pair (`\uD83D` without `\uDE00`).
    LoneSurrogate,
    /// A double quote inside a string without a backslash.
    UnescapedQuote,
    /// A string that is not closed; the span is what was read of it.
    UnterminatedString,
    /// The text ends inside an object or array; the span is empty and at the end of the text.
    UnterminatedContainer,
    /// An object or array of which the closing bracket is missing although the text goes on.
    MissingClose,
    /// A closing bracket that does not fit: `]` where `}` is due, or one too many.
    UnexpectedClose,
    /// No value where there should be one: an empty span after the colon.
    ExpectedValue,
    /// Something other than a key in an object.
    ExpectedKey,
    /// Something other than `,` or a closing bracket after a value, and not the next member either.
    UnexpectedText,
    /// A number JSON cannot write so: `01`, `+1`, `.5`, `1.`, `NaN`, `0x1F`, `1.2.3`.
    BadNumber,
    /// A bare word: `True`, `None`, or text without quotes.
    BadLiteral,
    /// More text after the end of the document.
    TrailingText,
    /// A space that is none to JSON (no-break space, zero-width space ...) outside strings.
    WhiteSpace,
    /// No value at all.
    Empty,
    /// Nested deeper than [`MAX_DEPTH`]; the first such place.
    TooDeep,
    /// Longer than [`MAX_LEN`].
    TooLong,
    /// [`MAX_FAULTS`] faults; reading stopped here.
    TooMany,
}

impl FaultKind {
    /// Whether members or items may be missing in the tree, or stand in another container than was meant.
    pub fn loses_content(self) -> bool {
        use FaultKind::*;
        matches!(
            self,
            UnterminatedString
                | UnterminatedContainer
                | MissingClose
                | UnexpectedClose
                | UnexpectedText
                | UnexpectedColon
                | ExpectedKey
                | TrailingText
                | Empty
                | TooDeep
                | TooLong
                | TooMany
        )
    }
}

/// One mistake in a text: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// The bytes at fault; may be empty where something is missing.
    pub span: Span,
    /// What is wrong, in lower case without a full stop; names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Another place that explains this one, with its label: where a container opened, what was read as the next member.
    pub related: Option<(Span, String)>,
    /// The edit that mends it, where one can be told.
    pub repair: Option<Repair>,
}

/// A text edit that mends a [`Fault`]: the bytes of `span` are replaced by `text`.
///
/// The repairs of one tree never overlap; those at one place apply in the order of the faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub span: Span,
    pub text: String,
    /// The edit cannot change what the author meant. Others are good guesses, or drop something (a comment).
    pub safe: bool,
}

impl Span {
    fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }
}

impl Tree {
    /// Fills in [`NodeData::keys`], and for objects [`NodeData::escaped`], anew: what is a key may turn out late in broken text.
    #[cold]
    fn note_keys(&mut self, text: &[u8]) {
        for node in self.nodes.iter_mut().filter(|node| node.kind == Kind::Object) {
            (node.keys, node.escaped) = (0, false);
        }
        for at in 0..self.nodes.len() {
            if self.nodes[at].kind == Kind::Key {
                self.note_key(at, text);
            }
        }
    }

    /// Tells the object around a key, the members before it being read, of the key.
    #[inline(always)]
    fn note_key(&mut self, at: usize, text: &[u8]) {
        let NodeData { start, end, parent, escaped, .. } = self.nodes[at];
        let key = text.get(start as usize + 1..(end as usize).saturating_sub(1)).filter(|_| !escaped);
        let Some(key) = key else {
            let object = &mut self.nodes[parent as usize];
            (object.keys, object.escaped) = (u32::MAX, true);
            return;
        };
        let hash = key_hash(key);
        let bit = bit_of(hash);
        self.nodes[at].keys = hash;
        let object = &mut self.nodes[parent as usize];
        let known = object.keys & bit != 0 && !object.escaped;
        object.keys |= bit;
        if known {
            self.nodes[parent as usize].escaped = self.may_repeat(at, parent as usize);
        }
    }

    /// Whether a key may stand in its object before: only if there are many members is it guessed.
    fn may_repeat(&self, at: usize, object: usize) -> bool {
        let (mut earlier, hash) = (object + 1, self.nodes[at].keys);
        for _ in 0..MANY_MEMBERS {
            if earlier >= at {
                return false;
            }
            if self.nodes[earlier].keys == hash {
                return true;
            }
            earlier = self.nodes[earlier + 1].next as usize;
        }
        true
    }

    /// Id of the root.
    pub fn root(&self) -> u32 {
        0
    }

    /// Keys and values of an object, in document order, duplicates included; nothing for other nodes.
    pub fn members(&self, object: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let (mut key, end) = self.inside(object, Kind::Object);
        std::iter::from_fn(move || {
            if key >= end {
                return None;
            }
            let pair = (key, key + 1);
            key = self.nodes[pair.1 as usize].next;
            Some(pair)
        })
    }

    /// Items of an array in order; nothing for other nodes.
    pub fn items(&self, array: u32) -> impl Iterator<Item = u32> + '_ {
        let (mut item, end) = self.inside(array, Kind::Array);
        std::iter::from_fn(move || {
            let id = item;
            if id >= end {
                return None;
            }
            item = self.nodes[id as usize].next;
            Some(id)
        })
    }

    fn inside(&self, id: u32, kind: Kind) -> (u32, u32) {
        let node = &self.nodes[id as usize];
        if node.kind == kind { (id + 1, node.next) } else { (0, 0) }
    }
}

/// The characters of a string or key between its quotes, still escaped. `text` is the document.
///
/// Needed instead of cutting off one byte at either end because a recovered string may lack a quote or have another kind.
pub fn raw<'t>(text: &'t str, node: &NodeData) -> &'t str {
    let token = &text[node.start as usize..node.end as usize];
    if !node.escaped {
        return token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    }
    let Some(open) = token.chars().next() else {
        return token;
    };
    if let Some(closers) = closing_quotes(open) {
        let inner = &token[open.len_utf8()..];
        return inner.strip_suffix(closers).unwrap_or(inner);
    }
    token.strip_suffix('"').unwrap_or(token)
}

/// The value of a string or key: [`raw`], unescaped.
pub fn value<'t>(text: &'t str, node: &NodeData) -> Cow<'t, str> {
    let raw = raw(text, node);
    if node.escaped { unescape(raw) } else { Cow::Borrowed(raw) }
}

/// Quotes that may close what `open` opens; `None` when `open` is no quote.
fn closing_quotes(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '\'' => &['\''],
        '`' => &['`'],
        '\u{201C}' | '\u{201D}' | '\u{201E}' => &['\u{201D}', '\u{201C}', '"'],
        '\u{2018}' | '\u{2019}' | '\u{201A}' => &['\u{2019}', '\u{2018}', '\''],
        _ => return None,
    })
}

/// Decodes the escapes of a string's text (without its quotes). A lone surrogate becomes U+FFFD; what is no escape stays.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'\\', raw.as_bytes()) else {
        return Cow::Borrowed(raw);
    };
    let mut out = String::with_capacity(raw.len());
    out.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    // `rest` starts with a backslash on every turn.
    while !rest.is_empty() {
        let (decoded, used) = match rest.as_bytes().get(1) {
            Some(b'"') => ('"', 2),
            Some(b'\\') => ('\\', 2),
            Some(b'/') => ('/', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{C}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(b'u') => match unicode_escape(rest.as_bytes()) {
                Unicode::Char(c, used) => (c, used),
                Unicode::Lone => (char::REPLACEMENT_CHARACTER, 6),
                Unicode::Bad => ('\\', 1),
            },
            _ => ('\\', 1),
        };
        out.push(decoded);
        rest = &rest[used..];
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(out)
}

/// Writes a JSON string with this value behind `out`: only what must be escaped is.
pub fn write_string(value: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    loop {
        let stop = skip_plain(value.as_bytes(), from);
        out.push_str(&value[from..stop]);
        let Some(&odd) = value.as_bytes().get(stop) else { break };
        match odd {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            control => out.push_str(&control_escape(control as char)),
        }
        from = stop + 1;
    }
    out.push('"');
}

enum Unicode {
    /// A character and the length of its escape or pair of escapes.
    Char(char, usize),
    Lone,
    Bad,
}

/// Length of the escape at the start of `bytes`, `None` when JSON knows no such escape.
fn escape_len(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => match unicode_escape(bytes) {
            Unicode::Char(_, used) => Some(used),
            _ => None,
        },
        _ => None,
    }
}

/// Reads `\uXXXX` (and the second half of a pair) at the start of `bytes`.
fn unicode_escape(bytes: &[u8]) -> Unicode {
    fn unit(bytes: &[u8]) -> Option<u32> {
        let [b'\\', b'u', hex @ ..] = bytes.get(..6)? else {
            return None;
        };
        hex.iter().try_fold(0, |n, &b| Some(n * 16 + (b as char).to_digit(16)?))
    }
    let Some(first) = unit(bytes) else {
        return Unicode::Bad;
    };
    if let Some(c) = char::from_u32(first) {
        return Unicode::Char(c, 6);
    }
    match bytes.get(6..).and_then(unit) {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            let c = char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
            Unicode::Char(c.unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => Unicode::Lone,
    }
}

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

/// What the grammar wants next.
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
    /// Nothing more.
    End,
}

/// What comes after some place, as far as one glance tells; see [`Reader::glance`].
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
    told: Option<(u32, FaultKind)>,
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
fn skip_plain(bytes: &[u8], mut i: usize) -> usize {
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
            told: None,
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
                        let mend = match c {
                            '\'' | '`' => c.to_string(),
                            '\0'..='\x1f' => format!("\\\\{}", control_escape(c)),
                            _ => format!("\\\\{c}"),
                        };
                        troubles.push((FaultKind::BadEscape, Span::new(i, i + 1 + c.len_utf8()), mend));
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
            for (_, span, mend) in run {
                text.push_str(self.slice(Span { start: from, end: span.start }));
                text.push_str(mend);
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
                    format!("`{bad}` is half of a surrogate pair and no character by itself{more}"),
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
                    (format!("{shown} is not an escape that JSON knows{more}"), help, safe)
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
                "restore the rest of the file, or close the string and what is open around it",
            )
        } else {
            (format!("this {what} has no closing quote"), "add `\"` where it ends")
        };
        let repair = (!cut).then(|| Repair { span: Span::new(end, end), text: "\"".into(), safe: false });
        self.fault(FaultKind::UnterminatedString, start, end, message, help, repair);
        end
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
                "remove what stands before the first bracket",
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

impl Reader<'_> {
    fn bom(&mut self) {
        let repair = Some(self.delete(0, 3, true));
        let message = "the file starts with a byte order mark".to_string();
        self.fault(FaultKind::Bom, 0, 3, message, "save it as UTF-8 without byte order mark", repair);
        self.pos = 3;
        self.last = 3;
    }

    /// Comments, and characters that only look like white space; false when `pos` is at neither.
    fn odd_blank(&mut self, want: Want, b: u8) -> bool {
        let start = self.pos;
        match b {
            b'/' | b'#' => {
                let second = self.bytes.get(start + 1).copied();
                let rest = &self.bytes[start..];
                let line_end = || memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |len| start + len);
                let end = match (b, second) {
                    (b'/', Some(b'*')) => match memchr::memmem::find(&self.bytes[start + 2..], b"*/") {
                        Some(len) => start + 2 + len + 2,
                        None => {
                            let message = "this comment is not closed".to_string();
                            let help = "JSON has no comments; remove it, or close it with `*/` to begin with";
                            self.fault(FaultKind::Comment, start, start + 2, message, help, None);
                            self.cut = true;
                            self.pos = self.bytes.len();
                            return true;
                        }
                    },
                    (b'/', Some(b'/')) => line_end(),
                    // `"$ref": #/definitions/x` is text without its quotes.
                    (b'#', Some(b'/')) if !matches!(want, Want::Comma | Want::End) => return false,
                    (b'#', _) => line_end(),
                    _ => return false,
                };
                // The spaces before it go too, unless that would join two words.
                let mut from = start;
                while from > self.last && matches!(self.bytes[from - 1], b' ' | b'\t') {
                    from -= 1;
                }
                let text = self.glue(from, end);
                let repair = Some(Repair { span: Span::new(from, end), text, safe: false });
                let help = "remove it; a `description` or `x-` property can hold a note";
                self.fault(FaultKind::Comment, start, end, "JSON has no comments".into(), help, repair);
                self.pos = end;
                true
            }
            0..=0x1f | 0x7f => {
                let c = b as char;
                let kind = if matches!(b, 0x0b | 0x0c) { FaultKind::WhiteSpace } else { FaultKind::ControlCharacter };
                let end = start + self.bytes[start..].iter().take_while(|&&other| other == b).count();
                let text = if kind == FaultKind::WhiteSpace { " ".into() } else { self.glue(start, end) };
                let repair = Some(Repair { span: Span::new(start, end), text, safe: true });
                self.fault(kind, start, end, format!("{} between the tokens", control_name(c)), "remove it", repair);
                self.pos = end;
                true
            }
            0x80.. => {
                let mut text = String::new();
                let mut end = start;
                for c in self.text[start..].chars() {
                    if c.is_ascii() || !is_odd_space(c) {
                        break;
                    }
                    if c.is_whitespace() {
                        text.push(' ');
                    }
                    end += c.len_utf8();
                }
                let Some(first) = self.text[start..end].chars().next() else {
                    return false;
                };
                if text.is_empty() {
                    text = self.glue(start, end);
                }
                let name = match first {
                    '\u{A0}' => "a no-break space".to_string(),
                    '\u{200B}' => "a zero-width space".to_string(),
                    '\u{FEFF}' => "a byte order mark".to_string(),
                    '\u{3000}' => "an ideographic space".to_string(),
                    '\u{AD}' => "a soft hyphen".to_string(),
                    c if c.is_whitespace() => format!("the Unicode space U+{:04X}", c as u32),
                    c => format!("the invisible character U+{:04X}", c as u32),
                };
                let help = if text.trim().len() == text.len() { "remove it" } else { "use plain spaces" };
                let repair = Some(Repair { span: Span::new(start, end), text, safe: true });
                let message = format!("{name} between the tokens, where JSON allows space, tab and line break only");
                self.fault(FaultKind::WhiteSpace, start, end, message, help, repair);
                self.pos = end;
                true
            }
            _ => false,
        }
    }

    /// What to put in place of `start..end` so that the words around it do not become one.
    fn glue(&self, start: usize, end: usize) -> String {
        let word = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii_whitespace() && !b"{}[],:\"".contains(b));
        let apart = word(self.bytes.get(start.wrapping_sub(1))) && word(self.bytes.get(end));
        if apart { " ".into() } else { String::new() }
    }

    /// After a colon, at something that cannot be a value.
    fn missing_value(&mut self) {
        let key = self.key_name();
        let found = self.show_at(self.pos);
        let message = format!("expected a value for `{key}`, found {found}");
        self.fault(FaultKind::ExpectedValue, self.last, self.last, message, "add the value, or remove the property", None);
        self.push(Kind::Invalid, self.last, self.last, false);
    }

    fn extra_comma(&mut self, want: Want) -> Want {
        let repair = Some(self.delete(self.pos, self.pos + 1, self.object));
        let what = if self.object { "property" } else { "item" };
        let message = format!("expected {} {what} before this `,`", if self.object { "a" } else { "an" });
        self.fault(FaultKind::ExtraComma, self.pos, self.pos + 1, message, "remove the comma", repair);
        self.pos += 1;
        want
    }

    /// A colon in an array: once per array, for then all of its items have one (`[ "type": "string", ... ]`).
    fn colon_in_array(&mut self) {
        let sort = (self.at, FaultKind::UnexpectedColon);
        if self.told != Some(sort) {
            let at = self.describe(self.at);
            let help = "items of an array have no names; enclose the properties in `{` and `}`, or use `{` instead of `[`";
            let opened = Some((self.opening(self.at), "the array opens here".to_string()));
            self.fault_related(
                FaultKind::UnexpectedColon,
                Span::new(self.pos, self.pos + 1),
                format!("`:` in {at}"),
                help,
                opened,
                None,
            );
            self.told = Some(sort);
        }
        self.pos += 1;
        self.last = self.pos;
    }

    /// A container that is nested too deep: skipped by its brackets, kept as an empty one.
    fn too_deep(&mut self, b: u8) -> Want {
        let start = self.pos;
        let mut open = 0usize;
        let mut i = start;
        let end = loop {
            let Some(&b) = self.bytes.get(i) else {
                break self.text.trim_end().len();
            };
            i += 1;
            match b {
                b'{' | b'[' => open += 1,
                b'}' | b']' => {
                    open -= 1;
                    if open == 0 {
                        break i;
                    }
                }
                b'"' => loop {
                    i = skip_plain(self.bytes, i);
                    match self.bytes.get(i) {
                        None | Some(b'\n' | b'\r') => break,
                        Some(b'"') => {
                            i += 1;
                            break;
                        }
                        Some(b'\\') => i = (i + 2).min(self.bytes.len()),
                        Some(_) => i += 1,
                    }
                },
                _ => {}
            }
        };
        self.push(if b == b'{' { Kind::Object } else { Kind::Array }, start, end, false);
        if !self.deep {
            self.deep = true;
            let message = format!("more than {MAX_DEPTH} objects and arrays inside each other");
            self.fault(FaultKind::TooDeep, start, start + 1, message, "flatten the structure; what is deeper is not read", None);
        }
        self.pos = end;
        self.last = end;
        Want::Comma
    }

    /// Where the run of text without quotes that starts at `start` ends, and where the scan stopped.
    fn bare_end(&self, start: usize, stops: &[u8]) -> (usize, usize) {
        let bytes = self.bytes;
        let mut i = start;
        while let Some(&b) = bytes.get(i) {
            let comment = matches!(b, b'/' | b'#')
                && i > start
                && matches!(bytes[i - 1], b' ' | b'\t')
                && (b == b'#' || matches!(bytes.get(i + 1), Some(b'/' | b'*')));
            if stops.contains(&b) || comment {
                break;
            }
            i += 1;
        }
        let end = start + self.text[start..i].trim_end_matches(|c: char| c.is_whitespace() || is_odd_space(c)).len();
        // Control characters count as white space to no one; keep at least the first character.
        if end == start { (start + self.text[start..].chars().next().map_or(0, char::len_utf8), i) } else { (end, i) }
    }

    /// Something without double quotes where a value is wanted.
    fn bare_value(&mut self) -> Want {
        let start = self.pos;
        if let Some(want) = self.other_quotes(Kind::String) {
            return want;
        }
        let (mut end, stop) = self.bare_end(start, b",]}{[\"\n\r");
        let mut kind = Kind::Invalid;
        let word = &self.text[start..end];
        let shown = self.show(start, end);
        let lower = word.to_ascii_lowercase();
        let replace = |text: String, safe: bool| Some(Repair { span: Span::new(start, end), text, safe });
        if self.bytes.get(stop) == Some(&b'"') && stop == end && self.ends_value(stop + 1) {
            kind = Kind::String;
            end = stop + 1;
            let repair = Some(Repair { span: Span::new(start, start), text: "\"".into(), safe: false });
            self.fault(FaultKind::BadLiteral, start, end, format!("{shown} has no opening quote"), "put `\"` before it", repair);
        } else if matches!(&*lower, "true" | "false" | "null" | "none" | "nil" | "undefined") {
            let plain = match &*lower {
                "true" => "true",
                "false" => "false",
                _ => "null",
            };
            kind = match plain {
                "true" => Kind::True,
                "false" => Kind::False,
                _ => Kind::Null,
            };
            let repair = replace(plain.to_string(), lower == plain);
            self.fault(
                FaultKind::BadLiteral,
                start,
                end,
                format!("expected a value, found {shown}"),
                &format!("JSON spells it `{plain}`"),
                repair,
            );
        } else if matches!(lower.trim_start_matches(['+', '-']), "nan" | "infinity" | "inf") {
            let help = "JSON has no such number; use a finite one, or remove the property";
            self.fault(FaultKind::BadNumber, start, end, format!("{shown} is no JSON number"), help, None);
        } else if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
            let repair = mend_number(word).and_then(|(text, safe)| replace(text, safe));
            let help = match &repair {
                Some(repair) => {
                    format!("write `{}`, or put it in quotes if it is text", repair.text)
                }
                None => "write a plain decimal number, or put it in quotes if it is text".to_string(),
            };
            self.fault(FaultKind::BadNumber, start, end, format!("{shown} is no JSON number"), &help, repair);
        } else {
            let repair = replace(requote(word), false);
            self.fault(
                FaultKind::BadLiteral,
                start,
                end,
                format!("expected a value, found {shown}"),
                "put text in double quotes",
                repair,
            );
        }
        self.push(kind, start, end, kind == Kind::String);
        self.pos = end;
        self.last = end;
        self.after_value()
    }

    /// Whether what is before `pos` can be the end of a value: blanks, then a delimiter or the end of the line.
    fn ends_value(&self, pos: usize) -> bool {
        let rest = &self.bytes[pos..];
        let next = rest.iter().find(|b| !matches!(b, b' ' | b'\t'));
        matches!(next, None | Some(b',' | b'}' | b']' | b'\n' | b'\r'))
    }

    /// A string or key in single or typographic quotes; `None` when there is none, or it is not closed on this line.
    fn other_quotes(&mut self, kind: Kind) -> Option<Want> {
        let start = self.pos;
        let open = self.text[start..].chars().next()?;
        let closers = closing_quotes(open)?;
        let inside = start + open.len_utf8();
        let line = &self.text[inside..self.line_end(inside)];
        let mut first = None;
        let mut fitting = None;
        let mut escaped = false;
        for (i, c) in line.char_indices() {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if closers.contains(&c) {
                let end = inside + i + c.len_utf8();
                first = first.or(Some((inside + i, end)));
                // An apostrophe inside is no closing quote.
                let colon = self.bytes[end..].iter().find(|b| !matches!(b, b' ' | b'\t')) == Some(&b':');
                if self.ends_value(end) || colon {
                    fitting = Some((inside + i, end));
                    break;
                }
            }
        }
        let (content_end, end) = fitting.or(first)?;
        let (sort, name) = match open {
            '\'' => (FaultKind::SingleQuotes, "single quotes"),
            '`' => (FaultKind::SingleQuotes, "backticks"),
            _ => (FaultKind::CurlyQuotes, "typographic quotes"),
        };
        let content = &self.text[inside..content_end];
        let repair = Repair { span: Span::new(start, end), text: requote(content), safe: fitting == first };
        let what = if kind == Kind::Key { "key" } else { "string" };
        self.fault(sort, start, end, format!("{what} in {name}"), "use double quotes: `\"`", Some(repair));
        self.push(kind, start, end, true);
        self.pos = end;
        self.last = end;
        Some(if kind == Kind::Key { Want::Colon } else { self.after_value() })
    }

    fn odd_key(&mut self, want: Want, b: u8) -> Want {
        let start = self.pos;
        match b {
            b'}' | b']' => return self.closer(want, b),
            b',' => return self.extra_comma(want),
            b'{' if want == Want::Key && self.in_array() => {
                // The object before it was not closed; its comma is the one between the two items.
                let last = self.last;
                let (comma, text) = self.separator().map_or((last, "},"), |comma| (comma, "}"));
                let opened = self.opening(self.at);
                let name = self.describe(self.at);
                let repair = Some(Repair { span: Span::new(comma, comma), text: text.into(), safe: false });
                let message = format!("expected a key or `}}` in {name}, found `{{`");
                let related = Some((opened, "this object is not closed".to_string()));
                self.fault_related(
                    FaultKind::MissingClose,
                    Span::new(start, start + 1),
                    message,
                    "close the object before it: add `}` before the comma",
                    related,
                    repair,
                );
                self.close(comma);
                self.last = last;
                return Want::Item;
            }
            b'{' | b'[' | b':' => {
                let found = b as char;
                let name = self.describe(self.at);
                let message = format!("expected a key in {name}, found `{found}`");
                self.fault(
                    FaultKind::ExpectedKey,
                    start,
                    start + 1,
                    message,
                    "give the value a name, or close the object before it",
                    None,
                );
                self.push(Kind::Key, self.last, self.last, true);
                return if b == b':' { Want::Colon } else { Want::Value };
            }
            _ => {}
        }
        if let Some(want) = self.other_quotes(Kind::Key) {
            return want;
        }
        let (mut end, mut stop) = self.bare_end(start, b":,]}{[\"\n\r");
        let shown = self.show(start, end);
        let mut repair = Repair { span: Span::new(start, end), text: requote(&self.text[start..end]), safe: true };
        if self.bytes.get(stop) == Some(&b'"') && stop == end && self.bytes.get(skip_blank(self.bytes, stop + 1)) == Some(&b':') {
            repair = Repair { span: Span::new(start, start), text: "\"".into(), safe: false };
            end = stop + 1;
            stop = skip_blank(self.bytes, end);
        }
        self.push(Kind::Key, start, end, true);
        self.pos = end;
        self.last = end;
        if self.bytes.get(stop) == Some(&b':') {
            let help = "put the key in double quotes";
            self.fault(FaultKind::UnquotedKey, start, end, format!("key {shown} without quotes"), help, Some(repair));
            return Want::Colon;
        }
        let name = self.describe(self.at);
        let message = format!("expected a key in {name}, found {shown}");
        self.fault(FaultKind::ExpectedKey, start, end, message, "write `\"name\": value`, or remove it", None);
        if matches!(self.bytes.get(stop), Some(b'"' | b'{' | b'[')) {
            return Want::Value;
        }
        self.push(Kind::Invalid, end, end, false);
        Want::Comma
    }

    fn odd_colon(&mut self, b: u8) -> Want {
        let start = self.pos;
        let key = self.key_name();
        let after = self.last;
        if b == b'=' || (b == b':' && self.bytes.get(start + 1) == Some(&b'=')) {
            let end = start + 1 + usize::from(self.bytes.get(start + 1) == Some(&b'>'));
            let repair = Some(Repair { span: Span::new(start, end), text: ":".into(), safe: true });
            let message = format!("expected `:` after the key `{key}`, found `{}`", &self.text[start..end]);
            self.fault(FaultKind::MissingColon, start, end, message, "write `:`", repair);
            self.pos = end;
            self.last = end;
            return Want::Value;
        }
        if self.cut_key() {
            return Want::Colon;
        }
        let next_member = b == b'"' && self.is_member(start);
        if next_member || matches!(b, b',' | b'}' | b']') {
            let sort = (self.at, FaultKind::MissingColon);
            if self.told != Some(sort) {
                self.told = Some(sort);
                let found = self.show_at(start);
                let message = format!("expected `:` and a value after the key `{key}`, found {found}");
                self.fault(
                    FaultKind::MissingColon,
                    after,
                    after,
                    message,
                    "add the value, or remove the key; a list of texts needs `[` and `]`",
                    None,
                );
            }
            self.push(Kind::Invalid, after, after, false);
            // The comma is missing too then, but that is one mistake: a member that was not finished.
            return if next_member { Want::Key } else { Want::Comma };
        }
        let found = self.show_at(start);
        let text = if start > after { ":" } else { ": " };
        let repair = Some(Repair { span: Span::new(after, after), text: text.into(), safe: true });
        self.fault(
            FaultKind::MissingColon,
            after,
            after,
            format!("expected `:` after the key `{key}`, found {found}"),
            "add `:`",
            repair,
        );
        Want::Value
    }

    /// `"host: "api.com"`: the quote is missing before the colon, and the one that was taken for it opens the value.
    fn cut_key(&mut self) -> bool {
        let Some(node) = self.tree.nodes.last().copied() else {
            return false;
        };
        let token = &self.text[node.start as usize..node.end as usize];
        let Some(key) = token.strip_suffix('"').and_then(|t| t.trim_end().strip_suffix(':')) else {
            return false;
        };
        if !key.starts_with('"') || key.len() < 2 {
            return false;
        }
        let end = node.start as usize + key.trim_end().len();
        self.cut_string(end, "key");
        true
    }

    /// Shortens the string read last to `end` and goes on from there: its closing quote is missing.
    fn cut_string(&mut self, end: usize, what: &str) {
        if let Some(node) = self.tree.nodes.last_mut() {
            node.end = end as u32;
            node.escaped = true;
            let start = node.start as usize;
            // What was found in the part that is not the string any more was wrongly read.
            let beyond =
                |f: &Fault| f.span.start as usize >= start && f.repair.as_ref().map_or(f.span, |r| r.span).end as usize > end;
            while self.tree.faults.last().is_some_and(beyond) {
                self.tree.faults.pop();
            }
            let repair = Some(Repair { span: Span::new(end, end), text: "\"".into(), safe: false });
            self.fault(
                FaultKind::UnterminatedString,
                start,
                end,
                format!("this {what} has no closing quote"),
                "add `\"` where it ends",
                repair,
            );
        }
        self.pos = end;
        self.last = end;
    }

    fn odd_comma(&mut self, b: u8) -> Want {
        let start = self.pos;
        let last = self.last;
        let separate = |object| if object { Want::Key } else { Want::Item };
        match b {
            b'}' | b']' => return self.closer(Want::Comma, b),
            b';' if matches!(self.bytes.get(skip_blank(self.bytes, start + 1)), None | Some(b'}' | b']')) => {
                let repair = Some(self.delete(start, start + 1, true));
                self.fault(FaultKind::UnexpectedText, start, start + 1, "`;` has no meaning in JSON".into(), "remove it", repair);
                self.pos += 1;
                return Want::Comma;
            }
            b';' => {
                let repair = Some(Repair { span: Span::new(start, start + 1), text: ",".into(), safe: true });
                let message = format!("expected `,` after {}, found `;`", self.last_value());
                self.fault(FaultKind::MissingComma, start, start + 1, message, "write `,`", repair);
                self.pos += 1;
                self.last = self.pos;
                return separate(self.object);
            }
            b':' if !self.object => {
                self.colon_in_array();
                return Want::Item;
            }
            b':' => return self.colon_after_value(),
            b'{' if self.object && self.in_array() => {
                let opened = self.opening(self.at);
                let message = format!("expected `,` or `}}` after {}, found `{{`", self.last_value());
                let related = Some((opened, "this object is not closed".to_string()));
                let repair = Some(Repair { span: Span::new(last, last), text: "},".into(), safe: false });
                self.fault_related(
                    FaultKind::MissingClose,
                    Span::new(start, start + 1),
                    message,
                    "close the object before it with `},`",
                    related,
                    repair,
                );
                self.close(last);
                return Want::Item;
            }
            b'{' | b'[' if self.object => {
                let message = format!("expected `,` or `}}` after {}, found `{}`", self.last_value(), b as char);
                self.fault(
                    FaultKind::ExpectedKey,
                    start,
                    start + 1,
                    message,
                    "add a comma and give the value a name, or close the object before it",
                    None,
                );
                self.push(Kind::Key, last, last, true);
                return Want::Value;
            }
            _ => {}
        }
        if self.inner_quotes(b) {
            return Want::Comma;
        }
        if b != b'"' && self.cut_value() {
            return Want::Comma;
        }
        let close = if self.object { '}' } else { ']' };
        let found = self.show_at(start);
        let message = format!("expected `,` or `{close}` after {}, found {found}", self.last_value());
        let quote = self.text[start..].chars().next().and_then(closing_quotes).is_some();
        let (end, stop) = if quote { (start, start) } else { self.bare_end(start, b":,]}{[\"\n\r") };
        let starts_value = quote || matches!(b, b'{' | b'[');
        let goes_on = starts_value
            || if self.object {
                self.bytes.get(stop) == Some(&b':')
                    || self.bytes.get(stop) == Some(&b'"') && stop == end && self.is_member_end(stop)
            } else {
                let word = &self.text[start..end];
                matches!(word, "true" | "false" | "null") || number(self.bytes, start) == Some(end)
            };
        if goes_on {
            let line_between = self.text[last..start].contains('\n');
            let safe = if self.object { b != b'"' || self.is_member(start) } else { line_between || b != b'"' };
            let repair = Some(Repair { span: Span::new(last, last), text: ",".into(), safe });
            let what = if self.object { "the next property" } else { "the next item" };
            let related = Some((Span::new(start, self.token_end(start).max(end)), format!("read as {what}")));
            self.fault_related(FaultKind::MissingComma, Span::new(last, last), message, "add `,`", related, repair);
            return separate(self.object);
        }
        // Neither the next member nor the end: left out, and what follows on the line is the next one.
        self.fault(FaultKind::UnexpectedText, start, end, message, "remove it, or put it in quotes", None);
        self.pos = end;
        if matches!(self.bytes.get(stop), Some(b'"' | b'{' | b'[' | b':')) && skip_blank(self.bytes, end) == stop {
            self.pos = if self.bytes[stop] == b':' { stop + 1 } else { stop };
            return separate(self.object);
        }
        Want::Comma
    }

    /// `"a": "b": 1`: what was read as the value of `a` is the next key, and `a` has none.
    fn colon_after_value(&mut self) -> Want {
        if let Some(node) = self.tree.nodes.last().copied()
            && node.kind == Kind::String
            && node.parent == self.at
        {
            self.tree.nodes.pop();
            let key = self.key_name();
            let before = self.tree.nodes.last().map_or(0, |key| key.end as usize);
            // The colon stands between the two.
            let colon = before + self.text[before..node.start as usize].find(':').map_or(0, |i| i + 1);
            let found = self.show(node.start as usize, node.end as usize);
            let message = format!("expected a value for `{key}`, found the key {found}");
            self.fault(
                FaultKind::ExpectedValue,
                colon,
                colon,
                message,
                "add the value, or remove the property; an object needs `{` and `}`",
                None,
            );
            self.push(Kind::Invalid, colon, colon, false);
            self.tree.nodes.push(NodeData { kind: Kind::Key, next: 0, ..node });
            let id = self.tree.nodes.len() as u32;
            if let Some(node) = self.tree.nodes.last_mut() {
                node.next = id;
            }
            return Want::Colon;
        }
        let message = format!("expected `,` or `}}` after {}, found `:`", self.last_value());
        let repair = Some(self.delete(self.pos, self.pos + 1, false));
        self.fault(FaultKind::UnexpectedColon, self.pos, self.pos + 1, message, "remove it", repair);
        self.pos += 1;
        Want::Comma
    }

    /// `"The "best" one"`: quotes inside a string that are not escaped. True when the string now reaches its last one.
    fn inner_quotes(&mut self, b: u8) -> bool {
        let Some(node) = self.tree.nodes.last().copied() else {
            return false;
        };
        let (start, quote, pos) = (node.start as usize, self.last - 1, self.pos);
        if node.kind != Kind::String
            || node.end as usize != self.last
            || self.bytes[start] != b'"'
            || self.bytes[quote] != b'"'
            || quote == start
        {
            return false;
        }
        if b == b'"' && (!self.object || self.is_member(pos)) {
            return false;
        }
        // Across a line break there are two strings, and what has been reported between them is no part of one.
        if self.bytes[self.last..pos].iter().any(|b| !matches!(b, b' ' | b'\t')) {
            return false;
        }
        let line_end = self.line_end(pos);
        let mut inner = vec![quote];
        let mut i = pos;
        let end = loop {
            i = skip_plain(self.bytes, i);
            if i >= line_end {
                return false;
            }
            match self.bytes[i] {
                b'"' if self.ends_value(i + 1) => break i,
                // What looks like the next key is no part of the text.
                b'"' if self.bytes.get(skip_blank(self.bytes, i + 1)) == Some(&b':') => {
                    return false;
                }
                b'"' => inner.push(i),
                b'\\' => match escape_len(&self.bytes[i..]) {
                    Some(used) => {
                        i += used;
                        continue;
                    }
                    None => return false,
                },
                _ => return false,
            }
            i += 1;
        };
        // `"a" x, "b"`: another string of its own.
        let opens = |quote: usize| self.text[pos..quote].trim_end().ends_with([',', ':', '[', '{']);
        if inner[1..].iter().any(|&quote| opens(quote)) || opens(end) {
            return false;
        }
        let mut text = String::new();
        let mut from = quote;
        for &i in &inner {
            text.push_str(&self.text[from..i]);
            text.push_str("\\\"");
            from = i + 1;
        }
        if let Some(node) = self.tree.nodes.last_mut() {
            node.end = end as u32 + 1;
            node.escaped = true;
        }
        let repair = Some(Repair { span: Span::new(quote, from), text, safe: false });
        self.fault(
            FaultKind::UnescapedQuote,
            quote,
            quote + 1,
            "`\"` inside a string without a backslash".into(),
            "write `\\\"` for a quote that is part of the text",
            repair,
        );
        self.pos = end + 1;
        self.last = end + 1;
        true
    }

    /// `"a": "b, "c": 1`: the quote is missing before the comma, and the one that was taken for it opens the next key.
    fn cut_value(&mut self) -> bool {
        let Some(node) = self.tree.nodes.last().copied() else {
            return false;
        };
        if node.kind != Kind::String || node.end as usize != self.pos {
            return false;
        }
        let token = &self.text[node.start as usize..node.end as usize];
        let Some(body) = token.strip_suffix('"').and_then(|t| t.trim_end().strip_suffix(',')) else {
            return false;
        };
        if !body.starts_with('"') {
            return false;
        }
        let end = node.start as usize + body.trim_end().len();
        self.cut_string(end, "string");
        true
    }

    /// A closing bracket that is not plainly the right one: after a comma, of the other kind, or the root's.
    fn closer(&mut self, want: Want, b: u8) -> Want {
        let pos = self.pos;
        if matches!(want, Want::Key | Want::Item) {
            // A `;` has been reported as such.
            if let Some(comma) = self.separator().filter(|&comma| self.bytes[comma] == b',') {
                let repair = Some(self.delete(comma, comma + 1, true));
                let name = self.describe(self.at);
                let message = format!("trailing `,` before the `{}` that ends {name}", b as char);
                self.fault(FaultKind::TrailingComma, comma, comma + 1, message, "remove the comma", repair);
            }
        }
        let own = if self.object { b'}' } else { b']' };
        if b == own {
            if self.depth == 1 && self.object && self.glance(pos + 1) == Next::Member {
                let comma = self.bytes.get(skip_blank(self.bytes, pos + 1)) == Some(&b',');
                let message = "this `}` ends the document, but more properties follow".to_string();
                let help = "remove it, or look above for an object that is closed once too often";
                let text = if comma { "" } else { "," };
                let repair = Some(Repair { span: Span::new(pos, pos + 1), text: text.into(), safe: false });
                self.fault(FaultKind::UnexpectedClose, pos, pos + 1, message, help, repair);
                self.pos += 1;
                return if comma { Want::Comma } else { Want::Key };
            }
            self.pos += 1;
            return self.close(self.pos);
        }
        self.wrong_closer(want, b)
    }

    /// `]` in an object or `}` in an array. Either it is a slip for the right one, or the right one is missing before
    /// it, or it is one too many: whatever suits what comes next, indentation deciding.
    fn wrong_closer(&mut self, want: Want, b: u8) -> Want {
        let pos = self.pos;
        let own = if self.object { '}' } else { ']' };
        let found = b as char;
        let inner = self.at;
        let mut outer = None;
        let mut levels = String::from(own);
        let mut id = inner;
        while id != 0 {
            id = self.tree.nodes[id as usize].parent;
            let object = self.tree.nodes[id as usize].kind == Kind::Object;
            if object == (b == b'}') {
                outer = Some(id);
                break;
            }
            levels.push(if object { '}' } else { ']' });
        }
        let next = self.glance(pos + 1);
        let parent = |id: u32| (id != 0).then(|| self.tree.nodes[self.tree.nodes[id as usize].parent as usize].kind);
        let suits = |kind: Option<Kind>| match next {
            Next::End => kind.is_none(),
            Next::Member => kind == Some(Kind::Object),
            Next::Close(b) => kind == Some(if b == b'}' { Kind::Object } else { Kind::Array }),
            Next::Item => kind == Some(Kind::Array),
        };
        let slip = suits(parent(inner));
        let through = outer.is_some_and(|id| suits(parent(id)));
        let extra = suits(Some(self.tree.nodes[inner as usize].kind));
        let inner_open = self.tree.nodes[inner as usize].start as usize;
        let indent = self.indent(pos);
        let first_on_line = self.first_on_line(pos);
        let like = |id: u32| self.indent(self.tree.nodes[id as usize].start as usize) == indent;
        let same_line = inner_open >= self.line_start(pos);
        let by_indent = first_on_line && !same_line && like(inner) && !outer.is_some_and(like);
        #[derive(PartialEq)]
        enum Guess {
            Slip,
            Through,
            Extra,
        }
        // `"tags": ["a"]], "x": 1`: the second bracket came with the first.
        let doubled = pos > 0 && self.bytes[pos - 1] == b;
        let guess = if doubled && extra && !through {
            Guess::Extra
        } else if slip && by_indent {
            Guess::Slip
        } else if first_on_line || same_line {
            if through {
                Guess::Through
            } else if slip {
                Guess::Slip
            } else if extra {
                Guess::Extra
            } else if outer.is_some_and(|id| id != 0) {
                Guess::Through
            } else {
                Guess::Extra
            }
        } else if extra {
            Guess::Extra
        } else if through {
            Guess::Through
        } else if slip {
            Guess::Slip
        } else {
            Guess::Extra
        };
        let name = self.describe(inner);
        let message = format!("expected `{own}` to end {name}, found `{found}`");
        let related = Some((self.opening(inner), format!("{name} opens here")));
        let span = Span::new(pos, pos + 1);
        self.pos += 1;
        match guess {
            Guess::Slip => {
                let repair = Some(Repair { span, text: own.into(), safe: false });
                self.fault_related(FaultKind::UnexpectedClose, span, message, &format!("write `{own}`"), related, repair);
                self.close(pos + 1)
            }
            Guess::Through => {
                let repair = Some(Repair { span: Span::new(self.last, self.last), text: levels.clone(), safe: false });
                self.fault_related(FaultKind::MissingClose, span, message, &format!("add `{levels}` before it"), related, repair);
                let end = self.last;
                for _ in levels.chars() {
                    self.close(end);
                }
                self.close(pos + 1)
            }
            Guess::Extra => {
                // The container goes on, so a comma before the bracket was none too many.
                let comma = |fault: &Fault| fault.kind == FaultKind::TrailingComma && fault.span.end as usize == self.last;
                if self.tree.faults.last().is_some_and(comma) {
                    self.tree.faults.pop();
                }
                let repair = Some(self.delete(pos, pos + 1, false));
                self.fault_related(FaultKind::UnexpectedClose, span, message, "remove it", related, repair);
                want
            }
        }
    }

    fn odd_end(&mut self) -> Want {
        let start = self.pos;
        let end = self.text.trim_end().len();
        let rest = &self.text[start..end];
        let closers = rest.chars().all(|c| matches!(c, '}' | ']') || c.is_ascii_whitespace());
        let repair = closers.then(|| self.delete(start, end, false));
        let found = self.show(start, end);
        let help = if closers {
            "remove it, or look above for a bracket that is closed too early"
        } else {
            "a file holds one document; remove the rest"
        };
        self.fault(FaultKind::TrailingText, start, end, format!("expected the end of the file, found {found}"), help, repair);
        self.pos = self.bytes.len();
        Want::End
    }

    /// The end of the text, or of reading: closes what is open.
    fn finish(&mut self, want: Want) {
        if self.tree.nodes.is_empty() {
            if !self.stop {
                let message = "the file is empty".to_string();
                self.fault(FaultKind::Empty, self.last, self.last, message, "a connector file is one object: `{ ... }`", None);
            }
            self.push(Kind::Invalid, self.last, self.last, false);
            return;
        }
        if self.depth > 0 && !self.cut && !self.stop {
            self.cut_off(want);
        }
        if matches!(want, Want::Value | Want::Colon) {
            self.push(Kind::Invalid, self.last, self.last, false);
        }
        let end = self.last;
        while self.depth > 0 {
            self.close(end);
        }
    }

    /// The text ends inside containers: one fault for all of them.
    fn cut_off(&mut self, want: Want) {
        let end = self.text.trim_end().len().max(self.last);
        let mut closers = String::new();
        let mut levels = 0;
        let mut id = self.at;
        let last_line = memchr::memrchr(b'\n', &self.bytes[..self.last]).unwrap_or(0);
        loop {
            let node = &self.tree.nodes[id as usize];
            let close = if node.kind == Kind::Object { '}' } else { ']' };
            let open = node.start as usize;
            if open < last_line {
                let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
                closers.push_str(newline);
                closers.push_str(self.indent(open));
            }
            closers.push(close);
            levels += 1;
            if id == 0 {
                break;
            }
            id = node.parent;
        }
        let name = self.describe(self.at);
        let close = if self.object { '}' } else { ']' };
        let more = match levels - 1 {
            0 => String::new(),
            n => format!(" (and {n} more)"),
        };
        let message = format!("expected `{close}` to end {name}{more}, found the end of the file");
        // Of what is nested too deep nobody knows what it lacks.
        let whole = matches!(want, Want::Comma | Want::FirstKey | Want::FirstItem) && !self.deep;
        let repair = whole.then(|| Repair { span: Span::new(self.last, self.last), text: closers, safe: false });
        let (related, help) = match self.doubtful_close() {
            Some(id) => {
                let node = &self.tree.nodes[id as usize];
                let name = self.describe(id);
                let line = self.bytes[..node.end as usize].iter().filter(|&&b| b == b'\n').count() + 1;
                let label = format!("perhaps {name}: the bracket that ends it, in line {line}, is indented differently");
                (self.opening(id), (label, "close what is open; by the indentation, the bracket is missing further up"))
            }
            None => {
                (self.opening(self.at), (format!("{name} opens here"), "restore the rest of the file, or close what is open"))
            }
        };
        let (label, help) = help;
        self.fault_related(FaultKind::UnterminatedContainer, Span::new(end, end), message, help, Some((related, label)), repair);
    }

    /// The first container to end on a line of another indentation than it opened on: where a bracket is likely missing.
    fn doubtful_close(&self) -> Option<u32> {
        let nodes = self.tree.nodes.iter().enumerate();
        let closed = nodes.filter(|(_, n)| matches!(n.kind, Kind::Object | Kind::Array) && n.end > n.start + 1);
        closed
            .filter(|(_, n)| {
                let (open, close) = (n.start as usize, n.end as usize - 1);
                self.first_on_line(close) && self.indent(open) != self.indent(close)
            })
            .min_by_key(|(_, n)| n.end)
            .map(|(id, _)| id as u32)
    }
}

/// Looking around, and wording.
impl<'t> Reader<'t> {
    fn slice(&self, span: Span) -> &'t str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// End of the line that `pos` is in, or about [`LOOK`] bytes on.
    fn line_end(&self, pos: usize) -> usize {
        let near = self.text.floor_char_boundary(pos.saturating_add(LOOK));
        memchr::memchr2(b'\n', b'\r', &self.bytes[pos..near]).map_or(near, |i| pos + i)
    }

    /// Start of the line that `pos` is in, or about [`LOOK`] bytes back.
    fn line_start(&self, pos: usize) -> usize {
        let near = self.text.floor_char_boundary(pos.saturating_sub(LOOK));
        memchr::memrchr2(b'\n', b'\r', &self.bytes[near..pos]).map_or(near, |i| near + i + 1)
    }

    /// The white space that the line of `pos` starts with.
    fn indent(&self, pos: usize) -> &'t str {
        let start = self.line_start(pos);
        let len = self.bytes[start..pos].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        &self.text[start..start + len]
    }

    fn first_on_line(&self, pos: usize) -> bool {
        let before = self.bytes[..pos].iter().rev().find(|b| !matches!(b, b' ' | b'\t'));
        matches!(before, None | Some(b'\n' | b'\r'))
    }

    /// Whether a string stands at `pos` on one line, followed by a colon.
    fn is_member(&self, pos: usize) -> bool {
        if self.bytes.get(pos) != Some(&b'"') {
            return false;
        }
        let end = self.token_end(pos);
        end > pos + 1 && self.bytes[end - 1] == b'"' && self.bytes.get(skip_blank(self.bytes, end)) == Some(&b':')
    }

    fn is_member_end(&self, quote: usize) -> bool {
        self.bytes.get(skip_blank(self.bytes, quote + 1)) == Some(&b':')
    }

    fn glance(&self, pos: usize) -> Next {
        let mut pos = skip_blank(self.bytes, pos);
        if self.bytes.get(pos) == Some(&b',') {
            pos = skip_blank(self.bytes, pos + 1);
        }
        match self.bytes.get(pos) {
            None => Next::End,
            Some(&b @ (b'}' | b']')) => Next::Close(b),
            Some(b'"') if self.is_member(pos) => Next::Member,
            Some(_) => Next::Item,
        }
    }

    /// End of the token at `pos` for showing it: a string with its quotes if it is closed on this line, else one character.
    fn token_end(&self, pos: usize) -> usize {
        if self.bytes.get(pos) == Some(&b'"') {
            let mut i = pos + 1;
            while i < pos + LOOK {
                i = skip_plain(self.bytes, i);
                match self.bytes.get(i) {
                    Some(b'"') => return i + 1,
                    Some(b'\\') => i += 2,
                    Some(b'\t') => i += 1,
                    _ => break,
                }
            }
        }
        pos + self.text.get(pos..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }

    /// What stands at `pos`, in backticks.
    fn show_at(&self, pos: usize) -> String {
        if pos >= self.bytes.len() {
            return "the end of the file".into();
        }
        let one = self.token_end(pos);
        if !self.bytes[pos].is_ascii_alphanumeric() {
            return self.show(pos, one);
        }
        let word = self.bytes[pos..].iter().take(LONGEST_SHOWN * 4).take_while(|b| !b" \t:,]}{[\"\n\r".contains(b)).count();
        self.show(pos, self.text.floor_char_boundary(pos + word).max(one))
    }

    /// A piece of the text in backticks, shortened.
    fn show(&self, start: usize, end: usize) -> String {
        let text = &self.text[start..end];
        let line = text.lines().next().unwrap_or_default().trim_end();
        let mut shown: String = line.chars().take(LONGEST_SHOWN).map(printable).collect();
        if shown.len() < text.len() {
            shown.push_str("...");
        }
        format!("`{shown}`")
    }

    /// Place of the comma (or `;`) that is the token read last; `None` when that is another one.
    fn separator(&self) -> Option<usize> {
        let node = self.tree.nodes.last()?;
        let byte = self.last.checked_sub(1)?;
        (matches!(self.bytes[byte], b',' | b';') && (node.end as usize) < self.last).then_some(byte)
    }

    /// Name of the key read last.
    fn key_name(&self) -> String {
        match self.tree.nodes.last() {
            Some(node) if node.kind == Kind::Key => self.name(node),
            _ => String::new(),
        }
    }

    fn name(&self, node: &NodeData) -> String {
        // Of a long key no more is read than is shown, for every one of 10,000 faults may name it. An escape has 12 bytes at most.
        let raw = raw(self.text, node);
        let head = &raw[..raw.floor_char_boundary(64 * 12)];
        let name = if node.escaped { unescape(head) } else { Cow::Borrowed(head) };
        let mut chars = name.chars();
        let mut shown: String = chars.by_ref().take(64).map(printable).collect();
        if chars.next().is_some() || head.len() < raw.len() {
            shown.push_str("...");
        }
        shown
    }

    /// "the value of `host`", for the value that ended last.
    fn last_value(&self) -> String {
        if !self.object {
            return format!("an item of {}", self.describe(self.at));
        }
        let mut id = self.tree.nodes.len() as u32 - 1;
        while id != self.at && self.tree.nodes[id as usize].parent != self.at {
            id = self.tree.nodes[id as usize].parent;
        }
        let key = (id > self.at + 1).then(|| &self.tree.nodes[id as usize - 1]);
        match key {
            Some(key) if key.kind == Kind::Key => format!("the value of `{}`", self.name(key)),
            _ => "the value".into(),
        }
    }

    /// "the object `responses`", "an object in the array `parameters`".
    fn describe(&self, id: u32) -> String {
        let node = &self.tree.nodes[id as usize];
        let what = if node.kind == Kind::Object { "object" } else { "array" };
        if id == 0 {
            return format!("the outermost {what}");
        }
        let before = &self.tree.nodes[id as usize - 1];
        if before.kind == Kind::Key && before.parent == node.parent {
            return format!("the {what} `{}`", self.name(before));
        }
        let array = node.parent;
        let of = match array.checked_sub(1).map(|key| &self.tree.nodes[key as usize]) {
            Some(key) if key.kind == Kind::Key => format!(" `{}`", self.name(key)),
            _ => String::new(),
        };
        format!("an {what} in the array{of}")
    }

    /// Span of a container's opening bracket.
    fn opening(&self, id: u32) -> Span {
        let start = self.tree.nodes[id as usize].start;
        Span { start, end: start + 1 }
    }

    /// Whether the current container is an item of an array.
    fn in_array(&self) -> bool {
        let parent = self.tree.nodes[self.at as usize].parent;
        self.depth > 1 && self.tree.nodes[parent as usize].kind == Kind::Array
    }

    fn delete(&self, start: usize, end: usize, safe: bool) -> Repair {
        Repair { span: Span::new(start, end), text: String::new(), safe }
    }

    fn fault(&mut self, kind: FaultKind, start: usize, end: usize, message: String, help: &str, repair: Option<Repair>) {
        self.fault_related(kind, Span::new(start, end), message, help, None, repair);
    }

    fn fault_related(
        &mut self,
        kind: FaultKind,
        span: Span,
        message: String,
        help: &str,
        related: Option<(Span, String)>,
        repair: Option<Repair>,
    ) {
        if self.tree.faults.len() < MAX_FAULTS {
            self.tree.faults.push(Fault { kind, span, message, help: help.to_string(), related, repair });
        } else if !self.stop {
            self.stop = true;
            let message = format!("more than {MAX_FAULTS} faults; the rest of the file is not read");
            let help = "check that this is a JSON file".to_string();
            self.tree.faults.push(Fault { kind: FaultKind::TooMany, span, message, help, related: None, repair: None });
        }
    }
}

/// Characters that people take for white space (or do not see) and JSON does not.
fn is_odd_space(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// For a message, where a name stands in backticks on one line.
fn printable(c: char) -> char {
    match c {
        '`' => '\'',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

fn control_escape(c: char) -> String {
    match c {
        '\u{8}' => "\\b".into(),
        '\t' => "\\t".into(),
        '\n' => "\\n".into(),
        '\u{C}' => "\\f".into(),
        '\r' => "\\r".into(),
        c => format!("\\u{:04X}", c as u32),
    }
}

fn control_name(c: char) -> String {
    match c {
        '\t' => "a tab".into(),
        '\n' => "a line break".into(),
        '\r' => "a carriage return".into(),
        c => format!("the control character U+{:04X}", c as u32),
    }
}

/// A JSON string that says `content`, which stood between other quotes or none: its escapes stay where JSON knows them.
fn requote(content: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = content;
    while let Some(c) = rest.chars().next() {
        let mut used = c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\0'..='\x1f' => out.push_str(&control_escape(c)),
            '\\' => match rest.as_bytes().get(1) {
                Some(b'\'' | b'`') => {}
                _ => match escape_len(rest.as_bytes()) {
                    Some(len) => {
                        out.push_str(&rest[..len]);
                        used = len;
                    }
                    None => out.push_str("\\\\"),
                },
            },
            c => out.push(c),
        }
        rest = &rest[used..];
    }
    out.push('"');
    out
}

/// The JSON number that was likely meant, and whether that is certain.
fn mend_number(word: &str) -> Option<(String, bool)> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        let hex = u64::from_str_radix(hex, 16).ok()?;
        return Some((format!("{sign}{hex}"), false));
    }
    let stripped = digits.trim_start_matches('0');
    // Leading zeros may mean octal, or a code that should be text.
    let safe = digits.len() - stripped.len() < 2
        && (stripped.is_empty() || stripped == digits || !stripped.starts_with(|c: char| c.is_ascii_digit()));
    let zero = if stripped.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    let mended = format!("{sign}{zero}{}", stripped.strip_suffix('.').unwrap_or(stripped));
    (number(mended.as_bytes(), 0) == Some(mended.len())).then_some((mended, safe))
}
