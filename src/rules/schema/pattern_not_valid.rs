use crate::connector::Schema;
use crate::rule::Report;
use std::ops::Range;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(pattern) = schema.get("pattern") else { return };
    let Some(text) = pattern.str().filter(|_| !schema.is_reference()) else { return };
    let mut scanner = Scanner { text: &text, at: 0 };
    let Err(Broken { at, message }) = scanner.expression() else { return };
    report
        .within(pattern, at, format!("pattern of {}: {message}", schema.display()))
        .help("correct it, or leave the pattern out and describe the expected value in the description");
}

/// Where and why .NET refuses an expression.
struct Broken {
    at: Range<usize>,
    message: String,
}

/// Reads an expression as .NET does, as far as that can fail.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn broken<T>(&self, from: usize, message: impl FnOnce(&str) -> String) -> Result<T, Broken> {
        let part = self.text.get(from..self.at).unwrap_or("");
        Err(Broken { at: from..self.at, message: message(part) })
    }

    fn expression(&mut self) -> Result<(), Broken> {
        let mut open = Vec::new();
        // Whether a quantifier has something to repeat, and whether that is repeated already.
        let (mut target, mut repeated) = (false, false);
        loop {
            let from = self.at;
            let quantifier = self.quantifier()?;
            if quantifier {
                if repeated {
                    return self.broken(from, |part| format!("the quantifier `{part}` follows another one"));
                }
                if !target {
                    return self.broken(from, |part| format!("there is nothing for `{part}` to repeat"));
                }
                if self.rest().starts_with('?') {
                    self.at += 1;
                }
                repeated = true;
                continue;
            }
            let Some(next) = self.next() else { break };
            (target, repeated) = (!matches!(next, '(' | '|'), false);
            match next {
                '\\' => drop(self.escape(from)?),
                '[' => self.class(from, 0)?,
                '(' => match self.group(from)? {
                    Group::Opens => open.push(from),
                    Group::Closed => {}
                    Group::Spaced => return Ok(()),
                },
                ')' if open.pop().is_none() => return self.broken(from, |_| "this `)` closes nothing".into()),
                _ => {}
            }
        }
        match open.pop() {
            Some(from) => Err(Broken { at: from..from + 1, message: "this `(` is never closed".into() }),
            None => Ok(()),
        }
    }

    /// Takes `*`, `+`, `?`, `{2}`, `{2,}` or `{2,3}`; any other `{` is an ordinary character.
    fn quantifier(&mut self) -> Result<bool, Broken> {
        let rest = self.rest();
        if rest.starts_with(['*', '+', '?']) {
            self.at += 1;
            return Ok(true);
        }
        let Some(rest) = rest.strip_prefix('{') else { return Ok(false) };
        let inner = rest.split(|c: char| !c.is_ascii_digit() && c != ',').next().unwrap_or("");
        let (low, high) = inner.split_once(',').unwrap_or((inner, inner));
        if low.is_empty() || high.contains(',') || !rest[inner.len()..].starts_with('}') {
            return Ok(false);
        }
        let from = self.at;
        self.at += inner.len() + 2;
        match (low.parse::<u32>(), high.parse::<u32>()) {
            (Ok(low), Ok(high)) if low > high => self.broken(from, |part| format!("`{part}` ends before it begins")),
            _ => Ok(true),
        }
    }

    /// Reads what follows a `(`.
    fn group(&mut self, from: usize) -> Result<Group, Broken> {
        let Some(rest) = self.rest().strip_prefix('?') else { return Ok(Group::Opens) };
        let kind = rest.chars().next();
        let flags = rest.len() - rest.trim_start_matches(['i', 'm', 'n', 's', 'x', '-', '+']).len();
        match kind {
            Some('#') => {
                let Some(end) = rest.find(')') else {
                    self.at = from + 1;
                    return self.broken(from, |_| "this `(` is never closed".into());
                };
                self.at += end + 2;
                Ok(Group::Closed)
            }
            // The `(` of a condition is read as a separate group.
            Some('(') => {
                self.at += 1;
                Ok(Group::Opens)
            }
            Some(':' | '=' | '!' | '>' | '<' | '\'') => {
                let name = rest.chars().take_while(|c| !matches!(c, '>' | '\'' | ')')).map(char::len_utf8).sum::<usize>();
                let named = matches!(kind, Some('<')) && !rest[1..].starts_with(['=', '!']);
                self.at += 1 + if named { name } else { 1 };
                Ok(Group::Opens)
            }
            // Whitespace and `#` have another meaning from here on.
            _ if flags > 0 && rest[..flags].contains('x') => Ok(Group::Spaced),
            _ if flags > 0 && rest[flags..].starts_with([')', ':']) => {
                self.at += flags + 2;
                Ok(if rest[flags..].starts_with(')') { Group::Closed } else { Group::Opens })
            }
            _ => {
                self.at += 1 + kind.map_or(0, char::len_utf8);
                self.broken(from, |part| format!("`{part}` does not begin a group"))
            }
        }
    }

    /// Reads what follows a `[`, up to the `]` that closes it. A class may end in one to subtract, `[a-z-[aeiou]]`.
    fn class(&mut self, from: usize, depth: usize) -> Result<(), Broken> {
        if self.rest().starts_with('^') {
            self.at += 1;
        }
        // The character at which a range may begin, and the one at which it did begin.
        let (mut first, mut last, mut low) = (true, None, None);
        loop {
            let start = self.at;
            let Some(next) = self.next() else {
                self.at = from + 1;
                return self.broken(from, |_| "this `[` is never closed".into());
            };
            let letter = match next {
                ']' if !first => return Ok(()),
                '\\' => self.escape(start)?,
                '-' if !first && depth < 32 && self.rest().starts_with('[') => {
                    let inner = self.at;
                    self.at += 1;
                    self.class(inner, depth + 1)?;
                    None
                }
                '-' if low.is_none() && last.is_some() && !self.rest().starts_with(']') => {
                    (low, last) = (last, None);
                    continue;
                }
                letter => Some((letter, start)),
            };
            first = false;
            match (low.take(), letter) {
                (Some((low, at)), Some((high, _))) if low > high => {
                    return self.broken(at, |part| format!("`{part}` ends before it begins"));
                }
                (Some(_), _) => last = None,
                (None, letter) => last = letter,
            }
        }
    }

    /// Reads what follows a `\`: the character that it stands for, if any, and where it began.
    fn escape(&mut self, from: usize) -> Result<Option<(char, usize)>, Broken> {
        let Some(next) = self.next() else {
            return self.broken(from, |_| "nothing follows the last `\\`".into());
        };
        let digits = match next {
            'x' => 2,
            'u' => 4,
            'p' | 'P' => {
                let Some(end) = self.rest().find('}').filter(|_| self.rest().starts_with('{')) else {
                    return self.broken(from, |part| format!("`{part}` needs a name in braces"));
                };
                self.at += end + 1;
                return Ok(None);
            }
            'c' => {
                self.next();
                return Ok(None);
            }
            'a' | 'b' | 'B' | 'A' | 'G' | 'Z' | 'z' | 'd' | 'D' | 's' | 'S' | 'w' | 'W' | 't' | 'r' | 'v' | 'f' | 'n' | 'e'
            | 'k' => {
                return Ok(None);
            }
            '0'..='9' => return Ok(None),
            'A'..='Z' | 'a'..='z' | '_' => return self.broken(from, |part| format!("the escape `{part}` does not exist")),
            other => return Ok(Some((other, from))),
        };
        let hex = self.rest().get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let Some(code) = hex else {
            return self.broken(from, |part| format!("`{part}` needs {digits} hexadecimal digits"));
        };
        self.at += digits;
        Ok(char::from_u32(code).map(|letter| (letter, from)))
    }
}

/// What a `(` begins.
enum Group {
    /// A group that a `)` will close.
    Opens,
    /// Something that has already ended: a comment or options.
    Closed,
    /// The rest is written with free spacing and is not checked.
    Spaced,
}
