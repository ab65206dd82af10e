//! Expressions of policies: `@connectionParameters('name','default')`, `@headers('x')`, `@body().a[0]['b']`, `@item().x`.
use serde_json::Value;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Expression(Expression),
}

/// One expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// As written, for messages.
    pub text: String,
    pub source: Source,
    /// Whether braces stand around it, as in `{@body().x}` and `@{headers('x')}`.
    pub braces: bool,
}

/// Where an expression has its value from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A named value of the connection, the query, the headers or the environment, with the value to take where it has none.
    Named(Names, String, Option<String>),
    Body(Vec<Step>),
    /// The element of the array that is gone through.
    Item(Vec<Step>),
    /// The method as the caller sent it.
    Method,
}

/// What has names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Connection,
    Query,
    Header,
    Environment,
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Name(String),
    Index(usize),
}

/// Functions that take a name. `header` stands in an example of Microsoft's, `headers` everywhere else.
const NAMED: [(&str, Names); 7] = [
    ("connectionparameters", Names::Connection),
    ("connectionparameter", Names::Connection),
    ("queryparameters", Names::Query),
    ("queryparameter", Names::Query),
    ("headers", Names::Header),
    ("header", Names::Header),
    ("environmentvariables", Names::Environment),
];

/// Functions that stand for a body.
const BODIES: [&str; 2] = ["triggerbody", "body"];

/// Takes a template apart. What is no expression is text.
pub fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let found = if matches!(c, '@' | '{') { expression(rest) } else { None };
        match found {
            Some((found, length)) => {
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                pieces.push(Piece::Expression(found));
                rest = &rest[length..];
            }
            None => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

/// What stands in a template like an expression and is none: `@queryParamters(…)`.
pub fn unknown(template: &str) -> Option<String> {
    pieces(template).into_iter().find_map(|piece| {
        let Piece::Text(text) = piece else { return None };
        text.match_indices('@').find_map(|(at, _)| {
            let rest = &text[at + 1..];
            let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
            let arguments = rest[end..].strip_prefix('(').filter(|_| end > 0)?;
            let whole = &text[at..at + 1 + end + 1 + arguments.find(')')? + 1];
            Some(whole.to_owned())
        })
    })
}

/// The place in a body that a template names: `@body().a`, `body()`, `@item().b`. None when it names none.
pub fn place(template: &str) -> Option<Source> {
    let text = template.trim();
    let with_mark = if text.starts_with('@') { text.to_owned() } else { format!("@{text}") };
    match pieces(&with_mark).as_slice() {
        [Piece::Expression(Expression { source: source @ (Source::Body(_) | Source::Item(_)), .. })] => Some(source.clone()),
        _ => None,
    }
}

/// The steps of a path below a place: `a.b`, `['@odata.type']`; none for an empty one and for `null`.
pub fn path(text: &str) -> Vec<Step> {
    let text = text.trim();
    if text.is_empty() || text == "null" {
        return Vec::new();
    }
    let dotted = if text.starts_with(['[', '.']) { text.to_owned() } else { format!(".{text}") };
    match steps(&dotted) {
        (steps, length) if length == dotted.len() => steps,
        // Not a path: a name as it is.
        _ => vec![Step::Name(text.to_owned())],
    }
}

/// The expression with which a text begins, and its length in bytes.
fn expression(text: &str) -> Option<(Expression, usize)> {
    let (inner, opened) = match text {
        _ if text.starts_with("@{") => (&text[2..], true),
        _ if text.starts_with("{@") => (&text[2..], true),
        _ => (text.strip_prefix('@')?, false),
    };
    // Both forms of braces may be nested: `@{@body().x}`.
    let inner = if opened { inner.strip_prefix('@').unwrap_or(inner) } else { inner };
    let (source, length) = source(inner)?;
    let mut end = text.len() - inner.len() + length;
    if opened {
        if !text[end..].starts_with('}') {
            return None;
        }
        end += 1;
    }
    Some((Expression { text: text[..end].to_owned(), source, braces: opened }, end))
}

fn source(text: &str) -> Option<(Source, usize)> {
    const METHOD: &str = "Request.OriginalHTTPMethod";
    if text.get(..METHOD.len()).is_some_and(|start| start.eq_ignore_ascii_case(METHOD)) {
        return Some((Source::Method, METHOD.len()));
    }
    let name_end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let name = text[..name_end].to_ascii_lowercase();
    let arguments = text[name_end..].strip_prefix('(')?;
    let start = name_end + 1;
    if BODIES.contains(&name.as_str()) || name == "item" {
        let behind = arguments.strip_prefix(')')?;
        let (steps, length) = steps(behind);
        let source = if name == "item" { Source::Item(steps) } else { Source::Body(steps) };
        return Some((source, start + 1 + length));
    }
    let (_, names) = NAMED.iter().find(|(known, _)| *known == name)?;
    let (first, at) = quoted(arguments)?;
    let mut at = at;
    let mut default = None;
    let behind = arguments[at..].trim_start();
    if let Some(more) = behind.strip_prefix(',') {
        let more_at = arguments.len() - more.len();
        let (second, length) = quoted(more)?;
        default = Some(second);
        at = more_at + length;
    }
    let behind = arguments[at..].trim_start();
    let end = arguments.len() - behind.strip_prefix(')')?.len();
    Some((Source::Named(*names, first, default), start + end))
}

/// A text in quotes, straight or typographic as Microsoft's pages show them, and the length up to its end.
fn quoted(text: &str) -> Option<(String, usize)> {
    let inner = text.trim_start();
    let open = inner.chars().next()?;
    let close = match open {
        '\'' | '"' => open,
        '\u{2018}' | '\u{2019}' => '\u{2019}',
        '\u{201c}' | '\u{201d}' => '\u{201d}',
        _ => return None,
    };
    let content = &inner[open.len_utf8()..];
    let end = content.find(close)?;
    Some((content[..end].to_owned(), text.len() - content.len() + end + close.len_utf8()))
}

/// The steps with which a text begins: `.a`, `[0]`, `['b']`, and their length.
fn steps(text: &str) -> (Vec<Step>, usize) {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        // `?` marks a step that may be missing; here every one may.
        let at = rest.strip_prefix('?').filter(|rest| rest.starts_with(['.', '['])).unwrap_or(rest);
        if let Some(inner) = at.strip_prefix('[') {
            if let Some((name, length)) = quoted(inner)
                && let Some(behind) = inner[length..].trim_start().strip_prefix(']')
            {
                steps.push(Step::Name(name));
                rest = behind;
                continue;
            }
            let digits = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
            if let (Ok(index), Some(behind)) = (inner[..digits].parse(), inner[digits..].strip_prefix(']')) {
                steps.push(Step::Index(index));
                rest = behind;
                continue;
            }
        }
        if let Some(inner) = at.strip_prefix('.') {
            let ends = |c: char| c.is_whitespace() || ".?[]{}()/\\,;:&=<>|\"'+".contains(c);
            let mut end = inner.find(ends).unwrap_or(inner.len());
            // `@body().@odata.etag`: the dot belongs to the name.
            if let Some(name) = inner.strip_prefix("@odata.") {
                end = "@odata.".len() + name.find(ends).unwrap_or(name.len());
            }
            if end > 0 {
                steps.push(Step::Name(inner[..end].to_owned()));
                rest = &inner[end..];
                continue;
            }
        }
        return (steps, text.len() - rest.len());
    }
}

