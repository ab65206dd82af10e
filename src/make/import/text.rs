//! Texts that people read: what of the source fits, and what is made up where it says nothing.
use super::value::Value;
use crate::connector::title;
use crate::text::prose::capitalized;
use std::borrow::Cow;

/// Longest summary, in characters.
pub const SUMMARY: usize = 80;
/// Longest description of an operation, parameter or property, in characters.
const DESCRIPTION: usize = 1000;

/// Words of a name as a sentence: `getUserById` gives `Get user by ID`.
pub fn words(name: &str) -> String {
    capitalized(&title::sentence(name))
}

/// A summary of an operation without what summaries may not have, and not too long; empty where nothing is left.
pub fn summary(text: &str) -> String {
    cut(&whole_summary(text), SUMMARY)
}

/// The same of any length.
pub fn whole_summary(text: &str) -> String {
    let mut clean = String::new();
    for c in latin(&plain(text)).chars() {
        match c {
            '/' | '\\' => clean.push_str(" or "),
            '&' => clean.push_str(" and "),
            '`' | '*' | '"' | '<' | '>' | '{' | '}' | '[' | ']' | '|' | '~' | '^' | '=' | '@' | '%' | '+' | ';' | '!' | '?'
            | '#' => clean.push(' '),
            c if c.is_control() => clean.push(' '),
            c => clean.push(c),
        }
    }
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace("( ", "(").replace(" )", ")");
    let clean = clean.trim_matches(|c: char| c.is_whitespace() || ".,:-–—_".contains(c));
    capitalized(&clean.replace(" .", "."))
}

/// The first words of a text, at most so many characters.
pub fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let end = text.char_indices().nth(longest).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(' ').filter(|&at| at > end / 2).unwrap_or(end);
    let words = text[..end].trim_end_matches(|c: char| c.is_whitespace() || ".,:;-(".contains(c));
    words.to_owned()
}

/// Letters of other scripts that look like Latin ones, which slip into English words, become those.
fn latin(text: &str) -> Cow<'_, str> {
    const LOOKS: [(char, char); 22] = [
        ('а', 'a'),
        ('с', 'c'),
        ('е', 'e'),
        ('о', 'o'),
        ('р', 'p'),
        ('х', 'x'),
        ('у', 'y'),
        ('і', 'i'),
        ('ѕ', 's'),
        ('А', 'A'),
        ('В', 'B'),
        ('С', 'C'),
        ('Е', 'E'),
        ('Н', 'H'),
        ('К', 'K'),
        ('М', 'M'),
        ('О', 'O'),
        ('Р', 'P'),
        ('Т', 'T'),
        ('Х', 'X'),
        ('І', 'I'),
        ('ј', 'j'),
    ];
    let like = |c: char| LOOKS.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin);
    if text.is_ascii() || !text.chars().any(|c| like(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let word = |word: &str| {
        let mixed = word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii() || like(c).is_some());
        if mixed { word.chars().map(|c| like(c).unwrap_or(c)).collect() } else { word.to_owned() }
    };
    Cow::Owned(text.split(' ').map(word).collect::<Vec<_>>().join(" "))
}

/// Whether nothing but spaces would be taken out of a text by [`plain`].
fn is_plain(text: &str) -> bool {
    !text.contains(['<', '*', '`', '[', '#', '\n', '\r', '\t', '_', '|', '\\']) && !text.contains("  ")
}

