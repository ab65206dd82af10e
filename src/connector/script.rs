//! `script.csx` as the rules see it: the tokens of its C#, without comments; a string is one token, whatever is in it.
use crate::connector::Connector;
use crate::text::document::Document;
use crate::text::json::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword; the `@` of `@class` is part of it.
    Word,
    Number,
    /// A string literal with its quotes, or a piece of an interpolated one: the code in its holes is tokens of its own.
    Text,
    /// A character literal.
    Char,
    /// One character of anything else.
    Mark,
}

#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// What is left open, with the place where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    Comment(Span),
    Text(Span),
}

/// The tokens of a C# text.
#[derive(Debug, Default)]
pub struct Code {
    pub tokens: Vec<Token>,
    /// The first comment or string that does not end where it must.
    pub open: Option<Open>,
    /// Whether it has `#if`: then not everything in it is compiled.
    pub conditional: bool,
}

/// Interpolated strings within interpolated strings: deeper ones are read as plain text.
const MAX_DEPTH: usize = 32;

impl Code {
    /// Reads C#. Never fails; what makes no sense becomes tokens too.
    pub fn new(text: &str) -> Code {
        let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, depth: 0, code: Code::default() };
        if text.starts_with('\u{feff}') {
            lexer.at = 3;
        }
        lexer.code(false);
        lexer.code
    }
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    code: Code,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.code.tokens.push(Token { kind, span: self.span(start) });
    }

    fn span(&self, start: usize) -> Span {
        Span { start: start as u32, end: self.at as u32 }
    }

    /// Where the next of these bytes is, from here on; else the end.
    fn find(&self, wanted: &[u8]) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.iter().position(|byte| wanted.contains(byte)).map_or(self.bytes.len(), |found| self.at + found)
    }

    /// Reads code to the end, or in a hole of an interpolated string up to the `}` or `:` that ends the hole's code.
    fn code(&mut self, hole: bool) {
        let (mut level, mut fresh_line) = (0usize, true);
        while self.at < self.bytes.len() {
            let (start, byte) = (self.at, self.bytes[self.at]);
            let fresh = std::mem::replace(&mut fresh_line, false);
            match byte {
                b'\n' => {
                    fresh_line = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => {
                    fresh_line = fresh;
                    self.at += 1;
                }
                b'#' if fresh => {
                    self.at = self.find(b"\n");
                    let directive = self.text.get(start + 1..self.at).unwrap_or_default().trim_start();
                    self.code.conditional |= directive.starts_with("if");
                }
                b'/' if self.peek(1) == b'/' => self.at = self.find(b"\n"),
                b'/' if self.peek(1) == b'*' => self.comment(),
                b'"' | b'$' | b'@' if self.string() => {}
                b'\'' => self.character(),
                b'}' if hole && level == 0 => return,
                b':' if hole && level == 0 => return,
                b'0'..=b'9' => {
                    self.word();
                    self.push(Kind::Number, start);
                }
                _ if byte == b'@' || byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 => {
                    self.word();
                    self.push(Kind::Word, start);
                }
                _ => {
                    match byte {
                        b'(' | b'[' | b'{' => level += 1,
                        b')' | b']' | b'}' => level = level.saturating_sub(1),
                        _ => {}
                    }
                    self.at += 1;
                    self.push(Kind::Mark, start);
                }
            }
        }
    }

    fn word(&mut self) {
        self.at += 1;
        while matches!(self.peek(0), b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | 0x80..) {
            self.at += 1;
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = self.text.get(start + 2..).unwrap_or_default();
        match rest.find("*/") {
            Some(length) => self.at = start + 2 + length + 2,
            None => {
                self.at = self.bytes.len();
                self.code.open.get_or_insert(Open::Comment(Span { start: start as u32, end: start as u32 + 2 }));
            }
        }
    }

    fn character(&mut self) {
        let start = self.at;
        self.at += 1;
        while !matches!(self.peek(0), b'\'' | b'\n' | 0) {
            self.at += if self.peek(0) == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + usize::from(self.peek(0) == b'\'')).min(self.bytes.len());
        self.push(Kind::Char, start);
    }

    /// Reads a string, if one begins here: `"…"`, `@"…"`, `$"…"`, `$@"…"`, `"""…"""` with any number of quotes and `$`.
    fn string(&mut self) -> bool {
        let prefix = self.bytes[self.at..].iter().take_while(|byte| matches!(byte, b'$' | b'@')).count();
        if self.peek(prefix) != b'"' {
            return false;
        }
        let marks = &self.bytes[self.at..self.at + prefix];
        let (verbatim, holes) = (marks.contains(&b'@'), marks.contains(&b'$'));
        let quotes = self.bytes[self.at + prefix..].iter().take_while(|&&byte| byte == b'"').count();
        let start = self.at;
        if quotes >= 3 && !verbatim {
            // The holes of raw strings are not parsed.
            self.at += prefix + quotes;
            let rest = self.text.get(self.at..).unwrap_or_default();
            let length = rest.find(&self.text[start + prefix..start + prefix + quotes]);
            self.at = length.map_or(self.bytes.len(), |length| self.at + length + quotes);
            self.push(Kind::Text, start);
            return true;
        }
        self.at += prefix + 1;
        self.pieces(start, verbatim, holes);
        true
    }

    /// Reads what follows the opening quote of a string.
    fn pieces(&mut self, whole: usize, verbatim: bool, holes: bool) {
        let mut start = whole;
        loop {
            match self.peek(0) {
                b'"' if verbatim && self.peek(1) == b'"' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return self.push(Kind::Text, start);
                }
                b'\\' if !verbatim => self.at += 2,
                b'{' | b'}' if holes && self.peek(1) == self.peek(0) => self.at += 2,
                b'{' if holes && self.depth < MAX_DEPTH => {
                    self.push(Kind::Text, start);
                    self.at += 1;
                    self.depth += 1;
                    self.code(true);
                    self.depth -= 1;
                    if self.peek(0) == b':' {
                        self.at = self.find(b"}\"\n"); // a format such as `:yyyy-MM-dd`
                    }
                    start = self.at;
                }
                b'\n' if !verbatim => break,
                _ if self.at >= self.bytes.len() => break,
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        self.push(Kind::Text, start);
        let first_line = self.text[whole..].find(['\r', '\n']).map_or(self.bytes.len(), |length| whole + length);
        self.code.open.get_or_insert(Open::Text(Span { start: whole as u32, end: first_line as u32 }));
    }
}

/// Whether a file is by its name a script: C# script, or the `script.cs` that some folders have instead.
pub fn is_script(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".csx") || name == "script.cs"
}

/// The script of a connector.
#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    pub document: &'a Document,
    pub code: &'a Code,
}

