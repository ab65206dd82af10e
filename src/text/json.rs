//! The reader: JSON text to an arena of spanned nodes. It never fails; what is wrong becomes a [`Fault`].
//!
//! One loop over the bytes with an explicit state (`Want`) and parent ids instead of a call stack, so depth costs
//! nothing. Well-formed text never leaves `Reader::run`; whatever is odd goes to a `#[cold]` method that says what is
//! wrong once, guesses what was meant, and returns the state to go on from. The guesses look ahead at most `LOOK`
//! bytes and the number of faults is bounded by [`MAX_FAULTS`], so that no text takes more than linear time.
mod fault;
mod reader;

pub use fault::{Fault, FaultKind, Repair};
pub use reader::parse;
use reader::skip_plain;
use std::borrow::Cow;

/// Containers nested deeper than this are reported as [`FaultKind::TooDeep`] and their content is skipped.
///
/// The deepest published connector has 41 levels; the limit keeps every recursive walk over a tree off the stack's end.
pub const MAX_DEPTH: usize = 512;

/// After this many faults the text counts as not JSON: [`FaultKind::TooMany`] is added and reading stops.
pub const MAX_FAULTS: usize = 10_000;

/// After this many values and keys reading stops with a [`FaultKind::TooMany`]: a few bytes of text make a node of memory. The
/// largest published connector has 49,000.
pub const MAX_NODES: usize = 5_000_000;

/// How far a guess may look ahead or back, in bytes: enough for any line that people write, little enough for 10,000 guesses.
const LOOK: usize = 1 << 14;

/// How many quotes on one line may be part of one text: a guess looks no further.
const MOST_QUOTES: usize = 256;

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

/// The kind of a node of the tree.
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
    /// For an object the `key_bit`s of its keys: a key whose bit is not there is not in it. For a key its `key_hash`.
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

/// One of 32 bits for a key: most objects lack most keys, and this shows it without looking at their members. The factors are
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

/// The result of reading a text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Pre-order arena; never empty: node 0 is the root (kind `Invalid` for an empty text).
    pub nodes: Vec<NodeData>,
    /// What is wrong with the text, in document order.
    pub faults: Vec<Fault>,
    /// Values of strings and keys, for a text that is not JSON.
    pub decoded: Option<Box<crate::text::yaml::Decoded>>,
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

    /// Registers a key with the object around it, once the members before it are read.
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

/// A character that a JSON string cannot hold as it is, as an escape.
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

/// Whether a string has the quote that ends it: not one behind an odd number of backslashes, which is part of the text.
pub(crate) fn is_closed_string(text: &str) -> bool {
    let mut letters = text.chars();
    let Some(closing) = letters.next().and_then(closing_quotes) else { return true }; // without quotes
    letters.as_str().strip_suffix(closing).is_some_and(|inside| {
        let backslashes = inside.len() - inside.trim_end_matches('\\').len();
        backslashes.is_multiple_of(2)
    })
}
