//! Edits of a text by bytes, and the style in which a JSON text is written around them.
use crate::text::document::{File, Node};
use crate::text::json::{self, Kind, Span};

/// Replaces the bytes of `span` in a file's text by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub file: File,
    pub span: Span,
    pub text: String,
}

/// Whether a container has its closing bracket; true of anything else. The bracket with which its last content ends is not its own.
pub(crate) fn is_closed(node: Node) -> bool {
    let (bracket, last) = match node.kind() {
        Kind::Object => ('}', node.last_member().map(|member| member.value)),
        Kind::Array => (']', node.last_item()),
        Kind::String => return json::is_closed_string(node.text()),
        _ => return true,
    };
    let span = node.span();
    let inside = last.map_or(span.start + 1, |last| last.span().end);
    inside < span.end && node.text().ends_with(bracket)
}

/// The white space between the token before `node` and `node`: what stands between two members or items.
pub(crate) fn gap_before(node: Node<'_>) -> &str {
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
pub(crate) fn line_indent(node: Node<'_>) -> Option<&str> {
    let before = &node.doc.text[..node.span().start as usize];
    let line = &before[before.rfind('\n')? + 1..];
    Some(&line[..line.len() - line.trim_start_matches([' ', '\t']).len()])
}

/// One step of indentation as the file has it: the indent of the root's first member, else two spaces.
pub(crate) fn indent_unit(node: Node<'_>) -> &str {
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

/// The same as a replacement for a value: its lines are indented like the line on which the value begins.
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

/// Applies edits to a text. If edits overlap, the first in the text wins and the others are left out; the number of
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
