//! Recovery from errors in a JSON text: each is reported once, with a guess at the intention, and the state to continue from.
use super::{Next, Reader, Want, number, skip_blank, skip_plain};
use crate::text::json::{
    Fault, FaultKind, Kind, LOOK, MAX_DEPTH, MOST_QUOTES, NodeData, Repair, Span, closing_quotes, control_escape, control_name,
    escape_len, is_closed_string,
};

impl Reader<'_> {
    pub(super) fn bom(&mut self) {
        let repair = Some(self.delete(0, 3, true));
        let message = "the file starts with a byte order mark".to_string();
        self.fault(FaultKind::Bom, 0, 3, message, "save it as UTF-8 without a byte order mark", repair);
        self.pos = 3;
        self.last = 3;
    }

    /// Comments, and characters that only look like white space; false when `pos` is at neither.
    pub(super) fn odd_blank(&mut self, want: Want, b: u8) -> bool {
        let start = self.pos;
        match b {
            b'/' | b'#' => {
                let second = self.bytes.get(start + 1).copied();
                let rest = &self.bytes[start..];
                let line_end = || memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |len| start + len);
                let end = match (b, second) {
                    (b'/', Some(b'*')) => match memchr::memmem::find(&self.bytes[start + 2..], b"*/") {
                        Some(len) => start + 2 + len + 2,
                        None => {
                            let message = "this comment is not closed".to_string();
                            let help = "JSON has no comments; remove it, or at least close it with `*/`";
                            self.fault(FaultKind::Comment, start, start + 2, message, help, None);
                            self.cut = true;
                            self.pos = self.bytes.len();
                            return true;
                        }
                    },
                    (b'/', Some(b'/')) => line_end(),
                    // `"$ref": #/definitions/x` is text without its quotes.
                    (b'#', Some(b'/')) if !matches!(want, Want::Comma | Want::End) => return false,
                    (b'#', _) => line_end(),
                    _ => return false,
                };
                // The spaces before it go too, unless that would join two words.
                let mut from = start;
                while from > self.last && matches!(self.bytes[from - 1], b' ' | b'\t') {
                    from -= 1;
                }
                let text = self.glue(from, end);
                let repair = Some(Repair { span: Span::new(from, end), text, safe: false });
                let help = "remove it; a `description` or `x-` property can hold a note";
                self.fault(FaultKind::Comment, start, end, "JSON has no comments".into(), help, repair);
                self.pos = end;
                true
            }
            0..=0x1f | 0x7f => {
                let c = b as char;
                let kind = if matches!(b, 0x0b | 0x0c) { FaultKind::WhiteSpace } else { FaultKind::ControlCharacter };
                let end = start + self.bytes[start..].iter().take_while(|&&other| other == b).count();
                let text = if kind == FaultKind::WhiteSpace { " ".into() } else { self.glue(start, end) };
                let repair = Some(Repair { span: Span::new(start, end), text, safe: true });
                self.fault(kind, start, end, format!("{} between the tokens", control_name(c)), "remove it", repair);
                self.pos = end;
                true
            }
            0x80.. => {
                let mut text = String::new();
                let mut end = start;
                for c in self.text[start..].chars() {
                    if c.is_ascii() || !is_odd_space(c) {
                        break;
                    }
                    if c.is_whitespace() {
                        text.push(' ');
                    }
                    end += c.len_utf8();
                }
                let Some(first) = self.text[start..end].chars().next() else {
                    return false;
                };
                if text.is_empty() {
                    text = self.glue(start, end);
                }
                let name = match first {
                    '\u{A0}' => "a no-break space".to_string(),
                    '\u{200B}' => "a zero-width space".to_string(),
                    '\u{FEFF}' => "a byte order mark".to_string(),
                    '\u{3000}' => "an ideographic space".to_string(),
                    '\u{AD}' => "a soft hyphen".to_string(),
                    c if c.is_whitespace() => format!("the Unicode space U+{:04X}", c as u32),
                    c => format!("the invisible character U+{:04X}", c as u32),
                };
                let help = if text.trim().len() == text.len() { "remove it" } else { "use plain spaces" };
                let repair = Some(Repair { span: Span::new(start, end), text, safe: true });
                let message = format!("{name} between the tokens, where JSON allows space, tab and line break only");
                self.fault(FaultKind::WhiteSpace, start, end, message, help, repair);
                self.pos = end;
                true
            }
            _ => false,
        }
    }

    /// What to put in place of `start..end` so that the words around it do not become one.
    pub(super) fn glue(&self, start: usize, end: usize) -> String {
        let word = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii_whitespace() && !b"{}[],:\"".contains(b));
        let apart = word(self.bytes.get(start.wrapping_sub(1))) && word(self.bytes.get(end));
        if apart { " ".into() } else { String::new() }
    }

    /// After a colon, at something that cannot be a value.
    pub(super) fn missing_value(&mut self) {
        let key = self.key_name();
        let found = self.show_at(self.pos);
        let message = format!("expected a value for `{key}`, found {found}");
        self.fault(FaultKind::ExpectedValue, self.last, self.last, message, "add the value, or remove the property", None);
        self.push(Kind::Invalid, self.last, self.last, false);
    }

    pub(super) fn extra_comma(&mut self, want: Want) -> Want {
        let repair = Some(self.delete(self.pos, self.pos + 1, self.object));
        let what = if self.object { "property" } else { "item" };
        let message = format!("expected {} {what} before this `,`", if self.object { "a" } else { "an" });
        self.fault(FaultKind::ExtraComma, self.pos, self.pos + 1, message, "remove the comma", repair);
        self.pos += 1;
        want
    }

    /// A colon in an array: once per array, for then all of its items have one (`[ "type": "string", ... ]`).
    pub(super) fn colon_in_array(&mut self) {
        let sort = (self.at, FaultKind::UnexpectedColon);
        if self.reported != Some(sort) {
            let at = self.describe(self.at);
            let help = "items of an array have no names; enclose the properties in `{` and `}`, or use `{` instead of `[`";
            let opened = Some((self.opening(self.at), "the array opens here".to_string()));
            self.fault_related(
                FaultKind::UnexpectedColon,
                Span::new(self.pos, self.pos + 1),
                format!("`:` in {at}"),
                help,
                opened,
                None,
            );
            self.reported = Some(sort);
        }
        self.pos += 1;
        self.last = self.pos;
    }

    /// A container that is nested too deep: skipped by its brackets, kept as an empty one.
    pub(super) fn too_deep(&mut self, b: u8) -> Want {
        let start = self.pos;
        let mut open = 0usize;
        let mut i = start;
        let end = loop {
            let Some(&b) = self.bytes.get(i) else {
                break self.text.trim_end().len();
            };
            i += 1;
            match b {
                b'{' | b'[' => open += 1,
                b'}' | b']' => {
                    open -= 1;
                    if open == 0 {
                        break i;
                    }
                }
                b'"' => loop {
                    i = skip_plain(self.bytes, i);
                    match self.bytes.get(i) {
                        None | Some(b'\n' | b'\r') => break,
                        Some(b'"') => {
                            i += 1;
                            break;
                        }
                        Some(b'\\') => i = (i + 2).min(self.bytes.len()),
                        Some(_) => i += 1,
                    }
                },
                _ => {}
            }
        };
        self.push(if b == b'{' { Kind::Object } else { Kind::Array }, start, end, false);
        if !self.deep {
            self.deep = true;
            let message = format!("more than {MAX_DEPTH} objects and arrays inside each other");
            self.fault(FaultKind::TooDeep, start, start + 1, message, "flatten the structure; deeper levels are not read", None);
        }
        self.pos = end;
        self.last = end;
        Want::Comma
    }

    /// Where the run of text without quotes that starts at `start` ends, and where the scan stopped.
    pub(super) fn bare_end(&self, start: usize, stops: &[u8]) -> (usize, usize) {
        let bytes = self.bytes;
        let mut i = start;
        while let Some(&b) = bytes.get(i) {
            let comment = matches!(b, b'/' | b'#')
                && i > start
                && matches!(bytes[i - 1], b' ' | b'\t')
                && (b == b'#' || matches!(bytes.get(i + 1), Some(b'/' | b'*')));
            if stops.contains(&b) || comment {
                break;
            }
            i += 1;
        }
        let end = start + self.text[start..i].trim_end_matches(|c: char| c.is_whitespace() || is_odd_space(c)).len();
        // Control characters count as white space to no one; keep at least the first character.
        if end == start { (start + self.text[start..].chars().next().map_or(0, char::len_utf8), i) } else { (end, i) }
    }

    /// Something without double quotes where a value is wanted.
    pub(super) fn bare_value(&mut self) -> Want {
        let start = self.pos;
        if let Some(want) = self.other_quotes(Kind::String) {
            return want;
        }
        let (mut end, stop) = self.bare_end(start, b",]}{[\"\n\r");
        let mut kind = Kind::Invalid;
        let word = &self.text[start..end];
        let shown = self.show(start, end);
        let lower = word.to_ascii_lowercase();
        let replace = |text: String, safe: bool| Some(Repair { span: Span::new(start, end), text, safe });
        if self.bytes.get(stop) == Some(&b'"') && stop == end && self.ends_value(stop + 1) {
            kind = Kind::String;
            end = stop + 1;
            let repair = Some(Repair { span: Span::new(start, start), text: "\"".into(), safe: false });
            self.fault(FaultKind::BadLiteral, start, end, format!("{shown} has no opening quote"), "put `\"` before it", repair);
        } else if matches!(&*lower, "true" | "false" | "null" | "none" | "nil" | "undefined") {
            let plain = match &*lower {
                "true" => "true",
                "false" => "false",
                _ => "null",
            };
            kind = match plain {
                "true" => Kind::True,
                "false" => Kind::False,
                _ => Kind::Null,
            };
            let repair = replace(plain.to_string(), lower == plain);
            self.fault(
                FaultKind::BadLiteral,
                start,
                end,
                format!("expected a value, found {shown}"),
                &format!("JSON spells it `{plain}`"),
                repair,
            );
        } else if matches!(lower.trim_start_matches(['+', '-']), "nan" | "infinity" | "inf") {
            let help = "JSON has no such number; use a finite one, or remove the property";
            self.fault(FaultKind::BadNumber, start, end, format!("{shown} is not a JSON number"), help, None);
        } else if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
            let repair = corrected_number(word).and_then(|(text, safe)| replace(text, safe));
            let help = match &repair {
                Some(repair) => {
                    format!("write `{}`, or put it in quotes if it is text", repair.text)
                }
                None => "write a plain decimal number, or put it in quotes if it is text".to_string(),
            };
            self.fault(FaultKind::BadNumber, start, end, format!("{shown} is not a JSON number"), &help, repair);
        } else {
            let repair = replace(requote(word), false);
            self.fault(
                FaultKind::BadLiteral,
                start,
                end,
                format!("expected a value, found {shown}"),
                "put text in double quotes",
                repair,
            );
        }
        self.push(kind, start, end, kind == Kind::String);
        self.pos = end;
        self.last = end;
        self.after_value()
    }

    /// Whether what is before `pos` can be the end of a value: blanks, then a delimiter or the end of the line.
    pub(super) fn ends_value(&self, pos: usize) -> bool {
        let rest = &self.bytes[pos..];
        let next = rest.iter().find(|b| !matches!(b, b' ' | b'\t'));
        matches!(next, None | Some(b',' | b'}' | b']' | b'\n' | b'\r'))
    }

    /// A string or key in single or typographic quotes; `None` when there is none, or it is not closed on this line.
    pub(super) fn other_quotes(&mut self, kind: Kind) -> Option<Want> {
        let start = self.pos;
        let open = self.text[start..].chars().next()?;
        let closers = closing_quotes(open)?;
        let inside = start + open.len_utf8();
        let line = &self.text[inside..self.line_end(inside)];
        let mut first = None;
        let mut fitting = None;
        let (mut escaped, mut quotes) = (false, 0);
        for (i, c) in line.char_indices() {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if closers.contains(&c) {
                let end = inside + i + c.len_utf8();
                first = first.or(Some((inside + i, end)));
                quotes += 1;
                // An apostrophe inside is not a closing quote.
                let colon = self.bytes[end..].iter().find(|b| !matches!(b, b' ' | b'\t')) == Some(&b':');
                if self.ends_value(end) || colon {
                    fitting = Some((inside + i, end));
                    break;
                }
                if quotes == MOST_QUOTES {
                    break;
                }
            }
        }
        let (content_end, end) = fitting.or(first)?;
        let (sort, name) = match open {
            '\'' => (FaultKind::SingleQuotes, "single quotes"),
            '`' => (FaultKind::SingleQuotes, "backticks"),
            _ => (FaultKind::CurlyQuotes, "typographic quotes"),
        };
        let content = &self.text[inside..content_end];
        let repair = Repair { span: Span::new(start, end), text: requote(content), safe: fitting == first };
        let what = if kind == Kind::Key { "key" } else { "string" };
        self.fault(sort, start, end, format!("{what} in {name}"), "use double quotes: `\"`", Some(repair));
        self.push(kind, start, end, true);
        self.pos = end;
        self.last = end;
        Some(if kind == Kind::Key { Want::Colon } else { self.after_value() })
    }

    pub(super) fn odd_key(&mut self, want: Want, b: u8) -> Want {
        let start = self.pos;
        match b {
            b'}' | b']' => return self.closer(want, b),
            b',' => return self.extra_comma(want),
            b'{' if want == Want::Key && self.in_array() => {
                // The object before it was not closed; its comma is the one between the two items.
                let last = self.last;
                let (comma, text) = self.separator().map_or((last, "},"), |comma| (comma, "}"));
                let opened = self.opening(self.at);
                let name = self.describe(self.at);
                let repair = Some(Repair { span: Span::new(comma, comma), text: text.into(), safe: false });
                let message = format!("expected a key or `}}` in {name}, found `{{`");
                let related = Some((opened, "this object is not closed".to_string()));
                self.fault_related(
                    FaultKind::MissingClose,
                    Span::new(start, start + 1),
                    message,
                    "close the object before it: add `}` before the comma",
                    related,
                    repair,
                );
                self.close(comma);
                self.last = last;
                return Want::Item;
            }
            b'{' | b'[' | b':' => {
                let found = b as char;
                let name = self.describe(self.at);
                let message = format!("expected a key in {name}, found `{found}`");
                self.fault(
                    FaultKind::ExpectedKey,
                    start,
                    start + 1,
                    message,
                    "give the value a name, or close the object before it",
                    None,
                );
                self.push(Kind::Key, self.last, self.last, true);
                return if b == b':' { Want::Colon } else { Want::Value };
            }
            _ => {}
        }
        if let Some(want) = self.other_quotes(Kind::Key) {
            return want;
        }
        let (mut end, mut stop) = self.bare_end(start, b":,]}{[\"\n\r");
        let shown = self.show(start, end);
        let mut repair = Repair { span: Span::new(start, end), text: requote(&self.text[start..end]), safe: true };
        if self.bytes.get(stop) == Some(&b'"') && stop == end && self.bytes.get(skip_blank(self.bytes, stop + 1)) == Some(&b':') {
            repair = Repair { span: Span::new(start, start), text: "\"".into(), safe: false };
            end = stop + 1;
            stop = skip_blank(self.bytes, end);
        }
        self.push(Kind::Key, start, end, true);
        self.pos = end;
        self.last = end;
        if self.bytes.get(stop) == Some(&b':') {
            let help = "put the key in double quotes";
            self.fault(FaultKind::UnquotedKey, start, end, format!("key {shown} without quotes"), help, Some(repair));
            return Want::Colon;
        }
        let name = self.describe(self.at);
        let message = format!("expected a key in {name}, found {shown}");
        self.fault(FaultKind::ExpectedKey, start, end, message, "write `\"name\": value`, or remove it", None);
        if matches!(self.bytes.get(stop), Some(b'"' | b'{' | b'[')) {
            return Want::Value;
        }
        self.push(Kind::Invalid, end, end, false);
        Want::Comma
    }

    pub(super) fn odd_colon(&mut self, b: u8) -> Want {
        let start = self.pos;
        let key = self.key_name();
        let after = self.last;
        if b == b'=' || (b == b':' && self.bytes.get(start + 1) == Some(&b'=')) {
            let end = start + 1 + usize::from(self.bytes.get(start + 1) == Some(&b'>'));
            let repair = Some(Repair { span: Span::new(start, end), text: ":".into(), safe: true });
            let message = format!("expected `:` after the key `{key}`, found `{}`", &self.text[start..end]);
            self.fault(FaultKind::MissingColon, start, end, message, "write `:`", repair);
            self.pos = end;
            self.last = end;
            return Want::Value;
        }
        if self.cut_key() {
            return Want::Colon;
        }
        let next_member = b == b'"' && self.is_member(start);
        if next_member || matches!(b, b',' | b'}' | b']') {
            let sort = (self.at, FaultKind::MissingColon);
            if self.reported != Some(sort) {
                self.reported = Some(sort);
                let found = self.show_at(start);
                let message = format!("expected `:` and a value after the key `{key}`, found {found}");
                self.fault(
                    FaultKind::MissingColon,
                    after,
                    after,
                    message,
                    "add the value, or remove the key; a list of texts needs `[` and `]`",
                    None,
                );
            }
            self.push(Kind::Invalid, after, after, false);
            // The comma is missing too then, but that is one mistake: a member that was not finished.
            return if next_member { Want::Key } else { Want::Comma };
        }
        let found = self.show_at(start);
        let text = if start > after { ":" } else { ": " };
        let repair = Some(Repair { span: Span::new(after, after), text: text.into(), safe: true });
        self.fault(
            FaultKind::MissingColon,
            after,
            after,
            format!("expected `:` after the key `{key}`, found {found}"),
            "add `:`",
            repair,
        );
        Want::Value
    }

    /// `"host: "api.com"`: the quote is missing before the colon, and the one that was taken for it opens the value.
    pub(super) fn cut_key(&mut self) -> bool {
        let Some(node) = self.tree.nodes.last().copied() else {
            return false;
        };
        let token = &self.text[node.start as usize..node.end as usize];
        let Some(key) = token.strip_suffix('"').and_then(|t| t.trim_end().strip_suffix(':')) else {
            return false;
        };
        if !key.starts_with('"') || key.len() < 2 {
            return false;
        }
        let end = node.start as usize + key.trim_end().len();
        self.cut_string(end, "key");
        true
    }

    /// Shortens the string read last to `end` and goes on from there: its closing quote is missing.
    pub(super) fn cut_string(&mut self, end: usize, what: &str) {
        if let Some(node) = self.tree.nodes.last_mut() {
            node.end = end as u32;
            node.escaped = true;
            let start = node.start as usize;
            // What was found in the part that is not the string any more was wrongly read.
            let beyond =
                |f: &Fault| f.span.start as usize >= start && f.repair.as_ref().map_or(f.span, |r| r.span).end as usize > end;
            while self.tree.faults.last().is_some_and(beyond) {
                self.tree.faults.pop();
            }
            let repair = Some(Repair { span: Span::new(end, end), text: "\"".into(), safe: false });
            self.fault(
                FaultKind::UnterminatedString,
                start,
                end,
                format!("this {what} has no closing quote"),
                "add `\"` where it ends",
                repair,
            );
        }
        self.pos = end;
        self.last = end;
    }

    pub(super) fn odd_comma(&mut self, b: u8) -> Want {
        let start = self.pos;
        let last = self.last;
        let separate = |object| if object { Want::Key } else { Want::Item };
        match b {
            b'}' | b']' => return self.closer(Want::Comma, b),
            b';' if matches!(self.bytes.get(skip_blank(self.bytes, start + 1)), None | Some(b'}' | b']')) => {
                let repair = Some(self.delete(start, start + 1, true));
                self.fault(FaultKind::UnexpectedText, start, start + 1, "`;` has no meaning in JSON".into(), "remove it", repair);
                self.pos += 1;
                return Want::Comma;
            }
            b';' => {
                let repair = Some(Repair { span: Span::new(start, start + 1), text: ",".into(), safe: true });
                let message = format!("expected `,` after {}, found `;`", self.last_value());
                self.fault(FaultKind::MissingComma, start, start + 1, message, "write `,`", repair);
                self.pos += 1;
                self.last = self.pos;
                return separate(self.object);
            }
            b':' if !self.object => {
                self.colon_in_array();
                return Want::Item;
            }
            b':' => return self.colon_after_value(),
            b'{' if self.object && self.in_array() => {
                let opened = self.opening(self.at);
                let message = format!("expected `,` or `}}` after {}, found `{{`", self.last_value());
                let related = Some((opened, "this object is not closed".to_string()));
                let repair = Some(Repair { span: Span::new(last, last), text: "},".into(), safe: false });
                self.fault_related(
                    FaultKind::MissingClose,
                    Span::new(start, start + 1),
                    message,
                    "close the object before it with `},`",
                    related,
                    repair,
                );
                self.close(last);
                return Want::Item;
            }
            b'{' | b'[' if self.object => {
                let message = format!("expected `,` or `}}` after {}, found `{}`", self.last_value(), b as char);
                self.fault(
                    FaultKind::ExpectedKey,
                    start,
                    start + 1,
                    message,
                    "add a comma and give the value a name, or close the object before it",
                    None,
                );
                self.push(Kind::Key, last, last, true);
                return Want::Value;
            }
            _ => {}
        }
        if self.inner_quotes(b) {
            return Want::Comma;
        }
        if b != b'"' && self.cut_value() {
            return Want::Comma;
        }
        let close = if self.object { '}' } else { ']' };
        let found = self.show_at(start);
        let message = format!("expected `,` or `{close}` after {}, found {found}", self.last_value());
        let quote = self.text[start..].chars().next().and_then(closing_quotes).is_some();
        let (end, stop) = if quote { (start, start) } else { self.bare_end(start, b":,]}{[\"\n\r") };
        let starts_value = quote || matches!(b, b'{' | b'[');
        let goes_on = starts_value
            || if self.object {
                self.bytes.get(stop) == Some(&b':')
                    || self.bytes.get(stop) == Some(&b'"') && stop == end && self.is_member_end(stop)
            } else {
                let word = &self.text[start..end];
                matches!(word, "true" | "false" | "null") || number(self.bytes, start) == Some(end)
            };
        if goes_on {
            let line_between = self.text[last..start].contains('\n');
            let safe = if self.object { b != b'"' || self.is_member(start) } else { line_between || b != b'"' };
            // A comma behind a string that is not closed would be in it: first it needs its quote.
            let open = self.tree.nodes.last().is_some_and(|node| {
                node.kind == Kind::String && node.end as usize == last && !is_closed_string(&self.text[node.start as usize..last])
            });
            let repair = (!open).then(|| Repair { span: Span::new(last, last), text: ",".into(), safe });
            let what = if self.object { "the next property" } else { "the next item" };
            let related = Some((Span::new(start, self.token_end(start).max(end)), format!("read as {what}")));
            self.fault_related(FaultKind::MissingComma, Span::new(last, last), message, "add `,`", related, repair);
            return separate(self.object);
        }
        // Neither the next member nor the end: left out, and what follows on the line is the next one.
        self.fault(FaultKind::UnexpectedText, start, end, message, "remove it, or put it in quotes", None);
        self.pos = end;
        if matches!(self.bytes.get(stop), Some(b'"' | b'{' | b'[' | b':')) && skip_blank(self.bytes, end) == stop {
            self.pos = if self.bytes[stop] == b':' { stop + 1 } else { stop };
            return separate(self.object);
        }
        Want::Comma
    }

    /// `"a": "b": 1`: what was read as the value of `a` is the next key, and `a` has none.
    pub(super) fn colon_after_value(&mut self) -> Want {
        if let Some(node) = self.tree.nodes.last().copied()
            && node.kind == Kind::String
            && node.parent == self.at
        {
            self.tree.nodes.pop();
            let key = self.key_name();
            let before = self.tree.nodes.last().map_or(0, |key| key.end as usize);
            // The colon stands between the two.
            let colon = before + self.text[before..node.start as usize].find(':').map_or(0, |i| i + 1);
            let found = self.show(node.start as usize, node.end as usize);
            let message = format!("expected a value for `{key}`, found the key {found}");
            self.fault(
                FaultKind::ExpectedValue,
                colon,
                colon,
                message,
                "add the value, or remove the property; an object needs `{` and `}`",
                None,
            );
            self.push(Kind::Invalid, colon, colon, false);
            self.tree.nodes.push(NodeData { kind: Kind::Key, next: 0, ..node });
            let id = self.tree.nodes.len() as u32;
            if let Some(node) = self.tree.nodes.last_mut() {
                node.next = id;
            }
            return Want::Colon;
        }
        let message = format!("expected `,` or `}}` after {}, found `:`", self.last_value());
        let repair = Some(self.delete(self.pos, self.pos + 1, false));
        self.fault(FaultKind::UnexpectedColon, self.pos, self.pos + 1, message, "remove it", repair);
        self.pos += 1;
        Want::Comma
    }

    /// `"The "best" one"`: quotes inside a string that are not escaped. True when the string now reaches its last one.
    pub(super) fn inner_quotes(&mut self, b: u8) -> bool {
        let Some(node) = self.tree.nodes.last().copied() else {
            return false;
        };
        let (start, quote, pos) = (node.start as usize, self.last - 1, self.pos);
        if node.kind != Kind::String
            || node.end as usize != self.last
            || self.bytes[start] != b'"'
            || self.bytes[quote] != b'"'
            || quote == start
        {
            return false;
        }
        if b == b'"' && (!self.object || self.is_member(pos)) {
            return false;
        }
        // Across a line break there are two strings, and what has been reported between them is no part of one.
        if self.bytes[self.last..pos].iter().any(|b| !matches!(b, b' ' | b'\t')) {
            return false;
        }
        let limit = self.bytes.len().min(pos + LOOK);
        let mut inner = vec![quote];
        let mut i = pos;
        let end = loop {
            i = skip_plain(self.bytes, i);
            if i >= limit {
                return false;
            }
            match self.bytes[i] {
                b'"' if self.ends_value(i + 1) => break i,
                // What looks like the next key is no part of the text.
                b'"' if self.bytes.get(skip_blank(self.bytes, i + 1)) == Some(&b':') => {
                    return false;
                }
                b'"' if inner.len() == MOST_QUOTES => return false,
                b'"' => inner.push(i),
                b'\\' => match escape_len(&self.bytes[i..]) {
                    Some(used) => {
                        i += used;
                        continue;
                    }
                    None => return false,
                },
                _ => return false,
            }
            i += 1;
        };
        // `"a" x, "b"`: another string of its own.
        let opens = |quote: usize| self.text[pos..quote].trim_end().ends_with([',', ':', '[', '{']);
        if inner[1..].iter().any(|&quote| opens(quote)) || opens(end) {
            return false;
        }
        let mut text = String::new();
        let mut from = quote;
        for &i in &inner {
            text.push_str(&self.text[from..i]);
            text.push_str("\\\"");
            from = i + 1;
        }
        if let Some(node) = self.tree.nodes.last_mut() {
            node.end = end as u32 + 1;
            node.escaped = true;
        }
        let repair = Some(Repair { span: Span::new(quote, from), text, safe: false });
        self.fault(
            FaultKind::UnescapedQuote,
            quote,
            quote + 1,
            "`\"` inside a string without a backslash".into(),
            "write `\\\"` for a quote that is part of the text",
            repair,
        );
        self.pos = end + 1;
        self.last = end + 1;
        true
    }

    /// `"a": "b, "c": 1`: the quote is missing before the comma, and the one that was taken for it opens the next key.
    pub(super) fn cut_value(&mut self) -> bool {
        let Some(node) = self.tree.nodes.last().copied() else {
            return false;
        };
        if node.kind != Kind::String || node.end as usize != self.pos {
            return false;
        }
        let token = &self.text[node.start as usize..node.end as usize];
        let Some(body) = token.strip_suffix('"').and_then(|t| t.trim_end().strip_suffix(',')) else {
            return false;
        };
        if !body.starts_with('"') {
            return false;
        }
        let end = node.start as usize + body.trim_end().len();
        self.cut_string(end, "string");
        true
    }

    /// A closing bracket that is not plainly the right one: after a comma, of the other kind, or the root's.
    pub(super) fn closer(&mut self, want: Want, b: u8) -> Want {
        let pos = self.pos;
        if matches!(want, Want::Key | Want::Item) {
            // A `;` has been reported as such.
            if let Some(comma) = self.separator().filter(|&comma| self.bytes[comma] == b',') {
                let repair = Some(self.delete(comma, comma + 1, true));
                let name = self.describe(self.at);
                let message = format!("trailing `,` before the `{}` that ends {name}", b as char);
                self.fault(FaultKind::TrailingComma, comma, comma + 1, message, "remove the comma", repair);
            }
        }
        let own = if self.object { b'}' } else { b']' };
        if b == own {
            if self.depth == 1 && self.object && self.glance(pos + 1) == Next::Member {
                let comma = self.bytes.get(skip_blank(self.bytes, pos + 1)) == Some(&b',');
                let message = "this `}` ends the document, but more properties follow".to_string();
                let help = "remove it, or look above for an object that is closed once too often";
                let text = if comma { "" } else { "," };
                let repair = Some(Repair { span: Span::new(pos, pos + 1), text: text.into(), safe: false });
                self.fault(FaultKind::UnexpectedClose, pos, pos + 1, message, help, repair);
                self.pos += 1;
                return if comma { Want::Comma } else { Want::Key };
            }
            self.pos += 1;
            return self.close(self.pos);
        }
        self.wrong_closer(want, b)
    }

    /// `]` in an object or `}` in an array. Either it is a slip for the right one, or the right one is missing before
    /// it, or it is one too many: whatever suits what comes next, indentation deciding.
    pub(super) fn wrong_closer(&mut self, want: Want, b: u8) -> Want {
        let pos = self.pos;
        let own = if self.object { '}' } else { ']' };
        let found = b as char;
        let inner = self.at;
        let mut outer = None;
        let mut levels = String::from(own);
        let mut id = inner;
        while id != 0 {
            id = self.tree.nodes[id as usize].parent;
            let object = self.tree.nodes[id as usize].kind == Kind::Object;
            if object == (b == b'}') {
                outer = Some(id);
                break;
            }
            levels.push(if object { '}' } else { ']' });
        }
        let next = self.glance(pos + 1);
        let parent = |id: u32| (id != 0).then(|| self.tree.nodes[self.tree.nodes[id as usize].parent as usize].kind);
        let suits = |kind: Option<Kind>| match next {
            Next::End => kind.is_none(),
            Next::Member => kind == Some(Kind::Object),
            Next::Close(b) => kind == Some(if b == b'}' { Kind::Object } else { Kind::Array }),
            Next::Item => kind == Some(Kind::Array),
        };
        let slip = suits(parent(inner));
        let through = outer.is_some_and(|id| suits(parent(id)));
        let extra = suits(Some(self.tree.nodes[inner as usize].kind));
        let inner_open = self.tree.nodes[inner as usize].start as usize;
        let indent = self.indent(pos);
        let first_on_line = self.first_on_line(pos);
        let like = |id: u32| self.indent(self.tree.nodes[id as usize].start as usize) == indent;
        let same_line = inner_open >= self.line_start(pos);
        let by_indent = first_on_line && !same_line && like(inner) && !outer.is_some_and(like);
        #[derive(PartialEq)]
        enum Guess {
            Slip,
            Through,
            Extra,
        }
        // `"tags": ["a"]], "x": 1`: the second bracket came with the first.
        let doubled = pos > 0 && self.bytes[pos - 1] == b;
        let guess = if doubled && extra && !through {
            Guess::Extra
        } else if slip && by_indent {
            Guess::Slip
        } else if first_on_line || same_line {
            if through {
                Guess::Through
            } else if slip {
                Guess::Slip
            } else if extra {
                Guess::Extra
            } else if outer.is_some_and(|id| id != 0) {
                Guess::Through
            } else {
                Guess::Extra
            }
        } else if extra {
            Guess::Extra
        } else if through {
            Guess::Through
        } else if slip {
            Guess::Slip
        } else {
            Guess::Extra
        };
        let name = self.describe(inner);
        let message = format!("expected `{own}` to end {name}, found `{found}`");
        let related = Some((self.opening(inner), format!("{name} opens here")));
        let span = Span::new(pos, pos + 1);
        self.pos += 1;
        match guess {
            Guess::Slip => {
                let repair = Some(Repair { span, text: own.into(), safe: false });
                self.fault_related(FaultKind::UnexpectedClose, span, message, &format!("write `{own}`"), related, repair);
                self.close(pos + 1)
            }
            Guess::Through => {
                let repair = Some(Repair { span: Span::new(self.last, self.last), text: levels.clone(), safe: false });
                self.fault_related(FaultKind::MissingClose, span, message, &format!("add `{levels}` before it"), related, repair);
                let end = self.last;
                for _ in levels.chars() {
                    self.close(end);
                }
                self.close(pos + 1)
            }
            Guess::Extra => {
                // The container goes on, so a comma before the bracket was none too many.
                let comma = |fault: &Fault| fault.kind == FaultKind::TrailingComma && fault.span.end as usize == self.last;
                if self.tree.faults.last().is_some_and(comma) {
                    self.tree.faults.pop();
                }
                let repair = Some(self.delete(pos, pos + 1, false));
                self.fault_related(FaultKind::UnexpectedClose, span, message, "remove it", related, repair);
                want
            }
        }
    }

    pub(super) fn odd_end(&mut self) -> Want {
        let start = self.pos;
        let end = self.text.trim_end().len();
        let rest = &self.text[start..end];
        let closers = rest.chars().all(|c| matches!(c, '}' | ']') || c.is_ascii_whitespace());
        let repair = closers.then(|| self.delete(start, end, false));
        let found = self.show(start, end);
        let help = if closers {
            "remove it, or look above for a bracket that is closed too early"
        } else {
            "a file holds one document; remove the rest"
        };
        self.fault(FaultKind::TrailingText, start, end, format!("expected the end of the file, found {found}"), help, repair);
        self.pos = self.bytes.len();
        Want::End
    }

    /// The end of the text, or of reading: closes what is open.
    pub(super) fn finish(&mut self, want: Want) {
        if self.tree.nodes.is_empty() {
            if !self.stop {
                let message = "the file is empty".to_string();
                self.fault(FaultKind::Empty, self.last, self.last, message, "a connector file is one object: `{ ... }`", None);
            }
            self.push(Kind::Invalid, self.last, self.last, false);
            return;
        }
        if self.depth > 0 && !self.cut && !self.stop {
            self.cut_off(want);
        }
        if matches!(want, Want::Value | Want::Colon) {
            self.push(Kind::Invalid, self.last, self.last, false);
        }
        let end = self.last;
        while self.depth > 0 {
            self.close(end);
        }
    }

    /// The text ends inside containers: one fault for all of them.
    pub(super) fn cut_off(&mut self, want: Want) {
        let end = self.text.trim_end().len().max(self.last);
        let mut closers = String::new();
        let mut levels = 0;
        let mut id = self.at;
        let last_line = memchr::memrchr(b'\n', &self.bytes[..self.last]).unwrap_or(0);
        loop {
            let node = &self.tree.nodes[id as usize];
            let close = if node.kind == Kind::Object { '}' } else { ']' };
            let open = node.start as usize;
            if open < last_line {
                let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
                closers.push_str(newline);
                closers.push_str(self.indent(open));
            }
            closers.push(close);
            levels += 1;
            if id == 0 {
                break;
            }
            id = node.parent;
        }
        let name = self.describe(self.at);
        let close = if self.object { '}' } else { ']' };
        let more = match levels - 1 {
            0 => String::new(),
            n => format!(" (and {n} more)"),
        };
        let message = format!("expected `{close}` to end {name}{more}, found the end of the file");
        // It is unknown what a value lacks that is nested too deep.
        let whole = matches!(want, Want::Comma | Want::FirstKey | Want::FirstItem) && !self.deep;
        let repair = whole.then(|| Repair { span: Span::new(self.last, self.last), text: closers, safe: false });
        let (related, help) = match self.doubtful_close() {
            Some(id) => {
                let node = &self.tree.nodes[id as usize];
                let name = self.describe(id);
                let line = self.bytes[..node.end as usize].iter().filter(|&&b| b == b'\n').count() + 1;
                let label = format!("perhaps {name}: the bracket that ends it, in line {line}, is indented differently");
                (self.opening(id), (label, "close the open brackets; judging by the indentation, one is missing further up"))
            }
            None => (
                self.opening(self.at),
                (format!("{name} opens here"), "restore the rest of the file, or close the open brackets"),
            ),
        };
        let (label, help) = help;
        self.fault_related(FaultKind::UnterminatedContainer, Span::new(end, end), message, help, Some((related, label)), repair);
    }

    /// The first container to end on a line of another indentation than it opened on: where a bracket is likely missing.
    pub(super) fn doubtful_close(&self) -> Option<u32> {
        let nodes = self.tree.nodes.iter().enumerate();
        let closed = nodes.filter(|(_, n)| matches!(n.kind, Kind::Object | Kind::Array) && n.end > n.start + 1);
        closed
            .filter(|(_, n)| {
                let (open, close) = (n.start as usize, n.end as usize - 1);
                self.first_on_line(close) && self.indent(open) != self.indent(close)
            })
            .min_by_key(|(_, n)| n.end)
            .map(|(id, _)| id as u32)
    }
}