/// A text in one line, without the marks of Markdown and HTML.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut in_fence = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("```") {
            in_fence = !in_fence;
            continue;
        }
        if in_fence || line.starts_with('|') || line.starts_with(":::") || line.chars().all(|c| "-=*_".contains(c)) {
            out.push('\n');
            continue;
        }
        let line = line.trim_start_matches('#').trim_start();
        let line =
            line.strip_prefix("* ").or_else(|| line.strip_prefix("- ")).or_else(|| line.strip_prefix("> ")).unwrap_or(line);
        inline(line, &mut out);
        out.push(' ');
    }
    Cow::Owned(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A line without marks: links give their text, tags and emphasis go.
fn inline(line: &str, out: &mut String) {
    let (mut middles, mut tag_ends) = (Ahead::of(line, "]("), Ahead::of(line, ">"));
    let last_close = line.rfind(')');
    let mut at = 0;
    while let Some(mark) = line[at..].find(['[', '<', '*', '`', '!', '\\']) {
        out.push_str(&line[at..at + mark]);
        at += mark;
        let rest = &line[at..];
        let first = rest.as_bytes()[0];
        at = match first {
            b'[' => {
                let middle = middles.next(at).filter(|&middle| last_close.is_some_and(|close| close > middle));
                let link = middle.and_then(|middle| Some((middle, middle + line[middle..].find(')')?)));
                match link {
                    Some((middle, close)) => {
                        inline(&line[at + 1..middle], out);
                        close + 1
                    }
                    None => {
                        out.push('[');
                        at + 1
                    }
                }
            }
            b'<' => {
                let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
                match is_tag.then(|| tag_ends.next(at)).flatten() {
                    Some(end) => {
                        out.push(' ');
                        end + 1
                    }
                    None => {
                        out.push('<');
                        at + 1
                    }
                }
            }
            b'*' | b'`' => line.len() - rest.trim_start_matches(first as char).len(),
            b'!' => {
                if !rest[1..].starts_with('[') {
                    out.push('!');
                }
                at + 1
            }
            _ => at + 1,
        };
    }
    out.push_str(&line[at..]);
}

/// Where a pattern comes next in a line, for places that only grow: the line is read once, however often it is asked.
struct Ahead<'l> {
    line: &'l str,
    pattern: &'static str,
    /// Where it was found last, if it was there.
    known: Option<Option<usize>>,
}

impl<'l> Ahead<'l> {
    fn of(line: &'l str, pattern: &'static str) -> Ahead<'l> {
        Ahead { line, pattern, known: None }
    }

    /// The first place at or behind `from`, which is not less than before.
    fn next(&mut self, from: usize) -> Option<usize> {
        match self.known {
            Some(None) => None,
            Some(Some(found)) if found >= from => Some(found),
            _ => {
                let found = self.line[from..].find(self.pattern).map(|found| from + found);
                self.known = Some(found);
                found
            }
        }
    }
}

/// The first paragraph of a text.
fn paragraph(text: &str) -> &str {
    let text = text.trim_start();
    let end =
        ["\n\n", "\r\n\r\n", "\n \n", "<br><br>", "</p>"].iter().filter_map(|gap| text.find(gap)).min().unwrap_or(text.len());
    text[..end].trim_end()
}

/// The first sentence of a text, with a full stop.
pub fn first_sentence(text: &str) -> String {
    let mut first = plain(paragraph(text)).into_owned();
    if first.is_empty() {
        first = plain(text).into_owned();
    }
    let bytes = first.as_bytes();
    let mut end = first.len();
    for (at, c) in first.char_indices() {
        if !matches!(c, '.' | '!' | '?') || bytes.get(at + 1).is_some_and(|&next| next != b' ') {
            continue;
        }
        let word = first[..at].rsplit(' ').next().unwrap_or("");
        let next = first[at + 1..].trim_start().chars().next();
        let short = matches!(word, "e.g" | "i.e" | "etc" | "vs" | "No" | "St" | "Inc" | "approx");
        if !short && word.len() > 1 && next.is_none_or(|next| next.is_uppercase() || !next.is_alphabetic()) {
            end = at + 1;
            break;
        }
    }
    sentence(&first[..end])
}

/// A text as a sentence: with a capital and a full stop. Empty where there is no text.
pub fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches([':', ',', ';', '-', ' ']);
    if text.is_empty() || !text.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let mut text = capitalized(&cut(text, DESCRIPTION));
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

/// The whole of a description that is short enough, in one line and as sentences.
pub fn description(text: &str) -> String {
    let whole = latin(&plain(text)).into_owned();
    if whole.chars().count() <= 500 { sentence(&whole) } else { first_sentence(text) }
}

/// Whether only the first sentence of a description is taken.
pub fn is_long(text: &str) -> bool {
    text.len() > 500 && latin(&plain(text)).chars().count() > 500
}

