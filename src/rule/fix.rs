//! Edits that mend a finding: asked for by structure, stored as text, so that every other byte stays as it is.
use crate::text::document::{File, Member, Node};
use crate::text::json::{self, Kind, Span};

/// What applying a fix may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Never what a running flow sends or receives.
    Safe,
    /// Perhaps: a person must look.
    Unsafe,
}

/// Replaces the bytes of `span` in a file's text by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub file: File,
    pub span: Span,
    pub text: String,
}

/// Edits that together mend one finding. Their spans do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "add `x-ms-url-encoding`".
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
    /// An edit was asked for that relies on a bracket that is not there.
    astray: bool,
}

impl Fix {
    /// A fix that changes nothing for running flows; add edits to it.
    pub fn safe(title: impl Into<String>) -> Fix {
        Fix { title: title.into(), safety: Safety::Safe, edits: Vec::new(), astray: false }
    }

    /// A fix that may change what running flows send or receive; add edits to it.
    pub fn risky(title: impl Into<String>) -> Fix {
        Fix { title: title.into(), safety: Safety::Unsafe, edits: Vec::new(), astray: false }
    }

    /// False when an edit relies on a bracket that is not there, in a file that is cut off or lacks brackets: what is added to an
    /// object that is never closed would land in another one. A finding does not take such a fix.
    pub fn is_possible(&self) -> bool {
        !self.astray
    }

    /// Replaces bytes of the file in which `node` stands.
    pub fn text(mut self, node: Node, span: Span, text: impl Into<String>) -> Fix {
        self.edits.push(Edit { file: node.doc.file, span, text: text.into() });
        self
    }

    /// Replaces a value by JSON text.
    pub fn replace(self, node: Node, json: impl Into<String>) -> Fix {
        self.text(node, node.span(), json)
    }

    /// Replaces a value by a string.
    pub fn replace_str(self, node: Node, value: &str) -> Fix {
        self.text(node, node.span(), quote(value))
    }

    /// Gives a member another name.
    pub fn rename(self, key: Node, name: &str) -> Fix {
        self.text(key, key.span(), quote(name))
    }

    /// Removes a member with the comma and white space that belong to it.
    pub fn remove_member(self, member: Member) -> Fix {
        self.remove(member.key, member.value)
    }

    /// Removes an item of an array with the comma and white space that belong to it.
    pub fn remove_item(self, item: Node) -> Fix {
        self.remove(item, item)
    }

    fn remove(mut self, first: Node, last: Node) -> Fix {
        let doc = first.doc;
        let parent = first.parent().unwrap_or(first);
        let behind = doc.tree.nodes.get(last.after() as usize).filter(|_| last.after() < parent.after());
        let span = match behind {
            Some(next) => Span { start: first.span().start, end: next.start },
            None if first.id > parent.id + 1 => {
                // The last of several: from the end of the one before, so that its comma goes too.
                let before = (parent.id + 1..first.id).map(|id| doc.node(id).span().end).max().unwrap_or(first.span().start);
                Span { start: before, end: last.span().end }
            }
            None => {
                self.astray |= !is_closed(parent);
                Span { start: parent.span().start + 1, end: parent.span().end.saturating_sub(1) }
            }
        };
        self.text(first, span, "")
    }

    /// Adds a member at the end of an object, with the newline, indent and spacing of the members that are there. The fix becomes
    /// impossible when the object has no closing brace.
    pub fn add_member(mut self, object: Node, name: &str, json: &str) -> Fix {
        match object.members().last() {
            Some(member) => self.add_member_after(member, name, json),
            None => {
                self.astray |= !is_closed(object);
                let doc = object.doc;
                let span = object.span();
                let outer = line_indent(object);
                let multiline = doc.slice(span).contains('\n') || outer.is_some();
                let text = if multiline {
                    let (newline, outer) = (doc.newline(), outer.unwrap_or_default());
                    let inner = format!("{outer}{}", indent_unit(object));
                    format!("{{{newline}{inner}{}: {json}{newline}{outer}}}", quote(name))
                } else {
                    format!("{{ {}: {json} }}", quote(name))
                };
                self.text(object, span, text)
            }
        }
    }

    /// Adds a member behind another one of the same object, in its style.
    pub fn add_member_after(mut self, member: Member, name: &str, json: &str) -> Fix {
        self.astray |= !is_closed(member.value) || !member.key.parent().is_some_and(is_closed);
        let doc = member.key.doc;
        let key = member.key.span();
        let colon = doc.slice(Span { start: key.end, end: member.value.span().start });
        let colon = if colon.trim() == ":" { colon } else { ": " };
        let gap = gap_before(member.key);
        let end = member.value.span().end;
        self.text(member.key, Span { start: end, end }, format!(",{gap}{}{colon}{json}", quote(name)))
    }