/// The value at the end of a way.
pub fn at<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Name(name) => value.get(name),
        Step::Index(index) => value.get(index),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_end_where_they_end() {
        for (template, expected) in [
            (
                "https://@connectionParameters('a').x.y:@headers('p')/z",
                "https://|@connectionParameters('a')|.x.y:|@headers('p')|/z",
            ),
            ("@connectionParameters('a','b')moo", "@connectionParameters('a','b')|moo"),
            ("@headers( 'a' , 'b' )", "@headers( 'a' , 'b' )"),
            ("{@body().firstName} {@body().lastName}", "{@body().firstName}| |{@body().lastName}"),
            ("'{@item()['id']}-{@item()['reference']}'", "'|{@item()['id']}|-|{@item()['reference']}|'"),
            ("TripId gt @{triggerBody().value[0].TripId}", "TripId gt |@{triggerBody().value[0].TripId}"),
            ("@body()['@odata.etag']/x", "@body()['@odata.etag']|/x"),
            ("@concat('a')", "@concat('a')"),
            ("me@example.com", "me@example.com"),
            ("@headers(\u{2018}test\u{2019})", "@headers(\u{2018}test\u{2019})"),
            ("a{id}b", "a{id}b"),
        ] {
            let pieces = pieces(template);
            let shown: Vec<&str> = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.as_str(),
                    Piece::Expression(expression) => expression.text.as_str(),
                })
                .collect();
            assert_eq!(shown.join("|"), expected);
        }
        for (template, expected) in [
            ("/graphs/@queryParamters('graphID')/pixels", Some("@queryParamters('graphID')")),
            ("@headers('a')@concat(x)", Some("@concat(x)")),
            ("@headers(a)", Some("@headers(a)")),
            ("/@odata.x(1)", None),
            ("me@example.com (home)", None),
            ("@headers('a')", None),
        ] {
            assert_eq!(unknown(template).as_deref(), expected, "{template}");
        }
        assert_eq!(place("body()"), Some(Source::Body(Vec::new())));
        assert_eq!(place("@body().a"), Some(Source::Body(vec![Step::Name("a".into())])));
        assert_eq!(place("a"), None);
        assert_eq!(path("peopleObject.XYZ.Age").len(), 3);
        assert_eq!(path("['@odata.type']"), [Step::Name("@odata.type".into())]);
        assert_eq!(path("null"), []);
    }
}
