//! Texts of a connector as comments: without control characters, wrapped.

/// A text on one line.
pub fn line(text: &str) -> String {
    text.split_whitespace().map(clean).collect::<Vec<_>>().join(" ")
}

/// What could end a line or turn the direction of text is left out.
fn clean(word: &str) -> String {
    word.chars().filter(|c| !is_odd(*c)).collect()
}

/// Whether a character may not stand in generated code as itself.
pub fn is_odd(c: char) -> bool {
    crate::report::escape::is_hidden(c)
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