    /// Adds an item at the end of an array, with the spacing of the items that are there.
    pub fn add_item(mut self, array: Node, json: &str) -> Fix {
        self.astray |= !is_closed(array);
        match array.items().last() {
            Some(item) => {
                self.astray |= !is_closed(item);
                let end = item.span().end;
                let gap = gap_before(item).to_owned();
                self.text(item, Span { start: end, end }, format!(",{gap}{json}"))
            }
            None => self.text(array, array.span(), format!("[{json}]")),
        }
    }
}

/// Whether a container has its closing bracket; true of anything else. The bracket with which its last content ends is not its own.
fn is_closed(node: Node) -> bool {
    let (bracket, last) = match node.kind() {
        Kind::Object => ('}', node.members().last().map(|member| member.value)),
        Kind::Array => (']', node.items().last()),
        _ => return true,
    };
    let span = node.span();
    let inside = last.map_or(span.start + 1, |last| last.span().end);
    inside < span.end && node.text().ends_with(bracket)
}

/// The white space between the token before `node` and `node`: what stands between two members or items.
fn gap_before(node: Node<'_>) -> &str {
    let before = &node.doc.text[..node.span().start as usize];
    let gap = &before[before.trim_end_matches([' ', '\t', '\r', '\n']).len()..];
    if gap.is_empty() && before.ends_with(',') {
        ""
    } else if gap.is_empty() {
        " "
    } else {
        gap
    }
}

/// The white space at the start of the line on which `node` begins; None when the whole document is on one line.
fn line_indent(node: Node<'_>) -> Option<&str> {
    let before = &node.doc.text[..node.span().start as usize];
    let line = &before[before.rfind('\n')? + 1..];
    Some(&line[..line.len() - line.trim_start_matches([' ', '\t']).len()])
}

/// One step of indentation as the file has it: the indent of the root's first member, else two spaces.
fn indent_unit(node: Node<'_>) -> &str {
    let root = node.doc.root();
    let first = (root.kind() == Kind::Object).then(|| root.members().next()).flatten();
    match first.and_then(|member| line_indent(member.key)) {
        Some(unit) if !unit.is_empty() => unit,
        _ => "  ",
    }
}

/// A JSON text that is written with one space for each level, in the style of the object or array in which it is to stand: its
/// indentation and line ends, or on one line where that is.
pub fn laid_out(json: &str, container: Node) -> String {
    let doc = container.doc;
    let first = match container.kind() {
        Kind::Object => container.members().next().map(|member| member.key),
        _ => container.items().next(),
    };
    let indent = match first {
        Some(first) if gap_before(first).contains('\n') => line_indent(first).map(str::to_owned),
        Some(_) => None,
        None => line_indent(container).map(|outer| format!("{outer}{}", indent_unit(container))),
    };
    let Some(indent) = indent else { return json.lines().map(str::trim_start).collect::<Vec<_>>().join(" ") };
    indented(json, &indent, indent_unit(container), doc.newline())
}

/// The same in the place of a value: its lines are indented like the one on which that begins.
pub fn laid_out_in_place(json: &str, value: Node) -> String {
    match line_indent(value) {
        Some(indent) => indented(json, indent, indent_unit(value), value.doc.newline()),
        None => json.lines().map(str::trim_start).collect::<Vec<_>>().join(" "),
    }
}

fn indented(json: &str, indent: &str, unit: &str, newline: &str) -> String {
    let mut lines = json.lines();
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let content = line.trim_start_matches(' ');
        text.push_str(newline);
        text.push_str(indent);
        text.push_str(&unit.repeat(line.len() - content.len()));
        text.push_str(content);
    }
    text
}

/// A JSON string with this value: only what must be escaped is.
pub fn quote(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    json::write_string(value, &mut text);
    text
}

/// Applies edits to a text. Of edits that overlap the first in the text wins and the others are left out; the number of
/// edits left out comes back beside the new text. Two insertions at one place both go in, in the order given.
pub fn apply(text: &str, edits: &[&Edit]) -> (String, usize) {
    let mut edits: Vec<&Edit> = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits.dedup_by(|a, b| a == b && a.span.start < a.span.end);
    let (mut result, mut at, mut left_out) = (String::with_capacity(text.len() + 256), 0, 0);
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        match text.get(at..start) {
            Some(between) if end >= start && text.is_char_boundary(end) => {
                result.push_str(between);
                result.push_str(&edit.text);
                at = end;
            }
            _ => left_out += 1,
        }
    }
    result.push_str(&text[at..]);
    (result, left_out)
}