impl Connector {
    /// Its script.
    pub fn csharp(&self) -> Option<Script<'_>> {
        let document = self.script.as_ref()?;
        Some(Script { document, code: self.code.get_or_init(|| Code::new(&document.text)) })
    }
}

impl Connector {
    /// Whether the script sends requests to an address of its own making, or answers without sending any: then the host of the
    /// definition says nothing about where calls go.
    pub(crate) fn script_sets_host(&self) -> bool {
        const ADDRESS: [&[&str]; 4] = [&["RequestUri", "="], &["Host", "="], &["UriBuilder"], &["new", "Uri"]];
        self.script_does(&ADDRESS)
    }

    /// Whether the script puts something into the headers or the address of requests, such as a key, or sends none.
    pub(crate) fn script_sets_headers(&self) -> bool {
        const HEADERS: [&[&str]; 4] =
            [&["Headers", ".", "Add"], &["TryAddWithoutValidation"], &["Headers", ".", "Authorization"], &["RequestUri", "="]];
        self.script_does(&HEADERS)
    }

    fn script_does(&self, any: &[&'static [&'static str]]) -> bool {
        let Some(script) = self.csharp() else { return false };
        let sends = script.all(&["SendAsync"]).next().is_some();
        script.class().is_some() && (!sends || any.iter().any(|tokens| script.all(tokens).next().is_some()))
    }
}

