//! Texts of a connector as comments: without control characters, wrapped. The code may be printed in a log, so nothing in it is a command
//! for the CI service.
use crate::report::escape;

/// A text on one line.
pub fn line(text: &str) -> String {
    text.split_whitespace().map(clean).collect::<Vec<_>>().join(" ")
}

/// What could end a line or turn the direction of text is left out, and a space breaks up commands (`# #vso[`, `: :error::`).
fn clean(word: &str) -> String {
    let plain: String = word.chars().filter(|c| !escape::is_hidden(*c)).collect();
    let mut out = String::with_capacity(plain.len());
    for (at, c) in plain.char_indices() {
        if is_in_command(&plain, at) || (at == 1 && plain.starts_with("::")) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Whether the character at this place of a text may not stand in a literal as itself.
pub fn is_odd(text: &str, at: usize, c: char) -> bool {
    escape::is_hidden(c) || is_in_command(text, at)
}

/// Whether the second `#` of a command stands at this place.
fn is_in_command(text: &str, at: usize) -> bool {
    at.checked_sub(1).and_then(|before| text.get(before..)).is_some_and(escape::is_command)
}

/// A text as lines of at most `width` characters, where words allow it. Paragraphs become one.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().map(clean).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => line.extend([" ", &word]),
            _ => lines.push(word),
        }
    }
    lines
}
