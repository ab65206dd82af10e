//! Conversion of positions and file URIs between the protocol and our types.
use crate::text::difference::{self, DiffOp};
use crate::text::document::Document;
use crate::text::json::Span;
use lsp_types::{Position, Range, TextEdit, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// How the client counts columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// In bytes, as negotiated, rather than in UTF-16 units.
    pub utf8: bool,
    /// Whether a byte order mark is a character. Most editors keep it out of the text; one that sends it counts it like any other.
    pub marks: bool,
}

/// A byte order mark at the start of a text.
pub const MARK: char = '\u{feff}';

/// How many bytes of a text the client does not have: those of a byte order mark.
fn unseen(text: &str, units: Units) -> usize {
    if !units.marks && text.starts_with(MARK) { MARK.len_utf8() } else { 0 }
}

/// The position of a byte in a document.
pub fn position(document: &Document, offset: u32, units: Units) -> Position {
    let place = document.position(offset);
    let line = place.line - 1;
    if !units.utf8 {
        // Reports never count the mark.
        let mark = units.marks && line == 0 && offset > 0 && document.text.starts_with(MARK);
        return Position { line, character: place.utf16 - 1 + u32::from(mark) };
    }
    let start = if line == 0 { unseen(&document.text, units) as u32 } else { document.lines()[line as usize] };
    Position { line, character: offset.min(document.text.len() as u32).saturating_sub(start) }
}

/// The range of a part of a document.
pub fn range(document: &Document, span: Span, units: Units) -> Range {
    Range { start: position(document, span.start, units), end: position(document, span.end.max(span.start), units) }
}

/// The byte at a position in a text. A position after the end of a line means the end of the line, one after the last line the end
/// of the text, and one within a character the start of the character.
pub fn offset(text: &str, place: Position, units: Units) -> usize {
    let bytes = text.as_bytes();
    let mut start = unseen(text, units);
    for _ in 0..place.line {
        match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
            Some(at) => {
                let at = start + at;
                start = if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { at + 2 } else { at + 1 };
            }
            None => return text.len(),
        }
    }
    let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(text.len(), |at| start + at);
    let mut left = place.character as usize;
    for (at, character) in text[start..end].char_indices() {
        let width = if units.utf8 { character.len_utf8() } else { character.len_utf16() };
        if left < width {
            return start + at;
        }
        left -= width;
    }
    end
}

/// A comparison that takes longer gives a coarser result.
const LONGEST_DIFF: std::time::Duration = std::time::Duration::from_millis(500);

/// The line edits that turn one text into another.
pub fn edits(document: &Document, after: &str, units: Units) -> Vec<TextEdit> {
    // An editor that keeps a mark to itself writes it again.
    let skipped = unseen(&document.text, units);
    let (before, after) = (&document.text[skipped..], &after[unseen(after, units)..]);
    if before == after {
        return Vec::new();
    }
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (old_lines, new_lines) = (lines(before), lines(after));
    let starts = |lines: &[&str]| {
        let mut sum = 0_usize;
        let mut starts = vec![0];
        for line in lines {
            sum += line.len();
            starts.push(sum);
        }
        starts
    };
    let (old, new) = (starts(&old_lines), starts(&new_lines));
    let mut edits = Vec::new();
    let operations = difference::operations(&old_lines, &new_lines, LONGEST_DIFF);
    for operation in operations.iter().filter(|operation| !matches!(operation, DiffOp::Equal { .. })) {
        let (from, to) = (operation.old_range(), operation.new_range());
        let span = Span { start: (skipped + old[from.start]) as u32, end: (skipped + old[from.end]) as u32 };
        let text = after.get(new[to.start]..new[to.end]).unwrap_or_default();
        edits.push(TextEdit { range: range(document, span, units), new_text: text.to_owned() });
    }
    edits
}

/// The path of a `file:` URI; None for any other.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().ok()?;
    if !(host.is_empty() || host.eq_ignore_ascii_case("localhost")) {
        return cfg!(windows).then(|| PathBuf::from(format!("//{host}{path}")));
    }
    let drive = path.as_bytes().get(2) == Some(&b':') && cfg!(windows);
    Some(PathBuf::from(if drive { &path[1..] } else { &path[..] }))
}

/// The URI of a file (absolute path).
pub fn uri_of(path: &Path) -> Option<Uri> {
    const KEEP: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');
    let text = path.to_str()?.replace('\\', "/");
    let text = utf8_percent_encode(&text, KEEP).to_string();
    Uri::from_str(&if text.starts_with('/') { format!("file://{text}") } else { format!("file:///{text}") }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::File;

    #[test]
    fn places_are_those_of_the_editor() {
        for text in ["{\r\n  \"a😀é\": 1\r\n}\r\n", "é😀\rx\n\n", "", "\u{feff}{ \"😀\": 1 }"] {
            let document = Document::json(File::Definition, "", text.as_bytes().to_vec());
            for (utf8, marks) in [(true, false), (false, false), (true, true), (false, true)] {
                let units = Units { utf8, marks };
                for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    // There is no position within a line break or before the byte order mark.
                    if text[..at].ends_with('\r') && text[at..].starts_with('\n') || (!marks && at < 3 && text.starts_with(MARK))
                    {
                        continue;
                    }
                    assert_eq!(offset(text, position(&document, at as u32, units), units), at, "{text:?} {units:?}");
                }
            }
        }
        let utf16 = Units::default();
        let utf8 = Units { utf8: true, ..utf16 };
        let at = |line, character, units| offset("a😀b\r\nc", Position { line, character }, units);
        assert_eq!(at(0, 3, utf16), 5);
        assert_eq!(at(0, 2, utf16), 1); // within the pair
        assert_eq!(at(0, 5, utf8), 5);
        assert_eq!(at(0, 99, utf16), 6);
        assert_eq!(at(1, 99, utf16), 9);
        assert_eq!(at(7, 0, utf16), 9);
        // The brace after a mark is the first character, or the second for an editor that has the mark in its text.
        let marked = Document::plain(File::Readme, "", "\u{feff}{}\nb".as_bytes().to_vec());
        let column = |utf8, marks| position(&marked, 3, Units { utf8, marks }).character;
        assert_eq!((column(false, false), column(true, false), column(false, true), column(true, true)), (0, 0, 1, 3));
        let edits = |after, marks| {
            let edits = edits(&marked, after, Units { utf8: false, marks });
            edits.into_iter().map(|edit| (edit.range.start.character, edit.new_text)).collect::<Vec<_>>()
        };
        assert_eq!(edits("\u{feff}{ }\nb", false), [(0, "{ }\n".to_owned())]);
        assert_eq!(edits("{}\nb", false), []);
        assert_eq!(edits("{}\nb", true), [(0, "{}\n".to_owned())]);
    }

    #[test]
    fn addresses_and_paths() {
        let path = Path::new("/a b/ä#%.json");
        let uri = uri_of(path).unwrap();
        assert_eq!(uri.as_str(), "file:///a%20b/%C3%A4%23%25.json");
        if cfg!(unix) {
            assert_eq!(path_of(&uri).unwrap(), path);
            assert_eq!(path_of(&Uri::from_str("file://localhost/a").unwrap()).unwrap(), Path::new("/a"));
        }
        assert_eq!(path_of(&Uri::from_str("untitled:Untitled-1").unwrap()), None);
    }
}
