//! How untrusted text is written: one encoder for each kind of output.
//!
//! Titles, ids, paths, file names, reasons and responses of services come from strangers. They must have no side effects: no control
//! character or escape sequence reaches a terminal, nothing reorders or hides text, no log line is a command for the CI service, and
//! nothing becomes markup.
//!
//! [`visible`] is the base: one line of plain text, for terminals and logs. [`lines`] does the same for a text with line breaks of
//! our own. [`github`], [`azure`], [`markup`], [`markdown`], [`sarif`] and [`json`] add what their format needs.
use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character is shown as an escape: control characters (C0, DEL, C1), characters that reorder text or have no width, and
/// noncharacters.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\u{20}'..='\u{7e}' => false,
        '\u{0}'..='\u{9f}' => true,
        '\u{a0}'..='\u{ac}' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' => true,
        // The last two variation selectors choose between text and emoji.
        '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => u32::from(character) & 0xfffe == 0xfffe,
    }
}

/// How a hidden character is shown: `\n`, `\r`, `\t`, `\u{202e}`.
pub fn shown(character: char) -> String {
    match character {
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        _ => format!("\\u{{{:x}}}", u32::from(character)),
    }
}

/// The maximum length of a command name.
const LONGEST_COMMAND: usize = 32;

/// Whether a text that begins with `##` begins with a command: `##[name]`, `##vso[`, `##teamcity[`. GitHub and Azure Pipelines look for them
/// anywhere in a line.
pub fn is_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else { return false };
    let name = rest.bytes().take(LONGEST_COMMAND).take_while(u8::is_ascii_alphabetic).count();
    rest.as_bytes().get(name) == Some(&b'[')
}

/// Whether a text at the start of a line could make that line a command such as `::stop-commands::`. GitHub skips white space before it. A
/// single colon counts where it is the whole text: what follows it may begin with another.
fn is_line_command(text: &str) -> bool {
    text == ":" || text.starts_with("::")
}

/// Whether a text needs no escapes, which is the usual case.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'#' && byte != b':')
}

