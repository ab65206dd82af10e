//! The conditions of a tree: `(IsFolder eq true)`, `(MediaType eq 'a' or MediaType eq 'b')`, `is_folder`, `true`.
use crate::call::lookup::walk;
use crate::call::request;
use serde_json::Value;

/// A condition nested deeper than this is not met.
const MAX_DEPTH: usize = 64;

/// Whether a condition holds for an item. One that cannot be read does not hold.
pub fn holds(condition: &str, item: &Value) -> bool {
    let tokens = tokens(condition);
    let mut reader = Reader { tokens: &tokens, at: 0, item, depth: 0 };
    let met = reader.or();
    met.filter(|_| reader.at == tokens.len()).unwrap_or(false)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Word(String),
    Text(String),
}

/// The tokens of a condition; text is in single quotes, and two of them escape one.
fn tokens(condition: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = condition.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' => {
                tokens.push(Token::Open);
                1
            }
            ')' => {
                tokens.push(Token::Close);
                1
            }
            '\'' => {
                let (mut text, mut at) = (String::new(), 1);
                while let Some(length) = rest[at..].find('\'') {
                    text.push_str(&rest[at..at + length]);
                    at += length + 1;
                    if !rest[at..].starts_with('\'') {
                        break;
                    }
                    text.push('\'');
                    at += 1;
                }
                tokens.push(Token::Text(text));
                at
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '\'')).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_owned()));
                end
            }
        };
        rest = rest[length.min(rest.len())..].trim_start();
    }
    tokens
}

struct Reader<'r> {
    tokens: &'r [Token],
    at: usize,
    item: &'r Value,
    depth: usize,
}

impl Reader<'_> {
    fn word(&mut self, wanted: &str) -> bool {
        let is = matches!(self.tokens.get(self.at), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is);
        is
    }

    fn or(&mut self) -> Option<bool> {
        let mut met = self.and()?;
        while self.word("or") {
            met |= self.and()?;
        }
        Some(met)
    }

    fn and(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.word("and") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        if self.word("not") {
            return Some(!self.nested(Self::one)?);
        }
        if self.tokens.get(self.at) == Some(&Token::Open) {
            self.at += 1;
            let met = self.nested(Self::or)?;
            let closed = self.tokens.get(self.at) == Some(&Token::Close);
            self.at += usize::from(closed);
            return closed.then_some(met);
        }
        let Some(Token::Word(name)) = self.tokens.get(self.at) else { return None };
        self.at += 1;
        let found = walk(self.item, name);
        let equal = match (self.word("eq"), self.word("ne")) {
            (false, false) => {
                return Some(match name.to_ascii_lowercase().as_str() {
                    "true" => true,
                    "false" => false,
                    _ => found.is_some_and(is_true),
                });
            }
            (equal, _) => equal,
        };
        let wanted = self.tokens.get(self.at)?;
        self.at += 1;
        let same = match wanted {
            Token::Text(text) => found.is_some_and(|found| found.as_str() == Some(text)),
            Token::Word(word) => match word.to_ascii_lowercase().as_str() {
                "null" => found.is_none_or(Value::is_null),
                "true" => found.is_some_and(is_true),
                "false" => found.is_some_and(|found| !is_true(found)),
                _ => found.is_some_and(|found| request::plain(found, None) == *word),
            },
            Token::Open | Token::Close => return None,
        };
        Some(same == equal)
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<bool>) -> Option<bool> {
        self.depth += 1;
        let met = read(self);
        self.depth -= 1;
        met
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::holds;
    use serde_json::json;

    #[test]
    fn conditions() {
        let zip = "(MediaType eq 'application/zip' or MediaType eq 'application/x-zip-compressed')";
        let cases = [
            (zip, json!({ "MediaType": "application/zip" }), true),
            (zip, json!({ "MediaType": "application/x-zip-compressed" }), true),
            (zip, json!({ "MediaType": "text/plain" }), false),
            (zip, json!({}), false),
            ("true", json!({}), true),
            ("is_folder", json!({ "is_folder": true }), true),
            ("is_folder", json!({}), false),
            ("(IsFolder eq true)", json!({ "isfolder": true }), true),
            ("IsFolder ne true", json!({ "IsFolder": false }), true),
            ("a eq 1 and not (b eq 'it''s')", json!({ "a": 1, "b": "its" }), true),
            ("a eq 1 and not (b eq 'it''s')", json!({ "a": 1, "b": "it's" }), false),
            ("a eq", json!({ "a": true }), false),
            ("((a)", json!({ "a": true }), false),
            ("'", json!({}), false),
        ];
        for (condition, item, met) in cases {
            assert_eq!(holds(condition, &item), met, "{condition} of {item}");
        }
        assert!(!holds(&"(".repeat(100_000), &json!({})));
    }
}