/// Characters that people take for white space (or do not see) and JSON does not.
fn is_odd_space(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// A JSON string that says `content`, which stood between other quotes or none: its escapes stay where JSON knows them.
fn requote(content: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = content;
    while let Some(c) = rest.chars().next() {
        let mut used = c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\0'..='\x1f' => out.push_str(&control_escape(c)),
            '\\' => match rest.as_bytes().get(1) {
                Some(b'\'' | b'`') => {}
                _ => match escape_len(rest.as_bytes()) {
                    Some(len) => {
                        out.push_str(&rest[..len]);
                        used = len;
                    }
                    None => out.push_str("\\\\"),
                },
            },
            c => out.push(c),
        }
        rest = &rest[used..];
    }
    out.push('"');
    out
}

/// The JSON number that was likely meant, and whether that is certain.
fn corrected_number(word: &str) -> Option<(String, bool)> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        let hex = u64::from_str_radix(hex, 16).ok()?;
        return Some((format!("{sign}{hex}"), false));
    }
    let stripped = digits.trim_start_matches('0');
    // Leading zeros may mean octal, or a code that should be text.
    let safe = digits.len() - stripped.len() < 2
        && (stripped.is_empty() || stripped == digits || !stripped.starts_with(|c: char| c.is_ascii_digit()));
    let zero = if stripped.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    let corrected = format!("{sign}{zero}{}", stripped.strip_suffix('.').unwrap_or(stripped));
    (number(corrected.as_bytes(), 0) == Some(corrected.len())).then_some((corrected, safe))
}
