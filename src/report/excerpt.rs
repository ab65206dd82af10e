//! Lines of a file for display: shortened if they are long, and escaped.
use super::escape;
use crate::text::document::Document;
use crate::text::json::Span;
use unicode_width::UnicodeWidthChar;

/// The width of a tab. After a line number and a bar, tab stops do not match those of the editor.
const TAB: &str = "    ";
/// Marks omitted text.
const CUT: &str = "…";

/// A line of a file, or the part around a marked place.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    pub mark: String,
    pub after: String,
    /// The columns before the mark, and those of the mark.
    pub start: usize,
    pub width: usize,
    /// Whether it is the whole line.
    pub whole: bool,
}

/// The bytes of a line (from 0), without its line break or a byte order mark.
pub fn line_span(document: &Document, line: usize) -> Span {
    let (starts, bytes) = (document.lines(), document.text.as_bytes());
    let length = bytes.len() as u32;
    let mut start = starts.get(line).copied().unwrap_or(length);
    let mut end = starts.get(line + 1).copied().unwrap_or(length);
    while end > start && matches!(bytes[end as usize - 1], b'\n' | b'\r') {
        end -= 1;
    }
    if start == 0 && document.text.starts_with('\u{feff}') {
        start = 3.min(end);
    }
    Span { start, end }
}

/// The line (from 0) that contains a byte.
pub fn line_of(document: &Document, offset: u32) -> usize {
    document.lines().partition_point(|&start| start <= offset).saturating_sub(1)
}

/// Adds a character of a text as it is shown; the number of columns it takes comes back.
fn add(out: &mut String, text: &str, at: usize, character: char) -> usize {
    match character {
        // The second of two characters that start a log command.
        '#' if at > 0 && text.as_bytes()[at - 1] == b'#' && escape::is_command(&text[at - 1..]) => {
            out.push_str("#\\");
            2
        }
        ' '..='~' => {
            out.push(character);
            1
        }
        '\t' => {
            out.push_str(TAB);
            TAB.len()
        }
        _ if escape::is_hidden(character) => {
            let shown = escape::shown(character);
            out.push_str(&shown);
            shown.len()
        }
        _ => {
            out.push(character);
            character.width().unwrap_or(0)
        }
    }
}

/// As much of a text from `start` to `end` as fits, its width, and whether it is complete.
fn forward(text: &str, start: usize, end: usize, room: usize) -> (String, usize, bool) {
    let (mut out, mut width) = (String::new(), 0);
    let Some(part) = text.get(start..end) else { return (out, 0, true) };
    for (at, character) in part.char_indices() {
        let length = out.len();
        let columns = add(&mut out, text, start + at, character);
        if width + columns > room {
            out.truncate(length);
            return (out, width, false);
        }
        width += columns;
    }
    (out, width, true)
}

/// The same from the end.
fn backward(text: &str, start: usize, end: usize, room: usize) -> (String, usize, bool) {
    let Some(part) = text.get(start..end) else { return (String::new(), 0, true) };
    let (mut shown, mut width, mut from) = (String::new(), 0, end);
    for (at, character) in part.char_indices().rev() {
        shown.clear();
        let columns = add(&mut shown, text, start + at, character);
        if width + columns > room {
            break;
        }
        width += columns;
        from = start + at;
    }
    (forward(text, from, end, width).0, width, from == start)
}

/// A line, or as much of it as fits into a number of columns.
pub fn line(document: &Document, line: Span, room: usize) -> String {
    let (start, end) = (line.start as usize, line.end as usize);
    let (text, _, whole) = forward(&document.text, start, end, room);
    if whole {
        return text;
    }
    forward(&document.text, start, end, room.saturating_sub(1)).0 + CUT
}