impl<'a> Script<'a> {
    /// The text of a token, `""` past the end.
    pub fn text(self, at: usize) -> &'a str {
        self.code.tokens.get(at).map_or("", |token| self.document.slice(token.span))
    }

    /// The kind of a token.
    pub fn kind(self, at: usize) -> Option<Kind> {
        Some(self.code.tokens.get(at)?.kind)
    }

    /// Whether these tokens stand from `at` on: `["new", "HttpClient", "("]`.
    pub fn has(self, at: usize, tokens: &[&str]) -> bool {
        let stands = |(step, token): (usize, &&str)| {
            let there = self.code.tokens.get(at + step);
            // The length is known already, and usually enough to decide.
            there.is_some_and(|there| {
                (there.span.end - there.span.start) as usize == token.len() && self.text(at + step) == *token
            })
        };
        tokens.iter().enumerate().all(stands)
    }

    /// All places where these tokens stand one after another.
    pub fn all(self, tokens: &'static [&'static str]) -> impl Iterator<Item = usize> + 'a {
        // The longest of them is the rarest, and its length usually enough to decide.
        let longest = tokens.iter().enumerate().max_by_key(|(_, token)| token.len()).map_or(0, |(step, _)| step);
        let length = tokens.get(longest).map_or(0, |token| token.len());
        let all = self.code.tokens.iter().enumerate().skip(longest);
        let of_length = all.filter(move |(_, token)| (token.span.end - token.span.start) as usize == length);
        of_length.map(move |(at, _)| at - longest).filter(move |&at| self.has(at, tokens))
    }

    /// The text before a token, `""` before the first.
    pub fn before(self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |at| self.text(at))
    }

    /// From the first byte of one token to the last of another.
    pub fn span(self, first: usize, last: usize) -> Span {
        let tokens = &self.code.tokens;
        match (tokens.get(first), tokens.get(last)) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span { start: 0, end: 0 },
        }
    }

    /// The name of the class that extends `ScriptBase`: the platform calls that one.
    pub fn class(self) -> Option<usize> {
        self.all(&["class"]).map(|class| class + 1).find(|&name| {
            let header = (name..name + 64).take_while(|&at| self.text(at) != "{");
            header.skip_while(|&at| self.text(at) != ":").any(|at| self.text(at) == "ScriptBase")
        })
    }

    /// The value of a string literal; None for pieces of interpolated ones and for those with escapes.
    pub fn value(self, at: usize) -> Option<&'a str> {
        let text = self.text(at);
        let text = text.strip_prefix('@').unwrap_or(text);
        let inner = text.strip_prefix('"')?.strip_suffix('"')?;
        (self.kind(at) == Some(Kind::Text) && !inner.contains(['"', '\\'])).then_some(inner)
    }

    /// The namespaces that `using` directives bring in, each with its first and last token; of `using static` and of an
    /// alias what they name.
    pub fn usings(self) -> Vec<(usize, usize, String)> {
        let mut found = Vec::new();
        for using in self.all(&["using"]) {
            let mut at = using + 1;
            if self.text(at) == "static" {
                at += 1;
            } else if self.text(at + 1) == "=" {
                at += 2;
            }
            let first = at;
            while self.kind(at) == Some(Kind::Word) && self.text(at + 1) == "." {
                at += 2;
            }
            if self.kind(at) == Some(Kind::Word) && self.text(at + 1) == ";" {
                let name: String = (first..=at).map(|at| self.text(at)).collect();
                found.push((first, at, name));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        let code = Code::new(text);
        assert!(code.open.is_none(), "{text}: {:?}", code.open);
        code.tokens.iter().map(|token| &text[token.span.start as usize..token.span.end as usize]).collect()
    }

    #[test]
    fn comments_are_no_tokens() {
        assert_eq!(tokens("a // \"b\n/* { */ c /// d"), ["a", "c"]);
        assert_eq!(tokens("\u{feff}#region it's {\na #b"), ["a", "#", "b"]);
    }

    #[test]
    fn strings_are_one_token() {
        assert_eq!(
            tokens(r#"f("a // \" {", 'x', '\'', '"')"#),
            ["f", "(", r#""a // \" {""#, ",", "'x'", ",", r"'\''", ",", "'\"'", ")"]
        );
        assert_eq!(tokens("x = @\"C:\\\" + @\"a \"\" {\nb\";"), ["x", "=", "@\"C:\\\"", "+", "@\"a \"\" {\nb\"", ";"]);
        assert_eq!(tokens("x = \"\"\"a \"quote\" {\nb\"\"\";"), ["x", "=", "\"\"\"a \"quote\" {\nb\"\"\"", ";"]);
        assert_eq!(tokens("x = \"\" + @\"\";"), ["x", "=", "\"\"", "+", "@\"\"", ";"]);
    }

    #[test]
    fn holes_are_code() {
        assert_eq!(tokens(r#"$"a{b}c""#), [r#"$"a"#, "b", r#"}c""#]);
        assert_eq!(tokens(r#"$"{{a}} {b:yyyy-MM} {f("x")}";"#), [r#"$"{{a}} "#, "b", "} ", "f", "(", "\"x\"", ")", "}\"", ";"]);
        assert_eq!(tokens("$@\"a\n{b[\"k\"]}\"\"c\""), ["$@\"a\n", "b", "[", "\"k\"", "]", "}\"\"c\""]);
        assert_eq!(tokens(r#"$"{(a ? b : $"{c}")}""#).len(), 11);
    }

    #[test]
    fn what_is_open_is_told() {
        assert!(matches!(Code::new("a = \"b\nc").open, Some(Open::Text(Span { start: 4, end: 6 }))));
        assert!(matches!(Code::new("a /* b").open, Some(Open::Comment(Span { start: 2, end: 4 }))));
        assert!(Code::new("#if DEBUG\n{\n#endif").conditional);
    }

    /// Whatever the bytes are, reading ends and every token lies on character boundaries.
    #[test]
    fn never_fails() {
        let parts = ["\"", "$\"", "@\"", "{", "}", "\\", "'", "\"\"\"", "/*", "//", "\n", "é", "a", ":", "$", "@", "#if"];
        for seed in 0..20_000usize {
            let mut state = seed;
            let text: String = (0..8)
                .map(|_| {
                    state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    parts[(state >> 33) % parts.len()]
                })
                .collect();
            for token in Code::new(&text).tokens {
                assert!(text.get(token.span.start as usize..token.span.end as usize).is_some(), "{text:?}");
            }
        }
        Code::new(&"$\"{".repeat(100_000));
    }
}
