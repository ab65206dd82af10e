//! Conversion of positions and file URIs between the protocol and our types.
use crate::text::document::{Document, Encoding};
use crate::text::json::Span;
use lsp_types::{Position, Range, TextEdit, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The unit of columns, as negotiated with the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    Utf8,
    #[default]
    Utf16,
}

/// The position of a byte in a document.
pub fn position(document: &Document, offset: u32, units: Units) -> Position {
    let place = document.position(offset);
    let line = place.line - 1;
    if units == Units::Utf16 {
        return Position { line, character: place.utf16 - 1 };
    }
    let mut start = document.lines()[line as usize];
    if line == 0 && document.encoding == Encoding::Utf8Bom {
        start = 3; // an editor shows no column for the mark
    }
    Position { line, character: offset.min(document.text.len() as u32).saturating_sub(start) }
}

/// The range of a part of a document.
pub fn range(document: &Document, span: Span, units: Units) -> Range {
    Range { start: position(document, span.start, units), end: position(document, span.end.max(span.start), units) }
}

/// The byte at a position in a text. A position after the end of a line means the end of the line, one after the last line the end
/// of the text, and one within a character the start of the character.
pub fn offset(text: &str, place: Position, units: Units) -> usize {
    // An editor shows no column for the mark.
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    mark + offset_in_buffer(&text[mark..], place, units)
}

/// The same in the text of the client, in which a byte order mark is a character like any other.
pub fn offset_in_buffer(text: &str, place: Position, units: Units) -> usize {
    let bytes = text.as_bytes();
    let mut start = 0;
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
        let width = match units {
            Units::Utf8 => character.len_utf8(),
            Units::Utf16 => character.len_utf16(),
        };
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
    let before = document.text.as_str();
    if before == after {
        return Vec::new();
    }
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (old_lines, new_lines) = (lines(before), lines(after));
    let diff = similar::TextDiff::configure().timeout(LONGEST_DIFF).diff_slices(&old_lines, &new_lines);
    let starts = |lines: &[&str]| {
        let mut sum = 0_u32;
        let mut starts = vec![0];
        for line in lines {
            sum += line.len() as u32;
            starts.push(sum);
        }
        starts
    };
    let (old, new) = (starts(&old_lines), starts(&new_lines));
    let mut edits = Vec::new();
    for operation in diff.ops().iter().filter(|operation| operation.tag() != similar::DiffTag::Equal) {
        let (from, to) = (operation.old_range(), operation.new_range());
        let span = Span { start: old[from.start], end: old[from.end] };
        let text = after.get(new[to.start] as usize..new[to.end] as usize).unwrap_or_default();
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
            for units in [Units::Utf8, Units::Utf16] {
                for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    // There is no position within a line break or before the byte order mark.
                    if text[..at].ends_with('\r') && text[at..].starts_with('\n') || (at < 3 && text.starts_with('\u{feff}')) {
                        continue;
                    }
                    assert_eq!(offset(text, position(&document, at as u32, units), units), at, "{text:?} {units:?}");
                }
            }
        }
        let at = |line, character, units| offset("a😀b\r\nc", Position { line, character }, units);
        assert_eq!(at(0, 3, Units::Utf16), 5);
        assert_eq!(at(0, 2, Units::Utf16), 1); // within the pair
        assert_eq!(at(0, 5, Units::Utf8), 5);
        assert_eq!(at(0, 99, Units::Utf16), 6);
        assert_eq!(at(1, 99, Units::Utf16), 9);
        assert_eq!(at(7, 0, Units::Utf16), 9);
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