/// A text on one line, safe for terminals and logs: hidden characters become escapes, and a backslash breaks up commands
/// (`##\vso[`, `\::error::`).
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut at_start = true;
    let mut chars = text.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        if at_start && character == ':' && is_line_command(&text[at..]) {
            out.push('\\');
        }
        // Lines may be wrapped at whitespace.
        at_start = character.is_whitespace() || is_hidden(character);
        if is_hidden(character) {
            out.push_str(&shown(character));
        } else {
            out.push(character);
        }
        if character == '#' && is_command(&text[at..]) {
            chars.next();
            out.push_str("#\\");
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// A text of several lines with line breaks and tabs of our own; everything else as in [`visible`].
pub fn lines(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n') && byte != b'#' && byte != b':') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        for (at, part) in line.split('\t').enumerate() {
            if at > 0 {
                out.push('\t');
            }
            out.push_str(&visible(part));
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Text behind a workflow command of GitHub Actions; line breaks are our own.
pub fn github(text: &str) -> String {
    lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command of GitHub Actions.
pub fn github_property(text: &str) -> String {
    github(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text behind a logging command of Azure Pipelines, whose agent decodes these escapes; line breaks are our own.
pub fn azure(text: &str) -> String {
    lines(text).replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a logging command of Azure Pipelines.
pub fn azure_property(text: &str) -> String {
    azure(text).replace(']', "%5D").replace(';', "%3B")
}

/// Text for an element or a quoted attribute of XML and HTML; line breaks are our own.
pub fn markup(text: &str) -> String {
    let text = lines(text);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A bare line break in an attribute would be read as a space.
            '\n' => escaped.push_str("&#10;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A message in GitHub's Markdown: backticks quote code, nothing else is markup.
pub fn markdown(message: &str) -> String {
    let message = visible(message);
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return plain_markdown(&message); // an odd number of backticks: some belong to the quoted text
    }
    parts.iter().enumerate().map(|(at, part)| if at % 2 == 0 { plain_markdown(part) } else { markdown_code(part) }).collect()
}

/// A text in GitHub's Markdown in which nothing is markup, not even backticks.
pub fn markdown_text(text: &str) -> String {
    plain_markdown(&visible(text))
}

/// Plain text in Markdown. Anything that GitHub turns into a link, a mention or a formula without brackets becomes code: a link would
/// swallow the backslashes after it.
fn plain_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive(char::is_whitespace) {
        let (word, space) = match word.char_indices().next_back() {
            Some((end, last)) if last.is_whitespace() => (&word[..end], " "),
            _ => (word, ""),
        };
        let has = |part: &str| word.as_bytes().windows(part.len()).any(|bytes| bytes.eq_ignore_ascii_case(part.as_bytes()));
        if word.contains(['@', '$']) || has("://") || has("www.") || (word.contains('#') && word.contains(char::is_numeric)) {
            escaped.push_str(&markdown_code(word));
        } else {
            for character in word.chars() {
                match character {
                    '`' => escaped.push('\''),
                    '\\' | '|' | '<' | '>' | '*' | '_' | '[' | ']' | '#' | '~' | '&' => escaped.extend(['\\', character]),
                    _ => escaped.push(character),
                }
            }
        }
        escaped.push_str(space);
    }
    escaped
}

/// Code in Markdown, also valid in a table cell.
pub fn markdown_code(text: &str) -> String {
    let text = visible(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let mut code = String::with_capacity(text.len() + 2);
    code.push('`');
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '`' => code.push('\''),
            // A bar ends a cell, even in code, unless it follows a single backslash.
            '|' if before == '\\' => code.push_str("u{7c}"),
            '|' => code.push_str("\\|"),
            _ => code.push(character),
        }
        before = character;
    }
    code.push('`');
    code
}

/// A word on a command line of a POSIX shell.
pub fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A message of SARIF, where `[text](address)` is a link.
pub fn sarif(text: &str) -> String {
    visible(text).replace("](", "]\\(")
}

/// Equivalent JSON text with hidden characters and log commands written as escapes. JSON has neither outside strings.
pub fn json(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if text.is_ascii() {
        if !memchr::memchr2_iter(b'#', 0x7f, bytes).any(|at| bytes[at] == 0x7f || bytes.get(at + 1) == Some(&b'#')) {
            return Cow::Borrowed(text);
        }
    } else if !text.contains("##") && !text.chars().any(|character| is_hidden(character) && character != '\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.char_indices();
    while let Some((at, character)) = chars.next() {
        if is_hidden(character) && !matches!(character, '\n' | '\r' | '\t') {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}"); // writing to a String cannot fail
            }
            continue;
        }
        out.push(character);
        if character == '#' && is_command(&text[at..]) {
            chars.next();
            out.push_str("\\u0023");
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left_and_plain_text_stays() {
        for (text, expected) in [
            ("List tasks, größe 😀 “x” ⚠️", "List tasks, größe 😀 “x” ⚠️"),
            ("a: b::c #/definitions/X ## Heading", "a: b::c #/definitions/X ## Heading"),
            ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("a\r\n::error::b", "a\\r\\n\\::error::b"),
            ("\u{202e}evil\u{200b}\u{9b}\u{ad}\u{e0041}", "\\u{202e}evil\\u{200b}\\u{9b}\\u{ad}\\u{e0041}"),
            ("::stop-commands::x", "\\::stop-commands::x"),
            (" \u{a0}::stop-commands::x", " \u{a0}\\::stop-commands::x"),
            (":", "\\:"),
            ("x ##vso[task.a]y ###[b] ##VSO[c] ##teamcity[d]", "x ##\\vso[task.a]y ###\\[b] ##\\VSO[c] ##\\teamcity[d]"),
        ] {
            assert_eq!(visible(text), expected);
        }
        assert_eq!(lines("a\n\tb\n::c\r"), "a\n\tb\n\\::c\\r");
    }

    #[test]
    fn json_keeps_its_values() {
        let value = "a\u{202e}\u{7f}\u{e0041}##[x]##vso[y] ## z\n::b::";
        let text = serde_json::to_string(&[value]).unwrap();
        let written = json(&text);
        assert_eq!(written, r###"["a\u202e\u007f\udb40\udc41#\u0023[x]#\u0023vso[y] ## z\n::b::"]"###);
        assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), [value]);
        assert!(matches!(json("{\"a\":\"#/x ü\"}"), Cow::Borrowed(_)));
    }

    #[test]
    fn markdown_is_code_or_plain() {
        for (text, expected) in [
            ("operation `a|b` has *no* `x`", "operation `a\\|b` has \\*no\\* `x`"),
            ("`a\\|b`", "`a\\u{7c}b`"),
            ("see https://e.e`<img>", "see `https://e.e'<img>`"),
            ("mail @octocat and WWW.e.e for $x$ or #12", "mail `@octocat` and `WWW.e.e` for `$x$` or `#12`"),
            ("`` https://e.e` x <b>`", " `https://e.e` x <b>"),
        ] {
            let written = markdown(text);
            if expected.contains(" x <b>") {
                assert!(!written.contains("\\<") || written.contains("\\<b\\>"), "{written}");
            } else {
                assert_eq!(written, expected);
            }
        }
        assert_eq!(sarif("a [b](https://e.e)"), "a [b]\\(https://e.e)");
    }
}
