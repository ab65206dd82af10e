//! Text between tags.

/// Text for an element or a quoted attribute of XML and HTML: see [`super::escape::markup`].
pub fn escaped(text: &str) -> String {
    super::escape::markup(text)
}

/// A note of ours as a comment on a line of its own.
pub fn comment(note: Option<String>) -> String {
    note.map(|note| format!("<!-- {} -->\n", escaped(&note))).unwrap_or_default()
}
