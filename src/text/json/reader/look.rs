//! Looking around in a JSON text, and how its parts are called in messages.
use super::{Next, Reader, skip_blank, skip_plain};
use crate::text::json::{Fault, FaultKind, Kind, LONGEST_SHOWN, LOOK, MAX_FAULTS, NodeData, Repair, Span, raw, unescape};
use std::borrow::Cow;

/// Looking around, and wording.
impl<'t> Reader<'t> {
    pub(super) fn slice(&self, span: Span) -> &'t str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// End of the line that `pos` is in, or about [`LOOK`] bytes on.
    pub(super) fn line_end(&self, pos: usize) -> usize {
        let near = self.text.floor_char_boundary(pos.saturating_add(LOOK));
        memchr::memchr2(b'\n', b'\r', &self.bytes[pos..near]).map_or(near, |i| pos + i)
    }

    /// Start of the line that `pos` is in, or about [`LOOK`] bytes back.
    pub(super) fn line_start(&self, pos: usize) -> usize {
        let near = self.text.floor_char_boundary(pos.saturating_sub(LOOK));
        memchr::memrchr2(b'\n', b'\r', &self.bytes[near..pos]).map_or(near, |i| near + i + 1)
    }

    /// The white space that the line of `pos` starts with.
    pub(super) fn indent(&self, pos: usize) -> &'t str {
        let start = self.line_start(pos);
        let len = self.bytes[start..pos].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        &self.text[start..start + len]
    }

    pub(super) fn first_on_line(&self, pos: usize) -> bool {
        let before = self.bytes[..pos].iter().rev().find(|b| !matches!(b, b' ' | b'\t'));
        matches!(before, None | Some(b'\n' | b'\r'))
    }

    /// Whether a string stands at `pos` on one line, followed by a colon.
    pub(super) fn is_member(&self, pos: usize) -> bool {
        if self.bytes.get(pos) != Some(&b'"') {
            return false;
        }
        let end = self.token_end(pos);
        end > pos + 1 && self.bytes[end - 1] == b'"' && self.bytes.get(skip_blank(self.bytes, end)) == Some(&b':')
    }

    pub(super) fn is_member_end(&self, quote: usize) -> bool {
        self.bytes.get(skip_blank(self.bytes, quote + 1)) == Some(&b':')
    }

    pub(super) fn glance(&self, pos: usize) -> Next {
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
    pub(super) fn token_end(&self, pos: usize) -> usize {
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
    pub(super) fn show_at(&self, pos: usize) -> String {
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
    pub(super) fn show(&self, start: usize, end: usize) -> String {
        let text = &self.text[start..end];
        let line = text.lines().next().unwrap_or_default().trim_end();
        let mut shown: String = line.chars().take(LONGEST_SHOWN).map(printable).collect();
        if shown.len() < text.len() {
            shown.push_str("...");
        }
        format!("`{shown}`")
    }

    /// Place of the comma (or `;`) that is the token read last; `None` when that is another one.
    pub(super) fn separator(&self) -> Option<usize> {
        let node = self.tree.nodes.last()?;
        let byte = self.last.checked_sub(1)?;
        (matches!(self.bytes[byte], b',' | b';') && (node.end as usize) < self.last).then_some(byte)
    }

    /// Name of the key read last.
    pub(super) fn key_name(&self) -> String {
        match self.tree.nodes.last() {
            Some(node) if node.kind == Kind::Key => self.name(node),
            _ => String::new(),
        }
    }

    pub(super) fn name(&self, node: &NodeData) -> String {
        // Only the shown part of a long key is read, because each of 10,000 faults may name it. An escape has 12 bytes at most.
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
    pub(super) fn last_value(&self) -> String {
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
    pub(super) fn describe(&self, id: u32) -> String {
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
    pub(super) fn opening(&self, id: u32) -> Span {
        let start = self.tree.nodes[id as usize].start;
        Span { start, end: start + 1 }
    }

    /// Whether the current container is an item of an array.
    pub(super) fn in_array(&self) -> bool {
        let parent = self.tree.nodes[self.at as usize].parent;
        self.depth > 1 && self.tree.nodes[parent as usize].kind == Kind::Array
    }

    pub(super) fn delete(&self, start: usize, end: usize, safe: bool) -> Repair {
        Repair { span: Span::new(start, end), text: String::new(), safe }
    }

    pub(super) fn fault(
        &mut self,
        kind: FaultKind,
        start: usize,
        end: usize,
        message: String,
        help: &str,
        repair: Option<Repair>,
    ) {
        self.fault_related(kind, Span::new(start, end), message, help, None, repair);
    }

    pub(super) fn fault_related(
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

/// For a message, where a name stands in backticks on one line.
pub(super) fn printable(c: char) -> char {
    match c {
        '`' => '\'',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}