/// The part of a line around a mark that fits into a number of columns. The cost depends on these, not on the line length.
pub fn around(document: &Document, line: Span, mark: Span, room: usize) -> Excerpt {
    let text = &document.text;
    let (first, last) = (line.start as usize, line.end as usize);
    let (from, to) = ((mark.start as usize).clamp(first, last), (mark.end as usize).clamp(first, last));
    let (from, to) = (text.floor_char_boundary(from), text.ceil_char_boundary(to).max(from));
    let most = (room * 3 / 4).max(1);
    let (mut shown, mut width, mark_is_whole) = forward(text, from, to, most);
    if !mark_is_whole {
        (shown, width, _) = forward(text, from, to, most - 1);
        shown.push_str(CUT);
        width += 1;
    }
    let room = room.saturating_sub(width);
    let (mut before, mut start, mut before_is_whole) = backward(text, first, from, room);
    // Nothing is shown after a truncated mark.
    let (mut after, behind, mut after_is_whole) =
        if mark_is_whole { forward(text, to, last, room) } else { (String::new(), 0, false) };
    if start + behind > room || !before_is_whole || !after_is_whole {
        let for_before = (room / 2).max(room.saturating_sub(behind + usize::from(!after_is_whole)));
        if start > for_before || !before_is_whole {
            (before, start, before_is_whole) = backward(text, first, from, for_before.saturating_sub(1));
        }
        if !before_is_whole {
            before.insert_str(0, CUT);
            start += 1;
        }
        if mark_is_whole {
            let left = room.saturating_sub(start);
            (after, _, after_is_whole) = forward(text, to, last, left);
            if !after_is_whole {
                (after, _, after_is_whole) = forward(text, to, last, left.saturating_sub(1));
                after.push_str(CUT);
            }
        }
    }
    Excerpt { before, mark: shown, after, start, width, whole: before_is_whole && after_is_whole && mark_is_whole }
}

/// The width of a part of a line. The cost is proportional to its length, so use it only for lines that are shown completely.
pub fn columns(document: &Document, span: Span) -> usize {
    forward(&document.text, span.start as usize, span.end as usize, usize::MAX).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::File;

    fn document(text: &str) -> Document {
        Document::plain(File::Readme, "readme.md", text.into())
    }

    #[test]
    fn lines_are_cut_around_the_mark() {
        let text = format!("\u{feff}{}MARK{}\nnext", "a".repeat(100_000), "b".repeat(100_000));
        let document = document(&text);
        let line = line_span(&document, 0);
        assert_eq!((line.start, line.end), (3, 200_007));
        let excerpt = around(&document, line, Span { start: 100_003, end: 100_007 }, 20);
        assert_eq!([&*excerpt.before, &*excerpt.mark, &*excerpt.after], ["…aaaaaaa", "MARK", "bbbbbbb…"]);
        assert_eq!((excerpt.start, excerpt.width, excerpt.whole), (8, 4, false));
        let long = around(&document, line, Span { start: 50_000, end: 150_000 }, 20);
        assert_eq!((long.mark.chars().count(), long.width, long.mark.ends_with('…')), (15, 15, true));
        let short = around(&document, line_span(&document, 1), Span { start: 200_008, end: 200_008 }, 20);
        assert_eq!(short, Excerpt { after: "next".into(), whole: true, ..Excerpt::default() });
        for room in 0..60 {
            for at in [3, 10, 100_003, 200_000, 200_007] {
                let excerpt = around(&document, line, Span { start: at, end: (at + 5).min(200_007) }, room);
                let columns = excerpt.before.chars().count() + excerpt.mark.chars().count() + excerpt.after.chars().count();
                assert!(columns <= room.max(2) + 2, "{room} {at} {excerpt:?}");
            }
        }
    }

    #[test]
    fn what_is_shown_cannot_act() {
        let document = document("\ta\u{1b}[31m##vso[x]漢b");
        let line = line_span(&document, 0);
        let at = document.text.find("vso").unwrap() as u32;
        let excerpt = around(&document, line, Span { start: at, end: at + 3 }, 80);
        assert_eq!(excerpt.before + &excerpt.mark + &excerpt.after, "    a\\u{1b}[31m##\\vso[x]漢b");
        assert_eq!(excerpt.start, 4 + 1 + 6 + 4 + 3);
        assert_eq!(columns(&document, Span { start: line.end - 4, end: line.end }), 3);
    }
}