/// The label of a field: its own title, else words of its name.
pub fn label(title: Option<&str>, name: &str) -> String {
    if let Some(title) = title {
        let title = plain(title);
        let clean: String = title.chars().filter(|c| c.is_alphanumeric() || " -_'’(),.&:/".contains(*c)).collect();
        let clean = clean.trim_matches(|c: char| !c.is_alphanumeric() && !"()".contains(c));
        if !clean.is_empty() && clean.len() <= SUMMARY {
            return title::title(&clean.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    let label = title::from_name(name);
    let label = if label.is_empty() { name.to_owned() } else { label };
    cut(&label, SUMMARY)
}

/// What is said of a field that the source does not describe.
pub fn made_description(name: &str) -> String {
    let words = title::sentence(name);
    let words = if words.is_empty() { name.to_owned() } else { words };
    format!("The {}.", cut(&words, SUMMARY))
}

/// Whether an example may be copied: no keys, tokens and the like, which every checker of secrets would find.
pub fn may_be_shown(example: &Value) -> bool {
    let Value::Text(text) = example else { return true };
    if text.len() > 200 {
        return false;
    }
    let random = |word: &str| {
        word.len() >= 16
            && word.chars().any(|c| c.is_ascii_digit())
            && word.chars().any(|c| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-+/=.".contains(c))
    };
    let is_uuid = text.len() == 36 && text.matches('-').count() == 4;
    let is_date = text.len() < 36 && text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('T') && text.contains(':');
    is_uuid || is_date || !text.split([' ', ':', '@', '?', '&']).any(random)
}

/// An operationId made of a verb and a path: `GetTeamsByTeamIdTasks`.
pub fn id_of_path(verb: &str, path: &str) -> String {
    let mut id = capitalized(&verb.to_lowercase());
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let lower = part.to_lowercase();
        let is_version =
            lower.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
        if lower == "api" || lower == "rest" || is_version {
            continue;
        }
        let stem = match part.rsplit_once('.') {
            Some((stem, end)) if ["json", "xml", "csv", "php", "aspx", "html"].contains(&end.to_lowercase().as_str()) => stem,
            _ => part,
        };
        // Literal text and variables in turns: `item-{id}`.
        for (at, piece) in stem.split(['{', '}']).enumerate().filter(|(_, piece)| !piece.is_empty()) {
            id.push_str(if at % 2 == 1 { "By" } else { "" });
            id.push_str(&pascal(piece));
        }
    }
    id
}

/// A name as an operationId may have it: split at what is no letter or digit, with capitals, and joined. One that is alphanumeric
/// stays.
pub fn pascal(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).map(capitalized).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_paths() {
        assert_eq!(id_of_path("get", "/api/v2/teams/{team-id}/tasks.json"), "GetTeamsByTeamIdTasks");
        assert_eq!(id_of_path("get", "/files/{name}.json"), "GetFilesByName");
        assert_eq!(id_of_path("get", "/items-{item id}/{a},{b}"), "GetItemsByItemIdByAByB");
        assert_eq!(pascal("pets/list_all"), "PetsListAll");
    }

    #[test]
    fn texts_without_marks() {
        assert_eq!(plain("**Gets** a [task](https://x.y/z).\n\n* one\n* `two`"), "Gets a task. one two");
        assert_eq!(plain("<p>A <b>b</b></p>"), "A b");
        assert_eq!(first_sentence("Lists tasks, e.g. Yours. More follows.\n\nAnd more"), "Lists tasks, e.g. Yours.");
        assert_eq!(first_sentence("# Head\nlists tasks"), "Head lists tasks.");
        assert_eq!(summary("Get /tasks & more."), "Get or tasks and more");
        assert_eq!(label(None, "team-id"), "Team ID");
        assert_eq!(label(Some("date of birth"), "dob"), "Date of Birth");
    }

    #[test]
    fn keys_are_not_shown() {
        for text in ["sk_live_4eC39HqLyjWDarjtT1zdp7dc", "Bearer eyJhbGciOiJIUzI1NiJ9abc123"] {
            assert!(!may_be_shown(&Value::text(text)), "{text}");
        }
        for text in ["2024-01-01T00:00:00Z", "a.person@contoso.com", "8f14e45f-ceea-467f-9575-1a2b3c4d5e6f", "Contoso"] {
            assert!(may_be_shown(&Value::text(text)), "{text}");
        }
    }
}
